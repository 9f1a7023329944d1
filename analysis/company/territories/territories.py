"""Whose each account is, what it may bring in a year, what it takes of one, and which regions adjoin.

An account is of the seller of its latest deal. Where there never was a deal, or that seller has left, leads others or
is not on record, it is of nobody in particular: every seller of its region bears an equal part of it. Potential and
region are today's values.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.deals import day_after, deals_as_of
from analysis.company.money import amounts
from analysis.inputs import Inputs
from analysis.methods.adjacency import gabriel_graph, on_the_globe
from analysis.methods.assignment import NOBODY

SELLING_DAYS = 200  # of a seller's year
ALIKE = 5  # accounts of like size and industry, from which their median stands in for a potential
REST = "–"  # the region of what has none
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FAR, EARTH = 1_500.0, 6_371.0  # km: of the middles of adjoining regions at most; the radius
ERROR = 0.6  # of one account's potential: the standard deviation of what it turns out to be, by what was written down

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Territories:
    """accounts, by id: account_id, name, region, home (place among the sellers, or `NOBODY`), potential, filled, error,
    customer, bought, reached, amount, last_contact, days, latitude, longitude. sellers, by id: rep_id, name, region,
    territory.

    days: that each account takes in a year, null where the tables do not tell. adjoining: regions next to each other.
    """

    accounts: pd.DataFrame
    sellers: pd.DataFrame
    adjoining: dict[str, tuple[str, ...]]

    @property
    def home(self) -> NDArray[np.int64]:
        return np.asarray(self.accounts["home"], dtype=np.int64)

    @cached_property
    def share(self) -> Array:
        """What each seller bears of an account that is nobody's, shape (accounts, sellers); 0 of the others."""
        same = self.accounts["region"].to_numpy()[:, np.newaxis] == self.sellers["region"].to_numpy()
        same[~same.any(axis=1)] = True  # a region without a seller is everybody's
        return np.asarray(same / same.sum(axis=1, keepdims=True) * (self.home == NOBODY)[:, np.newaxis])

    @property
    def borders(self) -> list[tuple[str, str]]:
        """Adjoining regions two by two, each pair once, by name."""
        return [(one, other) for one, others in sorted(self.adjoining.items()) for other in others if one < other]

    @property
    def has_load(self) -> bool:

        return bool(self.accounts["days"].notna().any())

    @property
    def load(self) -> Array:
        """Of a seller's year, shape (accounts,); 0 where it is not known."""
        return np.asarray(self.accounts["days"].fillna(0.0) / SELLING_DAYS, dtype=float)

    @property
    def potential(self) -> Array:
        return np.asarray(self.accounts["potential"], dtype=float)

    def held(self, what: Array, to: NDArray[np.int64] | None = None) -> Array:
        """Sums per seller of `what`, shape (..., accounts), on a map, or on today's."""
        return np.asarray(what @ self.weights(self.home if to is None else to))

    def weights(self, to: NDArray[np.int64]) -> Array:
        """The part of each account that each seller bears, shape (accounts, sellers)."""
        return np.asarray(np.where((to == NOBODY)[:, np.newaxis], self.share, to[:, np.newaxis] == self.places))

    @cached_property
    def places(self) -> NDArray[np.int64]:
        return np.arange(len(self.sellers))

    def reachable(self, across: bool) -> NDArray[np.bool_]:
        """Who may take each account: sellers of its region, and with `across` of those that adjoin it."""
        regions = sorted({*self.accounts["region"], *self.sellers["region"]})
        near = pd.DataFrame(np.eye(len(regions), dtype=bool), regions, regions)
        for region, others in self.adjoining.items() if across else ():
            near.loc[region, list(others)] = True
        place = {region: i for i, region in enumerate(regions)}
        rows, columns = (frame["region"].map(place).to_numpy() for frame in (self.accounts, self.sellers))
        return np.asarray(near.to_numpy()[np.ix_(rows, columns)])


