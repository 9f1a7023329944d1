"""The worked case of 6.5: the edge of experts at equal tenure, waits of pool and pods, how often its tripwire fires."""

from math import factorial, sqrt

import pytest
from scipy.stats import norm

from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("6.5")
WON = {  # (specialists, others) by tenure: won, decided
    "Under two years": ((30, 120), (132, 600)),
    "Two years and more": ((238, 680), (66, 200)),
}
EFFECT = 1.4
WORK = 2.0  # days of one person per request
PODS = {"Food": (5, 2.2), "Chemicals": (4, 1.6), "Logistics": (3, 1.2)}  # people, requests a day
PEOPLE, REQUESTS = (sum(each[k] for each in PODS.values()) for k in (0, 1))
DAYS = 126  # working days of two quarters


def summed(group):
    return tuple(sum(parts[group][k] for parts in WON.values()) for k in (0, 1))


def said(won, n):
    low, high = (round(100 * float(limit)) for limit in wilson_interval(won, n))
    return f"{won} of {n}, {100 * won / n:.0f} % ({low}–{high})"


def mantel_haenszel(strata):
    """Risk difference over strata of ((won, n), (won, n)), with limits widened by the design effect."""
    weight = {key: a[1] * b[1] / (a[1] + b[1]) for key, (a, b) in strata.items()}
    total = sum(weight.values())
    value = sum(weight[key] * (a[0] / a[1] - b[0] / b[1]) for key, (a, b) in strata.items()) / total
    spread = sum(weight[key] ** 2 * sum(won / n * (1 - won / n) / n for won, n in pair) for key, pair in strata.items())
    reach = norm.ppf(0.975) * sqrt(EFFECT * spread) / total
    return [100 * each for each in (value, value - reach, value + reach)]


def test_the_table():
    both = {**WON, "All": (summed(0), summed(1))}
    for tenure, special, other, gap in cells_of(FILE)[1:]:
        a, b = both[tenure]
        assert [special, other] == [said(*a), said(*b)]
        assert float(gap) == round(100 * (a[0] / a[1] - b[0] / b[1]) + 1e-9, 1)
    assert says(FILE, f"{summed(0)[1] + summed(1)[1]:,} decided deals")


def test_the_edge_at_equal_tenure():
    value, low, high = mantel_haenszel(WON)
    assert says(FILE, f"{value:.1f} points ahead (−{-low:.1f} to {high:.1f})")


def test_what_goes_with_tenure():
    new, old = WON.values()
    value, low, high = mantel_haenszel({k: (old[k], new[k]) for k in (0, 1)})
    assert says(FILE, f"tenure goes with {value:.1f} ({low:.1f} to {high:.1f})")
    assert value > 2 * mantel_haenszel(WON)[0]


def erlang_wait(people, requests):
    """Mean wait in days. Source: Erlang (1917), by way of Gross et al. (2008), Fundamentals of Queueing Theory, 2.3."""
    load = requests * WORK
    full = load**people / factorial(people) * people / (people - load)
    waits = full / (sum(load**k / factorial(k) for k in range(people)) + full)
    return waits * WORK / (people - load)


def test_waits():
    pool = erlang_wait(PEOPLE, REQUESTS)
    assert says(FILE, f"busy {100 * REQUESTS * WORK / PEOPLE:.0f} % of the time and a request waits {pool:.1f} days")
    pods = [erlang_wait(*pod) for pod in PODS.values()]
    assert says(FILE, f"it waits {pods[0]:.1f}, {pods[1]:.1f} and {pods[2]:.1f}")
    loss = sum(wait * pod[1] for wait, pod in zip(pods, PODS.values(), strict=True)) / REQUESTS - pool
    assert says(FILE, f"on average {loss:.1f} days more")
    assert says(FILE, f"pays from {2 * loss:.1f} points, and at one point a day from {loss:.1f}")


def test_from_80_to_90_percent_waits_more_than_double():
    for people, _ in PODS.values():
        assert erlang_wait(people, 0.9 * people / WORK) > 2 * erlang_wait(people, 0.8 * people / WORK)


def fires(people, requests):
    """Normal: a Poisson number of requests, each an exponential time of work."""
    n = requests * DAYS
    spread = sqrt(2 * n) * WORK / (people * DAYS)
    return norm.sf((0.9 - requests * WORK / people) / spread)


@pytest.mark.parametrize(
    ("people", "requests", "share"), [(PEOPLE, REQUESTS, 1 / 13), (PEOPLE, 1.1 * REQUESTS, 5 / 8), (5, 2.2, 2 / 5)]
)
def test_the_tripwire_fires_as_often_as_said(people, requests, share):
    assert fires(people, requests) == pytest.approx(share, abs=0.012)
