import pytest

from analysis.answers import WORDS, charts
from analysis.charts import DESK, PAPER, PHONE
from analysis.findings import Findings, Message
from analysis.wording import Wording

STAGES = [{"key": name, "name": name} for name in ("Discovery", "Proposal")]
CAUSES = [{"key": "capability", "name": "Our work"}, {"key": "pricing", "name": "Price"}]
CLASSIFY = {
    "key": "causes",
    "kind": "classify",
    "parameters": {
        "items": STAGES,
        "categories": CAUSES,
        "abstain": {"key": "cannot_tell", "name": "I cannot tell (not seen)"},
    },
}
RANK = {
    "key": "order",
    "kind": "rank",
    "parameters": {"items": [{"key": k, "name": k.title()} for k in ("retail", "energy", "public")]},
}
OPTIONS = [{"key": "repair", "name": "Repair our work"}, {"key": "price", "name": "Another price"}]


def answered(round_, item, values, **more):
    return [
        {"exercise": "4.1", "round": round_, "participant": f"p{place}", "item": item, "value": value, **more}
        for place, value in enumerate(values)
    ]


def ranked(round_, orders):
    return [row for place, order in enumerate(orders) for row in rows_of_order(round_, place, order)]


def rows_of_order(round_, person, order):
    return [
        {"exercise": "4.1", "round": round_, "participant": f"p{person}", "item": item, "value": str(rank)}
        for rank, item in enumerate(order, start=1)
    ]


@pytest.fixture
def classified(ask):
    """Six people; at Proposal four move from price to our work, one abstains."""
    first = answered("1", "Proposal", ["pricing"] * 5 + ["cannot_tell"]) + answered("1", "Discovery", ["pricing"] * 6)
    second = answered("2", "Proposal", ["capability"] * 4 + ["pricing", "cannot_tell"])
    return ask([CLASSIFY], first + second + answered("2", "Discovery", ["pricing"] * 6))


def test_classes_are_counted_and_the_majority_is_marked(classified):
    rows = [row for row in classified.table("room_classify").rows if (row["round"], row["item"]) == ("2", "Proposal")]
    assert [(row["category"], row["people"], row["n"], row["is_majority"]) for row in rows] == [
        ("Our work", 4, 6, True),
        ("Price", 1, 6, False),
        ("I cannot tell", 1, 6, False),
    ]


def test_those_who_changed_a_class_are_counted(classified):
    figure = classified.figure("group_changed")
    assert (figure.value, figure.n) == (4, 6)


def test_alpha_is_null_where_all_agree_and_says_so(classified):
    # The abstention does not count: in round 1 everybody else says price throughout.
    assert classified.figure("group_alpha.1").value is None
    assert Message("no_variation") in classified.warnings
    # Pairwise: Proposal 5 answers (4 + 1), Discovery 6 alike. Observed 8/(4*11), expected 2*4*7/(11*10).
    assert classified.figure("group_alpha.2").value == pytest.approx(1 - (8 / (4 * 11)) / (2 * 4 * 7 / (11 * 10)))


def test_the_title_states_the_finding(classified):
    (chart,) = charts(classified, DESK)
    assert Wording(WORDS).say(chart.title) == "Discovery: 6 of 6 say Price"


def test_four_answers_show_nothing_but_that(ask):
    findings = ask([CLASSIFY], answered("1", "Proposal", ["pricing", "pricing", "capability", "pricing"]))
    assert (findings.figures, findings.tables) == ((), ())
    assert findings.warnings == (Message("too_few_answers", {"n": 4, "round": "1", "needed": 5}),)


def test_an_exercise_may_ask_for_more_than_five(ask):
    findings = ask([CLASSIFY], answered("1", "Proposal", ["pricing"] * 7), group={"min_answers": 8})
    assert findings.tables == ()


def test_ranking_gives_the_rooms_order_and_its_agreement(ask):
    orders = [["retail", "energy", "public"]] * 5 + [["energy", "retail", "public"]]
    findings = ask([RANK], ranked("1", orders))
    assert [(row["item"], row["place"]) for row in findings.table("room_rank").rows] == [
        ("Retail", 1),
        ("Energy", 2),
        ("Public", 3),
    ]
    # Rank sums 7, 11, 18: W = 12 × 62 / (36 × 24).
    assert findings.figure("group_w.1").value == pytest.approx(12 * 62 / (36 * 24))
    assert findings.figure("group_w.1").n == 6


def test_incomplete_rankings_are_left_out(ask):
    orders = [["retail", "energy", "public"]] * 5 + [["retail"]]
    assert ask([RANK], ranked("1", orders)).figure("group_w.1").n == 5


def test_closing_choice_counts_every_option(ask):
    rows = answered("1", "decision", ["repair"] * 6, confidence=70)
    rows[5]["confidence"] = 90
    findings = ask([], rows, OPTIONS)
    assert [(row["option_key"], row["people"]) for row in findings.table("room_choice").rows] == [
        ("repair", 6),
        ("price", 0),
    ]
    assert findings.figure("group_consensus.1").value == 1
    assert findings.figure("group_confidence.1").value == 70


def test_the_room_has_no_intervals(classified):
    assert {(figure.low, figure.high) for figure in classified.figures} == {(None, None)}


@pytest.mark.parametrize("canvas", [PAPER, DESK, PHONE])
def test_charts_of_thawed_findings_equal_those_of_fresh_ones(classified, canvas):
    thawed = Findings.from_bytes(classified.to_bytes())
    assert [chart.spec for chart in charts(thawed, canvas)] == [chart.spec for chart in charts(classified, canvas)]


def test_every_key_and_code_has_its_words(classified, ask):
    wording = Wording(WORDS)
    for findings in (classified, ask([RANK], ranked("1", [["retail", "energy", "public"]] * 5))):
        spoken = wording.findings(
            findings.with_part(
                Findings(
                    exercise="4.1",
                    headline=Message("answers_only"),
                    inputs=findings.inputs,
                    charts=charts(findings, PAPER),
                )
            )
        )
        assert all(figure["label"] for figure in spoken["figures"])
        assert all(chart["title"] and chart["alternative"] for chart in spoken["charts"])
