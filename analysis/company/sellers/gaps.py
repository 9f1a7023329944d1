"""Each unit's velocity beside that of all other units together: the gap, its four parts, and how far chance goes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.pipeline.velocity import FACTORS, SUMS, factors
from analysis.company.spans import YEAR
from analysis.findings import Figure
from analysis.methods.few_clusters import drawn_sums, estimate_of, p_of_draws
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.shapley import shapley_of_product
from analysis.methods.survival import Estimate

Array = NDArray[np.float64]
LEAST_SELLERS = 5  # of a unit that is shown
CLEAR = 0.05
DRAWN = "Sellers drawn with replacement, limits widened for few sellers"
NAMES = dict(zip(FACTORS, ("volume", "win rate", "deal size", "cycle"), strict=True))
FACTOR_UNITS = dict(zip(FACTORS, ("deals", "fraction", "money", "days"), strict=True))


@dataclass(frozen=True)
class Gap:
    """A unit against its peers. own, others: sums of sellers, shape (sellers, 8), in the order of `SUMS`."""

    unit: str
    own: Array
    others: Array

    @property
    def sellers(self) -> int:
        return int((self.own[:, 0] > 0).sum())

    @property
    def decided(self) -> int:
        return int(self.own[:, SUMS.index("decided")].sum())

    @property
    def peers_decided(self) -> int:
        return int(self.others[:, SUMS.index("decided")].sum())

    @property
    def people(self) -> float:
        """Sellers, each for the share of the span for which they were there."""
        return float(self.own[:, 0].sum())

    @cached_property
    def found(self) -> tuple[Array, Array]:
        """The factors of the unit and of its peers, shape (4,) each."""
        return factors(self.own.sum(axis=0)), factors(self.others.sum(axis=0))

    @cached_property
    def drawn(self) -> tuple[Array, Array]:
        """The same with sellers drawn with replacement, shape (4, draws) each."""
        return factors(drawn_sums(self.own)), factors(drawn_sums(self.others, stream=1))

    @property
    def parts(self) -> Array:
        """Shapley parts of the gap, shape (4,): they add up to it exactly."""
        return shapley_of_product(*self.found)

    def part_estimates(self) -> list[Estimate]:
        draws = shapley_of_product(*self.drawn)
        return [estimate_of(part, drawn, self.sellers) for part, drawn in zip(self.parts, draws, strict=True)]

    def velocity(self) -> Estimate:
        return estimate_of(self.found[0].prod(), self.drawn[0].prod(axis=0), self.sellers)

    def peers_velocity(self) -> Estimate:
        return estimate_of(self.found[1].prod(), self.drawn[1].prod(axis=0), int((self.others[:, 0] > 0).sum()))

    def gap(self) -> Estimate:
        own, others = (part.prod(axis=0) for part in self.drawn)
        return estimate_of(self.found[0].prod() - self.found[1].prod(), own - others, self.sellers)

    def p(self) -> float:
        """Two-sided, of the logarithm of the ratio of the velocities, which is nearer to normal than the gap."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio, draws = (np.log(own.prod(axis=0) / others.prod(axis=0)) for own, others in (self.found, self.drawn))
        return p_of_draws(float(ratio), draws, self.sellers)

    def part_ps(self) -> list[float]:
        """Two-sided, of each factor's ratio to that of the peers on the log scale: a part is 0 where that is 1."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found, draws = (np.log(own / others) for own, others in (self.found, self.drawn))
        return [p_of_draws(float(value), drawn, self.sellers) for value, drawn in zip(found, draws, strict=True)]

    @property
    def leading(self) -> str:
        """The factor with the most negative part, whether the unit is below its peers or not."""
        return FACTORS[int(self.parts.argmin())]

    @property
    def leads(self) -> str | None:
        """The factor with the most negative part; None where the unit is not below its peers or it cannot be told."""
        if np.isnan(self.parts).any() or self.parts.sum() >= 0:
            return None
        return self.leading

    def shared_by(self, factor: str) -> tuple[int, int]:
        """Sellers below the peers' value in the factor, and those of whom it is known."""
        place = FACTORS.index(factor)
        there = self.own[self.own[:, 0] > 0]
        values = factors(there)[place]
        known = values[~np.isnan(values)]
        return int((known < self.found[1][place]).sum()), len(known)


