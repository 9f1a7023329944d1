"""A choice that the exercise asks besides the closing one: both rounds, its own names, nobody's confidence alone."""

import math

import pytest

from analysis.answers import HIDDEN, WORDS, charts
from analysis.charts import DESK, PAPER, PHONE, PROJECTOR, svg
from analysis.findings import Findings, Message
from analysis.wording import Wording, known_as

ALTERNATIVES = {"raw": "Raw rates", "mix": "Rates on a common mix", "none": "No comparison"}
METHOD = {
    "key": "method",
    "kind": "choice",
    "parameters": {
        "prompt": "By which figure?",
        "items": [{"key": key, "name": name} for key, name in ALTERNATIVES.items()],
        "rounds": 2,
    },
}
OPTIONS = [{"key": "keep", "name": "Keep both"}, {"key": "one", "name": "One plan"}]
OWN = "room_choice_method"


def picked(round_, values, sure=60, item="method"):
    sure = sure if isinstance(sure, list) else [sure] * len(values)
    return [
        {
            "exercise": "4.1",
            "round": round_,
            "participant": f"p{place}",
            "item": item,
            "value": value,
            "confidence": confidence,
        }
        for place, (value, confidence) in enumerate(zip(values, sure, strict=True))
    ]


FIRST = picked("1", ["raw"] * 6 + ["mix"] * 2 + ["none"], [40, 50, 60, 70, 80, 90, 95, 100, 35])
SECOND = picked("2", ["raw"] * 2 + ["mix"] * 7)
SPLIT = picked("1", ["raw"] * 3 + ["mix"] * 2 + ["none"])


@pytest.fixture
def both_rounds(ask):
    return ask([METHOD], FIRST + SECOND + picked("2", ["keep"] * 7 + ["one"] * 2, item="decision"), OPTIONS)


def people(findings, table, round_):
    return {row["option_key"]: row["people"] for row in findings.table(table).rows if row["round"] == round_}


def test_every_alternative_is_counted_in_both_rounds(both_rounds):
    assert people(both_rounds, OWN, "1") == {"raw": 6, "mix": 2, "none": 1}
    assert people(both_rounds, OWN, "2") == {"raw": 2, "mix": 7, "none": 0}


def test_the_closing_choice_keeps_its_table_and_its_figures(both_rounds):
    assert people(both_rounds, "room_choice", "2") == {"keep": 7, "one": 2}
    assert both_rounds.figure("group_consensus.2").n == 9
    assert len({figure.key for figure in both_rounds.figures}) == len(both_rounds.figures)


def test_consensus_is_one_less_normalised_entropy(both_rounds):
    shares = (6 / 9, 2 / 9, 1 / 9)
    by_hand = 1 + sum(share * math.log(share) for share in shares) / math.log(3)
    assert both_rounds.figure("group_choice_consensus.1.method").value == pytest.approx(by_hand)


def test_those_who_picked_something_else_are_counted(both_rounds):
    # Four leave the raw rates for the mix, one leaves "no comparison".
    assert (both_rounds.figure("group_changed.2.method").value, both_rounds.figure("group_changed.2.method").n) == (
        5,
        9,
    )


def test_confidence_of_fewer_than_five_is_nobodys_to_read(both_rounds):
    told = {row["option_key"]: row["median_confidence"] for row in both_rounds.table(OWN).rows if row["round"] == "1"}
    assert (told["raw"], told["mix"], told["none"]) == (65, None, None)
    assert both_rounds.figure("group_choice_confidence.1.method").value == 70


def test_where_few_say_how_sure_they_are_there_is_no_median_and_that_is_said(ask):
    findings = ask([METHOD], picked("1", ["raw"] * 6, [60, 70, 80, 90, None, None]))
    figure = findings.figure("group_choice_confidence.1.method")
    assert (figure.value, figure.n) == (None, 4)
    assert findings.warnings == (Message("confidence_few", {"n": 4, "round": "1", "needed": 5}),)


def test_two_choices_stand_apart(ask):
    other = METHOD | {"key": "period"}
    findings = ask([METHOD, other], FIRST + picked("1", ["none"] * 9, item="period"))
    assert people(findings, "room_choice_period", "1") == {"raw": 0, "mix": 0, "none": 9}
    assert people(findings, OWN, "1")["none"] == 1


def test_the_question_stands_above_the_alternatives_and_keys_are_for_programs(both_rounds):
    spoken = Wording(WORDS).table(both_rounds.table(OWN))
    assert spoken["title"] == "What the room picked before the vote"
    assert [column["label"] for column in spoken["columns"]][1:3] == ["Key", "By which figure?"]
    assert HIDDEN[known_as(OWN, HIDDEN)] == HIDDEN["room_choice"] == ("option_key",)


def test_a_key_of_no_family_still_has_no_name():
    with pytest.raises(KeyError):
        Wording({"room_choice_*": "Choice"}).name("room_choices")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (FIRST + SECOND, "Rates on a common mix: 2 of 9 at first, 7 of 9 in round 2"),
        (FIRST, "6 of 9 picked: Raw rates"),
        (SPLIT, "The room is split: 3 of 6 picked Raw rates, 3 something else"),
        (picked("1", ["raw"] * 3 + ["mix"] * 3), "Nothing leads: 2 alternatives with 3 of 6 each"),
    ],
    ids=["moved", "most", "split", "tied"],
)
def test_the_title_says_what_was_found(ask, rows, said):
    (chart,) = charts(ask([METHOD], rows), DESK)
    assert Wording(WORDS).say(chart.title) == said


def test_the_drawing_is_told_in_words_with_all_its_numbers(both_rounds):
    own, closing = charts(both_rounds, DESK)
    assert (own.table, closing.table) == (OWN, "room_choice")
    assert Wording(WORDS).say(own.alternative) == (
        "People who picked each alternative, at first (9 people), then in round 2 (9). "
        "Raw rates: 6, then 2; Rates on a common mix: 2, then 7; No comparison: 1, then 0."
    )


@pytest.mark.parametrize("canvas", [PAPER, DESK, PHONE, PROJECTOR])
def test_frozen_findings_draw_the_same_within_the_canvas(both_rounds, canvas):
    fresh, thawed = (charts(each, canvas)[0] for each in (both_rounds, Findings.from_bytes(both_rounds.to_bytes())))
    assert fresh == thawed
    drawing = svg(fresh, canvas, "words")
    assert float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0]) <= canvas.width + canvas.size
    assert all(text in drawing for text in ("6, then 2", "2, then 7", "1, then 0"))


def test_one_round_has_no_hollow_bars(ask):
    (chart,) = charts(ask([METHOD], FIRST), DESK)
    assert "then" not in svg(chart, DESK, "words")


def test_four_people_show_nothing_but_that(ask):
    findings = ask([METHOD], picked("1", ["raw"] * 4))
    assert (findings.figures, findings.tables, charts(findings, DESK)) == ((), (), ())
    assert findings.warnings == (Message("too_few_answers", {"n": 4, "round": "1", "needed": 5}),)
