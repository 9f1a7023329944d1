"""Ranges: pooled, compared with each other and with what turned out true."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analysis.answers import analyse, estimate
from analysis.charts import DESK, PHONE, svg
from analysis.findings import Figure, Findings, Message, Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.methods.pooling import hits, overlap_consensus, pooled
from analysis.wording import Wording

WHERE = Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30))
PARAMETERS = {
    "items": [{"key": "Acme", "name": "Acme"}, {"key": "Beta", "name": "Beta"}],
    "unit": "percent", "truth": "win_rate", "abstain": {"key": "cannot_tell", "name": "?"}, "rounds": 2,
}  # fmt: skip
CONTENT = {
    "id": "9.9",
    "instruments": [{"key": "rates", "kind": "estimate", "parameters": PARAMETERS}],
    "options": [{"key": "a", "name": "A"}],
}
RANGES = [(0.1, 0.2, 0.3), (0.2, 0.3, 0.4), (0.1, 0.2, 0.3), (0.3, 0.4, 0.6), (0.0, 0.1, 0.2), (0.1, 0.25, 0.45)]


def answers(rounds=("1",), people=6, item="Acme"):
    rows = [
        {"exercise": "9.9", "round": name, "participant": f"p{person}", "item": item, "low": low, "value": str(likely),
         "high": high}
        for name in rounds
        for person, (low, likely, high) in enumerate(RANGES[:people])
    ]  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=list(ANSWER_COLUMNS))


def room(frame, data=None):
    return analyse("9.9", Inputs({}, WHERE, answers=frame, content=CONTENT), data)


def data_of(**rates):
    figures = tuple(
        Figure(
            name="win_rate", of=(name,), value=rate, low=rate - 0.05, high=rate + 0.05, n=90, unit="fraction", method=""
        )
        for name, rate in rates.items()
    )
    return Findings(exercise="9.9", headline=Message("answers_only"), figures=figures, inputs=WHERE)


def test_the_pool_is_the_mean_of_the_quantiles():
    frame = pd.DataFrame(RANGES, columns=["low", "value", "high"])
    assert pooled(frame) == pytest.approx((0.8 / 6, 1.45 / 6, 2.25 / 6))
    row = room(answers()).table(estimate.TABLE).rows[0]
    assert (row["range_low"], row["likely"], row["range_high"]) == pytest.approx(
        (0.8 / 6, 1.45 / 6, 2.25 / 6), rel=1e-8
    )
    assert (row["n"], row["abstained"]) == (6, 0)


def test_overlap_by_hand():
    """Ranges 0 to 2, 1 to 3 and 5 to 6: a third in common, and twice nothing."""
    assert overlap_consensus([0, 1, 5], [2, 3, 6]) == pytest.approx((1 / 3 + 0 + 0) / 3)
    assert overlap_consensus([1, 1], [4, 4]) == 1
    assert overlap_consensus([2, 2], [2, 2]) == 1
    assert overlap_consensus([1], [2]) is None


def test_hits_count_the_ends():
    frame = pd.DataFrame(RANGES, columns=["low", "value", "high"])
    assert hits(frame, 0.2) == 5
    assert hits(frame, 0.6) == 1


def test_what_the_data_say_stands_beside_each_round():
    found = room(answers(("1", "2")), data_of(Acme=0.2))
    assert found.figure("group_hit_rate.2").value == pytest.approx(5 / 6)
    assert found.figure("group_hit_rate.2").low is None
    [first, _second] = found.table(estimate.AGAINST).rows
    assert (first["actual"], first["hit"], first["n"]) == (0.2, 5, 6)
    assert first["miss"] == pytest.approx(1.45 / 6 - 0.2, rel=1e-8)


def test_without_the_figure_nothing_is_compared():
    found = room(answers(), data_of(Other=0.2))
    assert estimate.AGAINST not in {table.key for table in found.tables}


def test_fewer_than_five_ranges_show_nothing_of_an_item():
    few = pd.concat([answers(), answers(people=4, item="Beta")])
    found = room(few, data_of(Acme=0.2, Beta=0.2))
    rows = {row["item"]: row for row in found.table(estimate.TABLE).rows}
    assert (rows["Beta"]["likely"], rows["Beta"]["n"]) == (None, 4)
    assert {row["item"] for row in found.table(estimate.AGAINST).rows} == {"Acme"}
    assert "estimates_few" in {warning.code for warning in found.warnings}


def test_abstentions_are_counted_and_pooled_nowhere():
    frame = answers()
    frame.loc[0, ["low", "value", "high"]] = [None, "cannot_tell", None]
    row = room(frame).table(estimate.TABLE).rows[0]
    assert (row["n"], row["abstained"]) == (5, 1)


@pytest.mark.parametrize("canvas", [DESK, PHONE])
@pytest.mark.parametrize("data", [None, data_of(Acme=0.2)])
def test_the_drawing_fits_and_says_what_it_shows(canvas, data):
    found = Findings.from_bytes(replace(room(answers(("1", "2")), data), exercise="9.9").to_bytes())
    [chart] = estimate.charts(found, canvas)
    words = Wording(estimate.WORDS)
    assert words.say(chart.title).startswith("5 of 6 ranges hold" if data else "Acme: the room expects 24%")
    drawing = svg(chart, canvas, words.say(chart.alternative))
    assert float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0]) <= canvas.width + 2 * canvas.size
