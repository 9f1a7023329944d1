"""What was forecast for each quarter, in three steps before it began and once more in its middle."""

import numpy as np
import pandas as pd

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF
from datasets.sample.effect_kinds import BiasedForecasts
from datasets.sample.targets import COMPANY, STRETCH, targets_table

STEPS = {"statistical model": (-12, 0.14), "sales managers": (-7, 0.10), "final": (-3, 0.09)}
"""Days before the quarter begins, and the standard deviation of the log of what is forecast."""
UPDATE = ("final", 45, 0.05)  # in the middle of the quarter
TENTH = 1.2816  # of a normal distribution: what the 10th and 90th percentiles lie from the middle


def forecasts_table(business: Business) -> pd.DataFrame:
    """Six regions, and the company as their sum; `actual` as in targets, null for the quarter to come."""
    steps = [(step, *STEPS[step]) for step in STEPS]
    regions = pd.concat([made(business, *step) for step in [*steps, UPDATE]])
    together = regions.groupby(["made_on", "period", "category"])[["forecast", "low", "high", "actual"]]
    company = together.sum(min_count=1).reset_index().assign(unit_id=COMPANY)
    rows = pd.concat([regions, company])
    return rows[rows["made_on"] <= pd.Timestamp(AS_OF)].sort_values(["made_on", "unit_id"])


def made(business: Business, step: str, days: int, spread: float) -> pd.DataFrame:
    """One step's forecasts of all regions and quarters. The band says that it holds four in five."""
    rows, rng = regions_by_quarter(business), business.stream(f"forecasts {days}")
    biased = business.planted.biased_forecasts if business.planted else BiasedForecasts(dict.fromkeys(STEPS, 1.0), 1.0)
    came = rows["actual"].fillna(rows["target"] / STRETCH)
    forecast = came * biased.factors[step] * np.exp(rng.normal(0, spread, len(rows)))
    width = TENTH * spread * biased.band
    start = pd.PeriodIndex(rows["period"].str.replace("-", ""), freq="Q").start_time
    return rows[["period", "unit_id", "actual"]].assign(
        made_on=start + pd.Timedelta(days=days),
        forecast=forecast.round(-3),
        low=(forecast * np.exp(-width)).round(-3),
        high=(forecast * np.exp(width)).round(-3),
        category=step,
    )


def regions_by_quarter(business: Business) -> pd.DataFrame:
    """Quarters that are over, and the one that begins on the day after the last."""
    targets = business.table(targets_table)
    coming = targets["period"].where(targets["actual"].isna() & targets["period"].str.contains("Q")).min()
    return targets[(targets["unit_type"] == "region") & (targets["actual"].notna() | (targets["period"] == coming))]
