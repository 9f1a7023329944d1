"""Splits of a total: who counts, what is shown of them, and what a change between rounds looks like."""

import numpy as np
import pandas as pd
import pytest

from analysis.answers import CLOSING, allocate
from analysis.answers import analyse as analyse_answers
from analysis.answers.allocate import splits_of
from analysis.charts import DESK, PAPER, PHONE, svg
from analysis.findings import Findings
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.wording import Wording
from tests.analysis.answers.conftest import NOWHERE

ITEMS = [{"key": name.lower(), "name": name} for name in ("North", "South", "East")]
SPLIT = {
    "key": "split", "kind": "allocate",
    "parameters": {
        "prompt": "?", "items": ITEMS, "rounds": 2,
        "total": {"name": "All points", "unit": "points", "value": 100, "step": 5},
    },
}  # fmt: skip
EIGHT = [(50, 30, 20), (40, 30, 30), (60, 30, 10), (45, 35, 20), (55, 25, 20), (50, 30, 20), (40, 40, 20), (60, 20, 20)]


def rows_of(splits, round_="1"):
    return [
        {"exercise": "4.1", "round": round_, "participant": f"p{place}", "item": item["key"], "value": str(amount)}
        for place, split in enumerate(splits)
        for item, amount in zip(ITEMS, split, strict=True)
        if amount is not None
    ]


def lines(found, key=allocate.TABLE):
    return {(row["round"], row["item"]): row for row in found.table(key).rows}


def test_mean_median_and_middle_half_by_hand(ask):
    found = ask([SPLIT], rows_of(EIGHT))
    row = lines(found)["1", "North"]
    north = [split[0] for split in EIGHT]
    assert (row["mean"], row["median"], row["n"]) == (50, 50, 8)
    assert (row["low_quartile"], row["high_quartile"]) == tuple(np.quantile(north, [0.25, 0.75]))
    assert found.figure("group_mean.1.North").value == 50
    assert found.figure("group_iqr.1.North").value == np.quantile(north, 0.75) - np.quantile(north, 0.25)
    assert found.figure("group_cosine.1").n == 8
    assert all(figure.low is None for figure in found.figures)
    assert sum(row["mean"] for row in found.table(allocate.TABLE).rows) == pytest.approx(100)


def test_of_fewer_than_eight_the_middle_half_is_not_shown(ask):
    found = ask([SPLIT], rows_of(EIGHT[:7]))
    assert lines(found)["1", "North"]["low_quartile"] is None
    assert lines(found)["1", "North"]["mean"] == pytest.approx(np.mean([split[0] for split in EIGHT[:7]]))
    assert "group_iqr" not in {figure.name for figure in found.figures}


def test_fewer_than_five_show_nothing(ask):
    found = ask([SPLIT], rows_of(EIGHT[:4]))
    assert found.tables == ()
    assert {warning.code for warning in found.warnings} == {"too_few_answers"}


def test_a_split_that_does_not_add_up_counts_nowhere(ask):
    unfinished = [*EIGHT[:5], (50, 30, None), (90, 30, 10)]
    found = ask([SPLIT], rows_of(unfinished))
    assert lines(found)["1", "North"]["n"] == 5
    (warning,) = found.warnings
    assert (warning.code, warning.arguments["n"], warning.arguments["all"]) == ("splits_unfinished", 2, 7)


def test_five_who_answer_and_four_who_finish_show_nothing(ask):
    found = ask([SPLIT], rows_of([*EIGHT[:4], (50, 30, None)]))
    assert found.tables == ()
    assert [warning.code for warning in found.warnings] == ["splits_few"]


def test_an_item_without_a_row_gets_nothing(ask):
    found = ask([SPLIT], rows_of([(60, 40, None)] * 5))
    assert lines(found)["1", "East"]["mean"] == 0


