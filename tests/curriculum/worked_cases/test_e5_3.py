"""The worked case of 5.3: deals from quantiles, a log-normal model with open deals censored, every number."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import binom, norm

from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import kaplan_meier, quantile
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("5.3")
BENCHMARK, AMOUNT, COMPLEX = 80, 50, 0.2  # the industry's days, thousands of euros of its middle deal, complex share
MONTHS, SPREAD = 18, 0.6  # of creation, up to today; of the logarithm of days
DOUBLING, COMPLEXITY = 1.17, 1.55  # factors on days that the deals are made with
SEGMENTS = {  # deals, middle amount, complex share, days over the industry's for the like
    "Hospitals": (120, 170, 0.65, 0.99),
    "Offices": (150, 60, 0.25, 1.08),
    "Schools": (170, 18, 0.05, 1.24),
}


@cache
def deals():
    """segment, doublings of the industry's amount, complex, days so far, is_over: nothing is drawn but the order."""
    parts = []
    for place, (segment, (n, amount, share, factor)) in enumerate(SEGMENTS.items()):
        order = np.random.default_rng(530 + place)
        shape = norm.ppf((np.arange(n) + 0.5) / n)
        doublings = np.log2(amount / AMOUNT) + 0.7 * order.permutation(shape)
        is_complex = order.permutation(np.arange(n) < round(share * n)).astype(float)
        days = BENCHMARK * factor * DOUBLING**doublings * COMPLEXITY ** (is_complex - COMPLEX)
        days = days * np.exp(SPREAD * order.permutation(shape))
        age = 365 * MONTHS / 12 * order.permutation((np.arange(n) + 0.5) / n)
        frame = {"segment": segment, "doublings": doublings, "complex": is_complex - COMPLEX}
        parts.append(pd.DataFrame(frame | {"days": np.ceil(np.minimum(days, age)), "is_over": days <= age, "age": age}))
    return pd.concat(parts, ignore_index=True)


def design(frame):
    """Segments, doublings over the industry's deal, complex over its share: what is left is the industry's deal."""
    dummies = [(frame["segment"] == segment).to_numpy(float) for segment in SEGMENTS]
    return np.column_stack([*dummies, frame["doublings"], frame["complex"]])


@cache
def fitted():
    """Log-normal accelerated failure time: estimates and their covariance, open deals censored at their age."""
    frame = deals()
    x, log_days, is_over = design(frame), np.log(frame["days"].to_numpy()), frame["is_over"].to_numpy()

    def loss(parameters):
        scale = np.exp(parameters[-1])
        z = (log_days - x @ parameters[:-1]) / scale
        return -(norm.logpdf(z[is_over]) - parameters[-1]).sum() - norm.logsf(z[~is_over]).sum()

    start = np.append(np.linalg.lstsq(x, log_days, rcond=None)[0], np.log(SPREAD))
    found = minimize(loss, start, method="BFGS")
    return found.x, numerical_covariance(loss, found.x)


def numerical_covariance(loss, at, step=1e-4):
    """Inverse of the second derivatives at the optimum."""
    k = len(at)
    move = step * np.eye(k)
    hessian = [
        [
            (loss(at + move[i] + move[j]) - loss(at + move[i] - move[j]) - loss(at - move[i] + move[j])
             + loss(at - move[i] - move[j])) / (4 * step**2)
            for j in range(k)
        ]
        for i in range(k)
    ]  # fmt: skip
    return np.linalg.inv(np.array(hessian))


def with_limits(weights):
    """exp of a weighted sum of the estimates, with Wald limits on the log scale."""
    estimates, covariance = fitted()
    full = np.append(weights, 0.0)
    value, error = full @ estimates, np.sqrt(full @ covariance @ full)
    return [float(np.exp(value + sign * 1.96 * error)) for sign in (0, -1, 1)]


def adjusted(segment):
    weights = [float(name == segment) for name in SEGMENTS] + [0.0, 0.0]
    return [value / BENCHMARK for value in with_limits(weights)]


