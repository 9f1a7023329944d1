"""Does one series go with another some periods later, and does that help to foretell it?

Series are arrays of one value a period, NaN where unknown. Both are taken as change on an earlier period, so that what
they share (a season, growth) is no lead.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.block_bootstrap import block_limits, expanded, moving_blocks
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
BLOCK = 6  # periods drawn together for a lead time: half a year
ERRORS = 3  # forecasts drawn together: made so far ahead, their errors overlap
DUST = 1e-9  # of binary fractions
LEAST_ROWS = 8  # periods in which every lag searched can be seen


def changes(series: ArrayLike, span: int) -> Array:
    """Change on the period `span` before, of the same shape; NaN in the first `span`."""
    values: Array = np.asarray(series, float)
    before = np.concatenate([np.full(min(span, len(values)), np.nan), values[: max(len(values) - span, 0)]])
    changed: Array = values - before
    return changed


def lagged(series: ArrayLike, lags: int) -> Array:
    """The series as it stood 0, 1, … `lags` periods before, shape (periods, lags + 1); NaN before it begins."""
    series = np.asarray(series, float)
    table = np.full((len(series), lags + 1), np.nan)
    for lag in range(min(lags + 1, len(series))):
        table[lag:, lag] = series[: len(series) - lag]
    return table


def correlations(target: Array, table: Array) -> Array:
    """Pearson correlation of `target` with each column, shape (..., rows) and (..., rows, k) to (..., k).

    Only rows in which both are known count for a column; NaN where one of them does not vary.
    """
    both = ~np.isnan(table) & ~np.isnan(target)[..., np.newaxis]
    x, varies = centred(table, both)
    y, too = centred(np.broadcast_to(target[..., np.newaxis], table.shape), both)
    scale = np.sqrt(np.square(x).sum(axis=-2) * np.square(y).sum(axis=-2))
    product = (x * y).sum(axis=-2)
    found: Array = np.divide(product, scale, out=np.full_like(product, np.nan), where=varies & too)
    return found.clip(-1, 1)


def centred(table: Array, known: NDArray[np.bool_]) -> tuple[Array, NDArray[np.bool_]]:
    """Columns less their mean over the known rows, 0 elsewhere; and whether they vary by more than binary dust."""
    values = np.where(known, table, 0.0)
    mean = values.sum(axis=-2, keepdims=True) / np.maximum(known.sum(axis=-2, keepdims=True), 1)
    off = (values - mean) * known
    return off, np.square(off).sum(axis=-2) > DUST**2 * np.square(values).sum(axis=-2)


@dataclass(frozen=True)
class Lead:
    """lag: periods by which the target follows most closely, and the correlation at it, with limits.

    by_lag: correlation at 0, 1, …; pairs: periods behind each; n: periods behind the one at the lag.
    """

    lag: Estimate
    correlation: Estimate
    by_lag: Array
    pairs: tuple[int, ...]

    @property
    def n(self) -> int:
        return 0 if np.isnan(self.lag.value) else self.pairs[int(self.lag.value)]

    @property
    def searched(self) -> int:
        """The longest lag that was looked at; -1 where none could be."""
        return len(self.by_lag) - 1

    @property
    def at_edge(self) -> bool:
        """The best lag is the longest one searched: the search hit its wall, and no lead was found."""
        return self.lag.value == self.searched


NO_LEAD = Lead(UNKNOWN, UNKNOWN, np.array([]), ())


def lead(metric: ArrayLike, target: ArrayLike, longest: int = 8) -> Lead:
    """Lag at which `metric` goes most closely with `target` later on; both changes of shape (periods,).

    No longer lag is searched than leaves `LEAST_ROWS` periods in which every one can be seen. UNKNOWN where there are
    fewer at lag 0, or where nothing goes along upwards. Limits by a moving-block bootstrap of these periods: of the lag
    plain percentiles, the lag chosen anew in each draw; of the correlation at the lag found expanded ones.
    Sources: Box, Jenkins & Reinsel (2008), Time Series Analysis, 12.1; Künsch (1989), Ann. Stat. 17, 1217-1241.
    """
    target = np.asarray(target, float)
    table = seen_rows(lagged(metric, longest), target)
    by_lag = correlations(target, table)
    pairs = tuple(int(n) for n in (~np.isnan(table) & ~np.isnan(target)[:, np.newaxis]).sum(axis=0))
    if not len(by_lag) or np.isnan(by_lag).any() or by_lag.max() <= 0:
        return Lead(UNKNOWN, UNKNOWN, by_lag, pairs)
    best = int(by_lag.argmax())
    drawn = drawn_correlations(table, target)
    low_lag, high_lag = np.quantile(drawn.argmax(axis=1), [0.025, 0.975], method="inverted_cdf")
    low, high = expanded(drawn[:, best], whole_rows(table, target).sum() / BLOCK)
    lag = Estimate(best, float(min(low_lag, best)), float(max(high_lag, best)))
    strength = float(by_lag[best])
    return Lead(lag, Estimate(strength, min(low, strength), max(high, strength)), by_lag, pairs)


def seen_rows(table: Array, target: Array) -> Array:
    """The first columns of `table`, as many as leave `LEAST_ROWS` rows in which all of them and `target` are known."""
    enough = [lags for lags in range(1, table.shape[1] + 1) if whole_rows(table[:, :lags], target).sum() >= LEAST_ROWS]
    return table[:, : max(enough, default=0)]


def whole_rows(table: Array, target: Array) -> NDArray[np.bool_]:
    whole: NDArray[np.bool_] = ~np.isnan(table).any(axis=1) & ~np.isnan(target)
    return whole


def drawn_correlations(table: Array, target: Array) -> Array:
    """Correlation at each lag in each draw, shape (draws, lags); 0 where something does not vary in a draw."""
    whole = whole_rows(table, target)
    rows = moving_blocks(int(whole.sum()), BLOCK)
    found: Array = np.nan_to_num(correlations(target[whole][rows], table[whole][rows]))
    return found


@dataclass(frozen=True)
class Horizon:
    """How forecasts are made: `ahead` periods before, at a lag from `ahead` to `longest`, from `fitted` pairs or more.

    most: so many forecasts, the last ones.
    """

    ahead: int = 3
    longest: int = 8
    fitted: int = 5
    most: int = 18


def forecasts(metric: ArrayLike, target: ArrayLike, horizon: Horizon | None = None) -> tuple[Array, Array]:
    """Forecasts of `target` from `metric`, and by the mean alone, shape (periods,) each; NaN where none can be made.

    Each is made with what was known `ahead` periods before: the lag whose correlation was highest until then, and a
    least-squares line through those pairs. The mean is that of the same pairs: of changes it is usual growth, which
    needs no metric. Source: Stock & Watson (2003), J. Econ. Lit. 41, 788-829 (leading indicators judged out of sample).
    """
    horizon = horizon or Horizon()
    target = np.asarray(target, float)
    table = lagged(metric, horizon.longest)[:, horizon.ahead :]
    made = np.full((len(target), 2), np.nan)
    for period in range(max(len(target) - horizon.most, 0), len(target)):
        known = slice(0, max(period - horizon.ahead + 1, 0))
        made[period] = foretold(table[known], target[known], table[period], horizon.fitted)
    return made[:, 0], made[:, 1]


def foretold(table: Array, target: Array, now: Array, fitted: int) -> tuple[float, float]:
    """What the best column of `table` says for the row `now`, and the mean of its pairs; NaN where it has too few."""
    pairs = (~np.isnan(table) & ~np.isnan(target)[:, np.newaxis]).sum(axis=0)
    usable = (pairs >= fitted) & ~np.isnan(now)
    strength = np.where(usable, np.nan_to_num(correlations(target, table), nan=-2.0), -np.inf)
    best = int(strength.argmax())
    if strength[best] < -1:  # nothing usable, or nothing that varies
        return float("nan"), float("nan")
    known = ~np.isnan(table[:, best]) & ~np.isnan(target)
    slope, level = np.polyfit(table[known, best], target[known], 1)
    return float(level + slope * now[best]), float(target[known].mean())


def skill(errors: ArrayLike, baseline: ArrayLike) -> Estimate:
    """1 - mean absolute error over that of a baseline, arrays of shape (forecasts,); UNKNOWN where that is 0.

    Limits by a moving-block bootstrap of the forecasts, pairs kept, with expanded percentiles.
    Source: Murphy (1988), Mon. Weather Rev. 116, 2417-2424 (skill against a reference forecast).
    """
    errors, baseline = np.asarray(errors, float), np.asarray(baseline, float)
    if not baseline.sum():
        return UNKNOWN

    def drawn(rows: NDArray[np.int64]) -> Array:
        ours, theirs = errors[rows].sum(axis=1), baseline[rows].sum(axis=1)
        skills: Array = 1 - np.divide(ours, theirs, out=np.full_like(ours, np.nan), where=theirs > 0)
        return skills

    return Estimate(float(1 - errors.sum() / baseline.sum()), *block_limits(drawn, len(errors), ERRORS))