def test_all_on_one_item_and_all_alike(ask):
    one = ask([SPLIT], rows_of([(100, 0, 0)] * 8))
    assert one.figure("group_cosine.1").value == 1
    assert lines(one)["1", "North"]["mean"] == 100
    words = Wording(allocate.WORDS)
    (chart,) = allocate.charts(one, DESK)
    assert words.say(chart.title) == "North gets most, 100; on no item is the middle half apart"


def test_two_camps_are_told_with_five_in_each(ask):
    camps = [(70, 20, 10), (70, 15, 15), (65, 20, 15), (70, 20, 10), (75, 15, 10), (65, 25, 10)]
    found = ask([SPLIT], rows_of([*camps, *[split[::-1] for split in camps[:5]]]))
    row = lines(found, allocate.CAMPS)["1", "North"]
    assert (row["first_people"], row["second_people"]) == (6, 5)
    assert (row["first_camp"], row["second_camp"]) == (pytest.approx(415 / 6), 12)
    assert "splits_camps" in {warning.code for warning in found.warnings}
    assert "room_allocate_camps" not in {table.key for table in ask([SPLIT], rows_of(EIGHT)).tables}


def test_who_moved_is_counted_over_both_rounds(ask):
    second = [(40, 40, 20), *EIGHT[1:7]]
    found = ask([SPLIT], rows_of(EIGHT) + rows_of(second, "2"))
    changed = found.figure("group_changed")
    assert (changed.value, changed.n) == (1, 7)


def test_what_the_room_gave_weight_to_is_there_for_analyses():
    content = {"id": "4.1", "instruments": [SPLIT], "options": []}
    frame = pd.DataFrame(rows_of(EIGHT) + rows_of(EIGHT[:4], "2"), columns=list(ANSWER_COLUMNS))
    shares = splits_of(Inputs({}, NOWHERE, frame, content), "split")
    assert shares.shape == (8, 3)
    assert shares.iloc[0].tolist() == [0.5, 0.3, 0.2]
    assert splits_of(Inputs({}, NOWHERE, frame[:9], content), "split") is None
    with pytest.raises(KeyError):
        splits_of(Inputs({}, NOWHERE, frame, content), CLOSING)


def test_the_exercise_may_ask_for_more_people():
    content = {"id": "4.1", "instruments": [SPLIT], "options": [], "group": {"min_answers": 9}}
    frame = pd.DataFrame(rows_of(EIGHT), columns=list(ANSWER_COLUMNS))
    inputs = Inputs({}, NOWHERE, frame, content)
    assert analyse_answers("4.1", inputs).tables == ()
    assert splits_of(inputs, "split") is None


TITLES = {
    "widest": (rows_of(EIGHT), "The room is least agreed on North: the middle half gives from 43.8 to 56.2"),
    "few": (rows_of(EIGHT[:5]), "North gets most of it: 50 on average"),
    "moved": (
        rows_of(EIGHT) + rows_of([(25, 35, 40)] * 8, "2"),
        "North went from 50 to 25 on average, more than any other",
    ),
}


@pytest.mark.parametrize("canvas", [DESK, PHONE, PAPER])
@pytest.mark.parametrize(("rows", "title"), TITLES.values(), ids=TITLES)
def test_the_drawing_fits_and_says_what_it_shows(ask, canvas, rows, title):
    found = Findings.from_bytes(ask([SPLIT], rows).to_bytes())
    (chart,) = allocate.charts(found, canvas)
    words = Wording(allocate.WORDS)
    assert words.say(chart.title) == title
    drawing = svg(chart, canvas, words.say(chart.alternative))
    assert all(f">{item['name']}</text>" in drawing for item in ITEMS)  # short names are not cut
    assert float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0]) <= canvas.width + 2 * canvas.size


def test_the_order_of_rows_changes_nothing(ask):
    rows = rows_of(EIGHT) + rows_of(EIGHT[::-1], "2")
    assert ask([SPLIT], rows).to_bytes() == ask([SPLIT], rows[::-1]).to_bytes()
