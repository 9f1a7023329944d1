"""Five figures of a sales dashboard by quarter, and the revenue of the quarter after.

A quarter holds what was dated in it; what stands at its end is read on its last day. Expected closing days have no
history, so coverage counts all that was open, not what is said today to have been expected.
"""

import numpy as np
import pandas as pd

from analysis.company.deals import last_complete_quarter, quarter_code
from analysis.company.results.monthly import Grid, Records, standing
from analysis.findings import Need, Provenance
from analysis.inputs import Inputs, Needs

KPIS = ("cac", "win_rate", "cycle", "discount", "coverage")
TURN = {"cac": -1.0, "win_rate": 1.0, "cycle": -1.0, "discount": -1.0, "coverage": 1.0}  # so that more is better
RESTS_ON: dict[str, Needs] = {
    "cac": {"campaigns": ("period", "cost")},
    "discount": {"deals": ("discount_pct",)},
    "coverage": {"targets": ("period", "unit_type", "target")},
}
NEW = "new"


def quarters_between(records: Records, window: Provenance) -> range:
    """Codes of the quarters whose own months and whose next quarter are whole; the next lies within the window."""
    first = -(-records.whole // 3)
    last = (records.last + 1) // 3 - 1
    if window.since:
        before = (pd.Timestamp(window.since) - pd.Timedelta(days=1)).date()
        first = max(first, last_complete_quarter(before))
    return range(first, last)


def kpis_by_quarter(deals: pd.DataFrame, inputs: Inputs, quarters: range) -> pd.DataFrame:
    """`KPIS`, `decided` and `revenue` of the quarter, `next_revenue`; index the codes of `quarters`. NaN where unknown.

    deals: as they stood on the day, `amount` in one currency.
    """
    codes = pd.Index(list(quarters), name="quarter")
    closed = quarter_code(deals["closed_on"])
    won, decided = deals["outcome"] == "won", deals["outcome"].isin(["won", "lost"])
    days = (deals["closed_on"] - deals["created_on"]).dt.days
    counts = closed[decided].value_counts()
    revenue = deals.loc[won, "amount"].groupby(closed[won]).sum()
    table = {
        "cac": spend(inputs) / new_customers(deals, won, closed),
        "win_rate": closed[won].value_counts() / counts,
        "cycle": days[decided & (days >= 0)].groupby(closed[decided & (days >= 0)]).median(),
        "discount": discounts(deals, won, closed),
        "coverage": coverage(deals, inputs, quarters),
        "decided": counts,
        "revenue": revenue,
    }
    frame = pd.DataFrame({name: column.astype(float).reindex(codes) for name, column in table.items()}, index=codes)
    following = revenue.astype(float).reindex(codes + 1).fillna(0.0).to_numpy()
    return frame.replace([np.inf, -np.inf], np.nan).assign(next_revenue=following)


def discounts(deals: pd.DataFrame, won: pd.Series, closed: pd.Series) -> pd.Series:
    if "discount_pct" not in deals:
        return pd.Series(dtype=float)
    mean: pd.Series = deals.loc[won, "discount_pct"].astype(float).groupby(closed[won]).mean()
    return mean


def new_customers(deals: pd.DataFrame, won: pd.Series, closed: pd.Series) -> pd.Series:
    """Won deals of new business by quarter; all won deals where the kind of deal is not on record."""
    kind = deals["deal_type"].astype("str") if "deal_type" in deals else None
    mine = won if kind is None or not (kind == NEW).any() else won & (kind == NEW)
    return closed[mine].value_counts()


def spend(inputs: Inputs) -> pd.Series:
    """Cost of campaigns by quarter, from months and quarters; empty without them."""
    if inputs.missing({"campaigns": ("period", "cost")}):
        return pd.Series(dtype=float)
    campaigns = inputs.tables["campaigns"]
    return sums_by_quarter(campaigns["period"], campaigns["cost"])


def sums_by_quarter(periods: pd.Series, values: pd.Series, least: int = 1) -> pd.Series:
    """Values of months (2024-03) and quarters (2024-Q1), added up by the code of the quarter; `least` rows of each."""
    return values.astype(float).groupby(period_quarter(periods.astype("str"))).sum(min_count=least)


def period_quarter(periods: pd.Series) -> pd.Series:
    """Code of the quarter of each period; null for years and what is not understood."""
    parts = periods.str.extract(r"^(\d{4})-(?:Q([1-4])|(\d{2}))$").astype(float)
    place = (parts[1] - 1).fillna((parts[2] - 1) // 3)
    codes: pd.Series = (4 * parts[0] + place).astype("Int32")
    return codes


def coverage(deals: pd.DataFrame, inputs: Inputs, quarters: range) -> pd.Series:
    """Open money at the quarter's end over the company's target of the next quarter."""
    targets = company_targets(inputs)
    grid = Grid(3 * quarters.start, 3 * quarters.stop - 1)
    if not len(quarters) or targets.empty:
        return pd.Series(dtype=float)
    dated = deals[(deals["outcome"] == "open") | (deals["closed_on"] >= deals["created_on"])]
    at_end = standing(grid, dated["created_on"], dated["closed_on"], dated["amount"])[2::3]
    following = targets.reindex([code + 1 for code in quarters]).to_numpy(float)
    return pd.Series(at_end / following, index=list(quarters))


def company_targets(inputs: Inputs) -> pd.Series:
    """By the code of the quarter: the company's own by quarter, else the sum of its months; empty without any."""
    if inputs.missing({"targets": ("period", "unit_type", "target")}):
        return pd.Series(dtype=float)
    targets = inputs.tables["targets"]
    mine = targets[targets["unit_type"] == "company"].dropna(subset=["target"])
    by_quarter = mine["period"].astype("str").str.contains("Q")
    quarters = sums_by_quarter(mine.loc[by_quarter, "period"], mine.loc[by_quarter, "target"])
    months = sums_by_quarter(mine.loc[~by_quarter, "period"], mine.loc[~by_quarter, "target"], least=3)
    return quarters.combine_first(months)


def needs_of(inputs: Inputs) -> tuple[Need, ...]:
    """What would unlock the figures that are missing."""
    return tuple(need for wanted in RESTS_ON.values() for need in inputs.missing(wanted))
