"""Rows: what is merged, what is voted, what is checked."""

import math

import pandas as pd
import pytest

from analysis.answers import WORDS, analyse, charts
from analysis.answers.proposals import label_of, merged, normal, proposal_id
from analysis.charts import DESK, PAPER, PHONE, PROJECTOR, svg
from analysis.findings import Findings, Message
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.wording import Wording
from tests.analysis.answers.conftest import NOWHERE

RULES = {
    "prompt": "Which rules?",
    "columns": [
        {"key": "rule", "name": "Rule", "required": True},
        {"key": "owner", "name": "Owner", "required": True},
        {"key": "when", "name": "When", "required": False},
    ],
    "same_by": ["rule"],
    "most_rows": 5,
    "dots": 3,
    "checks": [{"covers": "owner", "names": ["Sales", "Finance"], "says": "Somebody owns no rule"}],
    "rounds": 2,
}
LEVELS = [{"key": "r", "name": "Responsible"}, {"key": "a", "name": "Accountable"}, {"key": "i", "name": "Informed"}]
RACI = {
    "prompt": "Who does what?",
    "items": [{"key": "Call", "name": "Call"}, {"key": "Offer", "name": "Offer"}],
    "columns": [
        {"key": team, "name": team.title(), "choices": LEVELS, "required": True} for team in ("sales", "legal")
    ],
    "same_by": ["sales", "legal"],
    "checks": [{"choice": "a", "count": 1, "says": "A step has not exactly one accountable"}],
    "rounds": 2,
}


def cells(round_, person, item, **values):
    return [
        {"exercise": "4.2", "round": round_, "participant": person, "item": item, "criterion": name, "value": value}
        for name, value in values.items()
    ]


def votes(round_, person, **dots):
    return [
        {"exercise": "4.2", "round": round_, "participant": person, "item": item, "criterion": "votes", "value": str(n)}
        for item, n in dots.items()
    ]


def found(parameters, rows, **more):
    instrument = {"key": "table", "kind": "rows", "parameters": parameters}
    content = {"instruments": [instrument], "options": [], **more}
    frame = pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))
    return analyse("4.2", Inputs({}, NOWHERE, frame, content))


def pid(rule):
    return proposal_id(RULES, {"rule": rule})


@pytest.fixture(scope="module")
def proposed():
    """Five people, seven rows: one rule in three spellings, and one that lacks its owner."""
    return [
        *cells("1", "p0", "r1", rule="Call within a day", owner="Sales", when="always"),
        *cells("1", "p1", "r1", rule="call within a day!", owner="sales"),
        *cells("1", "p2", "r1", rule="Call  within a day", owner="Sales"),
        *cells("1", "p2", "r2", rule="Two read it", owner="Finance"),
        *cells("1", "p3", "r1", rule="Nobody decides alone", owner=""),
        *cells("1", "p4", "r1", rule="Ask the customer", owner="Marketing"),
        *cells("1", "p4", "r2", rule="", owner=""),
    ]


@pytest.fixture(scope="module")
def voted(proposed):
    return found(
        RULES,
        proposed
        + votes("2", "p0", **{pid("Two read it"): 3})
        + votes("2", "p1", **{pid("Two read it"): 2, pid("Ask the customer"): 1})
        + votes("2", "p2", **{pid("Ask the customer"): 1, pid("call within a day"): 1})
        + votes("2", "p3", **{pid("Two read it"): 1})
        + votes("2", "p4", **{pid("Ask the customer"): 3}),
    )


def lines(findings, round_):
    return [row for row in findings.table("room_rows").rows if row["round"] == round_]


@pytest.mark.parametrize(("one", "other"), [("Call him.", "call  HIM"), ("straße", "STRASSE"), ("ﬁrst", "first")])
def test_words_are_compared_without_case_marks_and_spaces(one, other):
    assert normal(one) == normal(other)
    assert normal("under 10 %") != normal("under 10")


def test_rows_of_the_same_words_are_one_proposal_in_the_commonest_spelling(voted):
    first = lines(voted, "1")[0]
    assert (first["rule"], first["owner"], first["when"]) == ("Call within a day", "Sales", "always")
    assert (first["proposers"], first["votes"], first["complete"]) == (3, None, True)
    assert len(lines(voted, "1")) == 4
    assert Message("rows_duplicates", {"merged": 2, "rows": 6, "left": 4}) in voted.warnings


def test_one_person_who_says_it_twice_counts_once(proposed):
    twice = found(RULES, proposed + cells("1", "p0", "r2", rule="CALL within a day", owner="Sales"))
    assert lines(twice, "1")[0]["proposers"] == 3


