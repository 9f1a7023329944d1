"""Rules that call a review: limits around a baseline, a run on one side of its mean, and what each would have done.

The first twelve known periods draw the limits, and those after them try the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.company.results.target_series import MONTHS_A_YEAR, TargetSeries
from analysis.methods.control_charts import (
    BASELINE,
    D2,
    Limits,
    Runs,
    change_interval,
    false_alarm_periods,
    limit_and_run,
    simulate,
    western_electric,
    xmr,
)
from analysis.methods.frontier import efficient
from analysis.methods.survival import Estimate

Flags = NDArray[np.bool_]
Array = NDArray[np.float64]
DROP = 0.10  # of target: the fall that a rule has to see
FEW_RUNS = 1000  # simulated at the limits of the spread, where less will do
ALONE = 10_000.0  # a run that never comes
PRICED = ((2.0, 7.0), (2.66, 6.0), (2.66, 8.0), (2.66, ALONE))
PERCENT = 0.95  # of target: the plain percentage beside them


@dataclass(frozen=True)
class Rule:
    """width: in mean moving ranges on both sides of the mean; run: periods in a row on one side of it."""

    width: float
    run: float

    @property
    def name(self) -> str:
        return f"{self.width:.2f} alone" if self.run >= ALONE else f"{self.width:.2f} and {self.run:g}"


@dataclass(frozen=True)
class Watched:
    """A series with limits from its first twelve periods. inside: which of its periods lie in the window."""

    series: TargetSeries
    inside: Flags

    @cached_property
    def limits(self) -> Limits:
        return xmr(self.series.ratio[:BASELINE], self.series.adjacent[: BASELINE - 1])

    @property
    def tried(self) -> Flags:
        """Periods after the baseline that lie in the window."""
        return self.inside & (np.arange(self.series.n) >= BASELINE)

    @property
    def has_spread(self) -> bool:
        return bool(self.limits.change > 1e-9)

    @property
    def change(self) -> Estimate:
        return change_interval(self.limits.change)

    @property
    def standard(self) -> Array:
        return (self.series.ratio - self.limits.mean) / self.limits.sigma

    @property
    def baseline_out(self) -> int:
        """Periods of the baseline outside its own limits."""
        return int((np.abs(self.standard[:BASELINE]) > 3).sum())

    def by(self, rule: Rule) -> tuple[Flags, Flags]:
        """Tried periods beyond the limits, and tried periods that end a run."""
        far, row = limit_and_run(self.series.ratio, self.limits, rule.width, rule.run)
        return far & self.tried, row & self.tried

    def alarms(self, rule: Rule) -> int:
        far, row = self.by(rule)
        return int((far | row).sum())

    def zone_alarms(self) -> int:
        """Tried periods that any of the four Western Electric rules flags."""
        return int((western_electric(self.standard).any(axis=0) & self.tried).sum())

    def per_year(self, alarms: float) -> float:
        """NaN where no period after the baseline is known."""
        months = self.series.months * int(self.tried.sum())
        return MONTHS_A_YEAR * alarms / months if months else np.nan


@dataclass(frozen=True)
class Priced:
    """What rules cost the company: a false alarm when nothing changes, and the delay until a drop is seen, in months.

    slow, fast: runs with the drop at the upper and at the lower limit of the spread.
    """

    watched: Watched
    dropped: Runs = field(repr=False)
    slow: Runs = field(repr=False)
    fast: Runs = field(repr=False)

    @classmethod
    def of(cls, watched: Watched) -> "Priced":
        change = watched.change
        spreads = [change.value / D2, change.high / D2, change.low / D2]
        dropped, slow, fast = (
            simulate(-DROP / spread, runs) if runs else simulate(-DROP / spread)
            for spread, runs in zip(spreads, (None, FEW_RUNS, FEW_RUNS), strict=True)
        )
        return cls(watched, dropped, slow, fast)

    @property
    def months(self) -> int:
        return self.watched.series.months

    def false_alarm(self, rule: Rule) -> float:
        return float(self.months * false_alarm_periods((rule.width,), (rule.run,))[0, 0])

    def sees_drop(self, rule: Rule) -> Estimate:
        """Median months until the drop is seen; limits as far as the spread is known."""
        told = (runs.median_periods(rule.width, rule.run)[0, 0] for runs in (self.dropped, self.fast, self.slow))
        return Estimate(*(float(self.months * periods) for periods in told))

    def grid(self, widths: Sequence[float], runs: Sequence[float]) -> pd.DataFrame:
        """width, run, alarms_per_year, false_alarm_months, months_to_see_drop: a row for each pair of settings."""
        at = pd.MultiIndex.from_product([widths, runs], names=["width", "run"]).to_frame(index=False)
        return at.assign(
            alarms_per_year=self.grid_alarms(widths, runs).ravel(),
            false_alarm_months=(self.months * false_alarm_periods(tuple(widths), tuple(runs))).ravel(),
            months_to_see_drop=(self.months * self.dropped.median_periods(widths, runs)).ravel(),
        )

    def grid_alarms(self, widths: Sequence[float], runs: Sequence[float]) -> Array:
        """Alarms a year, shape (widths, runs)."""
        watched = self.watched
        far = np.stack([watched.by(Rule(width, ALONE))[0] for width in widths])
        row = np.stack([watched.by(Rule(np.inf, run))[1] for run in runs])
        counts = (far[:, np.newaxis] | row[np.newaxis]).sum(axis=-1)
        return np.asarray([[watched.per_year(count) for count in line] for line in counts])

    def soonest(self, grid: pd.DataFrame, least: float) -> tuple[Rule, Estimate] | None:
        """Of rules with `least` months or more between false alarms, the one that sees the drop soonest, and when.

        Its limits are those of the soonest rule at either limit of the spread. None where no rule errs so seldom.
        """
        rare = grid[grid["false_alarm_months"] >= least].dropna(subset=["months_to_see_drop"])
        if rare.empty:
            return None
        best = rare.sort_values(["months_to_see_drop", "false_alarm_months"], ascending=[True, False]).iloc[0]
        limits = (self.soonest_at(runs, grid, rare) for runs in (self.fast, self.slow))
        return Rule(float(best["width"]), float(best["run"])), Estimate(float(best["months_to_see_drop"]), *limits)

    def soonest_at(self, runs: Runs, grid: pd.DataFrame, rare: pd.DataFrame) -> float:
        medians = runs.median_periods(grid["width"].unique(), grid["run"].unique()).ravel()
        seen = medians[rare.index.to_numpy()]
        return float(self.months * np.nanmin(seen)) if np.isfinite(seen).any() else np.nan

    def plain_percent(self, shift: float = 0.0) -> float:
        """Median months until a period lies under `PERCENT` of target, when the level has moved by `shift`."""
        limits = self.watched.limits
        chance = norm.cdf((PERCENT - limits.mean - shift) / limits.sigma)
        return float(self.months * np.ceil(np.log(0.5) / np.log1p(-chance))) if 0 < chance < 1 else self.months


def worth_choosing(grid: pd.DataFrame) -> pd.DataFrame:
    """Rows of the grid that no other beats on both counts; of equal ones the first."""
    counts = ["false_alarm_months", "months_to_see_drop"]
    sought = efficient(*(grid[count] for count in counts))
    kept: pd.DataFrame = grid[sought].drop_duplicates(counts).sort_values(counts, ignore_index=True)
    return kept


def spaced(rules: pd.DataFrame, most: int = 16) -> pd.DataFrame:
    """At most so many of them, evenly over the logarithm of the months between false alarms."""
    if len(rules) <= most:
        return rules
    part: pd.Series = pd.cut(np.log(rules["false_alarm_months"]), most, labels=False)
    return rules[~part.duplicated(keep="last")]
