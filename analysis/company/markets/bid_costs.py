"""What a bid costs in selling days, and what a won one leaves."""

import pandas as pd

from analysis.company.columns import column
from analysis.company.money import amounts
from analysis.inputs import Inputs, Needs

NEEDS: Needs = {"deals": ("rep_days", "margin_pct", "amount"), "reps": ("base_pay",)}
SELLING_DAYS = 230  # of a seller, in a year


def with_costs(deals: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Adds `cost` (rep-days at the pay of a day) and `margin`, in money; null where a part of them is unknown.

    The pay of a day is the seller's own, and the mean of all sellers where the deal's is unknown.
    """
    amount = amounts(deals, inputs.tables.get("fx_rates"))
    margin = amount * column(deals, "margin_pct", float) / 100
    return deals.assign(cost=column(deals, "rep_days", float) * day_pay(deals, inputs), margin=margin)


def day_pay(deals: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """Pay of a day of each deal's seller: base and variable pay over the selling days of a year."""
    unknown = pd.Series(float("nan"), index=deals.index)
    if not inputs.has("reps", "base_pay"):
        return unknown
    reps = inputs.tables["reps"].drop_duplicates("rep_id")
    pay = column(reps, "base_pay", float) + column(reps, "variable_pay", float).fillna(0.0)
    pay = pay.set_axis(reps["rep_id"]).sort_index() / SELLING_DAYS
    own = deals["rep_id"].map(pay) if "rep_id" in deals else unknown
    return own.astype(float).fillna(pay.mean())
