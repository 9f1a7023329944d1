"""Who owns what on a day, read from won deals, and what was bought in the year after it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.markets.first_bids import purchases
from analysis.findings import Provenance

Flags = NDArray[np.bool_]
MOST = 12  # products
RECORDS = pd.DateOffset(months=6)  # of deals before a day, for what was owned on it to be worth a look


@dataclass(frozen=True)
class Matrix:
    """Accounts down, products across. bought_on: day of the first won deal, NaT where there is none."""

    accounts: pd.Index
    products: list[str]
    bought_on: NDArray[np.datetime64]
    left_on: NDArray[np.datetime64]

    def here(self, day: pd.Timestamp) -> Flags:
        """Accounts that have not left by the end of that day, shape (accounts,)."""
        return ~(self.left_on < after(day))

    def owned(self, day: pd.Timestamp) -> Flags:
        return np.asarray(self.bought_on < after(day))

    def bought(self, since: pd.Timestamp, until: pd.Timestamp) -> Flags:
        """Bought for the first time after `since`, up to the end of `until`."""
        return np.asarray((self.bought_on >= after(since)) & (self.bought_on < after(until)))


def after(day: pd.Timestamp) -> np.datetime64:
    return np.datetime64(day + pd.Timedelta(days=1))


def matrix_of(deals: pd.DataFrame, accounts: pd.DataFrame, products: list[str]) -> Matrix:
    """deals: of the window, with the product's name as `product_id`."""
    ids = pd.Index(sorted(accounts["account_id"].dropna().astype("str").unique()))
    bought = purchases(deals)
    days = bought.pivot(index="account_id", columns="product_id", values="bought_on")
    days = days.reindex(index=ids, columns=products)
    known = accounts.dropna(subset=["account_id"]).drop_duplicates("account_id").set_index("account_id")
    left = known["churned_on"].reindex(ids) if "churned_on" in known else pd.Series(pd.NaT, index=ids)
    return Matrix(ids, products, days_of(days), days_of(left))


def days_of(values: pd.DataFrame | pd.Series) -> NDArray[np.datetime64]:
    return values.to_numpy(dtype="datetime64[ns]")


def commonest(deals: pd.DataFrame) -> list[str]:
    """The products with most deals, at most `MOST`, by name."""
    counts = deals["product_id"].value_counts()
    ranked = counts.rename_axis("product").reset_index(name="n").sort_values(["n", "product"], ascending=[False, True])
    return sorted(str(name) for name in ranked["product"].head(MOST))


def last_day(provenance: Provenance) -> pd.Timestamp:
    """The end of what is looked at: of the window, where that is before `as_of`."""
    ends: list[date] = [day for day in (provenance.as_of, provenance.until) if day is not None]
    return pd.Timestamp(min(ends))


def years_before(day: pd.Timestamp, years: int) -> pd.Timestamp:
    return day - pd.DateOffset(years=years)


def recorded(deals: pd.DataFrame, day: pd.Timestamp) -> bool:
    """Whether deals on record reach back far enough to say what was owned on that day."""
    closed = deals.loc[deals["outcome"] == "won", "closed_on"]
    return bool(closed.notna().any() and closed.min() + RECORDS <= day)
