"""The worked case of 4.1: what became of deals at each stage, the special cause, how often its tripwires fire."""

import numpy as np
import pytest

from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import exercise, number, percent, rows_of, says

FILE = exercise("4.1")


def test_stages_and_the_special_cause():
    rows = [[number(cell) for cell in row[1:5]] for row in rows_of(FILE, "Stage")]
    for (stage, *_), (entered, on, lost, still_open) in zip(rows_of(FILE, "Stage"), rows, strict=True):
        assert entered == on + lost + still_open, stage
    proposal = rows[2]
    left = proposal[0] - proposal[3]
    low, high = wilson_interval(proposal[1], left)
    assert (left, percent(proposal[1] / left), percent(low), percent(high)) == (150, 49, 41, 57)
    assert says(FILE, "49 % (41–57)")
    price, work, known, elsewhere = 28, 24, 64, 160
    assert [percent(price / known), percent(78 / elsewhere), percent(work / known), percent(22 / elsewhere)] == [
        44,
        49,
        38,
        14,
    ]
    expected = (work + 22) * known / (known + elsewhere)
    residual = (work - expected) / np.sqrt(expected * (1 - 46 / 224) * (1 - known / 224))
    assert (round(expected), round(residual)) == (13, 4)
    assert round(150 * 0.06) == 9
    assert says(FILE, "nine more reach Negotiation")


def test_tripwires_fire_by_chance_as_often_as_said():
    """75 departures at 49 % below the frozen lower limit; with ten points less; and 40 losses at 84 % below 80 %."""
    rng = np.random.default_rng(41)
    low, _ = wilson_interval(74, 150)
    same, fallen = (rng.binomial(75, rate, 200_000) / 75 < low for rate in (74 / 150, 74 / 150 - 0.10))
    assert same.mean() == pytest.approx(0.1, abs=0.05)
    assert fallen.mean() == pytest.approx(0.7, abs=0.1)
    assert (rng.binomial(40, 0.84, 200_000) / 40 < 0.8).mean() == pytest.approx(0.2, abs=0.05)