def naive(segment=None):
    """Kaplan-Meier median over the industry's days, Brookmeyer-Crowley limits."""
    frame = deals() if segment is None else deals()[deals()["segment"] == segment]
    whole = kaplan_meier(frame["days"].astype(int).to_numpy(), frame["is_over"].to_numpy(), np.ones(len(frame), int))
    found = quantile(whole)
    return [value / BENCHMARK for value in (found.value, found.low, found.high)]


def numbers(cell):
    return [float(found) for found in re.findall(r"\d+(?:\.\d+)?", cell)]


@pytest.mark.parametrize("row", cells_of(FILE)[1:4], ids=lambda row: row[0])
def test_the_table_is_computed_from_its_deals(row):
    frame = deals()[deals()["segment"] == row[0]]
    assert numbers(row[1]) == [len(frame), (~frame["is_over"]).sum()]
    assert numbers(row[2]) == [(frame["doublings"].abs() <= 1).sum()]
    assert numbers(row[3]) == pytest.approx(naive(row[0]), abs=0.0051)
    assert numbers(row[4]) == pytest.approx(adjusted(row[0]), abs=0.0051)


def test_all_segments_together():
    row = cells_of(FILE)[4]
    assert numbers(row[1]) == [len(deals()), (~deals()["is_over"]).sum()]
    assert numbers(row[3]) == pytest.approx(naive(), abs=0.0051)
    weights = [n / len(deals()) for n, *_ in SEGMENTS.values()] + [0.0, 0.0]
    assert numbers(row[4]) == pytest.approx([value / BENCHMARK for value in with_limits(weights)], abs=0.0051)


def test_two_segments_change_sides():
    sides = {segment: (naive(segment)[0] > 1, adjusted(segment)[0] > 1) for segment in SEGMENTS}
    assert [segment for segment, (before, after) in sides.items() if before != after] == ["Hospitals", "Schools"]


def test_factors_of_size_and_complexity():
    size, complexity = (
        [round(100 * (value - 1)) for value in with_limits(weights)] for weights in ([0, 0, 0, 1, 0], [0, 0, 0, 0, 1])
    )
    assert says(FILE, f"Twice the amount goes with {size[0]} % more days ({size[1]}–{size[2]})")
    assert says(FILE, f"complexity with {complexity[0]} % ({complexity[1]}–{complexity[2]})")


def test_what_is_expected_of_schools():
    schools = deals()[deals()["segment"] == "Schools"]
    days, amount = naive("Schools")[0] * BENCHMARK, AMOUNT * 2 ** schools["doublings"].median()
    after = days * 1.05 / adjusted("Schools")[0]
    assert says(FILE, f"Schools take {days:.0f} days for deals of €{amount:.0f} k")
    assert says(FILE, f"from 1.30 to 1.05, {days:.0f} days to {after:.0f}")
    value, low, high = (round(100 * float(share)) for share in (58 / 143, *wilson_interval(58, 143)))
    assert schools["is_over"].sum() == 143
    assert says(FILE, f"58 of 143, {value} % ({low}–{high})")


def test_the_first_card_is_computed():
    assert round(80 * 1.2**2) == 115
    assert round(100 * (120 / 115 - 1)) == 4


def test_tripwires_fire_by_chance_as_often_as_said():
    """A year has 170 deals in 18 months times two thirds; the error of the ratio grows as the square root of fewer."""
    value, low, high = adjusted("Schools")
    error = np.log(high / low) / (2 * 1.96) * np.sqrt(MONTHS / 12)
    assert round(170 * 12 / MONTHS) == 113
    assert 1 / norm.sf(np.log(1.2 / 1.05) / error) == pytest.approx(12, abs=0.5)
    assert norm.sf(np.log(1.2 / value) / error) == pytest.approx(0.8, abs=0.03)
    floor = wilson_interval(58, 143)[0]
    assert 1 / binom.cdf(np.ceil(95 * floor) - 1, 95, 58 / 143) == pytest.approx(14, abs=0.5)
