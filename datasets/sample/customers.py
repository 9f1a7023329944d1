"""Accounts: who buys, or might."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.catalogue import SEGMENT_SHARES
from datasets.sample.draw import blank, draw
from datasets.sample.effects import Planted
from datasets.sample.names import INDUSTRIES, LEGAL_FORMS, REGIONS, SPECIAL_ACCOUNTS, STEMS, TRADES

REGION_SHARES = tuple(zip(REGIONS, (0.27, 0.15, 0.17, 0.17, 0.10, 0.14), strict=True))
LEFT = 0.28  # share of the accounts without a recent order that have left for good
CUSTOMERS = 0.62  # share of accounts that have bought before the period begins


def make_accounts(rng: Generator, count: int, start: date) -> pd.DataFrame:
    """One row per account. `since` is null for those that never bought before `start`."""
    accounts = pd.DataFrame({"account_id": [f"A{number:05d}" for number in range(1, count + 1)]})
    accounts["segment"] = draw(rng, SEGMENT_SHARES, count)
    accounts["region"] = draw(rng, REGION_SHARES, count)
    accounts["name"] = account_names(rng, accounts)
    accounts["industry"] = [rng.choice(INDUSTRIES[segment]) for segment in accounts["segment"]]
    accounts["size"] = np.ceil(rng.lognormal(5.4, 1.1, count))
    accounts["potential"] = np.round(accounts["size"] ** 0.6 * rng.lognormal(8.1, 0.5, count), -2)
    accounts["industry"] = with_small_waterworks(accounts)
    accounts["parent_id"] = parents(rng, accounts["account_id"])
    since = np.datetime64(start) - rng.integers(30, 4_200, count).astype("timedelta64[D]")
    accounts["since"] = pd.Series(since).astype("datetime64[s]").where(rng.random(count) < CUSTOMERS)
    return with_places(rng, accounts)


def with_small_waterworks(accounts: pd.DataFrame) -> pd.Series:
    """Industries, in which the smaller water customers are the municipal ones; as many of each as were drawn."""
    water = accounts.loc[accounts["industry"].isin(INDUSTRIES["Water utilities"])]
    by_potential = water.sort_values("potential", kind="stable").index
    kinds = water["industry"].sort_values(key=lambda names: names != "Municipal water", kind="stable")
    return accounts["industry"].mask(
        accounts.index.isin(water.index), pd.Series(kinds.to_numpy(), index=by_potential).reindex(accounts.index)
    )


def account_names(rng: Generator, accounts: pd.DataFrame) -> list[str]:
    """Place, trade and legal form; a second company of the same name gets a number, the special ones come first."""
    places = [rng.choice(STEMS[region]) for region in accounts["region"]]
    trades = [rng.choice(TRADES[segment]) for segment in accounts["segment"]]
    forms = [rng.choice(LEGAL_FORMS[region]) for region in accounts["region"]]
    parts = pd.DataFrame({"place": places, "trade": trades, "form": forms})
    number = parts.groupby(["place", "trade", "form"]).cumcount() + 1
    names = (
        parts["place"] + " " + parts["trade"] + (" " + number.astype("str")).mask(number == 1, "") + " " + parts["form"]
    )
    special = accounts["region"].map(SPECIAL_ACCOUNTS).mask(accounts["region"].duplicated())
    return special.fillna(names).tolist()


def parents(rng: Generator, ids: pd.Series) -> pd.Series:
    """One account in fifteen belongs to one of the first forty."""
    drawn = pd.Series(rng.choice(ids[:40], len(ids)))
    return drawn.where((rng.random(len(ids)) < 1 / 15) & (ids.index >= 40))


def with_places(rng: Generator, accounts: pd.DataFrame) -> pd.DataFrame:
    """Coordinates near the middle of the region; one account in ten has none."""
    middles: NDArray[np.float64] = np.array([REGIONS[region] for region in accounts["region"]])
    spots = pd.DataFrame(np.round(middles + rng.normal(0, (1.8, 2.6), middles.shape), 4))
    spots = spots[rng.random(len(spots)) > 0.1]  # the others get none, by index
    return accounts.assign(
        industry=blank(rng, accounts["industry"], 0.04),
        potential=blank(rng, accounts["potential"], 0.06),
        latitude=spots[0],
        longitude=spots[1],
    )


def with_history(rng: Generator, accounts: pd.DataFrame, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """`since` of prospects that have won meanwhile, and the few that left a year or more after it.

    Potential as it is written down today: where opportunity is dense, more than deals so far would have it.
    """
    won = deals[deals["outcome"] == "won"].groupby("account_id")["closed_on"]
    since = accounts["since"].fillna(accounts["account_id"].map(won.min()))
    last_won = accounts["account_id"].map(won.max()).fillna(since)
    churned = (last_won + pd.to_timedelta(rng.integers(120, 500, len(accounts)), unit="D")).dt.floor("D")
    left = (churned <= deals["created_on"].max()) & (rng.random(len(accounts)) < LEFT)
    accounts = accounts.assign(since=since, churned_on=churned.where(left))
    if planted is None:
        return accounts
    there = accounts["region"] == planted.dense_region.region
    return accounts.assign(
        potential=accounts["potential"].mask(there, (accounts["potential"] * planted.dense_region.factor).round(-2))
    )
