"""The worked case of 3.6: claims against outside figures, factors, one range out of three, and its tripwires."""

from datetime import date
from functools import cache
from math import exp, log, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, t

from analysis.exercises.e3_6_market_claims import analyse
from analysis.findings import Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("3.6")
ROWS = [(name, int(n), ratio, float(spread), *rest) for name, n, ratio, spread, *rest in cells_of(FILE)[1:]]
CLAIM, PAYS_FROM = 46, 38
OUTSIDE = (24, 29, 36)
ROOM = (0.98, 1.28, 1.77)  # claim over what is outside, second answer
TENTH, TWENTIETH = norm.ppf(0.9), norm.ppf(0.95)
RHO = 0.5


def limits(ratio, n, spread):
    reach = t.ppf(0.975, n - 1) * log(spread) / sqrt(n)
    return exp(log(ratio) - reach), exp(log(ratio) + reach)


def shrunk():
    """Log ratios after normal empirical Bayes, and their variances. DerSimonian & Laird (1986), CCT 7, 177-188."""
    mean = np.log([float(ratio.split()[0]) for _, _, ratio, *_ in ROWS])
    variance = np.array([log(spread) ** 2 / n for _, n, _, spread, *_ in ROWS])
    weight = 1 / variance
    excess = (weight * (mean - weight @ mean / weight.sum()) ** 2).sum() - (len(mean) - 1)
    between = max(0, excess / (weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (variance + between)
    centre = weight @ mean / weight.sum()
    return (mean / variance + centre / between) / (1 / variance + 1 / between), 1 / (1 / variance + 1 / between)


@pytest.mark.parametrize("row", range(4))
def test_the_table(row):
    _, n, ratio, spread, pulled, factor = ROWS[row]
    value = float(ratio.split()[0])
    low, high = limits(value, n, spread)
    assert ratio == f"{value:.2f} ({low:.2f}–{high:.2f})"
    found = exp(shrunk()[0][row])
    assert [pulled, factor] == [f"{found:.2f}", f"{1 / found:.2f}"]


def test_how_many_could_be_tested():
    tested = sum(n for _, n, *_ in ROWS)
    low, high = (round(100 * float(limit)) for limit in wilson_interval(tested, 70))
    assert says(
        FILE, f"70 claims in three years, {tested} with an outside figure, {100 * tested / 70:.0f} % ({low}–{high})"
    )


def test_the_room():
    low, high = (round(100 * limit) for limit in limits(1.36, 17, 1.39))
    assert says(FILE, f"136 % of what was found ({low}–{high}, 17 claims, spread 1.39)")
    assert says(
        FILE, f"had said 112 %, bias {1.12 / 1.36:.2f}; 31 of {13 * 5} ranges held their figure, {100 * 31 / 65:.0f} %"
    )


def sources():
    """(log, its standard deviation) of the corrected claim, the outside figure, and the claim over the room's ratio."""
    pulled, left = shrunk()
    single = sqrt(log(ROWS[0][3]) ** 2 + left[0])
    return (
        (log(CLAIM) - pulled[0], single),
        (log(OUTSIDE[1]), log(OUTSIDE[2] / OUTSIDE[0]) / (2 * TENTH)),
        (log(CLAIM / ROOM[1]), log(ROOM[2] / ROOM[0]) / (2 * TENTH)),
    )


def together():
    middle, spread = (np.array(each) for each in zip(*sources(), strict=True))
    weight = 1 / spread**2 / (1 / spread**2).sum()
    errors = np.outer(spread, spread) * (RHO + (1 - RHO) * np.eye(3))
    return weight @ middle, sqrt(weight @ errors @ weight)


def test_the_corrected_claim():
    value, spread = sources()[0]
    assert says(FILE, f"€{exp(value):.1f} m")
    low, high = (exp(value + sign * TWENTIETH * spread) for sign in (-1, 1))
    assert says(FILE, f"with its spread anything from {low:.0f} to {high:.0f}")
    assert (CLAIM + OUTSIDE[1]) / 2 == 37.5
    room = [CLAIM / ratio for ratio in ROOM]
    assert says(FILE, f"makes it {room[1]:.0f} ({room[2]:.0f}–{room[0]:.0f})")


def test_the_three_together():
    value, spread = together()
    low, high = (exp(value + sign * TWENTIETH * spread) for sign in (-1, 1))
    assert says(FILE, f"€{exp(value):.0f} m ({low:.0f}–{high:.0f})")
    assert says(FILE, f"a chance of {100 * norm.sf((log(PAYS_FROM) - value) / spread):.0f} % that the branch pays")
    assert says(FILE, f"Tripwire: outside {low:.0f} to {high:.0f}")
    assert 1.5 < high / low < 2.5


def test_the_tripwire_on_the_range_fires_as_often_as_said():
    """On the mean of two later outside figures, each with an error like that of the first."""
    value, spread = together()
    reach = TWENTIETH * spread
    error = sources()[1][1] / sqrt(2)
    assert 2 * norm.sf(reach / sqrt(spread**2 + error**2)) == pytest.approx(1 / 6, abs=0.01)
    right = norm.sf((value + reach - log(CLAIM)) / error) + norm.cdf((value - reach - log(CLAIM)) / error)
    assert right == pytest.approx(5 / 6, abs=0.02)


def test_the_tripwire_on_the_claimant_fires_as_often_as_said():
    _, n, ratio, spread, *_ = ROWS[0]
    value = float(ratio.split()[0])
    high, error = log(limits(value, n, spread)[1]), log(spread) / sqrt(10)
    assert norm.sf((high - log(value)) / error) == pytest.approx(1 / 21, abs=0.002)
    assert norm.sf((high - log(value * 4 / 3)) / error) == pytest.approx(7 / 8, abs=0.02)


# --- the same by the analysis ----------------------------------------------------------------------------------------


def claims_as_told():
    """Claims whose log ratios have the mean and the spread of each function in the table, to the last digit."""
    rows, figures = [], []
    for name, n, ratio, spread, *_ in ROWS:
        scores = norm.ppf((np.arange(n) + 0.5) / n)
        logs = log(float(ratio.split()[0])) + log(spread) * (scores - scores.mean()) / scores.std(ddof=1)
        for place, each in enumerate(logs):
            segment = f"{name} {place}"
            rows.append((f"{name}{place:02}", name, "share", segment, 100 * exp(each), "2025-03-01"))
            figures.append(("share", segment, 100.0, None, None, "2025-01-01"))
    rows += [
        (f"untested {i}", "Regional sales", "niche", f"N{i}", 10.0 + i, "2025-03-01") for i in range(70 - len(rows))
    ]
    rows.append(("plan", "Regional sales", "size", "the region", CLAIM, "2025-06-01"))
    figures.append(
        ("size", "the region", OUTSIDE[1], OUTSIDE[0], OUTSIDE[2], "2022-12-01")
    )  # too old to test the claim
    claims = pd.DataFrame(rows, columns=["claim_id", "claimed_by", "metric", "segment", "claimed_value", "made_on"])
    table = pd.DataFrame(figures, columns=["metric", "segment", "value", "low", "high", "as_of"]).assign(source="Table")
    return claims.assign(made_on=pd.to_datetime(claims["made_on"])), table.assign(as_of=pd.to_datetime(table["as_of"]))


@cache
def by_the_analysis():
    claims, benchmarks = claims_as_told()
    answers = pd.DataFrame(
        [("3.6", "2", f"P{i}", "size", str(ROOM[1]), str(ROOM[0]), str(ROOM[2])) for i in range(13)],
        columns=["exercise", "round", "participant", "item", "value", "low", "high"],
    ).reindex(columns=list(ANSWER_COLUMNS))
    provenance = Provenance(snapshot="", answers="", code="", as_of=date(2025, 6, 30))
    return analyse(Inputs({"claims": claims, "benchmarks": benchmarks}, provenance, answers))


@pytest.mark.parametrize("row", range(4))
def test_the_analysis_gives_the_table(row):
    name, n, ratio, spread, pulled, factor = ROWS[row]
    findings = by_the_analysis()
    figure = findings.figure(f"claimant_ratio.{name}")
    assert f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})" == ratio
    assert findings.figure(f"claims_tested.{name}").value == n
    assert findings.figure(f"claimant_spread.{name}").value == pytest.approx(spread)
    correction = findings.figure(f"correction.{name}").value
    assert [f"{1 / correction:.2f}", f"{correction:.2f}"] == [pulled, factor]


def test_the_analysis_gives_the_range():
    value, spread = together()
    figure = by_the_analysis().figure("market_range.size")
    reach = TWENTIETH * spread
    assert [figure.value, figure.low, figure.high] == pytest.approx(
        [exp(value + at) for at in (0, -reach, reach)], rel=1e-6
    )
    row = next(row for row in by_the_analysis().rows("market_ranges") if row["metric"] == "size")
    for name, (middle, error) in zip(("corrected", "outside", "room"), sources(), strict=True):
        assert (row[name], row[f"{name}_spread"]) == pytest.approx((exp(middle), error), rel=1e-3)
