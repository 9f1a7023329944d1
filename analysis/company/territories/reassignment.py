"""Other maps of the same accounts: what they even out, whom they move, and what is left when potential is a guess."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.territories.territories import Territories
from analysis.methods.assignment import NOBODY, Limits, Map, Pieces, reassign
from analysis.methods.inequality import coefficient_of_variation

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
PIECES = 1_500  # that are moved one by one; beyond, small accounts of one seller move in lots
DRAWS = 999
CHUNK = 2_000_000  # random numbers held at once
SEED = 20_260_335
LIMITS = (0.1, 0.5, 0.9)  # of the redraws


@dataclass(frozen=True)
class Constraints:
    """kept: share of the customers who keep their seller. tolerance: fraction of the mean potential either side that
    counts as even. most_load: share of a seller's days that no map may go over. across: whether accounts may go to a
    region that adjoins theirs.
    """

    kept: float = 1.0
    tolerance: float = 0.05
    most_load: float = 1.1
    across: bool = True


SCENARIOS: Final[Mapping[str, Constraints]] = {
    f"{kept:g}" if kept < 1 else "1.0": Constraints(kept) for kept in (1.0, 0.95, 0.9, 0.8)
}
"""By the name that figures have for them: the share of customers kept."""


@dataclass(frozen=True)
class Plan:
    """One map. to: the place of each account's seller, `NOBODY` where it stays with several; found: how well proved."""

    territories: Territories
    to: Ints
    found: Map
    most_load: float

    @cached_property
    def moved(self) -> NDArray[np.bool_]:
        return np.asarray(self.to != self.territories.home)

    @property
    def customers_moved(self) -> NDArray[np.bool_]:
        """Customers who lose a seller: those of nobody in particular have none to lose."""
        known = self.territories.accounts["customer"].to_numpy(dtype=bool)
        return np.asarray(self.moved & known & (self.territories.home != NOBODY))

    @property
    def keeps(self) -> float:
        """Share of the customers with a seller of their own who keep that seller."""
        customer = self.territories.accounts["customer"].to_numpy(dtype=bool) & (self.territories.home != NOBODY)
        return 1 - float(self.customers_moved.sum() / max(customer.sum(), 1))

    @property
    def amount_moved(self) -> float:
        """Won in 12 months with the customers who change sellers; NaN where money cannot be added."""
        amount = self.territories.accounts["amount"].to_numpy(dtype=float)
        return np.nan if np.isnan(amount).all() else float(amount[self.customers_moved].sum())

    @property
    def potential(self) -> Array:
        return self.territories.held(self.territories.potential, self.to)

    @property
    def load(self) -> Array:
        return self.territories.held(self.territories.load, self.to)

    @property
    def balance(self) -> float:
        return float(coefficient_of_variation(self.potential))

    @property
    def is_proved(self) -> bool:
        return self.found.proved(len(self.territories.sellers))

    @property
    def could_be_better(self) -> tuple[float, int]:
        """By the bounds: excess that another map might spare, in means of a seller for each, and moves it might."""
        excess = (self.found.excess - self.found.least_excess) / len(self.territories.sellers)
        return excess, int(np.floor(self.found.moved - self.found.least_moved + 1e-6))


def plan(territories: Territories, constraints: Constraints) -> Plan:
    """The evenest map under the constraints, and of those the one that moves fewest accounts."""
    lot = lots(territories)
    pieces = pieces_of(territories, constraints, lot)
    most_load = load_limit(territories, constraints)
    found = reassign(pieces, Limits(constraints.kept, constraints.tolerance, most_load))
    return Plan(territories, found.to[lot], found, most_load)


def plans(territories: Territories, asked: Mapping[str, Constraints]) -> dict[str, Plan]:
    """A map for each, the loosest first: one that happens to keep what a stricter one asks is its best map too."""
    found: dict[str, Plan] = {}
    for name in sorted(asked, key=lambda name: asked[name].kept):
        last = next(reversed(found), None)
        same = last is not None and replace(asked[last], kept=asked[name].kept) == asked[name]
        fits = last is not None and same and found[last].keeps >= asked[name].kept
        found[name] = found[last] if fits and last else plan(territories, asked[name])
    return {name: found[name] for name in asked}