def read_territories(inputs: Inputs) -> Territories:
    day, tables = inputs.provenance.as_of, inputs.tables
    deals = in_order(deals_as_of(tables["deals"].dropna(subset=["account_id"]), day))
    accounts = tables["accounts"].dropna(subset=["account_id"]).assign(account_id=lambda t: t["account_id"].astype(str))
    accounts = accounts.drop_duplicates("account_id").sort_values("account_id", ignore_index=True)
    sellers = sellers_on(tables["reps"], day)
    latest = deals.drop_duplicates("account_id", keep="last").set_index("account_id")
    region = region_of(accounts, latest)
    home = accounts["account_id"].map(latest["rep_id"]).map({rep: i for i, rep in enumerate(sellers["rep_id"])})
    home = home.fillna(NOBODY).astype(int)
    sellers = with_letters(sellers, tables["reps"], region, home)
    region = region.fillna(home.map(sellers["region"])).fillna(REST)
    known = pd.DataFrame({"account_id": accounts["account_id"], "region": region.astype(str), "home": home})
    known = known.join(potential_of(accounts)).join(history_of(accounts, deals, day, tables.get("fx_rates")))
    places = {name: column_of(accounts, name, float) for name in ("latitude", "longitude")}
    known = known.assign(name=column_of(accounts, "name", "str").fillna(known["account_id"]), **places)
    return Territories(known, sellers, adjoining_regions(known))


def column_of(frame: pd.DataFrame, name: str, kind: Any) -> pd.Series:
    """The column as that kind; all null where there is none."""
    column: pd.Series = frame[name] if name in frame else pd.Series(np.nan, frame.index)
    return column.astype(kind)


def in_order(deals: pd.DataFrame) -> pd.DataFrame:
    """By the day of creation, of those of one day by id; ids as text."""
    deals = deals.assign(**{name: deals[name].astype("str") for name in ("deal_id", "account_id", "rep_id")})
    first = [name for name in ("created_on", "closed_on") if name in deals][:1]
    return deals.sort_values([*first, "deal_id"], na_position="first", ignore_index=True)


def sellers_on(reps: pd.DataFrame, day: date) -> pd.DataFrame:
    """rep_id, name, region of those who sell on that day: there, and no manager unless all are."""
    there = reps.dropna(subset=["rep_id"]).assign(rep_id=lambda table: table["rep_id"].astype(str))
    there = there.drop_duplicates("rep_id").sort_values("rep_id", ignore_index=True)
    if "left_on" in there:
        there = there[~(there["left_on"] < day_after(day))]
    if "hired_on" in there:
        there = there[~(there["hired_on"] >= day_after(day))]
    leads = column_of(there, "role", "str") == "manager"
    there = there[~leads] if not leads.all() else there
    name = column_of(there, "name", "str").fillna(there["rep_id"])
    return pd.DataFrame(
        {"rep_id": there["rep_id"], "name": name, "region": column_of(there, "region", "str")}
    ).reset_index(drop=True)


def with_letters(sellers: pd.DataFrame, reps: pd.DataFrame, region: pd.Series, home: pd.Series) -> pd.DataFrame:
    """Adds `territory`: region and a letter, for no table names a seller. Letters count those who left too."""
    commonest = {seller: regions.mode().get(0) for seller, regions in region.groupby(home)}
    known = sellers["region"].fillna(sellers.index.to_series().map(commonest)).fillna(REST).astype(str)
    listed = reps.assign(rep_id=reps["rep_id"].astype("str")).dropna(subset=["rep_id"])
    listed = listed.drop_duplicates("rep_id").sort_values("rep_id").set_index("rep_id")
    of = column_of(listed, "region", "str").fillna(REST)
    of.update(pd.Series(known.to_numpy(), sellers["rep_id"]))
    letters = of.groupby(of).cumcount().map(letter)
    return sellers.assign(region=known, territory=known + " " + sellers["rep_id"].map(letters))


