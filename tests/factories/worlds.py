"""An organisation with one of everything, and what each URL needs to point at its objects."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actions.people import add_member, create_organisation, find_or_create_person
from accounts.models import Organisation, Person, Role
from analysis.findings import Findings, Message, Provenance
from assessments.actions import open_paper, start_sitting
from assessments.models import Sitting
from datasets.actions.imports import import_paths
from datasets.models import Import
from reports.actions.orders import order_output
from reports.models import Handout, Order, Output
from workshops.actions.decisions import add_action, add_tripwire, open_decision
from workshops.actions.programs import create_program, create_session, enrol
from workshops.actions.scenarios import keep_findings, order_scenario
from workshops.actions.steps import advance
from workshops.models import Decision, Program, Round, Run, Scenario, Session
from workshops.steps import next_step
from workshops.worksheets import sheet_of

DEALS = """deal_id,outcome,created_on,closed_on,amount,segment
D-1,won,2025-01-10,2025-03-01,1000,Retail
D-2,lost,2025-01-12,2025-02-20,500,Retail
D-3,won,2025-02-30,2025-03-20,700,Public
"""


@dataclass
class World:
    """An organisation with one of everything, and who is what in it."""

    organisation: Organisation
    program: Program
    session: Session
    run: Run
    decision: Decision
    imported: Import
    output: Output
    sitting: Sitting
    scenario: Scenario
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def first_screen(self):
        """Key of the first thing that a participant is asked in the first round."""
        enrolment = self.program.enrolments.get(role=Role.PARTICIPANT)
        return sheet_of(self.run, enrolment, Round.FIRST).steps[0].key

    def arguments(self, name):
        """What the URL called `name` needs to point at this world's object; nothing where it is of no object."""
        app = name.split(":")[0]
        return OF_ONE.get(name, OF_APP.get(app, lambda world: {}))(self)

    def url(self, name):
        arguments = self.arguments(name)
        wanted = NEEDS[name]
        return reverse(name, kwargs={key: arguments[key] for key in wanted})


OF_APP = {
    "curriculum": lambda world: {"number": 4, "key": "4.1", "slug": world.organisation.slug, "version": 0},
    "datasets": lambda world: {"slug": world.organisation.slug, "pk": world.imported.pk, "number": 0},
    "accounts": lambda world: {"token": "forged"},
    "workshops": lambda world: {
        "program_id": world.program.pk,
        "enrolment_id": world.program.enrolments.get(role=Role.PARTICIPANT).pk,
        "session_id": world.session.pk,
        "run_id": world.run.pk,
        "action_id": world.decision.actions.get().pk,
        "code": world.session.join_code,
        "scenario_id": world.scenario.pk,
    },
    "assessments": lambda world: {
        "program_id": world.program.pk,
        "module": 4,
        "paper_id": world.sitting.paper_id,
        "sitting_id": world.sitting.pk,
        "item_id": world.sitting.paper.items(world.sitting.form)[0].id,
    },
    "reports": lambda world: {
        "program_id": world.program.pk,
        "session_id": world.session.pk,
        "output_id": world.output.pk,
        "number": 4,
        "handout_id": make_handout(world).pk,
    },
    "jobs": lambda world: {"job_id": world.output.order.job.pk},
}
OF_ONE = {
    "account_confirm_email": lambda world: {"key": "forged"},
    "account_reset_password_from_key": lambda world: {"uidb36": "0", "key": "forged"},
    "workshops:save_answer": lambda world: {
        "run_id": world.run.pk,
        "round_": "1",
        "key": world.first_screen,
    },
    "workshops:scenarios": lambda world: {"run_id": world.scenario.run_id},
    "workshops:remove": lambda world: {
        "run_id": world.run.pk,
        "kind": "tripwire",
        "pk": world.decision.tripwires.get().pk,
    },
}