def test_a_proposal_is_complete_with_every_required_column(voted):
    figure = voted.figure("group_complete.1")
    assert (figure.value, figure.n) == (pytest.approx(3 / 4), 4)
    assert (voted.figure("group_rows.1").value, voted.figure("group_rows.1").n) == (4, 5)
    incomplete = next(row for row in lines(voted, "1") if row["rule"] == "Nobody decides alone")
    assert (incomplete["complete"], incomplete["owner"]) == (False, None)


def test_dots_are_added_and_put_the_proposals_in_order(voted):
    assert [(row["rule"], row["votes"]) for row in lines(voted, "2")] == [
        ("Two read it", 6),
        ("Ask the customer", 5),
        ("Call within a day", 1),
        ("Nobody decides alone", 0),
    ]


def test_consensus_of_the_dots_is_that_of_their_entropy(voted):
    shares = [6 / 12, 5 / 12, 1 / 12]
    entropy = -sum(share * math.log(share) for share in shares)
    assert voted.figure("group_votes_consensus.2").value == pytest.approx(1 - entropy / math.log(4))


def test_a_check_looks_at_what_the_room_keeps_and_names_what_is_missing(proposed, voted):
    first = found(RULES, proposed)
    assert (first.figure("group_checks.1").value, first.figure("group_checks.1").n) == (1, 1)
    assert not [warning for warning in first.warnings if warning.code.startswith("rows_check_failed")]
    without = found(RULES, proposed + votes("2", "p0", **{pid("Ask the customer"): 3}) + [
        row for place in range(1, 5) for row in votes("2", f"p{place}", **{pid("call within a day"): 1})
    ])  # fmt: skip
    assert without.figure("group_checks.2").value == 0
    (warning,) = [each for each in without.warnings if each.code == "rows_check_failed_at"]
    assert Wording(WORDS).say(warning) == "Somebody owns no rule: Finance"


def test_a_vote_may_call_a_row_by_its_own_name_where_that_is_clear():
    rows = [row for n in range(5) for row in cells("1", f"p{n}", f"row{n}", rule=f"Rule {n}", owner="Sales")]
    named = [row for n in range(5) for row in votes("2", f"p{n}", row3=2)]
    first, *_ = lines(found(RULES, rows + named), "2")
    assert (first["rule"], first["votes"]) == ("Rule 3", 10)


def test_dots_on_what_nobody_proposed_are_left_out_and_said(proposed):
    unclear = [row for n in range(5) for row in votes("2", f"p{n}", r1=1)]  # five people called a row r1
    result = found(RULES, proposed + unclear)
    assert all(row["votes"] == 0 for row in lines(result, "2"))
    assert Message("rows_votes_unclear", {"votes": 5, "round": "2"}) in result.warnings
    assert result.figure("group_votes_consensus.2").value is None


def test_the_vote_is_on_what_was_fixed_at_the_reveal(proposed):
    frame = pd.DataFrame(proposed, columns=list(ANSWER_COLUMNS))
    kept = [each.fixed() for each in merged(RULES, frame)][:2]
    dots = [row for n in range(5) for row in votes("2", f"p{n}", **{kept[0]["id"]: 1})]
    result = found(RULES | {"proposals": kept}, proposed + dots)
    assert {row["row"] for row in lines(result, "2")} == {each["id"] for each in kept}
    assert len(lines(result, "1")) == 4


def test_proposals_of_a_second_round_count_where_the_first_was_too_thin(proposed):
    few = [row for row in proposed if row["participant"] in ("p0", "p1")]
    again = [{**row, "round": "2"} for row in proposed]
    result = found(RULES, few + again)
    assert {row["round"] for row in result.table("room_rows").rows} == {"2"}
    assert result.figure("group_rows.2").value == 4


def test_four_people_show_no_text_at_all(proposed):
    few = [row for row in proposed if row["participant"] != "p4"]
    result = found(RULES, few)
    assert (result.tables, result.figures) == ((), ())
    assert "Call within" not in result.to_bytes().decode()


def test_the_order_of_rows_and_the_names_of_people_change_nothing(proposed):
    frame = pd.DataFrame(proposed, columns=list(ANSWER_COLUMNS))
    shuffled = frame.sample(frac=1, random_state=3)
    shuffled["participant"] = shuffled["participant"].map({"p0": "z", "p1": "y", "p2": "x", "p3": "w", "p4": "v"})
    assert merged(RULES, frame) == merged(RULES, shuffled)


