"""Money by the day on which it counts: booked, invoiced or recognised; one row of `revenue` is one such amount."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from analysis.company.deals import day_after, last_complete_quarter, quarter_code, quarter_name
from analysis.company.money import amounts
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from analysis.methods.ratios import share_of_sums
from analysis.methods.survival import UNKNOWN, Curve, Estimate, kaplan_meier

RULES = {"booked": "booked_on", "invoiced": "invoiced_on", "recognised": "recognised_on"}
QUARTERS = 4
LAST_DAYS = 10  # of a quarter
BUSY = 1.25  # times an even share of them: seasons and holidays alone make up to a fifth more

MOST_DAYS = 180  # until an invoice
DELAYS = ("same", "next", "second", "further", "not_yet")


def revenue_as_of(inputs: Inputs) -> pd.DataFrame:
    """Rows booked by the end of `as_of`, later invoices and recognitions not known yet, with `value` in one currency.

    Adds a quarter of each rule: `booked`, `invoiced`, `recognised`, as codes, null where there is no day.
    """
    rows, tomorrow = inputs.tables["revenue"], day_after(inputs.provenance.as_of)
    rows = rows[rows["booked_on"] < tomorrow]
    rows = rows.sort_values(["deal_id", "booked_on", "amount"], kind="stable")  # sums of floats depend on the order
    days = {day: rows[day].where(rows[day] < tomorrow) for day in RULES.values() if day in rows}
    rows = rows.assign(**{day: days.get(day, pd.Series(pd.NaT, rows.index)) for day in RULES.values()})
    value = amounts(rows.assign(closed_on=rows["booked_on"]), inputs.tables.get("fx_rates"))
    return rows.assign(value=value, **{rule: quarter_code(rows[day]) for rule, day in RULES.items()})


def of_won_deals(rows: pd.DataFrame, deals: pd.DataFrame | None) -> tuple[pd.DataFrame, int]:
    """Without rows of deals that are known and not won; and how many those are. A later credit note is kept."""
    if deals is None or "deal_id" not in deals or "outcome" not in deals:
        return rows, 0
    other = set(deals.loc[deals["outcome"] != "won", "deal_id"].astype("str"))
    dropped = rows["deal_id"].astype("str").isin(other)
    return rows[~dropped], int(dropped.sum())


def quarters_shown(inputs: Provenance) -> list[int]:
    """Codes of the quarters looked at: those that lie wholly in the window, else the last four complete ones."""
    last = last_complete_quarter(inputs.as_of)
    if not inputs.windowed:
        return list(range(last - QUARTERS + 1, last + 1))
    until = min(last_complete_quarter(inputs.until), last) if inputs.until else last
    first = first_complete_quarter(inputs.since) if inputs.since else until - QUARTERS + 1
    return list(range(first, until + 1))


def first_complete_quarter(day: date) -> int:
    """Code of the first quarter that begins on `day` or later."""
    code = 4 * day.year + (day.month - 1) // 3
    begins = day.day == 1 and (day.month - 1) % 3 == 0
    return code if begins else code + 1


def orders_of(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per order, which is a row of money coming in: negative ones are credits, not orders."""
    return rows[(rows["value"] > 0) | rows["value"].isna()]


def cancelled(rows: pd.DataFrame, orders: pd.DataFrame) -> int:
    """Orders with a later negative row of the same deal."""
    credited = rows[rows["value"] < 0].groupby("deal_id")["booked_on"].max().rename("credited_on")
    found = orders[["deal_id", "booked_on"]].merge(credited, left_on="deal_id", right_index=True)
    return int((found["credited_on"] >= found["booked_on"]).sum())


def in_last_days(days: pd.Series) -> pd.Series:
    """Which days are among the last ten of their quarter."""
    after: pd.Series = (days + pd.Timedelta(days=LAST_DAYS)).dt.to_period("Q") != days.dt.to_period("Q")
    return after


def days_between(start: pd.Series, end: pd.Series, as_of: date) -> pd.DataFrame:
    """`days` from start to end, or to `as_of` where that has not come (`observed` False); none below 0."""
    observed = end.notna()
    days = (end.fillna(pd.Timestamp(as_of)) - start).dt.days
    return pd.DataFrame({"days": days, "observed": observed})[days >= 0]


def shift_matrix(rows: pd.DataFrame, quarters: list[int]) -> pd.DataFrame:
    """Money booked in a quarter and recognised in another, in long form: `booked`, `recognised` (names), `money`, `n`.

    Booked before the quarters shown is "earlier", recognised after them or not yet "later"; rows that touch none of the
    quarters are left out.
    """
    touched = rows[rows["booked"].isin(quarters) | rows["recognised"].isin(quarters)]
    first, last = quarters[0], quarters[-1]
    booked = touched["booked"].clip(lower=first - 1)
    recognised = touched["recognised"].fillna(last + 1).clip(lower=first - 1, upper=last + 1)
    sums = touched.groupby([booked, recognised])["value"].agg(["sum", "size"]).reset_index()
    names = {code: quarter_name(code) for code in quarters} | {first - 1: "earlier", last + 1: "later"}
    return pd.DataFrame(
        {
            "booked": sums["booked"].map(names), "recognised": sums["recognised"].map(names), "money": sums["sum"],
            "n": sums["size"],
        }
    )  # fmt: skip


