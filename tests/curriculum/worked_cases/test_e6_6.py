"""The worked case of 6.6: exceptions by size and month, limits, wins in pairs, how often its tripwires fire."""

import re
from math import sqrt

import numpy as np
import pytest
from scipy.stats import binom, norm

from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("6.6")
TEXT = " ".join(FILE.body["Worked case"].split())
MONTHS = np.array(
    [[int(k), int(n)] for k, n in re.findall(r"(\d+) of (\d+)", TEXT.split("By month:")[1].split(". Three")[0])]
)
SIGNAL = 10  # the place of the eleventh month
PAIRS = {"both": 24, "exception": 15, "other": 12, "neither": 40}  # who of a pair was won
A_MONTH, YEARS = 60, 40_000


def said(k, n):
    low, high = (round(100 * float(limit)) for limit in wilson_interval(k, n))
    return f"{100 * k / n:.0f} % ({low}–{high})"


def limit(centre, n):
    return centre + 3 * np.sqrt(centre * (1 - centre) / n)


OTHERS = np.delete(MONTHS, SIGNAL, axis=0)
CENTRE = OTHERS[:, 0].sum() / OTHERS[:, 1].sum()


def test_the_table():
    counts = []
    for row in cells_of(FILE)[1:]:
        k, n = (int(part) for part in row[3].split(" of "))
        assert row[4] == said(k, n)
        counts.append((k, n, int(row[5])))
    outside, decided, lost = np.sum(counts, axis=0)
    assert says(FILE, f"{decided} decided deals, {outside} exceptions, {said(outside, decided)}")
    assert says(FILE, f"half of the €{lost} k")


def test_months_add_up():
    assert len(MONTHS) == 12
    assert MONTHS.sum(0).tolist() == [97, 706]


def test_one_month_is_outside():
    rates = MONTHS[:, 0] / MONTHS[:, 1]
    for centre in (CENTRE, 97 / 706):
        assert (rates > limit(centre, MONTHS[:, 1])).nonzero()[0].tolist() == [SIGNAL]
    assert says(FILE, f"{100 * rates[SIGNAL]:.0f} % with a limit of {100 * limit(CENTRE, MONTHS[SIGNAL, 1]):.0f}")
    assert says(FILE, f"Without it {said(*OTHERS.sum(0))}")
    highest = sorted(np.delete(rates, SIGNAL))[-3:]
    assert [f"{100 * rate:.0f}" for rate in highest] == ["16", "16", "17"]


def test_months_scatter_no_more_than_deals_do():
    z = (OTHERS[:, 0] / OTHERS[:, 1] - CENTRE) / np.sqrt(CENTRE * (1 - CENTRE) / OTHERS[:, 1])
    assert 0.7 < np.abs(np.diff(z)).mean() / 1.128 < 1.3


def test_wins_crude_and_in_pairs():
    assert (round(100 * 41 / 97), round(100 * 189 / 609), 97 + 609) == (42, 31, 706)
    n = sum(PAIRS.values())
    won, other = (PAIRS["both"] + PAIRS[one] for one in ("exception", "other"))
    apart = PAIRS["exception"] - PAIRS["other"]
    spread = sqrt(PAIRS["exception"] + PAIRS["other"] - apart**2 / n) / n
    value, low, high = (round(100 * (apart / n + way * norm.ppf(0.975) * spread)) for way in (0, -1, 1))
    assert says(FILE, f"In {n} pairs it is {won} to {other}, {value} points (−{-low} to {high})")


def test_repeats():
    assert says(FILE, f"Of the 97, 58 were repeats, {said(58, 97)}")
    assert wilson_interval(58, 97)[0] > 0.4


def fires_within_a_year(rate):
    """A month above the limit, or the eighth in a row above the centre."""
    shares = np.random.default_rng(66).binomial(A_MONTH, rate, (YEARS, 12)) / A_MONTH
    fired, run = (shares > limit(CENTRE, A_MONTH)).any(1), np.zeros(YEARS, int)
    for month in range(12):
        run = np.where(shares[:, month] > CENTRE, run + 1, 0)
        fired |= run >= 8
    return fired.mean()


@pytest.mark.parametrize(("rate", "fires", "within"), [(CENTRE, 1 / 31, 0.002), (0.18, 0.75, 0.015)])
def test_the_first_tripwire_fires_as_often_as_said(rate, fires, within):
    assert fires_within_a_year(rate) == pytest.approx(fires, abs=within)


def test_it_sees_a_doubled_rate_within_half_a_year():
    quiet = binom.cdf(np.floor(A_MONTH * limit(CENTRE, A_MONTH)), A_MONTH, 2 * CENTRE)
    assert 1 - quiet**6 > 0.9


@pytest.mark.parametrize(("rate", "least", "most"), [(0.06, 1 / 950, 1 / 850), (CENTRE, 0.88, 0.93)])
def test_the_second_tripwire_fires_as_often_as_said(rate, least, most):
    n = 6 * A_MONTH
    assert least <= binom.sf(np.floor(0.1 * n), n, rate) <= most
