"""Every URL × every role × GET and POST, against a table written by hand.

The table says what the status must be; it is not derived from the predicates that it holds. A URL that it lacks fails.
POST carries no data but a token, so 422 is "let in, and told what is missing"; 302 is the sign-in page for nobody, and
the next page for everybody else. Each URL of an object is also asked for that object of another organisation: 404.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actions.people import add_member, create_organisation, find_or_create_person
from accounts.models import Organisation, Person, Role
from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from datasets.models import Import
from reports.actions.orders import order_output
from reports.models import Order, Output
from workshops.actions.decisions import add_action, add_tripwire, open_decision
from workshops.actions.programs import create_program, create_session, enrol
from workshops.actions.steps import advance
from workshops.models import Decision, Program, Round, Run, Session
from workshops.steps import next_step
from workshops.worksheets import sheet_of

pytestmark = pytest.mark.xdist_group("worlds")

# stranger: facilitator of another organisation. reader, facilitator, admin: over the whole organisation; the others are
# enrolled in the program with that role.
ROLES = ("nobody", "stranger", "reader", "participant", "sponsor", "co_facilitator", "facilitator", "admin")
NOT_ALLOWED = "405 405 405 405 405 405 405 405"
EVERYBODY = "200 200 200 200 200 200 200 200"
SIGNED_IN = "302 200 200 200 200 200 200 200"


class Row(NamedTuple):
    get: str
    post: str = NOT_ALLOWED


TABLE = {
    # nobody stranger reader participant sponsor co_facilitator facilitator admin
    "home": Row("200 302 302 302 302 302 302 302"),
    "healthz": Row(EVERYBODY),
    "styleguide": Row(EVERYBODY),
    # --- signing in: allauth's own pages; nobody can sign up --------------------------------------------------------
    "account_login": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_logout": Row("302 200 200 200 200 200 200 200", "302 302 302 302 302 302 302 302"),
    "account_inactive": Row(EVERYBODY),
    "account_signup": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_reauthenticate": Row("302 403 403 403 403 403 403 403", "302 403 403 403 403 403 403 403"),  # no password
    "account_email": Row(SIGNED_IN, "302 302 302 302 302 302 302 302"),
    "account_email_verification_sent": Row(EVERYBODY),
    "account_confirm_email": Row(EVERYBODY, "404 404 404 404 404 404 404 404"),
    "account_change_password": Row("302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302"),
    "account_set_password": Row(SIGNED_IN, SIGNED_IN),
    "account_reset_password": Row(EVERYBODY, EVERYBODY),
    "account_reset_password_done": Row(EVERYBODY),
    "account_reset_password_from_key": Row(EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": Row(EVERYBODY),
    "account_request_login_code": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_confirm_login_code": Row("302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302"),
    "accounts:sign_in_link": Row("404 404 404 404 404 404 404 404"),
    # --- the book: for whoever belongs to an organisation ------------------------------------------------------------
    "curriculum:book": Row(SIGNED_IN),
    "curriculum:module": Row(SIGNED_IN),
    "curriculum:exercise": Row(SIGNED_IN),
    # --- data: facilitators and admins of the organisation -----------------------------------------------------------
    "datasets:data": Row("302 404 403 403 403 403 200 200", "302 405 405 405 405 405 405 405"),
    "datasets:upload": Row("302 404 403 403 403 403 200 200", "302 404 403 403 403 403 422 422"),
    "datasets:import": Row("302 404 403 403 403 403 200 200", "302 404 403 403 403 403 302 302"),
    "datasets:effect": Row("302 404 403 403 403 403 302 302", "302 404 403 403 403 403 302 302"),
    "datasets:progress": Row("302 404 403 403 403 403 200 200", "302 405 405 405 405 405 405 405"),
    "datasets:cancel": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "datasets:check": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "datasets:undo": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "datasets:bad_rows": Row("302 404 403 403 403 403 200 200", "302 405 405 405 405 405 405 405"),
    # --- joining: whoever has the code -------------------------------------------------------------------------------
    "workshops:join": Row(EVERYBODY, "422 422 422 422 422 422 422 422"),
    "workshops:join_session": Row(EVERYBODY, "422 302 302 302 302 302 302 302"),
    # --- programs and sessions ---------------------------------------------------------------------------------------
    "workshops:programs": Row(SIGNED_IN),
    "workshops:new_program": Row("302 200 403 403 403 403 200 200", "302 422 403 403 403 403 422 422"),
    "workshops:program": Row("302 404 403 200 200 200 200 200"),
    "workshops:people": Row("302 404 403 403 403 200 200 200", "302 404 403 403 403 403 422 422"),
    "workshops:change_role": Row(NOT_ALLOWED, "302 404 403 403 403 403 422 422"),
    "workshops:new_session": Row("302 404 403 403 403 200 200 200", "302 404 403 403 403 422 422 422"),
    "workshops:register": Row("302 404 403 200 200 200 200 200"),
    "workshops:session": Row("302 404 403 200 403 200 200 200"),
    "workshops:renew_code": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:use_newest_data": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    # --- an exercise with its room, here at the step "decide": who answers is led on to the decision -----------------
    "workshops:run": Row("302 404 403 302 403 200 200 200"),
    "workshops:move": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:moved": Row("302 404 403 200 403 200 200 200"),
    "workshops:answered": Row("302 404 403 403 403 200 200 200"),
    "workshops:evidence": Row("302 404 403 200 403 200 200 200"),
    "workshops:order_evidence": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:save_answer": Row(NOT_ALLOWED, "302 404 403 422 403 403 403 403"),
    # --- the decision ------------------------------------------------------------------------------------------------
    "workshops:decision": Row("302 404 403 200 403 200 200 200"),
    "workshops:save_decision": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:add_dissent": Row(NOT_ALLOWED, "302 404 403 422 403 422 422 422"),
    "workshops:state_probability": Row(NOT_ALLOWED, "302 404 403 422 403 403 403 403"),
    "workshops:add_tripwire": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:add_action": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:remove": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:close_decision": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:mark_action": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    # --- documents: whoever is in the program takes them away, who runs it orders them -------------------------------
    "reports:session": Row("302 404 403 200 200 200 200 200"),
    "reports:order": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "reports:download": Row("302 404 403 200 200 200 200 200"),
    # --- a job, ordered by the co-facilitator ------------------------------------------------------------------------
    "jobs:job": Row("302 404 403 403 403 200 200 200"),
    "jobs:cancel": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
}

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
    "curriculum": lambda world: {"number": 4, "key": "4.1"},
    "datasets": lambda world: {"slug": world.organisation.slug, "pk": world.imported.pk, "number": 0},
    "accounts": lambda world: {"token": "forged"},
    "workshops": lambda world: {
        "program_id": world.program.pk,
        "enrolment_id": world.program.enrolments.get(role=Role.PARTICIPANT).pk,
        "session_id": world.session.pk,
        "run_id": world.run.pk,
        "action_id": world.decision.actions.get().pk,
        "code": world.session.join_code,
    },
    "reports": lambda world: {"session_id": world.session.pk, "output_id": world.output.pk},
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
    "workshops:remove": lambda world: {
        "run_id": world.run.pk,
        "kind": "tripwire",
        "pk": world.decision.tripwires.get().pk,
    },
}
# URLs of nobody's object: open to all, the same for all organisations, or a secret in themselves.
SHARED = {
    "accounts:sign_in_link",
    "account_confirm_email",
    "account_reset_password_from_key",
    "curriculum:module",
    "curriculum:exercise",
    "workshops:join_session",
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
    return World(organisation, program, session, run, decision, imported, output, people)


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


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Ours, and another organisation's; its facilitator is our stranger. Made once, in a transaction around all."""
    folder = tmp_path_factory.mktemp("worlds")
    (folder / "deals.csv").write_text(DEALS)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "media"), transaction.atomic():
        curriculum = store_curriculum(loaded=load_folder())
        ours, theirs = (make_world(name, curriculum, folder / "deals.csv") for name in ("Nordhafen", "Südwind"))
        ours.people |= {"nobody": None, "stranger": theirs.people["facilitator"]}
        yield ours, theirs
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _media():
    """The worlds' files stay where they were put."""


