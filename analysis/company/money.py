"""Amounts of deals in one currency, or none where they cannot be added."""

import pandas as pd

from analysis.findings import Message


def amounts(deals: pd.DataFrame, fx_rates: pd.DataFrame | None) -> pd.Series:
    """Amount per deal in the organisation's currency; all null where several currencies have no rates between them.

    One currency needs no rate. Of several, each amount takes the last rate on or before the day of closing (else of
    creation); the one currency that no rate is given for is the organisation's own.
    """
    if "amount" not in deals or mixed_currencies(deals, fx_rates):
        return pd.Series(float("nan"), index=deals.index)
    amount = deals["amount"].astype(float)
    if len(currencies(deals)) < 2 or fx_rates is None:
        return amount
    return amount * rates_of(deals, fx_rates)


def currencies(deals: pd.DataFrame) -> list[str]:
    return sorted(deals["currency"].dropna().astype("str").unique()) if "currency" in deals else []


def mixed_currencies(deals: pd.DataFrame, fx_rates: pd.DataFrame | None) -> Message | None:
    """The warning that money cannot be added; None where it can."""
    found = currencies(deals)
    rated = set() if fx_rates is None else set(fx_rates["currency"].astype("str"))
    if len(found) < 2 or len(set(found) - rated) < 2:
        return None
    return Message("mixed_currencies", {"currencies": ", ".join(found)})


def rates_of(deals: pd.DataFrame, fx_rates: pd.DataFrame) -> pd.Series:
    """Rate per deal, 1 for the organisation's own currency; null before the first rate."""
    day = deals["closed_on"] if "closed_on" in deals else pd.Series(pd.NaT, index=deals.index)
    if "created_on" in deals:
        day = day.fillna(deals["created_on"])
    asked = pd.DataFrame({"currency": deals["currency"].astype("str"), "on": day.astype("datetime64[ns]")})
    asked = asked.assign(row=range(len(asked))).dropna(subset=["on", "currency"]).sort_values("on", kind="stable")
    given = fx_rates.assign(currency=fx_rates["currency"].astype("str"), on=fx_rates["on"].astype("datetime64[ns]"))
    found = pd.merge_asof(asked, given[["currency", "on", "rate"]].sort_values("on"), on="on", by="currency")
    rate = found.set_index("row")["rate"].reindex(range(len(deals))).set_axis(deals.index)
    rated = deals["currency"].astype("str").isin(set(given["currency"]))
    return rate.where(rated, 1.0)
