"""The worked case of 6.3: gain, chances, losses and weeks computed again, and how often its tripwires fire."""

import numpy as np
import pytest
from scipy.stats import norm

from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("6.3")
BEFORE, SINCE = ((168, 560), (816, 3400)), ((61, 160), (243, 900))  # won, decided: pilot sellers, others
OPEN = ((45, 205), (254, 1154))
DEALS, MARGIN, COST, EFFECT = 3600, 4000, 180_000, 1.3
POWER = norm.ppf(0.8) + norm.ppf(0.8)  # P(better) of 0.8, four times in five
WEEKS = 13  # since the start


def rate(won, n):
    return won / n


def spread(rates_and_deals):
    return np.sqrt(EFFECT * sum(p * (1 - p) / n for p, n in rates_and_deals))


PILOT, OTHERS = (rate(*SINCE[k]) - rate(*BEFORE[k]) for k in (0, 1))
GAIN = PILOT - OTHERS
ERROR = spread([(rate(*each), each[1]) for each in (*BEFORE, *SINCE)])
POINT = DEALS * MARGIN  # what a gain of one, all deals won, would bring
BREAK_EVEN = COST / POINT


def expected_beyond(z):
    return norm.pdf(z) - z * norm.sf(z)


def said(won, n):
    low, high = (round(100 * float(limit)) for limit in wilson_interval(won, n))
    return f"{won} of {n:,}, {100 * won / n:.0f} % ({low}–{high})"


def test_the_table():
    for k, row in enumerate(cells_of(FILE)[1:]):
        assert row[1:3] == [said(*BEFORE[k]), said(*SINCE[k])]
        assert float(row[3]) == round(100 * (PILOT, OTHERS)[k], 1)
        assert row[4] == f"{OPEN[k][0]} of {OPEN[k][1]:,}, {100 * rate(*OPEN[k]):.0f} %"
        assert SINCE[k][1] + OPEN[k][0] == OPEN[k][1]


def test_the_naive_reading():
    assert round(100 * (rate(*SINCE[0]) - rate(*SINCE[1]))) == 11
    rng = np.random.default_rng(63)
    pilot, others = (rng.beta(1 + won, 1 + n - won, 1_000_000) for won, n in SINCE)
    assert says(FILE, f"without a before the chance of better is {100 * (pilot > others).mean():.1f} %")


def test_gain_and_chances():
    low, high = (100 * (GAIN + way * norm.ppf(0.975) * ERROR) for way in (-1, 1))
    assert says(FILE, f"gain is {100 * GAIN:.1f} points (−{-low:.1f} to {high:.1f})")
    assert says(FILE, f"the chance of any gain {100 * norm.cdf(GAIN / ERROR):.0f} %")
    assert says(
        FILE, f"break-even of {100 * BREAK_EVEN:.2f} points {100 * norm.cdf((GAIN - BREAK_EVEN) / ERROR):.0f} %"
    )


def test_losses_and_what_waiting_is_worth():
    z = (GAIN - BREAK_EVEN) / ERROR
    scaled, stopped = (POINT * ERROR * expected_beyond(way * z) / 1000 for way in (1, -1))
    assert says(FILE, f"Scaling may lose €{scaled:.0f} k, stopping €{stopped:.0f} k")
    later = spread([(rate(*each), each[1]) for each in BEFORE] + [(rate(*each), 2 * each[1]) for each in SINCE])
    learned = np.sqrt(ERROR**2 - later**2)
    worth = POINT * learned * expected_beyond((GAIN - BREAK_EVEN) / learned) / 1000
    delay = (POINT * GAIN - COST) * WEEKS / 52 / 1000
    assert delay == pytest.approx(139.5)  # on the edge, said as 140
    assert says(FILE, f"Thirteen more weeks are worth €{worth:.0f} k and cost €140 k")


def test_weeks_to_read():
    allowed = (GAIN / POWER) ** 2
    left = allowed - spread([(rate(*each), each[1]) for each in BEFORE]) ** 2
    per_pilot_deal = sum(
        rate(*each) * (1 - rate(*each)) / ratio for each, ratio in zip(SINCE, (1, 900 / 160), strict=True)
    )
    more = EFFECT * per_pilot_deal / left - SINCE[0][1]
    assert says(FILE, f"needs {more / (SINCE[0][1] / WEEKS):.0f} more weeks")
    others, gained = rate(*SINCE[1]), rate(*SINCE[1]) + GAIN
    half = BEFORE[1][1] / 2
    left = allowed - spread([(rate(*BEFORE[1]), half)] * 2) ** 2
    each_side = EFFECT * (others * (1 - others) + gained * (1 - gained)) / left
    assert says(FILE, f"half by lot {each_side / (SINCE[1][1] / WEEKS / 2):.0f}")
    assert each_side == pytest.approx(FILE.tripwires[0].min_n, rel=0.05)


@pytest.mark.parametrize(("gain", "fires"), [(0.0, 0.8), (GAIN, 0.2)])
def test_the_first_tripwire_fires_as_often_as_designed(gain, fires):
    assert norm.cdf(norm.ppf(0.8) - gain / (GAIN / POWER)) == pytest.approx(fires, abs=0.001)


def test_the_second_tripwire_is_rare():
    p = rate(*OPEN[1])
    error = np.sqrt(p * (1 - p) * (1 / OPEN[0][1] + 1 / OPEN[1][1]))
    assert norm.sf(0.1 / error) < 0.001
