from statistics import median, quantiles

import pandas as pd
import pytest

from analysis.answers import HIDDEN, WORDS, analyse, charts
from analysis.answers.setting_dots import say_in
from analysis.answers.threshold import median_settings
from analysis.charts import DESK, PAPER, PHONE, PROJECTOR, svg
from analysis.findings import Findings, Message
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.units import OF_ROW
from analysis.wording import Wording
from tests.analysis.answers.conftest import NOWHERE

LIMITS = {
    "key": "limits",
    "kind": "threshold",
    "parameters": {
        "prompt": "Where would you set it?",
        "settings": [
            {
                "key": "discount", "name": "Discount a rep may give", "unit": "percent",
                "least": 0.0, "most": 0.4, "step": 0.01, "means": "Above it somebody has to approve.",
            },
            {
                "key": "size", "name": "Smallest deal that is approved", "unit": "money",
                "least": 0, "most": 200_000, "step": 5_000, "means": "Below it nobody asks.",
            },
        ],
        "rounds": 2,
    },
}  # fmt: skip
FIRST = {"discount": [0.05, 0.10, 0.10, 0.20, 0.30, 0.40], "size": [50_000, 50_000, 60_000, 80_000]}
SECOND = {"discount": [0.10, 0.10, 0.12, 0.14, 0.20, 0.40], "size": [50_000, 50_000, 60_000, 80_000, 90_000]}


def given(round_, settings):
    return [
        {"exercise": "4.1", "round": round_, "participant": f"p{place}", "item": key, "value": str(value)}
        for key, values in settings.items()
        for place, value in enumerate(values)
    ]


def room(rows, **content):
    content = {"instruments": [LIMITS], "options": [], **content}
    return Inputs({}, NOWHERE, pd.DataFrame(rows, columns=list(ANSWER_COLUMNS)), content)


def test_the_median_of_the_last_round_is_the_rooms_setting():
    assert median_settings(room(given("1", FIRST) + given("2", SECOND)), "limits") == {
        "discount": pytest.approx(0.13),
        "size": 60_000,
    }


def test_a_setting_that_four_people_set_has_no_median():
    assert median_settings(room(given("1", FIRST)), "limits") == {"discount": pytest.approx(0.15), "size": None}


def test_a_round_with_too_few_people_is_no_round():
    few = {"discount": [0.4] * 4}
    rows = given("1", FIRST) + given("2", few)
    assert median_settings(room(rows), "limits")["discount"] == pytest.approx(0.15)
    assert median_settings(room(rows, group={"min_answers": 7}), "limits") == {"discount": None, "size": None}


def test_answers_to_another_exercise_do_not_count():
    other = [row | {"exercise": "4.6", "value": "0.4"} for row in given("2", FIRST)]
    assert median_settings(room(given("1", FIRST) + other, id="4.1"), "limits")["discount"] == pytest.approx(0.15)


def test_nobody_asked_no_setting():
    assert median_settings(room([]), "limits") == {"discount": None, "size": None}
    with pytest.raises(KeyError):
        median_settings(room([]), "another")


# --- findings --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def both_rounds():
    return analyse("4.1", room(given("1", FIRST) + given("2", SECOND)))


def lines(findings, table, round_, setting):
    return [row for row in findings.table(table).rows if (row["round"], row["setting"]) == (round_, setting)]


def test_each_setting_and_round_has_its_middle_and_its_ends(both_rounds):
    (row,) = lines(both_rounds, "room_threshold", "2", "discount")
    low, _, high = quantiles(SECOND["discount"], n=4, method="inclusive")  # the standard library's, also type 7
    assert row == {
        "round": "2", "setting": "discount", "setting_name": "Discount a rep may give", "unit": "fraction", "n": 6,
        "median": pytest.approx(median(SECOND["discount"])), "low_quartile": pytest.approx(low),
        "high_quartile": pytest.approx(high), "lowest": 0.1, "highest": 0.4,
    }  # fmt: skip
    assert both_rounds.figure("group_setting.2.discount").value == pytest.approx(0.13)


def test_consensus_is_what_the_middle_half_leaves_of_the_scale(both_rounds):
    low, _, high = quantiles(SECOND["size"], n=4, method="inclusive")
    figure = both_rounds.figure("group_setting_consensus.2.size")
    assert figure.value == pytest.approx(1 - (high - low) / 200_000)
    assert (figure.n, figure.low, figure.high) == (5, None, None)


