"""What each unit was to sell, what it sold by the deals, what the field had expected and what its people can carry."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, START

COMPANY = "Nordhafen Instruments"
FIRST = pd.Period(START, "M") + 3  # wins of earlier months began before the CRM did
PAST = pd.period_range(FIRST, pd.Period(AS_OF, "M"), freq="M")
AHEAD = pd.period_range(PAST[-1] + 1, PAST[-1] + 12, freq="M")
STRETCH = 1.04  # of a target over what was to be expected
LEARNS = 0.5  # how much of a year's attainment goes into the next year's plan
GROWTH_PLANNED = 1.06  # of the coming year where nothing is planted
WEIGHTS = {"manager": 0.3, "hunter": 1.0, "farmer": 1.0, "specialist": 1.05}
NEWCOMER = 0.5  # of a full quota in the first half year
HALF_A_YEAR = pd.Timedelta(days=180)
UNITS = {"region": "region", "team": "team", "product": "product_id"}


def targets_table(business: Business) -> pd.DataFrame:
    """By quarter for company, regions, teams, sellers and products, for the company by month too.

    `actual` is the sum of the amounts won, by the day of closing; null for periods to come.
    """
    plan = monthly_plan(business)
    quarters = plan.groupby(pd.PeriodIndex(plan.index).asfreq("Q")).sum()
    plans = {kind: by_share(quarters, shares(business, kind)) for kind in UNITS}
    plans["rep"] = rep_plan(business.reps, plans["team"])
    rows = [long(plan[: AHEAD[2]].to_frame(COMPANY), company_actuals(business, "M"), "company")]
    rows.append(long(quarters.to_frame(COMPANY), company_actuals(business, "Q"), "company"))
    rows += [long(wide, actuals(business, {**UNITS, "rep": "rep_id"}[kind]), kind) for kind, wide in plans.items()]
    return with_views(business.stream("targets"), pd.concat(rows, ignore_index=True))


def monthly_plan(business: Business) -> pd.Series:
    """What a planner could expect of each month: deals begun, usual rate and lag, the habit of quarters' ends."""
    won, begun = business.won, business.deals["created"].dt.to_period("M")
    lag = (months(won["closed_on"]) - months(won["created"])).value_counts(normalize=True)
    counts = begun.value_counts().sort_index()
    plan = pd.Series(0.0, index=PAST)
    for wait, share in lag.items():
        plan += share * counts.set_axis(counts.index + int(str(wait))).reindex(PAST, fill_value=0)
    usual = won["amount"].sort_values().iloc[:-1]  # without the largest order of all
    habit = won.groupby((won["closed_on"].dt.month - 1) % 3)["amount"].count()
    plan = plan * usual.sum() / len(begun) * (habit / habit.mean())[(PAST.month - 1) % 3].to_numpy()
    return STRETCH * with_coming_year(business, learning(plan, won.loc[usual.index]))


def months(days: pd.Series) -> pd.Series:
    return 12 * days.dt.year + days.dt.month


def learning(plan: pd.Series, won: pd.DataFrame) -> pd.Series:
    """Each year's plan takes up a part of what the year before brought over its own."""
    came = won.groupby(won["closed_on"].dt.year)["amount"].sum()
    for year in sorted(set(PAST.year))[1:]:
        ratio = came[year - 1] / plan[PAST.year == year - 1].sum()
        plan = plan.mask(PAST.year == year, plan * ratio**LEARNS)
    return plan


def with_coming_year(business: Business, plan: pd.Series) -> pd.Series:
    growth = business.planted.stretched_plan.growth if business.planted else GROWTH_PLANNED
    return pd.concat([plan, pd.Series(plan.iloc[-12:].to_numpy() * growth, index=AHEAD)])


def shares(business: Business, kind: str) -> pd.Series:
    """Each unit's share of the plan by what it had over the whole time: a planner does not see a decline."""
    if kind != "product":
        return business.deals[UNITS[kind]].value_counts(normalize=True).sort_index()
    brought = business.won.groupby("product_id")["amount"].apply(lambda amounts: amounts.sort_values().iloc[:-1].sum())
    return brought / brought.sum()