def as_it_is(territories: Territories) -> Plan:
    home = territories.home
    return Plan(territories, home, Map(home, np.nan, np.nan, 0.0, 0.0, in_time=True), np.inf)


def load_limit(territories: Territories, constraints: Constraints) -> float:
    """Where the accounts take more days than there are, the limit is counted on their mean: no map can shorten it."""
    if not territories.has_load:
        return np.inf
    return constraints.most_load * max(1.0, float(territories.held(territories.load).mean()))


def lots(territories: Territories) -> Ints:
    """The piece that each account is part of, shape (accounts,): itself, or with others of its seller, region and kind.

    Of many accounts the large ones stay alone. The small ones go by the order of their potential, so that a lot is of
    accounts of like size.
    """
    accounts = territories.accounts
    if len(accounts) <= PIECES:
        return np.arange(len(accounts))
    kind = accounts.groupby(["home", "region", "customer"], sort=True).ngroup()
    order = np.lexsort((np.arange(len(accounts)), -territories.potential, kind))
    alone = pd.Series(-territories.potential).rank(method="first") <= PIECES // 3
    size = int(np.ceil((~alone).sum() / max(PIECES // 2 - kind.nunique(), 1)))
    small = (~alone).to_numpy()[order]
    sorted_kind = kind.to_numpy()[order]
    place = pd.Series(small).groupby(sorted_kind).cumsum().to_numpy() - 1
    keys = np.where(small, place // size, -1 - np.arange(len(order)))
    codes = pd.MultiIndex.from_arrays([sorted_kind, keys]).factorize()[0]
    found = np.empty(len(order), dtype=np.int64)
    found[order] = codes
    return found


def summed(lot: Ints, what: Any, count: int) -> Array:
    return np.bincount(lot, np.asarray(what, dtype=float), count).astype(float)


def pieces_of(territories: Territories, constraints: Constraints, lot: Ints) -> Pieces:
    """Lots as what can be moved. Accounts of a lot are of one seller and region, so that the first speaks for all."""
    count = int(lot.max()) + 1 if len(lot) else 0
    first = np.unique(lot, return_index=True)[1]
    owned = territories.home != NOBODY
    customer = territories.accounts["customer"].to_numpy(dtype=bool)
    return Pieces(
        value=summed(lot, territories.potential, count),
        load=summed(lot, territories.load, count),
        home=territories.home[first],
        share=territories.share[first],
        allowed=territories.reachable(constraints.across)[first],
        count=np.bincount(lot, minlength=count).astype(float),
        ties=summed(lot, customer & owned, count),
    )


class Redraws:
    """Balance of maps when each account's potential is drawn anew about what was written down.

    Factors are lognormal with mean 1, drawn for each account by itself; all maps are weighed with the same draws, so
    that they differ by the map alone.
    """

    def __init__(self, territories: Territories) -> None:
        self.territories = territories
        self.log_spread = np.sqrt(np.log1p(np.square(territories.accounts["error"].to_numpy(dtype=float))))

    def balances(self, maps: list[Ints]) -> Array:
        """Coefficients of variation, shape (maps, draws)."""
        territories, rng = self.territories, np.random.default_rng(SEED)
        n = len(territories.accounts)
        batch = max(1, CHUNK // max(n, 1))
        weights = np.hstack([territories.weights(to) for to in maps])
        parts = []
        for start in range(0, DRAWS, batch):
            noise = rng.standard_normal((min(batch, DRAWS - start), n))
            drawn = territories.potential * np.exp(self.log_spread * noise - np.square(self.log_spread) / 2)
            held = (drawn @ weights).reshape(len(drawn), len(maps), len(territories.sellers))
            parts.append(coefficient_of_variation(held))
        return np.concatenate(parts).T


def middle_and_limits(balances: Array) -> tuple[float, float, float]:
    """Median, 10th and 90th percentile of one map's redraws."""
    low, middle, high = np.quantile(balances, LIMITS)
    return float(middle), float(low), float(high)