def quarter_table(rows: pd.DataFrame, orders: pd.DataFrame, quarters: list[int]) -> pd.DataFrame:
    """One row a quarter: money by rule, gap, orders booked and the share of them in its last ten days."""
    sums = {rule: by_rule(rows, rule, quarters) for rule in RULES}
    table = pd.DataFrame({"quarter": [quarter_name(code) for code in quarters]} | sums)
    gap = (table["booked"] / table["recognised"] - 1).where(table["recognised"] > 0)
    late = in_last_days(orders["booked_on"]).groupby(orders["booked"]).agg(["sum", "size"])
    late = late.reindex(quarters, fill_value=0)
    low, high = wilson_interval(late["sum"], late["size"])
    share = (late["sum"] / late["size"].where(late["size"] > 0)).to_numpy()
    return table.assign(gap=gap, orders=late["size"].to_numpy(), end_share=share, low=low, high=high)


def by_rule(rows: pd.DataFrame, rule: str, quarters: list[int]) -> list[float]:
    """Money of each quarter; NaN where no row at all has that day, or no amount can be added."""
    if rows[rule].isna().all() or rows["value"].isna().all():
        return [np.nan] * len(quarters)
    sums = rows.groupby(rows[rule].astype("Int64"))["value"].sum()
    return [float(sums.get(code, 0.0)) for code in quarters]


def waiting(orders: pd.DataFrame, day: str, as_of: date) -> Curve | None:
    """The share of orders that still waits by age; None where none has ever come."""
    days = days_between(orders["booked_on"], orders[day], as_of)
    if not days["observed"].any():
        return None
    cells = days.value_counts().sort_index()
    at = cells.index.to_frame()
    return kaplan_meier(at["days"], at["observed"], cells.to_numpy())


def done_by(curve: Curve, orders: pd.DataFrame, as_of: date) -> Estimate:
    """Share invoiced within 180 days; where none waits any more, Wilson's limits of the orders that are so old."""
    still = curve.at(MOST_DAYS)
    found = Estimate(1 - still.value, 1 - still.high, 1 - still.low)
    if np.isnan(found.value) or not np.isnan(found.low + found.high):
        return found
    old = orders[(pd.Timestamp(as_of) - orders["booked_on"]).dt.days >= MOST_DAYS]
    low, high = map(float, wilson_interval(round(found.value * len(old)), len(old)))
    return Estimate(found.value, low, high)


def same_quarter(booked: pd.DataFrame) -> Estimate:
    if booked["recognised"].isna().all():
        return UNKNOWN
    same = booked["value"].where(booked["booked"] == booked["recognised"], 0.0)
    sums = pd.DataFrame({"same": same, "whole": booked["value"]}).groupby(booked["deal_id"].astype("str")).sum()
    return share_of_sums(sums["same"], sums["whole"])


def delay_table(booked: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Booked money by the quarters until it is recognised, as `names` names `DELAYS`."""
    if booked["recognised"].isna().all() or not booked["value"].sum():
        return pd.DataFrame()
    later = (booked["recognised"] - booked["booked"]).astype(float).clip(0, 3).fillna(4).astype(int)
    sums = booked.groupby(later)["value"].agg(["sum", "size"]).reindex(range(5), fill_value=0)
    return pd.DataFrame(
        {
            "delay": [names[key] for key in DELAYS], "money": sums["sum"].astype(float),
            "share": sums["sum"] / sums["sum"].sum(), "orders": sums["size"],
        }
    )  # fmt: skip


def attainment_by_rule(rows: pd.DataFrame, inputs: Inputs, quarters: list[int]) -> pd.DataFrame:
    """Per seller with a target in every one of the quarters: target, and money by each rule in them."""
    plan = planned(inputs.tables["targets"], "target", "rep").reindex(columns=[quarter_name(code) for code in quarters])
    plan = plan[plan.notna().all(axis=1) & (plan.sum(axis=1) > 0)]
    deals = inputs.tables["deals"].drop_duplicates("deal_id")
    seller = rows["deal_id"].map(deals.set_index("deal_id")["rep_id"].astype("str"))
    made = {
        rule: rows["value"].where(rows[rule].isin(quarters)).groupby(seller).sum().reindex(plan.index, fill_value=0.0)
        for rule in RULES
    }
    return pd.DataFrame({"target": plan.sum(axis=1)} | made)


def planned(targets: pd.DataFrame, column: str, unit_type: str) -> pd.DataFrame:
    """A column of the targets, units in rows and calendar quarters in columns; three months stand in for a quarter."""
    mine = targets[(targets["unit_type"] == unit_type) & targets[column].notna()]
    quarter = mine["period"].str.extract(r"^(\d{4}-Q[1-4])$")[0]
    month = mine["period"].str.extract(r"^(\d{4})-(\d{2})$")
    of_month = month[0] + "-Q" + ((month[1].astype(float) + 2) // 3).astype("Int64").astype("str")
    whole, parts = (mine.groupby(["unit_id", each])[column].agg(["sum", "size"]) for each in (quarter, of_month))
    first, second = whole["sum"].unstack(), parts.loc[parts["size"] == 3, "sum"].unstack()
    return first.combine_first(second)