def letter(place: int) -> str:
    """A to Z, then AA, AB, …"""
    return (letter(place // 26 - 1) if place >= 26 else "") + LETTERS[place % 26]


def region_of(accounts: pd.DataFrame, latest: pd.DataFrame) -> pd.Series:
    """Of the account, else of its latest deal; null where neither says."""
    region = column_of(accounts, "region", "str")
    return region.fillna(accounts["account_id"].map(column_of(latest, "region", "str")))


def potential_of(accounts: pd.DataFrame) -> pd.DataFrame:
    """potential, filled, error. A missing one is the median of accounts of like size and industry, else of like size,
    else of the industry, else of all; its error is larger by as much as accounts differ from such medians."""
    given = accounts["potential"].astype(float).clip(lower=0)
    third = pd.Series(np.nan, accounts.index)
    if (size := column_of(accounts, "size", float)).nunique() >= 3:
        third = pd.Series(np.ceil(3 * size.rank(pct=True)), accounts.index)
    industry = column_of(accounts, "industry", "str")
    typical = pd.Series(np.nan, accounts.index)
    for keys in ([third, industry], [third], [industry]):
        cells = given.groupby(keys)
        typical = typical.fillna(cells.transform("median").where(cells.transform("count") >= ALIKE))
    typical = typical.fillna(given.median())
    ratio = (given / typical)[(given > 0) & (typical > 0)]
    spread = float(np.log(ratio).std()) if len(ratio) > 1 else 0.0
    error = np.where(given.isna(), np.hypot(ERROR, spread), ERROR)
    return pd.DataFrame({"potential": given.fillna(typical), "filled": given.isna(), "error": error})


def history_of(accounts: pd.DataFrame, deals: pd.DataFrame, day: date, rates: pd.DataFrame | None) -> pd.DataFrame:
    """customer (a won or open deal in 24 months), bought (ever), reached (a deal created in 12 months), amount (won in
    12 months, null where money cannot be added), last_contact (the latest deal's day), days (that it takes in a year).
    """
    won = deals["outcome"] == "won"
    live = (deals["outcome"] == "open") | (won & since(deals, "closed_on", day, 24))
    fresh = since(deals, "created_on", day, 12)
    ids = accounts["account_id"]
    had = {name: ids.isin(deals.loc[rows, "account_id"]) for name, rows in {"customer": live, "bought": won}.items()}
    if "since" in accounts:
        had["bought"] |= accounts["since"] < day_after(day)
    reached = ids.isin(deals.loc[fresh, "account_id"]) if "created_on" in deals else None
    year = won & since(deals, "closed_on", day, 12)
    money = amounts(deals, rates)
    amount = ids.map(money[year].groupby(deals["account_id"]).sum()).fillna(0.0)
    return pd.DataFrame(
        {
            **had,
            "reached": reached,
            "amount": amount if money.notna().any() else np.nan,
            "last_contact": ids.map(last_days(deals)),
            "days": days_of(ids, had["customer"], deals[fresh]),
        }
    )


def since(deals: pd.DataFrame, column: str, day: date, months: int) -> pd.Series:
    """Which deals have that day within so many months; all where there are no such days."""
    if column not in deals:
        return pd.Series(True, deals.index)
    first: pd.Timestamp = day_after(day) - pd.DateOffset(months=months)
    return pd.Series((deals[column] >= first).to_numpy(dtype=bool), deals.index)


def last_days(deals: pd.DataFrame) -> pd.Series:
    if "created_on" not in deals:
        return pd.Series(dtype="str")
    last = deals.groupby("account_id")["created_on"].max()
    return pd.Series(last.dt.strftime("%Y-%m-%d"))


def days_of(ids: pd.Series, customer: pd.Series, fresh: pd.DataFrame) -> pd.Series:
    """Days in a year of a customer, and of another account: the mean of those of its kind that had a deal."""
    if "rep_days" not in fresh or not fresh["rep_days"].notna().any():
        return pd.Series(np.nan, ids.index)
    taken = ids.map(fresh.groupby("account_id")["rep_days"].sum(min_count=1))
    of_kind = taken.groupby(customer).mean()
    return pd.Series(customer.map(of_kind).astype(float).fillna(taken.mean()), ids.index)


def adjoining_regions(accounts: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Which regions lie next to each other, by the middles of their accounts, and no further than `FAR`; none without
    coordinates."""
    placed = accounts.dropna(subset=["latitude", "longitude"])
    placed = placed[placed["region"] != REST]
    spots = pd.DataFrame(on_the_globe(placed["latitude"], placed["longitude"]), placed.index)
    middles = spots.groupby(placed["region"], sort=True).mean()
    points = middles.to_numpy() / np.linalg.norm(middles.to_numpy(), axis=1, keepdims=True)
    near = gabriel_graph(points) & (points @ points.T > np.cos(FAR / EARTH))
    return {str(region): tuple(map(str, middles.index[near[i]])) for i, region in enumerate(middles.index)}