# --- given rows ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled():
    calls = [("a", "i"), ("a", "i"), ("a", "i"), ("r", "a"), ("a", "a")]
    offers = [("r", "a"), ("r", "a"), ("a", "i"), ("a", "i"), ("r", "r")]
    return [
        row
        for n, (call, offer) in enumerate(zip(calls, offers, strict=True))
        for item, (sales, legal) in (("Call", call), ("Offer", offer))
        for row in cells("1", f"p{n}", item, sales=sales, legal=legal)
    ]


def filling(item, sales, legal):
    return proposal_id(RACI, {"sales": sales, "legal": legal}, item)


def test_fillings_stand_under_their_row_by_name(filled):
    result = found(RACI, filled)
    rows = lines(result, "1")
    assert [row["given_row"] for row in rows] == ["Call"] * 3 + ["Offer"] * 3
    assert (rows[0]["sales"], rows[0]["legal"], rows[0]["proposers"]) == ("Accountable", "Informed", 3)
    assert not [warning for warning in result.warnings if warning.code == "rows_duplicates"]


def test_each_row_of_the_leading_fillings_needs_one_accountable(filled):
    vote = [row for n in range(5) for row in votes("2", f"p{n}", **{filling("Call", "a", "a"): 1})]
    kept, spoiled = found(RACI, filled), found(RACI, filled + vote)
    assert (kept.figure("group_checks.1").value, spoiled.figure("group_checks.2").value) == (1, 0)
    (warning,) = [each for each in spoiled.warnings if each.code == "rows_check_failed_at"]
    said = Wording(WORDS).say(warning)
    assert said == "A step has not exactly one accountable: Call, Sales: Accountable, Legal: Accountable"


def test_consensus_on_given_rows_is_the_mean_over_those_that_got_dots(filled):
    vote = [
        *[row for n in range(4) for row in votes("2", f"p{n}", **{filling("Offer", "r", "a"): 1})],
        *votes("2", "p4", **{filling("Offer", "a", "i"): 4, filling("Call", "a", "i"): 1}),
    ]
    value = found(RACI, filled + vote).figure("group_votes_consensus.2").value
    assert value == pytest.approx(((1 - math.log(2) / math.log(3)) + 1) / 2)


def test_the_title_counts_the_rows_that_are_settled(filled):
    vote = [row for n in range(5) for row in votes("2", f"p{n}", **{filling("Call", "a", "i"): 2})]
    (chart,) = charts(found(RACI, filled + vote), DESK)
    assert Wording(WORDS).say(chart.title) == "1 of 2 rows has one filling with more than half of its dots"


# --- chart -----------------------------------------------------------------------------------------------------------


def test_the_title_names_the_leader_and_its_dots(voted, proposed):
    (chart,) = charts(voted, DESK)
    assert Wording(WORDS).say(chart.title) == "“Two read it” leads with 6 of 12 dots"
    (before,) = charts(found(RULES, proposed), DESK)
    assert Wording(WORDS).say(before.title) == "Proposed most often, by 3 of 5: “Call within a day”"


def test_the_title_names_nobody_where_several_lead(proposed):
    more = [row for n in (0, 1) for row in cells("1", f"p{n}", "r3", rule="Two read it")]
    (before,) = charts(found(RULES, proposed + more), DESK)
    assert Wording(WORDS).say(before.title) == "2 proposals were made most often, each by 3 of 5"
    dots = [row for n in range(5) for row in votes("2", f"p{n}", **{pid("Two read it"): 1, pid("Ask the customer"): 1})]
    (after,) = charts(found(RULES, proposed + dots), DESK)
    assert Wording(WORDS).say(after.title) == "2 proposals share the lead with 5 of 10 dots each"


@pytest.mark.parametrize("canvas", [PAPER, DESK, PHONE, PROJECTOR])
def test_long_names_wrap_and_the_drawing_keeps_to_its_width(canvas):
    long = "A rule of very many words that goes on about everything that anybody has ever thought of, and then on " * 3
    rows = [row for n in range(20) for row in cells("1", f"p{n}", "r", rule=f"{n} {long}", owner="Sales")]
    result = found(RULES, rows)
    (chart,) = charts(Findings.from_bytes(result.to_bytes()), canvas)
    drawing = svg(chart, canvas, "words")
    assert float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0]) <= canvas.width + canvas.size
    assert "…" in drawing


def test_a_label_says_choices_by_their_names():
    (one,) = merged(RACI, pd.DataFrame(cells("1", "p0", "Call", sales="a", legal="i"), columns=list(ANSWER_COLUMNS)))
    assert label_of(RACI, one) == "Call, Sales: Accountable, Legal: Informed"
