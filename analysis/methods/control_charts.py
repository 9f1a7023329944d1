"""Which moves of a figure are more than its usual spread, and what a rule for them costs in false alarms and delay.

Limits are drawn from a baseline and then held. A period is flagged when it itself lies far out, or ends a run.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.survival import Estimate

Array = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]
Counts = NDArray[np.integer[Any]]
D2 = 1.128  # mean range of two normal values, in standard deviations
NATURAL = 2.66  # three standard deviations, in mean moving ranges
BASELINE = 12  # periods from which limits are drawn
RUNS = 4000
MOST = 600  # periods that a simulated run lasts
SEED = 16


class Limits(NamedTuple):
    """Mean of the baseline, and its mean absolute change from one period to the next."""

    mean: float
    change: float

    @property
    def sigma(self) -> float:
        """Standard deviation of one period, were they to come independently; a shift inside the baseline moves it less
        than it moves the standard deviation of all."""
        return self.change / D2

    @property
    def natural(self) -> float:
        """How far a period strays without a cause, on either side of the mean."""
        return NATURAL * self.change


def xmr(values: ArrayLike, adjacent: ArrayLike | None = None) -> Limits:
    """Limits of individual values by their moving ranges; NaN where there is no pair.

    values: shape (n,). adjacent: shape (n - 1,), whether each pair follows on another without a gap; all do by default.
    Source: Wheeler & Chambers (1992), Understanding Statistical Process Control, 3; Montgomery (2013), 6.4.
    """
    values = np.asarray(values, float)
    changes = np.abs(np.diff(values))
    if adjacent is not None:
        changes = changes[np.asarray(adjacent, bool)]
    return Limits(float(values.mean()), float(changes.mean())) if len(changes) else Limits(np.nan, np.nan)


class ShareLimits(NamedTuple):
    """Centre, and for each period the limits of its share; shape (n,)."""

    centre: float
    low: Array
    high: Array


def p_chart(counts: ArrayLike, sizes: ArrayLike, baseline: int | None = None, width: float = 3.0) -> ShareLimits:
    """Limits of shares whose periods differ in size, within 0 and 1; NaN for a period of nobody.

    counts, sizes: shape (n,). baseline: so many first periods draw the centre; all by default. width: in standard
    errors. Source: Shewhart (1931); Montgomery (2013), Introduction to Statistical Quality Control, 7.2.
    """
    counts, sizes = np.asarray(counts, float), np.asarray(sizes, float)
    total = sizes[:baseline].sum()
    centre = float(counts[:baseline].sum() / total) if total else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        error = width * np.sqrt(centre * (1 - centre) / sizes)
    error = np.where(sizes > 0, error, np.nan)
    return ShareLimits(centre, np.clip(centre - error, 0, 1), np.clip(centre + error, 0, 1))


# --- run rules -------------------------------------------------------------------------------------------------------


def run_lengths(sides: ArrayLike) -> Counts:
    """How many periods in a row, up to each, lie on its side; 0 on the line. sides: -1, 0 or 1, shape (..., n)."""
    sides = np.asarray(sides)
    place = np.arange(sides.shape[-1], dtype=np.int16)
    begins = np.ones(sides.shape, bool)
    begins[..., 1:] = sides[..., 1:] != sides[..., :-1]
    first = np.maximum.accumulate(np.where(begins, place, 0), axis=-1)
    return np.asarray(np.where(sides == 0, 0, place - first + 1), np.int16)


def several_beyond(standard: Array, far: float, least: int, among: int) -> Flags:
    """Periods beyond `far` on one side that are the last of `least` such among the last `among`."""
    flagged = np.zeros(standard.shape, bool)
    for side in (1, -1):
        beyond = side * standard > far
        total = np.cumsum(beyond, axis=-1)
        before = np.zeros_like(total)
        before[..., among:] = total[..., :-among]
        flagged |= beyond & (total - before >= least)
    return flagged


def western_electric(standard: ArrayLike) -> Flags:
    """Which of the four rules flags which period, shape (4, ..., n).

    One beyond three standard deviations; two of three beyond two on one side; four of five beyond one on one side;
    eight in a row on one side. standard: deviations from the mean in standard deviations, shape (..., n).
    Source: Western Electric (1956), Statistical Quality Control Handbook; Champ & Woodall (1987), Technometrics 29.
    """
    standard = np.asarray(standard, float)
    return np.stack(
        [
            np.abs(standard) > 3,
            several_beyond(standard, 2, 2, 3),
            several_beyond(standard, 1, 4, 5),
            run_lengths(np.sign(standard)) >= 8,
        ]
    )


def limit_and_run(values: ArrayLike, limits: Limits, width: float, run: float) -> tuple[Flags, Flags]:
    """Periods further from the mean than `width` mean moving ranges, and periods that end `run` or more on one side."""
    off = np.asarray(values, float) - limits.mean
    return np.abs(off) > width * limits.change, run_lengths(np.sign(off)) >= run


# --- what a rule costs, by simulation --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Runs:
    """Normal periods of many runs, limits drawn from the first ones of each, and then a shift of the level.

    far: how far out each later period lies, in the run's own mean moving ranges; row: how many in a row lie on its
    side; both of shape (runs, most). The same draws serve every rule, so that rules differ by nothing else. known:
    first alarms already looked for, by width and by run, for many rules share them.
    """

    far: Array
    row: Counts
    known: dict[tuple[str, float], Counts] = field(default_factory=dict, repr=False, compare=False)

    @property
    def most(self) -> int:
        return int(self.far.shape[1])

    def first_alarm(self, widths: ArrayLike, runs: ArrayLike) -> Counts:
        """Periods to the first alarm of each rule, shape (widths, runs, runs simulated); `most` + 1 where none came."""
        beyond = np.stack([self.first_beyond(float(width)) for width in np.atleast_1d(widths)])
        inrow = np.stack([self.first_in_row(float(run)) for run in np.atleast_1d(runs)])
        return np.asarray(np.minimum(beyond[:, np.newaxis], inrow[np.newaxis]))

    def first_beyond(self, width: float) -> Counts:
        if ("width", width) not in self.known:
            self.known["width", width] = self.first(self.far > np.float32(width))
        return self.known["width", width]

    def first_in_row(self, run: float) -> Counts:
        if ("run", run) not in self.known:
            self.known["run", run] = self.first(self.row >= run)
        return self.known["run", run]

    def first(self, flagged: Flags) -> Counts:
        place = flagged.argmax(axis=1)
        found = flagged[np.arange(len(flagged)), place]
        return np.where(found, place + 1, self.most + 1).astype(np.int16)

    def median_periods(self, widths: ArrayLike, runs: ArrayLike) -> Array:
        """Median periods to the first alarm, shape (widths, runs); NaN where half of the runs saw none."""
        median = np.median(self.first_alarm(widths, runs), axis=-1)
        return np.where(median > self.most, np.nan, median)


@lru_cache(maxsize=1)
def draws() -> tuple[Array, Array]:
    """Standard normal periods of the baseline and after it, shapes (RUNS, BASELINE) and (RUNS, MOST); seeded."""
    rng = np.random.default_rng(SEED)
    return rng.standard_normal((RUNS, BASELINE)), rng.standard_normal((RUNS, MOST)).astype(np.float32)


def simulate(shift: float = 0.0, runs: int = RUNS) -> Runs:
    """Runs whose level moves by `shift` standard deviations when the baseline ends; runs of one side begin anew there.

    runs: the first so many of the `RUNS` drawn, where less will do.
    Source: Quesenberry (1993), J. Quality Technology 25, 237-247, for limits that are drawn from few periods.
    """
    before, after = (part[:runs] for part in draws())
    off = after + (shift - before.mean(axis=1)).astype(np.float32)[:, np.newaxis]
    row = run_lengths(np.sign(off).astype(np.int8))
    off = np.abs(off, out=off)
    off /= mean_change(before).astype(np.float32)[:, np.newaxis]
    return Runs(off, row)


def mean_change(periods: Array) -> Array:
    """Mean absolute change from one period to the next of each run."""
    return np.asarray(np.abs(np.diff(periods, axis=1)).mean(axis=1))


@lru_cache(maxsize=1)
def unchanged() -> Runs:
    """Runs in which nothing changes: the same for every company."""
    return simulate()


@lru_cache(maxsize=16)
def false_alarm_periods(widths: tuple[float, ...], runs: tuple[float, ...]) -> Array:
    """Median periods to an alarm when nothing changes, shape (widths, runs)."""
    return unchanged().median_periods(widths, runs)


@lru_cache(maxsize=64)
def chance_of_as_many(flagged: int, width: float, run: float, periods: int) -> float:
    """Share of runs without a change that flag so many of `periods` periods, or more; the baseline's runs go on."""
    before, after = draws()
    off = np.hstack([before, after[:, :periods]]) - before.mean(axis=1)[:, np.newaxis]
    far = np.abs(off) > (width * mean_change(before))[:, np.newaxis]
    alarms = (far | (run_lengths(np.sign(off).astype(np.int8)) >= run))[:, BASELINE:].sum(axis=1)
    return float((alarms >= flagged).mean())


@lru_cache(maxsize=1)
def change_in_deviations(level: float = 0.95) -> tuple[float, float]:
    """Limits of the mean moving range of `BASELINE` normal periods, in standard deviations; simulated."""
    periods = np.random.default_rng(SEED).standard_normal((20 * RUNS, BASELINE))
    low, high = np.quantile(mean_change(periods), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def change_interval(change: float) -> Estimate:
    """The mean moving range of `BASELINE` periods, with limits of what it is in the long run."""
    low, high = change_in_deviations()
    return Estimate(change, D2 * change / high, D2 * change / low)
