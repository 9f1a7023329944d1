"""A score made of several figures, held against the revenue of the quarter after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import spearmanr

from analysis.answers.allocate import splits_of, whole_splits
from analysis.company.results.kpis import KPIS, TURN
from analysis.inputs import Inputs
from analysis.methods.correlation import pearson
from analysis.methods.leave_one_out import left_out_r2
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.rank_correlation import LEAST as FEWEST
from analysis.methods.rank_correlation import spearman, varies
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
LEAST = 12  # quarters
CLEAR = 0.05
STEEP = 0.6  # rank correlation with time, of a figure and of revenue, from which a trend is said
KNOWN = 0.75  # share of quarters in which a figure must be known to be among those compared
POINTS = "points"  # key of the instrument
DECIDED = "decided"  # round of the answers that holds the points decided, a row an item


@dataclass(frozen=True)
class Quarters:
    """Quarters in which every figure that is there is known.

    there: of `KPIS`, those known and varying; figures: they, turned so that more is better, in standard deviations,
    shape (quarters, there); after: the next quarter's revenue. table: the same unturned, by quarter.
    """

    table: pd.DataFrame
    there: tuple[str, ...]
    figures: Array
    after: Array

    @property
    def n(self) -> int:
        return len(self.table)

    def of(self, kpi: str) -> Array:
        return self.figures[:, self.there.index(kpi)]

    def left_out(self, kpis: Sequence[str]) -> float:
        """Leave-one-out R² of these; NaN with too few quarters, or where one of them is not there."""
        if self.n < LEAST or not kpis or not set(kpis) <= set(self.there):
            return float("nan")
        return left_out_r2(self.figures[:, [self.there.index(kpi) for kpi in kpis]], self.after)


def read_quarters(table: pd.DataFrame) -> Quarters:
    """From `kpis_by_quarter`. A figure unknown in over a quarter of the rows is not there; others drop such rows."""
    known = [kpi for kpi in KPIS if table[kpi].notna().mean() >= KNOWN]
    whole = table.dropna(subset=known)
    there = tuple(kpi for kpi in known if len(whole) > 1 and varies(whole[kpi].to_numpy(float)))
    raw = whole[list(there)].to_numpy(float)
    turned = np.array([TURN[kpi] for kpi in there])
    spread = raw.std(axis=0, ddof=1) if len(raw) > 1 else np.ones(len(there))
    return Quarters(whole, there, (raw - raw.mean(axis=0)) / spread * turned if len(raw) else raw,
                    whole["next_revenue"].to_numpy(float))  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What the quarters tell, and the points given. follows, p (adjusted for all): of each KPI, NaN where not there."""

    quarters: Quarters
    follows: dict[str, Estimate]
    p: dict[str, float]
    pairs: tuple[tuple[str, str, Estimate], ...]
    spreads: Array | None
    chosen: Array | None

    @property
    def mean(self) -> Array | None:
        mean: Array | None = None if self.spreads is None else self.spreads.mean(axis=0)
        return mean

    def clear(self, kpi: str) -> bool:
        """Whether a figure goes with the next quarter's revenue clear of chance, all figures tested."""
        return bool(self.p[kpi] <= CLEAR and self.follows[kpi].low > 0 and self.quarters.n >= LEAST)


def told_by(quarters: Quarters, inputs: Inputs) -> Told:
    there = [kpi for kpi in KPIS if kpi in quarters.there and quarters.n >= FEWEST]
    found = {kpi: spearman(quarters.of(kpi), quarters.after) for kpi in there}
    known = [kpi for kpi in there if np.isfinite(found[kpi].value)]
    p = benjamini_hochberg([spearmanr(quarters.of(kpi), quarters.after).pvalue for kpi in known])
    pairs = tuple(
        (one, other, redundancy(quarters, one, other) if {one, other} <= set(there) else UNKNOWN)
        for one, other in combinations(KPIS, 2)
    )
    follows = {kpi: found.get(kpi, UNKNOWN) for kpi in KPIS}
    adjusted = dict.fromkeys(KPIS, float("nan")) | dict(zip(known, map(float, p), strict=True))
    return Told(quarters, follows, adjusted, pairs, spreads_of(inputs), decided_points(inputs))