def named(patterns, namespace=""):
    """Each URL's name, and the names of its arguments."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield namespace + str(pattern.name), sorted(pattern.pattern.regex.groupindex)


NEEDS = dict(named(get_resolver().url_patterns))


def make_world(name, curriculum, table):
    organisation = create_organisation(name=name)
    program = create_program(organisation=organisation, title="Spring", curriculum=curriculum)
    people = make_people(organisation, program)
    imported = import_paths(organisation=organisation, paths=[table])
    session = create_session(
        program=program, module=4, exercises=["4.1"], starts_at=timezone.now(), snapshot=imported.snapshot
    )
    run, decision = make_decision(session)
    output = make_output(session, people["co_facilitator"])
    sitting = make_sitting(program)
    scenario = make_scenario(program, imported.snapshot)
    return World(organisation, program, session, run, decision, imported, output, sitting, scenario, people)


def make_people(organisation, program):
    people = {}
    for role in (Role.READER, Role.FACILITATOR, Role.ADMIN, Role.PARTICIPANT, Role.SPONSOR, Role.CO_FACILITATOR):
        person = find_or_create_person(email=f"{role}@{organisation.slug}.example.com", name=role.label)
        reaches_all = role in (Role.READER, Role.FACILITATOR, Role.ADMIN)
        membership = add_member(organisation=organisation, person=person, role=role if reaches_all else Role.MEMBER)
        if not reaches_all:
            enrol(program=program, membership=membership, role=role)
        people[str(role.value)] = person
    return people


def make_decision(session):
    """The session's run taken to the step where it is decided, and a draft with a tripwire and an action."""
    run = session.runs.get()
    while run.step != Run.Step.DECIDE:
        run = advance(run=run, to=next_step(run.step, run.rounds))
    decision = open_decision(run=run)
    window = {"rolling": 4, "period": "quarter"}
    add_tripwire(decision=decision, figure="win_rate", op="<", threshold=0.2, window=window, min_n=30)
    add_action(decision=decision, what="Call ten lost customers", who="Ines", due_on=date(2027, 1, 15))
    return run, decision


def make_sitting(program):
    """The participant's, just begun, of the paper before module 4, which is open."""
    paper = open_paper(program=program, module=4, when="before")
    return start_sitting(paper=paper, enrolment=program.enrolments.get(role=Role.PARTICIPANT))


def make_scenario(program, snapshot):
    """Of a session of its own, made of tables that hold too little; its job is not yet over."""
    session = create_session(program=program, module=3, exercises=["3.5"], snapshot=snapshot)
    constraints = {"kept": 0.95, "tolerance": 0.05, "most_load": 1.1, "across": True}
    scenario = order_scenario(run=session.runs.get(), constraints=constraints)
    inputs = Provenance(snapshot=snapshot.digest, answers="", code="", as_of=snapshot.as_of)
    headline = Message("too_little", {"n": 0, "sellers": 0})
    findings = Findings(exercise="3.5", headline=headline, inputs=inputs)
    keep_findings(scenario=scenario, snapshot=snapshot, findings=findings)
    scenario.refresh_from_db()
    return scenario


def make_output(session, ordered_by):
    """A document that was ordered, and a first version of it; its job is not yet over."""
    path = default_storage.save("output.pdf", ContentFile(b"%PDF-1.7"))
    return Output.objects.create(
        order=order_output(session=session, ordered_by=ordered_by),
        session=session,
        kind=Order.Kind.WORKSHOP_OUTPUT,
        version=1,
        path=path,
        sha256=sha256(b"%PDF-1.7").hexdigest(),
        size=8,
        pages=1,
        audit_head="0" * 64,
    )


def make_handout(world):
    """The guide of module 4, whose bytes are the output's; one for all organisations on the same curriculum."""
    about = {"curriculum": world.program.curriculum, "module": 4, "kind": Handout.Kind.GUIDE, "paper": "A4"}
    made = {"path": world.output.path, "sha256": world.output.sha256, "size": 8, "pages": 1, "made_at": timezone.now()}
    return Handout.objects.get_or_create(**about, defaults=made)[0]
