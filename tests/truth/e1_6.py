"""1.6: mean, spread and rules of months whose mean and spread are known."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import chi2, t

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
MONTHS = [f"{2023 + place // 12}-{place % 12 + 1:02}" for place in range(36)]
D2 = 2 / np.sqrt(np.pi)  # mean absolute difference of two normal values
WIDTH, RUN = 2.48, 8  # the middle of the scales, which is looked at without a room


def company(seed, spread, mean=0.98):
    """36 months of actual over target, normal, with no change; 12 draw the limits and 24 try them."""
    rng = np.random.default_rng([16, seed])
    target = rng.uniform(800, 1200, 36).round(1)
    told = {"period": MONTHS, "unit_type": "company", "unit_id": "Company", "target": target}
    targets = pd.DataFrame(told | {"actual": target * rng.normal(mean, spread, 36)})
    truth = {
        "baseline_mean": mean,
        "mean_moving_range.Company": D2 * spread,
        "natural_width": 2.66 * D2 * spread,
        "months_to_see_drop": months_to_see(round(spread, 6)),
    }
    return Case(tables={"targets": targets}, as_of=AS_OF, truth=truth)


@cache
def months_to_see(spread, runs=3000, most=200):
    """Median months until limits or run see a fall of 0.1, limits drawn anew from 12 months; a loop over months."""
    rng = np.random.default_rng(1606)
    before, after = rng.normal(0, spread, (runs, 12)), rng.normal(-0.1, spread, (runs, most))
    mean, change = before.mean(axis=1), np.abs(before[:, 1:] - before[:, :-1]).mean(axis=1)
    side, length, seen = np.zeros(runs), np.zeros(runs), np.full(runs, most)
    for month in range(most):
        off = after[:, month] - mean
        length = np.where(np.sign(off) == side, length + 1, 1)
        side = np.sign(off)
        alarm = (np.abs(off) > WIDTH * change) | (length >= RUN)
        seen = np.where(alarm & (seen == most), month + 1, seen)
    return float(np.median(seen))


def usual(seed):
    return company(seed, 0.07)


def ratios(case):
    targets = case.tables["targets"][:12]
    return (targets["actual"] / targets["target"]).to_numpy()


def student(case, key):
    first = ratios(case)
    return t.interval(0.95, 11, first.mean(), first.std(ddof=1) / np.sqrt(12))


def spread_limits(case):
    """Chi-square limits of the standard deviation by the mean moving range, at the degrees of freedom of its variance.

    Cryer & Ryan (1990), J. Quality Technology 22, 187-192.
    """
    freedom = 11**2 / (2 * (0.8264 * 12 - 1.082))
    sigma = np.abs(np.diff(ratios(case))).mean() / D2
    return tuple(sigma * np.sqrt(freedom / chi2.ppf([0.975, 0.025], freedom)))


def moving_range(case, key):
    return tuple(D2 * limit for limit in spread_limits(case))


def natural(case, key):
    return tuple(2.66 * D2 * limit for limit in spread_limits(case))


def delay(case, key):
    return tuple(months_to_see(round(float(limit), 3)) for limit in spread_limits(case))


def said(findings, cost="", tried=""):
    code = findings.headline.code
    return code.startswith(cost) and (not tried or f"_{tried}_" in code)


SIZE = "36 months, 12 of them for the limits"
TRIALS = [
    Coverage(exercise="1.6", figure="baseline_mean", simulate=usual, reference=student, size=SIZE,
             beside="Student's t (scipy)"),
    Coverage(exercise="1.6", figure="mean_moving_range", simulate=usual, reference=moving_range, size=SIZE,
             beside="chi-square at Cryer & Ryan's degrees of freedom (scipy)"),
    Coverage(exercise="1.6", figure="natural_width", simulate=usual, reference=natural, size=SIZE,
             beside="chi-square at Cryer & Ryan's degrees of freedom (scipy)"),
    Coverage(exercise="1.6", figure="months_to_see_drop", simulate=usual, reference=delay, size=SIZE,
             beside="a plain loop at the chi-square limits of the spread"),
    FalseAlarm(exercise="1.6", claim="months since the baseline are more than chance", simulate=usual, size=SIZE,
               alarm=lambda findings: said(findings, tried="signals")),
    FalseAlarm(exercise="1.6", claim="a rule sees a 10 % drop within six months (at a spread where it takes seven)",
               simulate=lambda seed: company(seed, 0.115), size=SIZE, alarm=lambda findings: said(findings, "seen")),
    FalseAlarm(exercise="1.6", claim="no rule sees a 10 % drop within six months (at a spread where it takes six)",
               simulate=lambda seed: company(seed, 0.095), size=SIZE, alarm=lambda findings: said(findings, "noisy")),
]  # fmt: skip
