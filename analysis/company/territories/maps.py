"""Maps of territories side by side, as rows: each map, each of its territories, each account that changes sellers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.company.territories.reassignment import (
    SCENARIOS,
    Constraints,
    Plan,
    Redraws,
    as_it_is,
    middle_and_limits,
    plans,
)
from analysis.company.territories.territories import REST, SELLING_DAYS, Territories
from analysis.methods.assignment import NOBODY

TODAY = "today"
NAMES = {TODAY: "Today", "1.0": "All customers stay"}


@dataclass(frozen=True)
class Maps:
    """Today's map first, then one per scenario, by name; `spread`: median, 10th and 90th percentile of its balance."""

    territories: Territories
    plans: Mapping[str, Plan]
    asked: Mapping[str, Constraints]

    @classmethod
    def made(cls, territories: Territories, asked: Mapping[str, Constraints]) -> "Maps":
        return cls(territories, {TODAY: as_it_is(territories), **plans(territories, asked)}, asked)

    @cached_property
    def spread(self) -> dict[str, tuple[float, float, float]]:
        balances = Redraws(self.territories).balances([one.to for one in self.plans.values()])
        return {name: middle_and_limits(row) for name, row in zip(self.plans, balances, strict=True)}

    def label(self, name: str) -> str:
        """As a page calls it: what is kept, or the name that its maker gave it."""
        if name == TODAY or (name in SCENARIOS and self.asked[name] == SCENARIOS[name]):
            return NAMES.get(name) or f"{self.asked[name].kept:.0%} of customers stay"
        return name

    @property
    def distinct(self) -> list[str]:
        """The scenarios as asked, of those that one map serves the first."""
        first = {id(self.plans[name]): name for name in reversed(list(self.asked))}
        return list(reversed(first.values()))

    @property
    def cheapest(self) -> list[str]:
        """The scenarios by the customers that they hand over."""
        return sorted(self.asked, key=lambda name: int(self.plans[name].customers_moved.sum()))


def territory_rows(one: Plan) -> pd.DataFrame:
    """territory, region, accounts, customers, potential, load, density of a map; the largest potential first."""
    territories, potential = one.territories, one.potential
    customer = territories.accounts["customer"].to_numpy(dtype=float)
    days = one.load * SELLING_DAYS
    table = pd.DataFrame(
        {
            "territory": territories.sellers["territory"],
            "region": territories.sellers["region"],
            "accounts": np.bincount(one.to[one.to != NOBODY], minlength=len(potential)),
            "customers": np.bincount(one.to[one.to != NOBODY], customer[one.to != NOBODY], len(potential)),
            "potential": potential,
            "load": one.load if territories.has_load else np.nan,
            "density": potential / np.where(days > 0, days, np.nan),
        }
    )
    return table.sort_values(["potential", "territory"], ascending=[False, True], ignore_index=True)


def region_rows(territories: pd.DataFrame) -> pd.DataFrame:
    """region, sellers, accounts, potential, per_seller, density, load (mean); the densest first."""
    days = territories["potential"] / territories["density"]
    groups = territories.assign(days=days).groupby("region", sort=True)
    table = groups.agg(
        sellers=("territory", "size"), accounts=("accounts", "sum"), potential=("potential", "sum"),
        per_seller=("potential", "mean"), days=("days", "sum"), load=("load", "mean"),
    ).reset_index()  # fmt: skip
    table["density"] = table["potential"] / table["days"].where(table["days"] > 0)
    return table.drop(columns="days").sort_values(
        ["density", "per_seller", "region"], ascending=[False, False, True], ignore_index=True
    )


def map_row(maps: Maps, name: str) -> dict[str, Any]:
    one, (after, low, high) = maps.plans[name], maps.spread[name]
    return {
        "scenario": name,
        "map": maps.label(name),
        "kept": maps.asked[name].kept if name in maps.asked else 1.0,
        "paper": one.balance,
        "after": after,
        "low": low,
        "high": high,
        "accounts": len(one.to),
        "moves": int(one.moved.sum()),
        "customers_moved": int(one.customers_moved.sum()),
        "amount_moved": one.amount_moved,
        "heaviest": one.potential.max() / one.potential.mean(),
        "heaviest_load": one.load.max() if maps.territories.has_load else np.nan,
        "proved": one.is_proved if name in maps.asked else None,
    }


def tile_rows(maps: Maps, name: str) -> pd.DataFrame:
    table = territory_rows(maps.plans[name])
    ratio = table["potential"] / table["potential"].mean()
    found = table.assign(scenario=name, map=maps.label(name), ratio=ratio)
    return found[["scenario", "map", "region", "territory", "accounts", "potential", "ratio", "load"]]


def move_rows(maps: Maps, name: str) -> pd.DataFrame:
    """One account each: where from, where to, what it is worth and when somebody last began a deal with it."""
    one, accounts = maps.plans[name], maps.territories.accounts
    names, regions = (np.array([*maps.territories.sellers[key], REST], dtype=object) for key in ("territory", "region"))
    table = accounts.assign(
        map=maps.label(name),
        account=accounts["account_id"],
        from_territory=names[maps.territories.home],
        to_territory=names[one.to],
        to_region=regions[one.to],
        customer=one.customers_moved,
    )[one.moved]
    columns = ["map", "account", "name", "region", "from_territory", "to_territory", "to_region", "potential",
               "customer", "amount", "last_contact", "latitude", "longitude"]  # fmt: skip
    return table.sort_values(["potential", "account"], ascending=[False, True])[columns]
