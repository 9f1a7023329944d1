"""A session with a split and pairs as it is printed: both rounds in the tables."""

import pytest
from django.utils import timezone

from curriculum.actions import store_curriculum
from reports.outputs.workshop_output import section_pages
from tests.workshops.both import EXERCISE, load_both, vote_payload, walk
from tests.workshops.splits_and_pairs import SHARES_AND_PAIRS, first_payload, second_payload
from workshops.actions.programs import create_program, create_session
from workshops.models import Run
from workshops.steps import open_round

NAMES = ("ana", "ben", "cleo", "dan", "eve", "fay")


@pytest.fixture
def program(db, organisation, tmp_path):
    curriculum = store_curriculum(loaded=load_both(tmp_path / "content", SHARES_AND_PAIRS))
    return create_program(organisation=organisation, title="Spring", curriculum=curriculum, objectives=["Grow"])


@pytest.fixture
def run(program, enrolled):
    session = create_session(program=program, module=4, exercises=[EXERCISE], starts_at=timezone.now())
    return walk(session.runs.get(), [enrolled(name) for name in NAMES], program, Run.Step.REVEAL_2, answer=answer)


def answer(run, place):
    if open_round(run.step) == "vote":
        return vote_payload()
    return first_payload(place) if open_round(run.step) == "1" else second_payload(place)


def test_both_rounds_stand_in_the_section(run):
    pages = section_pages(run, "A4")
    pages = pages.own + pages.further
    assert "share out + compare in pairs" in pages
    assert "40.8, then 37.5" in pages
    assert "Consistency ratio of the joined judgments" in pages
    assert "Growth – Fit with what we sell" in pages