def gaps(sellers: pd.DataFrame) -> list[Gap]:
    """One per unit of `velocity.seller_sums`, by name. All sellers given are among somebody's peers."""
    sums, unit = sellers[list(SUMS)].to_numpy(float), sellers["unit"]
    return [Gap(str(name), sums[unit == name], sums[unit != name]) for name in sorted(unit.unique())]


def in_units(sellers: pd.DataFrame) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Sellers in units that may be shown, the units that were joined, and those left out.

    Units under five sellers are joined to one where together they have five; else they are left out, of the peers too,
    so that nobody can find them by subtraction.
    """
    there = sellers[sellers["people"] > 0].groupby("unit", sort=True).size()
    small = sorted({*sellers["unit"]} - {*there.index[there >= LEAST_SELLERS]})
    if there.reindex(small).sum() < LEAST_SELLERS:
        return sellers[~sellers["unit"].isin(small)], [], small
    joined = in_units_of(sellers["unit"], small, [])
    return sellers.assign(unit=joined).sort_values(["unit", "rep_id"], ignore_index=True), small, []


def in_units_of(teams: pd.Series, joined: list[str], left_out: list[str]) -> pd.Series:
    """The unit in which each team is shown; null where it is left out."""
    names = teams.astype("str")
    return names.mask(names.isin(joined), " + ".join(joined)).mask(names.isin(left_out))


# --- as figures and tables -------------------------------------------------------------------------------------------


def gap_figures(gap: Gap) -> list[Figure]:
    """velocity, peers_velocity, gap_to_peers and the four of gap_part, in money per seller and day."""

    def figure(name: str, estimate: Estimate, *more: str, n: int = gap.decided) -> Figure:
        return Figure.from_estimate(name, estimate, n, "money", DRAWN, gap.unit, *more)

    return [
        figure("velocity", gap.velocity()),
        figure("peers_velocity", gap.peers_velocity(), n=gap.peers_decided),
        figure("gap_to_peers", gap.gap()),
        *(figure("gap_part", part, name) for name, part in zip(FACTORS, gap.part_estimates(), strict=True)),
    ]


def gap_table(each: list[Gap]) -> pd.DataFrame:
    """One row per unit, the widest gap below its peers first; gap and limits in money a year of the whole unit."""
    rows = [
        {"team": gap.unit, "sellers": gap.sellers, "deals": gap.decided, "velocity": gap.velocity().value}
        | a_year(gap, gap.gap())
        | {"p": gap.p()}
        for gap in each
    ]
    table = pd.DataFrame(rows)
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    table["clear"] = (table["p_adjusted"] < CLEAR) & (table["a_year"] < 0)
    return table.sort_values(["a_year", "team"], ignore_index=True)


def a_year(gap: Gap, per_day: Estimate) -> dict[str, float]:
    """Money per seller and day as money of the unit's sellers a year."""
    return dict(zip(("a_year", "low", "high"), (YEAR * gap.people * limit for limit in per_day), strict=True))


def part_table(each: list[Gap]) -> pd.DataFrame:
    """Four rows per unit: the factor's value, that of the peers, and its part of the gap in money a year.

    clear: the part is below 0 beyond chance, all units and factors judged together; of a unit whose whole gap is clear,
    its own four together.
    """
    table = pd.DataFrame([row for gap in each for row in part_rows(gap)])
    p = table.pop("p")
    own = p.groupby(table["team"]).transform(benjamini_hochberg)
    told = gap_table(each).set_index("team")["clear"]
    table["p_adjusted"] = own.where(table["team"].map(told), benjamini_hochberg(p))
    return table.assign(clear=(table["p_adjusted"] < CLEAR) & (table["a_year"] < 0))


def part_rows(gap: Gap) -> list[dict[str, Any]]:
    own, peers = (in_words(part) for part in gap.found)
    estimates, ps = gap.part_estimates(), gap.part_ps()
    return [
        {"team": gap.unit, "factor": NAMES[name], "own": own[place], "peers": peers[place]}
        | a_year(gap, estimates[place])
        | {"deals": gap.decided, "p": ps[place], "unit": FACTOR_UNITS[name]}
        for place, name in enumerate(FACTORS)
    ]


def in_words(found: Array) -> list[float]:
    """The factors as people say them: the last one as days, not as their inverse."""
    return [*(float(value) for value in found[:3]), float(1 / found[3])]