@pytest.mark.parametrize(
    ("given_to", "consensus"), [([0.1] * 6, 1), ([0.0] * 3 + [0.4] * 3, 0), ([0.1, 0.1, 0.1, 0.3, 0.3, 0.3], 0.5)]
)
def test_consensus_runs_from_both_ends_of_the_scale_to_one_setting(given_to, consensus):
    found = analyse("4.1", room(given("1", {"discount": given_to})))
    assert found.figure("group_setting_consensus.1.discount").value == pytest.approx(consensus)


def test_of_a_setting_that_four_people_set_only_that_is_said(both_rounds):
    (row,) = lines(both_rounds, "room_threshold", "1", "size")
    assert (row["n"], row["median"], row["lowest"], row["highest"]) == (4, None, None, None)
    assert lines(both_rounds, "room_settings", "1", "size") == []
    (warning,) = both_rounds.warnings
    assert warning == Message(
        "settings_few", {"n": 4, "name": "Smallest deal that is approved", "round": "1", "needed": 5}
    )


def test_people_who_set_anything_otherwise_are_counted(both_rounds):
    moved = sum(one != other for one, other in zip(FIRST["discount"], SECOND["discount"], strict=True))
    figure = both_rounds.figure("group_changed")
    assert (figure.value, figure.n) == (moved, 6)


def test_numbers_are_compared_as_numbers_not_as_text():
    rows = [{**row, "value": "0.10"} for row in given("1", {"discount": [0.1] * 5})]
    found = analyse("4.1", room(rows + given("2", {"discount": [0.1] * 5})))
    assert found.figure("group_changed").value == 0


def test_columns_of_several_units_leave_the_unit_to_the_row(both_rounds):
    units = {column.key: column.unit for column in both_rounds.table("room_threshold").columns}
    assert (units["median"], units["n"]) == (OF_ROW, "people")
    one = analyse("4.1", room(given("1", {"discount": FIRST["discount"]}), instruments=[only("discount")]))
    assert {column.key: column.unit for column in one.table("room_threshold").columns}["median"] == "fraction"


def only(key):
    settings = [setting for setting in LIMITS["parameters"]["settings"] if setting["key"] == key]
    return {**LIMITS, "parameters": {**LIMITS["parameters"], "settings": settings}}


def test_what_only_a_program_reads_is_known():
    assert set(HIDDEN["room_threshold"]) == {"setting", "unit"}


def test_one_deal_is_not_said_to_be_deals():
    assert [say_in("deals")(value) for value in (1, 1.5, 2)] == ["1 deal", "1.5 deals", "2 deals"]
    assert say_in("people")(1) == "1 person"


def test_the_title_says_where_the_room_went(both_rounds):
    (chart,) = charts(both_rounds, DESK)
    assert Wording(WORDS).say(chart.title) == "Discount a rep may give: the room's median moved from 15% to 13%"
    assert "Smallest deal that is approved: median 60 k, middle half 50 k to 80 k, n = 5" in Wording(WORDS).say(
        chart.alternative
    )


def test_a_room_that_agrees_is_told_so():
    (chart,) = charts(analyse("4.1", room(given("1", {"discount": [0.12] * 5 + [0.3]}))), DESK)
    assert Wording(WORDS).say(chart.title) == "Discount a rep may give: at least half of the room set 12%"


@pytest.mark.parametrize("canvas", [PAPER, DESK, PHONE, PROJECTOR])
def test_frozen_findings_draw_the_same_dots_within_the_canvas(both_rounds, canvas):
    (fresh,) = charts(both_rounds, canvas)
    (thawed,) = charts(Findings.from_bytes(both_rounds.to_bytes()), canvas)
    assert fresh == thawed
    drawing = svg(fresh, canvas, "words")
    assert float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0]) <= canvas.width + canvas.size


def test_there_is_a_dot_for_each_person(both_rounds):
    (chart,) = charts(both_rounds, DESK)
    layers = [layer for part in chart.spec["vconcat"] for layer in part.get("layer", ())]
    dots = [layer for layer in layers if layer["mark"]["type"] == "point"]
    assert [len(chart.spec["datasets"][layer["data"]["name"]]) for layer in dots] == [6, 6, 5]


def test_four_people_show_nothing_at_all():
    found = analyse("4.1", room(given("1", {"discount": [0.1] * 4})))
    assert (found.figures, found.tables, charts(found, DESK)) == ((), (), ())