def redundancy(quarters: Quarters, one: str, other: str) -> Estimate:
    found = pearson(quarters.of(one), quarters.of(other), least=FEWEST)
    return Estimate(found.value, found.low, found.high)


def best_two(quarters: Quarters) -> tuple[str, ...]:
    """The pair that foretells most together; none with too few quarters."""
    pairs = [(quarters.left_out(pair), pair) for pair in combinations(quarters.there, 2)]
    return max(((r2, pair) for r2, pair in pairs if np.isfinite(r2)), default=(0.0, ()))[1]


def trending(quarters: Quarters) -> list[str]:
    """Figures that run with time in the direction that revenue runs in."""
    if quarters.n < FEWEST:
        return []
    time = np.arange(quarters.n, dtype=float)
    revenue = spearman(quarters.after, time).value
    runs = {kpi: spearman(quarters.of(kpi), time).value for kpi in quarters.there}
    return [kpi for kpi, slope in runs.items() if min(abs(slope), abs(revenue)) >= STEEP and slope * revenue > 0]


def score(quarters: Quarters, points: Array) -> Array | None:
    """The figures added up at these points, shape (5,) in the order of `KPIS`; None where one with points lacks."""
    if any(share > 0 and kpi not in quarters.there for kpi, share in zip(KPIS, points, strict=True)):
        return None
    shares = np.array([share for kpi, share in zip(KPIS, points, strict=True) if kpi in quarters.there])
    summed: Array = quarters.figures @ shares
    return summed


def dilution(quarters: Quarters, points: Array | None) -> Estimate:
    """1 - Spearman between the score at these points and the next quarter's revenue; UNKNOWN with too few quarters."""
    summed = None if points is None or quarters.n < LEAST else score(quarters, points)
    if summed is None:
        return UNKNOWN
    found = spearman(summed, quarters.after)
    return Estimate(1 - found.value, 1 - found.high, 1 - found.low)


def dilution_range(quarters: Quarters, spreads: Array | None) -> tuple[Estimate, int]:
    """Middle, lowest and highest dilution over spreads of shape (people, 5), and how many people gave them."""
    scores = [] if spreads is None or quarters.n < LEAST else [score(quarters, points) for points in spreads]
    found = [1 - spearmanr(one, quarters.after).statistic for one in scores if one is not None and varies(one)]
    if not found or not varies(quarters.after):
        return UNKNOWN, 0
    return Estimate(float(np.median(found)), float(min(found)), float(max(found))), len(found)


def spreads_of(inputs: Inputs) -> Array | None:
    """Shares of the last round that enough people answered, shape (people, 5); None without."""
    if inputs.answers.empty or not instrument(inputs):
        return None
    found = splits_of(inputs, POINTS)
    return None if found is None else found.to_numpy(float)


def decided_points(inputs: Inputs) -> Array | None:
    """Shares of the points decided, shape (5,): the rows of round `DECIDED`; None where they do not add up."""
    parameters = instrument(inputs)
    if inputs.answers.empty or not parameters:
        return None
    rows = inputs.answers[inputs.answers["round"] == DECIDED]
    found = whole_splits(rows, parameters)
    return found.to_numpy(float)[0] / parameters["total"]["value"] if len(found) == 1 else None


def instrument(inputs: Inputs) -> Mapping[str, Any] | None:
    """The parameters of the instrument that points are given on, where its items are those of `KPIS`."""
    for each in inputs.content.get("instruments", ()):
        if each["key"] == POINTS and len(each["parameters"]["items"]) == len(KPIS):
            parameters: Mapping[str, Any] = each["parameters"]
            return parameters
    return None
