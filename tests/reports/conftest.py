"""A session of module 4 on a small sample company, with or without a room; its order; its document."""

import subprocess

import pytest
from django.utils import timezone

from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from datasets.sample.company import CRM_TABLES, make_company
from datasets.sample.files import write_tables
from jobs.models import Job
from reports import tasks
from reports.actions.orders import order_output
from workshops.actions.answers import open_worksheet, save_answer
from workshops.actions.decisions import (
    add_action,
    add_dissent,
    add_tripwire,
    close_decision,
    open_decision,
    save_decision,
)
from workshops.actions.evidence import freeze_evidence
from workshops.actions.programs import create_program, create_session
from workshops.actions.steps import advance
from workshops.models import Run
from workshops.steps import open_round, steps_of

PEOPLE = ("ana", "ben", "cleo", "dan", "eve", "fay")
OWNER, WHO, VOICE = "Ελένη Παπαδοπούλου", "陈思远", "ليلى الحداد thinks that Žižkov waits longest"


@pytest.fixture(scope="session")
def loaded():
    return load_folder()


@pytest.fixture(scope="session")
def company_files(tmp_path_factory):
    """A folder with the tables of a small sample company."""
    folder = tmp_path_factory.mktemp("company")
    write_tables(make_company(seed=3, deals=700, tables=CRM_TABLES), folder)
    return folder


@pytest.fixture
def program(organisation, loaded):
    curriculum = store_curriculum(loaded=loaded)
    return create_program(organisation=organisation, title="Spring", curriculum=curriculum, objectives=["Win more"])


@pytest.fixture
def snapshot(organisation, company_files):
    return import_paths(organisation=organisation, paths=[company_files]).snapshot


@pytest.fixture
def new_session(program):
    """Makes a session of module 4 with these exercises."""

    def new_session(*exercises, snapshot=None):
        return create_session(
            program=program, module=4, exercises=exercises, snapshot=snapshot, starts_at=timezone.now(), place="Bremen"
        )

    return new_session


@pytest.fixture
def session(new_session, snapshot):
    """4.1 on tables, nobody has answered."""
    return new_session("4.1", snapshot=snapshot)


@pytest.fixture
def room(enrolled):
    functions = dict(zip(PEOPLE, ["sales"] * 5 + ["product"], strict=True))
    return [enrolled(name, function=functions[name]) for name in PEOPLE]


@pytest.fixture
def answer(program):
    """Walks a run to where its vote is shown; everybody answers each round, in the second one of them otherwise."""

    def answer(run, people):
        for step in steps_of(run.rounds)[1:-2]:
            run = advance(run=run, to=step)
            if round_ := open_round(step):
                for place, person in enumerate(people):
                    enrolment = program.enrolments.get(membership__person=person)
                    worksheet = open_worksheet(run=run, enrolment=enrolment)
                    payload = payload_for(run, round_, place)
                    save_answer(worksheet=worksheet, payload=payload, started_from=0, done=True)
        return run

    return answer


def payload_for(run, round_, place):
    if round_ == "vote":
        return {"decision": {"option": "prove_and_respond", "confidence": 70, "reason": "Seen twice"}}
    (instrument,) = run.content["instruments"]
    turned = round_ == "2" and place == 0
    said = {"category": "pricing" if turned else "capability", "reason": "One deal in May"}
    return {instrument["key"]: {item["key"]: said for item in instrument["parameters"]["items"]}}


@pytest.fixture
def decided(session, room, answer, program):
    """The session's run, answered by six and decided on frozen evidence; its record has names in four scripts."""
    run = advance(run=answer(session.runs.get(), room), to=Run.Step.DECIDE)
    freeze_evidence(run=run)
    decision = open_decision(run=run)
    decision = save_decision(
        decision=decision,
        started_from=decision.version,
        option="prove_and_respond",
        named="Proposal",
        statement="Answer every proposal within five working days",
        reasons="Deals wait for us there.",
        decided_by="consent",
        owner=OWNER,
        review_on=timezone.now().date(),
        confidence=75,
        expected_figure="win_rate",
        expected_value=0.3,
        objective=program.objectives.get(),
    )
    add_tripwire(
        decision=decision,
        figure="win_rate",
        op="<",
        threshold=0.2,
        window={"rolling": 2, "period": "quarter"},
        min_n=75,
    )
    add_action(decision=decision, what="Write the minimum content", who=WHO, due_on=timezone.now().date())
    add_dissent(decision=decision, enrolment=program.enrolments.order_by("pk").first(), text=VOICE)
    close_decision(decision=decision)
    return session.runs.get()


@pytest.fixture
def make():
    """Runs an order's tasks as functions, as the broker would bring them; the order as it then is."""

    def make(order, sections=True):
        for job_id in order.sections.values_list("job_id", flat=True) if sections else ():
            tasks.render_section(str(job_id))
        tasks.compose(str(order.composing_id))
        tasks.print_order(str(order.job_id))
        order.refresh_from_db()
        order.job = Job.objects.get(pk=order.job_id)
        order.composing = Job.objects.get(pk=order.composing_id)
        return order

    return make


@pytest.fixture
def order(session, queued):
    """A document of one section, ordered; its messages are taken off the broker."""
    order = order_output(session=session)
    queued()
    return order


@pytest.fixture
def pdf_of(tmp_path):
    """Writes an output's bytes, or bytes as they are, to a file and returns its path."""

    def pdf_of(body):
        path = tmp_path / "document.pdf"
        path.write_bytes(body)
        return path

    return pdf_of


@pytest.fixture
def text_of():
    """A PDF's text, as it is laid out or, with "-raw", in the order in which it was written."""

    def text_of(path, mode="-layout"):
        done = subprocess.run(["pdftotext", mode, path, "-"], capture_output=True, text=True, check=True)
        return done.stdout

    return text_of
