"""1.1: the lead, the correlation at it and the skill of forecasts, on months whose lead is known.

The true correlation and skill were counted once over 3,000 series of `drawn`, by numpy alone.
"""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import t

from tests.truth.trial import Case, Coverage, FalseAlarm

MONTHS, LAG, AHEAD, FORECASTS, LONGEST = 48, 4, 3, 18, 8
WON, LOST = 4, 8  # deals a month
SEASON = np.array([-0.1, -0.05, 0.1, 0, 0, 0.1, -0.15, -0.2, 0.05, 0.05, 0.1, 0.2])
CORRELATION, SKILL = 0.867, 0.464  # where revenue follows by 0.55, with noise of 0.2


def drawn(rng, follows, noise, growth=0.0):
    """Pipeline created and revenue by month, which follows it four months later by a share of its deviation."""
    swing = np.zeros(MONTHS + 24)
    for month in range(1, len(swing)):
        swing[month] = 0.5 * swing[month - 1] + rng.normal(0, 0.55)
    month = np.arange(MONTHS)
    before = swing[24 - LAG : 24 - LAG + MONTHS]
    revenue = 3 + growth * month / 12 + SEASON[month % 12] + follows * before + rng.normal(0, noise, MONTHS)
    return 8 + 2 * growth * month / 12 + 2 * SEASON[month % 12] + swing[24:], revenue.clip(0.2)


def case(seed, follows, noise, growth=0.0, **truth):
    """Wins created and closed on the same days, and losses that fill the pipeline created up, in euro."""
    rng = np.random.default_rng([11, seed])
    pipeline, revenue = drawn(rng, follows, noise, growth)
    month = np.repeat(np.arange(MONTHS), WON + LOST)
    won = np.tile(np.arange(WON + LOST) < WON, MONTHS)
    starts = pd.date_range("2021-01-01", periods=MONTHS, freq="MS").to_numpy()[month]
    created = pd.Series(starts) + pd.to_timedelta(np.tile(np.arange(WON + LOST), MONTHS), unit="D")
    amount = np.where(won, revenue[month] / WON, (pipeline - revenue).clip(0.2)[month] / LOST)
    deals = pd.DataFrame(
        {
            "deal_id": [f"D{place:04}" for place in range(len(month))],
            "outcome": np.where(won, "won", "lost"),
            "created_on": created,
            "closed_on": created + pd.to_timedelta(np.where(won, 0, 40), unit="D"),
            "amount": 1e6 * amount,
        }
    )
    return Case(tables={"deals": deals}, as_of=date(2024, 12, 31), truth=truth)


def strong(seed):
    return case(
        seed, 0.55, 0.2,
        **{"lag_correlation.pipeline_created": CORRELATION, "forecast_skill.pipeline_created": SKILL},
    )  # fmt: skip


def weak(seed):
    """A lead so weak that its lag is found in under half the runs: whole months hold more where it is stronger."""
    return case(seed, 0.12, 0.25, **{"lead_time.pipeline_created": LAG})


def unrelated(seed):
    return case(seed, 0.0, 0.3)


def growing(seed):
    return case(seed, 0.0, 0.3, growth=0.5)


# --- the same limits by other ways -----------------------------------------------------------------------------------


def on_last_year(case):
    """Pipeline created and revenue, as change on the year before."""
    deals = case.tables["deals"]
    won = deals[deals["outcome"] == "won"]
    created = deals.groupby(deals["created_on"].dt.to_period("M"))["amount"].sum().to_numpy()
    revenue = won.groupby(won["closed_on"].dt.to_period("M"))["amount"].sum().to_numpy()
    return created[12:] - created[:-12], revenue[12:] - revenue[:-12]


def jackknife(case, key):
    """Blocks of six months left out in turn, on Fisher's scale, Student's t of as many pieces (Künsch 1989)."""
    metric, revenue = on_last_year(case)
    pairs = np.column_stack([metric[:-LAG], revenue[LAG:]])[LONGEST - LAG :]
    block, n = 6, len(pairs)
    left = [np.delete(pairs, np.s_[start : start + block], axis=0) for start in range(n - block + 1)]
    each = np.arctanh([np.corrcoef(part.T)[0, 1] for part in left])
    pseudo = (n - block) / block * (each - each.mean())
    reach = t.ppf(0.975, n / block - 1) * np.sqrt(block / n * np.square(pseudo).mean())
    middle = np.arctanh(np.corrcoef(pairs.T)[0, 1])
    return tuple(np.tanh([middle - reach, middle + reach]))


def batch_means(case, key):
    """Student's t on six batches of three forecasts, of the linearised ratio (Schmeiser 1982, Oper. Res. 30)."""
    metric, revenue = on_last_year(case)
    months = range(len(revenue) - FORECASTS, len(revenue))
    ours = np.array([miss(metric, revenue, month) for month in months])
    plain = np.abs(revenue[-FORECASTS:])
    ratio = ours.sum() / plain.sum()
    batches = ((ours - ratio * plain) / plain.mean()).reshape(6, 3).mean(axis=1)
    reach = t.ppf(0.975, 5) * batches.std(ddof=1) / np.sqrt(6)
    return 1 - ratio - reach, 1 - ratio + reach


def miss(metric, revenue, month):
    tried = []
    for lag in range(AHEAD, LONGEST + 1):
        known = np.arange(lag, month - AHEAD + 1)
        slope, level = np.polyfit(metric[known - lag], revenue[known], 1)
        fit = np.corrcoef(metric[known - lag], revenue[known])[0, 1]
        tried.append((fit, abs(revenue[month] - level - slope * metric[month - lag])))
    return max(tried)[1]


def posterior(case, key):
    """Central 95 % of the lag under a line with normal errors and flat priors (Zellner 1971, 3.1)."""
    metric, revenue = on_last_year(case)
    rows = np.arange(LONGEST, len(revenue))
    fits = [np.corrcoef(metric[rows - lag], revenue[rows])[0, 1] for lag in range(LONGEST + 1)]
    weight = np.exp(-len(rows) / 2 * np.log(1 - np.square(np.clip(fits, 0, 1))))
    share = np.cumsum(weight / weight.sum())
    return float((share < 0.025).sum()), float((share < 0.975).sum())


def leads(findings):
    return findings.headline.code.startswith("leads")


SIZE = "48 months, 576 deals"
TRIALS = [
    Coverage(exercise="1.1", figure="lag_correlation.pipeline_created", simulate=strong, reference=jackknife, size=SIZE,
             beside="block jackknife, Student's t (Künsch 1989)"),
    Coverage(exercise="1.1", figure="forecast_skill.pipeline_created", simulate=strong, reference=batch_means,
             size=SIZE, beside="batch means, Student's t (Schmeiser 1982)"),
    Coverage(exercise="1.1", figure="lead_time.pipeline_created", simulate=weak, reference=posterior, size=SIZE,
             beside="posterior of the lag, flat prior (Zellner 1971)"),
    FalseAlarm(exercise="1.1", claim="a metric goes before revenue", simulate=unrelated, size=SIZE, alarm=leads),
    FalseAlarm(exercise="1.1", claim="a metric goes before revenue that only grows", simulate=growing, size=SIZE,
               alarm=leads),
]  # fmt: skip
