"""The sample room's answers fit the worksheets that were asked, and say what was planted."""

from functools import cache

import pandas as pd
import pytest

from analysis import answers, catalogue, sources
from analysis.answers.proposals import merged
from analysis.findings import Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF, make_company
from workshops.instruments import missing, rows_of
from workshops.sample.answers import answers_frame, worksheets
from workshops.sample.people import PARTICIPANTS
from workshops.sample.rooms import rooms

EXERCISES = tuple(rooms())

company = cache(make_company)
book = cache(load_folder)


@cache
def room_frame():
    """All answers of the sample room; not to be changed."""
    return answers_frame(company())


@pytest.fixture(scope="module")
def asked():
    """An exercise's content with the sample company's stages, segments and products."""

    def asked(exercise, seed=7):
        content = book().exercises[exercise].content()
        return sources.with_resolved(content, sources.resolve(content, company(seed)))

    return asked


@pytest.fixture(scope="module")
def findings(asked):
    @cache
    def findings(exercise):
        frame = room_frame()
        inputs = Inputs(
            tables={},
            provenance=Provenance(snapshot="", answers="", code="", as_of=AS_OF),
            answers=frame.astype({"confidence": float}),
            content=asked(exercise),
        )
        return answers.analyse(exercise, inputs)

    return findings


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("seed", [7, 1, 2])
def test_every_worksheet_is_whole(asked, exercise, seed):
    content = asked(exercise, seed)
    sheets = worksheets(content)
    for round_, payloads in sheets.items():
        asked_then = with_proposals(content, sheets["1"]) if round_ == "2" else content
        assert len(payloads) == len(PARTICIPANTS) == 18
        assert not [step for payload in payloads for step in missing(asked_then, round_, payload)]


def with_proposals(content, first):
    """The content as its second round asks it: with the rows that the first one proposed, to be given dots."""
    rows = [
        row | {"participant": str(place)} for place, payload in enumerate(first) for row in rows_of(content, payload)
    ]
    proposed = [each for each in content["instruments"] if each["kind"] == "rows"]
    fixed = {each["key"]: {"proposals": merged_rows(each["parameters"], pd.DataFrame(rows))} for each in proposed}
    return sources.with_resolved(content, fixed)


def merged_rows(parameters, rows):
    return [proposal.fixed() for proposal in merged(parameters, rows)]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_long_rows_are_those_of_the_worksheets(asked, exercise):
    frame = room_frame()
    assert tuple(frame) == ANSWER_COLUMNS
    mine = frame[frame["exercise"] == exercise]
    first = mine[(mine["participant"] == "p01") & (mine["round"] == "2")]
    expected = rows_of(asked(exercise), worksheets(asked(exercise))["2"][0])
    assert list(zip(first["item"], first["value"], strict=True)) == [(row["item"], row["value"]) for row in expected]


def test_six_of_each_function():
    functions = [person.function for person in PARTICIPANTS]
    assert {name: functions.count(name) for name in functions} == {"sales": 6, "marketing": 6, "product": 6}
    assert len({person.email for person in PARTICIPANTS}) == 18


def test_no_sentence_is_told_twice():
    frame = room_frame()
    told = frame[frame["reason"] != ""].drop_duplicates(["participant", "item", "reason"])["reason"]
    assert told.is_unique
    assert len(told) > 150


def counted(frame, exercise, round_, item):
    mine = frame[(frame["exercise"] == exercise) & (frame["round"] == round_) & (frame["item"] == item)]
    return mine["value"].value_counts().to_dict(), mine


def test_the_room_agrees_at_qualify_and_changes_its_mind_at_proposal():
    frame = room_frame()
    assert counted(frame, "4.1", "1", "Qualify")[0]["customer_stopped"] >= 14
    before, after = (counted(frame, "4.1", round_, "Proposal")[0] for round_ in "12")
    assert before["pricing"] == 12
    assert before["capability"] == 2
    assert after["capability"] == 11


def test_two_camps_stay_at_negotiation():
    for round_ in "12":
        counts, rows = counted(room_frame(), "4.1", round_, "Negotiation")
        assert counts == {"pricing": 9, "competitive": 9}
        camps = rows.groupby("function")["value"].agg(lambda values: values.mode()[0])
        assert camps["sales"] == "pricing"
        assert camps["product"] == "competitive"


def test_agreement_on_the_order_of_segments_rises(findings):
    room = findings("3.1")
    assert room.figure("group_w.2").value > room.figure("group_w.1").value + 0.2
    assert room.figure("group_changed").value == 16


def test_a_bold_minority_said_it_first():
    frame = room_frame()
    counts, rows = counted(frame, "3.1", "1", "Life sciences")
    assert counts["1"] == 2
    assert counted(frame, "3.1", "2", "Life sciences")[0]["1"] == 15
    assert set(rows[rows["value"] == "1"]["function"]) == {"sales", "marketing"}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_vote_has_a_majority_and_a_minority(findings, exercise):
    votes = sorted((row["people"] for row in findings(exercise).table("room_choice").rows), reverse=True)
    assert sum(votes) == 18
    assert votes[0] in (11, 12)
    assert votes[1] >= 2


def test_the_room_can_be_analysed_beside_the_tables(asked):
    inputs = Inputs(
        tables=company(),
        provenance=Provenance(snapshot="", answers="", code="", as_of=AS_OF),
        answers=room_frame(),
        content=asked("4.1"),
    )
    assert catalogue.analyse("4.1", inputs).figure("group_alpha.2").n == 18
