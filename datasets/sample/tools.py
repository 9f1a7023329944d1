"""How often sellers open the tools that they were given."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF
from datasets.sample.targets import attainment

TOOLS = {"CRM": 0.78, "Quote configurator": 0.45, "Call recorder": 0.4, "Prospecting database": 0.5}
"""Share of available days on which a tool is used."""
MONTHS = pd.period_range(end=pd.Period(AS_OF, "M"), periods=24, freq="M")
HABIT = 0.11  # standard deviation of that share between sellers


def tool_usage_table(business: Business) -> pd.DataFrame:
    """Two years, by seller, month and tool, while the seller is there."""
    rng = business.stream("tool_usage")
    rows = rep_months(business.reps).merge(pd.DataFrame({"tool": list(TOOLS)}), how="cross")
    share = shares(rng, rows, business)
    available = rng.binomial(22, 0.86, len(rows))
    return rows.assign(
        period=rows["month"].astype(str),
        active_days=rng.binomial(available, share.clip(0.02, 0.98)).astype(float),
        available_days=available.astype(float),
    )


def rep_months(reps: pd.DataFrame) -> pd.DataFrame:
    rows = reps[["rep_id", "hired_on", "left_on"]].merge(pd.DataFrame({"month": MONTHS}), how="cross")
    start, end = rows["month"].dt.start_time, rows["month"].dt.end_time
    there = (rows["hired_on"] <= start) & ~(rows["left_on"] <= end)
    return rows[there].reset_index(drop=True)


def shares(rng: Generator, rows: pd.DataFrame, business: Business) -> pd.Series:
    """Sellers have habits; use of the useful tool goes with attainment, that of the fading one falls."""
    who = rows[["rep_id", "tool"]].drop_duplicates()
    share = who["tool"].map(TOOLS) + rng.normal(0, HABIT, len(who))
    if business.planted:
        useful = business.planted.useful_tool
        place = who["rep_id"].map(standing(attainment(business))).fillna(0)
        share = share + np.where(who["tool"] == useful.tool, useful.slope * place, 0)
    whole = rows.merge(who.assign(share=share), on=["rep_id", "tool"], how="left")["share"]
    return whole * fading(rows, business)


def standing(values: pd.Series) -> pd.Series:
    """Ranks with mean 0 and standard deviation 1."""
    ranks = values.rank()
    return (ranks - ranks.mean()) / ranks.std()


def fading(rows: pd.DataFrame, business: Business) -> np.ndarray:
    if not business.planted:
        return np.ones(len(rows))
    planted = business.planted.fading_tool
    passed = rows["month"].map({month: place / (len(MONTHS) - 1) for place, month in enumerate(MONTHS)})
    return np.where(rows["tool"] == planted.tool, 1 - (1 - planted.left) * passed, 1.0)
