"""A program on the shipped curriculum, a session on a small snapshot, and a room of six."""

import pandas as pd
import pytest
from django.utils import timezone

from accounts.models import Role
from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from tests.workshops.scenarios import write_company
from workshops.actions.answers import open_worksheet, save_answer
from workshops.actions.decisions import open_decision
from workshops.actions.programs import create_program, create_session
from workshops.actions.steps import advance
from workshops.models import Round, Run
from workshops.steps import next_step, open_round

NAMES = ("ana", "ben", "cleo", "dan", "eve", "fay")
Step = Run.Step


@pytest.fixture(scope="session")
def loaded():
    return load_folder()


@pytest.fixture
def curriculum(db, loaded):
    return store_curriculum(loaded=loaded)


@pytest.fixture
def program(organisation, curriculum):
    return create_program(
        organisation=organisation, title="Spring", curriculum=curriculum, objectives=["Grow", "Keep", "Learn"]
    )


@pytest.fixture
def room(enrolled):
    """Six people who are asked to answer."""
    return [enrolled(name) for name in NAMES]


@pytest.fixture
def participant(room):
    return room[0]


@pytest.fixture
def sponsor(enrolled):
    return enrolled("sue", Role.SPONSOR)


@pytest.fixture
def co_facilitator(enrolled):
    return enrolled("carl", Role.CO_FACILITATOR)


@pytest.fixture
def session(program):
    return create_session(program=program, module=4, exercises=["4.1"], starts_at=timezone.now())


@pytest.fixture
def run(session):
    return session.runs.get()


@pytest.fixture
def go():
    """Takes a run forward, step by step, to the one named; the run as it then is."""

    def go(run, to):
        while run.step != to:
            run = advance(run=run, to=next_step(run.step, run.rounds))
        return run

    return go


@pytest.fixture
def answer(program):
    """Answers the round that is open, as this person; `reason` is one's own sentence."""

    def answer(run, person, reason="", key="capability", started_from=0):
        enrolment = program.enrolments.get(membership__person=person)
        worksheet = open_worksheet(run=run, enrolment=enrolment)
        payload = payload_for(run, open_round(run.step), key, reason)
        return save_answer(worksheet=worksheet, payload=payload, started_from=started_from, done=True)

    return answer


def payload_for(run, round_, key, reason):
    if round_ == Round.VOTE:
        return {"decision": {"option": "prove_and_respond", "confidence": 70, "reason": reason}}
    (instrument,) = run.content["instruments"]
    items = instrument["parameters"]["items"]
    return {instrument["key"]: {item["key"]: {"category": key, "reason": reason} for item in items}}


@pytest.fixture
def answered_by_all(go, answer, room):
    """Takes a run to the step named; whatever round opens on the way is answered by the whole room."""

    def answered_by_all(run, to, people=None):
        while run.step != to:
            run = advance(run=run, to=next_step(run.step, run.rounds))
            if open_round(run.step) and run.step != to:
                for person in room if people is None else people:
                    answer(run, person, f"Said by {person.name} in {run.step}")
        return run

    return answered_by_all


@pytest.fixture
def decision(run, answered_by_all):
    return open_decision(run=answered_by_all(run, Step.DECIDE))


@pytest.fixture
def tables(tmp_path):
    """Files of 60 deals through three stages, most lost at Proposal."""
    stages = ("Qualify", "Proposal", "Contract")
    deals, events = [], []
    for number in range(60):
        reached = 1 + number % 3
        created = pd.Timestamp("2025-01-06") + pd.Timedelta(days=3 * number)
        for place, stage in enumerate(stages[:reached]):
            entered = created + pd.Timedelta(days=14 * place)
            events.append(
                {"deal_id": f"D{number}", "stage": stage, "entered_at": entered,
                 "exited_at": entered + pd.Timedelta(days=14)}
            )  # fmt: skip
        deals.append(
            {"deal_id": f"D{number}", "created_on": created, "closed_on": created + pd.Timedelta(days=14 * reached),
             "outcome": "won" if reached == 3 else "lost", "amount": 1000.0 + number, "segment": "Retail",
             "loss_reason": "" if reached == 3 else ("price" if number % 2 else "too slow")}
        )  # fmt: skip
    folder = tmp_path / "tables"
    folder.mkdir()
    pd.DataFrame(deals).to_csv(folder / "deals.csv", index=False)
    pd.DataFrame(events).to_csv(folder / "stage_events.csv", index=False)
    pd.DataFrame(
        [{"stage": stage, "position": place, "kind": "open"} for place, stage in enumerate(stages, 1)]
        + [{"stage": "Won", "position": 4, "kind": "won"}, {"stage": "Lost", "position": 5, "kind": "lost"}]
    ).to_csv(folder / "stages.csv", index=False)
    return folder


@pytest.fixture
def snapshot(organisation, tables):
    return import_paths(organisation=organisation, paths=[tables]).snapshot


@pytest.fixture
def session_with_tables(program, snapshot):
    return create_session(program=program, module=4, exercises=["4.1"], snapshot=snapshot, starts_at=timezone.now())


@pytest.fixture
def territory_snapshot(organisation, tmp_path):
    return import_paths(organisation=organisation, paths=[write_company(tmp_path / "territories")]).snapshot


@pytest.fixture
def territory_run(program, territory_snapshot):
    return create_session(program=program, module=3, exercises=["3.5"], snapshot=territory_snapshot).runs.get()


@pytest.fixture
def bare_run(program):
    """Of a session without tables."""
    return create_session(program=program, module=3, exercises=["3.5"]).runs.get()