def by_share(quarters: pd.Series, share: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(np.outer(quarters, share), index=quarters.index, columns=share.index)


def rep_plan(reps: pd.DataFrame, of_team: pd.DataFrame) -> pd.DataFrame:
    """The team's target among those who are there, newcomers with half; null where somebody is not there."""
    weights = pd.DataFrame({quarter: rep_weights(reps, quarter) for quarter in of_team.index}).set_axis(reps["rep_id"])
    team = reps["team"].to_numpy()
    part = weights / weights.groupby(team).transform("sum").to_numpy()
    return (part * of_team.T.loc[team].to_numpy()).where(weights > 0).T


def rep_weights(reps: pd.DataFrame, quarter: pd.Period) -> pd.Series:
    there = (reps["hired_on"] <= quarter.end_time) & ~(reps["left_on"] <= quarter.start_time)
    new = reps["hired_on"] > quarter.start_time - HALF_A_YEAR
    return reps["role"].map(WEIGHTS) * np.where(new, NEWCOMER, 1.0) * there


def actuals(business: Business, column: str, freq: str = "Q") -> pd.DataFrame:
    """Amounts won: periods in rows, units in columns; 0 where nothing was won."""
    won = business.won
    sums = won.groupby([won["closed_on"].dt.to_period(freq), column])["amount"].sum().unstack().fillna(0.0)
    return sums.round(2).reindex(PAST.asfreq(freq).unique(), fill_value=0.0)


def company_actuals(business: Business, freq: str) -> pd.DataFrame:
    return actuals(business, "currency", freq).set_axis([COMPANY], axis=1)


def long(plan: pd.DataFrame, actual: pd.DataFrame, kind: str) -> pd.DataFrame:
    """One row for each unit and period that has a plan."""
    came = actual.reindex(columns=plan.columns, fill_value=0.0)
    rows = melted(plan, "target").dropna().merge(melted(came, "actual"), on=["when", "unit_id"], how="left")
    digits = -2 if kind == "rep" else -3
    period = [written(when) for when in rows["when"]]
    return rows.assign(period=period, unit_type=kind, target=rows["target"].round(digits)).drop(columns="when")


def melted(wide: pd.DataFrame, value: str) -> pd.DataFrame:
    return wide.rename_axis("when").reset_index().melt("when", var_name="unit_id", value_name=value)


def written(period: pd.Period) -> str:
    """2024-03 or 2024-Q1."""
    return f"{period.year}-{period.month:02}" if period.freqstr == "M" else f"{period.year}-Q{period.quarter}"


def with_views(rng: Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """field_estimate: cautious, and knowing a little of what came; capacity: what the people there can carry."""
    expected = rows["target"] / STRETCH
    known = 0.75 * expected + 0.25 * rows["actual"].fillna(expected)
    estimate = known * 0.95 * rng.lognormal(0, 0.08, len(rows))
    capacity = expected * rng.normal(1.02, 0.04, len(rows)).clip(0.85, 1.2)
    capacity = capacity.mask(rows["actual"].isna(), capacity * 0.9)  # not all who left are replaced
    step = pd.Series(np.where(rows["unit_type"] == "rep", 100, 1000))
    return rows.assign(
        field_estimate=(estimate / step).round() * step, capacity=(capacity / step).round() * step
    )  # fmt: skip


def attainment(business: Business) -> pd.Series:
    """Actual ÷ target over a seller's quarters, by rep_id; null for those with fewer than four."""
    rows = business.table(targets_table)
    mine = rows[(rows["unit_type"] == "rep") & rows["actual"].notna()].groupby("unit_id")
    sums = mine[["actual", "target"]].sum()
    ratio: pd.Series = (sums["actual"] / sums["target"]).where(mine.size() >= 4)
    return ratio
