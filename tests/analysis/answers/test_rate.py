"""Marks: medians, agreement, the order they make, and how far that hangs on the weights."""

from datetime import date

import krippendorff
import numpy as np
import pandas as pd
import pytest

from analysis.answers import analyse, rate
from analysis.charts import DESK, PHONE, svg
from analysis.findings import Findings, Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.methods.agreement import ordinal_alpha
from analysis.methods.weighting import first_shares, turned, weighted_scores
from analysis.wording import Wording

WHERE = Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30))
CRITERIA = [
    {"key": "use", "name": "Use", "kind": "benefit", "weight": 1.0},
    {"key": "effort", "name": "Effort", "kind": "cost", "weight": 1.0},
]
PARAMETERS = {
    "items": [{"key": name, "name": name} for name in ("A", "B", "C")], "criteria": CRITERIA,
    "abstain": {"key": "cannot_tell", "name": "?"}, "rounds": 2,
}  # fmt: skip
CONTENT = {
    "id": "9.9",
    "instruments": [{"key": "fields", "kind": "rate", "parameters": PARAMETERS}],
    "options": [{"key": "a", "name": "A"}],
}
MARKS = {("A", "use"): "455543", ("A", "effort"): "121211", ("B", "use"): "333233", ("B", "effort"): "333343",
         ("C", "use"): "111211", ("C", "effort"): "545555"}  # fmt: skip


def answers(marks=MARKS, name="1"):
    rows = [
        {
            "exercise": "9.9",
            "round": name,
            "participant": f"p{person}",
            "item": item,
            "criterion": criterion,
            "value": mark,
        }
        for (item, criterion), line in marks.items()
        for person, mark in enumerate(line)
    ]
    return pd.DataFrame(rows).reindex(columns=list(ANSWER_COLUMNS))


def room(frame):
    return analyse("9.9", Inputs({}, WHERE, answers=frame, content=CONTENT))


def test_alpha_is_that_of_krippendorffs_example():
    """Four observers, twelve units, with gaps: ordinal 0.815. Krippendorff (2011), Computing Alpha-Reliability, C."""
    observed = [
        "1 2 3 3 2 1 4 1 2 * * *", "1 2 3 3 2 2 4 1 2 5 * 3", "* 3 3 3 2 3 4 2 2 5 1 *", "1 2 3 3 2 4 4 1 2 5 1 *",
    ]  # fmt: skip
    marks = pd.DataFrame([[np.nan if mark == "*" else float(mark) for mark in line.split()] for line in observed])
    assert ordinal_alpha(marks) == pytest.approx(0.815, abs=0.0005)
    assert ordinal_alpha(marks * 0 + 3) is None


def test_alpha_of_a_room_is_that_of_the_package():
    matrix = np.array([[float(mark) for mark in line] for line in MARKS.values()]).T
    expected = krippendorff.alpha(matrix, level_of_measurement="ordinal", value_domain=[1, 2, 3, 4, 5])
    assert room(answers()).figure("group_alpha.1").value == pytest.approx(expected)


def test_medians_and_quartiles_are_numpys():
    rows = {(row["item"], row["criterion"]): row for row in room(answers()).table(rate.TABLE).rows}
    for (item, criterion), line in MARKS.items():
        row = rows[item, criterion.title()]
        expected = np.quantile([int(mark) for mark in line], [0.5, 0.25, 0.75])
        assert [row[key] for key in ("median", "low_quartile", "high_quartile")] == pytest.approx(list(expected))


def test_scores_by_hand():
    """Costs turned: effort 2 counts as 4. With weights 3 and 1: (3 x 5 + 4) / 4 and (3 x 2 + 1) / 4."""
    good = turned([[5, 2], [2, 5]], [False, True])
    assert weighted_scores(good, [3, 1]) == pytest.approx([19 / 4, 7 / 4])
    assert np.isnan(weighted_scores([[np.nan, 1]], [1, 1])).all()


def test_first_places_are_those_of_the_triangle_of_weights():
    """(1, 0) and (0, 1) are each first on half of the weights; (4, 1) beats (1, 2) where the first weighs over 1/4."""
    assert first_shares([[1, 0], [0, 1]], 20_000) == pytest.approx([0.5, 0.5], abs=0.02)
    assert first_shares([[4, 1], [1, 2]], 20_000) == pytest.approx([0.75, 0.25], abs=0.02)
    assert first_shares([[np.nan, 1], [1, 1]], 100) == pytest.approx([0, 1])
    assert first_shares([[2, 2], [2, 2]], 100) == pytest.approx([0.5, 0.5])


def test_the_order_of_the_room():
    order = room(answers()).table(rate.ORDER).rows
    assert [row["item"] for row in order] == ["A", "B", "C"]
    assert [row["place"] for row in order] == [1, 2, 3]
    assert order[0]["first_share"] == 1
    assert room(answers()).figure("group_score.1.A").low is None


def test_abstentions_are_counted_and_fewer_than_five_marks_are_hidden():
    marks = MARKS | {("A", "use"): ["cannot_tell", "cannot_tell", "5", "5", "4", "3"]}
    found = room(answers(marks))
    cell = next(row for row in found.table(rate.TABLE).rows if (row["item"], row["criterion"]) == ("A", "Use"))
    assert (cell["n"], cell["abstained"], cell["median"]) == (4, 2, None)
    assert next(row for row in found.table(rate.ORDER).rows if row["item"] == "A")["score"] is None
    assert "ratings_few" in {warning.code for warning in found.warnings}


def test_one_mark_throughout_has_no_agreement():
    found = room(answers(dict.fromkeys(MARKS, "333333")))
    assert found.figure("group_alpha.1").value is None
    assert "no_variation" in {warning.code for warning in found.warnings}


@pytest.mark.parametrize("canvas", [DESK, PHONE])
def test_the_drawing_fits_and_says_what_it_shows(canvas):
    later = answers({key: line[::-1] for key, line in MARKS.items()}, "2")
    found = Findings.from_bytes(room(pd.concat([answers(), later])).to_bytes())
    [chart] = rate.charts(found, canvas)
    words = Wording(rate.WORDS)
    assert words.say(chart.title) == "A comes first, 4.5 of 5, and in 100% of all weightings"
    drawing = svg(chart, canvas, words.say(chart.alternative))
    assert float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0]) <= canvas.width + 2 * canvas.size
