"""What went with a change of sellers, and whom heavy territories reach: differences of two rates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.territories.territories import Territories, in_order
from analysis.company.win_rate import FEW_CLUSTERS, RESEMBLE
from analysis.methods.assignment import NOBODY
from analysis.methods.clustering import cluster_bootstrap, intraclass_correlation
from analysis.methods.intervals import newcombe_interval, wilson_interval
from analysis.methods.survival import UNKNOWN, Estimate

LEAST_SELLERS = 10
LEAST = 10  # on either side, under which nothing is said


@dataclass(frozen=True)
class Gap:
    """First rate less second, with their counts. clustered: sellers were drawn anew for the limits."""

    estimate: Estimate
    first: tuple[int, int]
    second: tuple[int, int]
    clustered: bool = False

    @property
    def n(self) -> int:
        return self.first[1] + self.second[1]

    @property
    def method(self) -> str:
        return "Difference of rates, sellers drawn anew" if self.clustered else "Newcombe interval"

    def rates(self, names: Sequence[str]) -> pd.DataFrame:
        """group (first and second, as named), n, rate, low, high: each side by itself, with Wilson's limits."""
        counts = pd.DataFrame([self.first, self.second], columns=["won", "n"])
        low, high = wilson_interval(counts["won"], counts["n"])
        rate = counts["won"] / counts["n"]
        return pd.DataFrame({"group": list(names), "n": counts["n"], "rate": rate, "low": low, "high": high})


def gap_of(rows: pd.DataFrame) -> Gap:
    """rows: first (which side), success, seller. Limits by sellers where those of one side resemble each other."""
    counts = counts_of(rows)
    won, lost, n, m = counts.sum(axis=0)
    sides = (int(won), int(n)), (int(lost), int(m))
    if min(n, m) < LEAST:
        return Gap(UNKNOWN, *sides)
    value = won / n - lost / m
    if min((counts[:, 2:] > 0).sum(axis=0)) >= FEW_CLUSTERS and resemblance(counts) > RESEMBLE:
        low, high = cluster_bootstrap(counts, lambda sums: sums[:, [0]] / sums[:, [2]] - sums[:, [1]] / sums[:, [3]])
        return Gap(Estimate(float(value), float(low[0]), float(high[0])), *sides, clustered=True)
    low, high = newcombe_interval(won, n, lost, m)
    return Gap(Estimate(float(value), float(low), float(high)), *sides)


def counts_of(rows: pd.DataFrame) -> NDArray[np.float64]:
    """By seller: successes of the first side, of the second, n of the first, n of the second."""
    seller = pd.factorize(rows["seller"], sort=True)[0]
    first, success = (rows[column].to_numpy(dtype=bool) for column in ("first", "success"))
    parts = (first & success, ~first & success, first, ~first)
    return np.column_stack([np.bincount(seller[part], minlength=seller.max(initial=-1) + 1) for part in parts]).astype(
        float
    )


def resemblance(counts: NDArray[np.float64]) -> float:
    """The correlation within sellers, side by side, so that a difference between the sides is none of it."""
    found = []
    for successes, n in ((counts[:, 0], counts[:, 2]), (counts[:, 1], counts[:, 3])):
        found.append(intraclass_correlation(successes[n > 0], n[n > 0]))
    return float(np.average(found, weights=counts[:, 2:].sum(axis=0)))


def reached_gap(territories: Territories) -> Gap | None:
    """Accounts never won that had a deal created in 12 months: heavier half of the territories less the lighter.

    Accounts of nobody in particular are in neither. None with fewer than ten sellers who have accounts.
    """
    accounts = territories.accounts
    held = territories.held(territories.potential)
    sellers = np.unique(territories.home[territories.home != NOBODY])
    if len(sellers) < LEAST_SELLERS or accounts["reached"].isna().all():
        return None
    heavy = held > np.median(held[sellers])
    rows = accounts[(accounts["home"] != NOBODY) & ~accounts["bought"].astype(bool)]
    home = rows["home"].to_numpy()
    return gap_of(pd.DataFrame({"seller": home, "first": heavy[home], "success": rows["reached"].astype(bool)}))


def next_deals(deals: pd.DataFrame) -> pd.DataFrame:
    """Deals of accounts that had one before: outcome, closed_on, seller, first (whether its seller is another)."""
    known = in_order(deals.dropna(subset=["account_id", "rep_id"]))
    before = known.groupby("account_id")["rep_id"].shift()
    table = known.assign(seller=known["rep_id"], first=before != known["rep_id"])
    return table[before.notna()]


def handover_gap(deals: pd.DataFrame) -> Gap:
    """Win rate of decided deals whose seller is not that of the account's deal before, less that of the others.

    deals: of `next_deals`.
    """
    decided = deals[deals["outcome"].isin(["won", "lost"])]
    return gap_of(decided[["seller", "first"]].assign(success=decided["outcome"] == "won"))