@pytest.fixture
def ask(db, client):
    """The status that a person is answered with; whatever the request wrote is undone."""

    def ask(person, method, url):
        cache.clear()  # tries are counted per address
        with transaction.atomic():
            client.logout()
            if person:
                client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            response = getattr(client, method)(url, {"csrfmiddlewaretoken": ""})
            if response.streaming:
                list(response.streaming_content)  # a file is closed by who reads it to its end
            transaction.set_rollback(True)
        return response.status_code

    return ask


def test_every_url_has_a_name_and_stands_in_the_table():
    assert set(NEEDS) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_who_may_what(name, worlds, ask):
    ours, _ = worlds
    for method, expected in zip(("get", "post"), TABLE[name], strict=True):
        found = " ".join(str(ask(ours.people[role], method, ours.url(name))) for role in ROLES)
        assert (name, method, found) == (name, method, expected)


@pytest.mark.parametrize("name", sorted(name for name in TABLE if NEEDS.get(name) and name not in SHARED))
def test_another_organisations_object_is_not_there(name, worlds, ask):
    """For none of our roles, whatever they may do with the same object of their own."""
    ours, theirs = worlds
    for method, own in zip(("get", "post"), TABLE[name], strict=True):
        expected = " ".join("404" if status != "405" else "405" for status in own.split()[2:])
        found = " ".join(str(ask(ours.people[role], method, theirs.url(name))) for role in ROLES[2:])
        assert (name, method, found) == (name, method, expected)


@pytest.mark.parametrize("name", ["workshops:change_role", "workshops:remove", "datasets:import"])
def test_an_object_of_another_under_ones_own_address_is_not_there(name, worlds, ask):
    """The outer object is ours, the inner one theirs."""
    ours, theirs = worlds
    outer = {"workshops:change_role": "program_id", "workshops:remove": "run_id", "datasets:import": "slug"}[name]
    arguments = {key: value for key, value in theirs.arguments(name).items() if key in NEEDS[name]}
    mixed = reverse(name, kwargs=arguments | {outer: ours.arguments(name)[outer]})
    assert ask(ours.people["facilitator"], "post", mixed) == 404
