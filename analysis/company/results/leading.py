"""What each monthly metric foretells of revenue: its lead time, and how far forecasts from it miss."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.deals import within
from analysis.company.periods import first_day
from analysis.company.results.monthly import METRICS, without_gaps
from analysis.findings import Provenance
from analysis.methods.lagged import NO_LEAD, Lead, changes, forecasts, lead, skill
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
YEAR, QUARTER = 12, 3  # months: a change is on the one a year before, with too few months on three before
TWO_YEARS = 24
LEAST_FORECASTS = 8
EARLY = 2  # months of lead from which there is time to act


@dataclass(frozen=True)
class Tried:
    """One metric. whole: it has a value in each month; foretold: revenue by its forecasts, NaN where none was made.

    n: forecasts judged; error, naive: their mean absolute error and that of the plain forecast, NaN of none.

    grown: that of the plain forecast plus usual growth, which needs no metric; over_growth: the skill against it.
    """

    metric: str
    whole: bool
    lead: Lead
    foretold: Array
    n: int = 0
    error: float = float("nan")
    naive: float = float("nan")
    grown: float = float("nan")
    skill: Estimate = UNKNOWN
    over_growth: Estimate = UNKNOWN


@dataclass(frozen=True)
class Trial:
    """months: the table of `monthly`. span: months that a change looks back; plain: revenue so many months before."""

    months: pd.DataFrame
    span: int
    plain: Array
    tried: tuple[Tried, ...]

    @property
    def yearly(self) -> bool:
        return self.span == YEAR


def try_metrics(months: pd.DataFrame, window: Provenance) -> Trial:
    """Every metric tried on the months whose revenue is whole; forecasts are judged within the window alone."""
    revenue = months["revenue"].to_numpy(float)
    span = YEAR if np.isfinite(revenue).sum() >= TWO_YEARS else QUARTER
    days = pd.Series([first_day(int(code)) for code in months.index], index=months.index, dtype="datetime64[ns]")
    judged = within(days, window).to_numpy(bool)
    tried = tuple(try_metric(name, months[name], revenue, span, judged) for name in METRICS)
    return Trial(months, span, revenue - changes(revenue, span), tried)


def try_metric(metric: str, series: pd.Series, revenue: Array, span: int, judged: NDArray[np.bool_]) -> Tried:
    filled = without_gaps(series)
    nothing = np.full(len(revenue), np.nan)
    if filled is None:
        return Tried(metric, False, NO_LEAD, nothing)
    mine, theirs = changes(filled.to_numpy(float), span), changes(revenue, span)
    made, growth = forecasts(mine, theirs)
    found, foretold = lead(mine, theirs), revenue - theirs + made
    seen = np.isfinite(made) & judged
    if np.isfinite(made).sum() < LEAST_FORECASTS or not seen.any():
        return Tried(metric, True, found, nothing, int(seen.sum()))
    errors, plain, grown = (np.abs(one - theirs)[seen] for one in (made, np.zeros(len(made)), growth))
    return Tried(
        metric, True, found, foretold, len(errors), errors.mean(), plain.mean(), grown.mean(),
        skill(errors, plain), skill(errors, grown),
    )  # fmt: skip


def best(trial: Trial) -> Tried | None:
    """The metric whose forecasts save most, a clear lead before others. None without forecasts."""
    judged = [tried for tried in trial.tried if np.isfinite(tried.skill.value)]
    return max(judged, key=lambda tried: (leads_clearly(tried), tried.skill.value), default=None)


def leads_clearly(tried: Tried) -> bool:
    """Its forecasts beat the plain ones and usual growth clear of chance; a lead with time to act was found."""
    beats = tried.skill.low > 0 and tried.over_growth.low > 0
    return bool(beats and tried.lead.lag.value >= EARLY and not tried.lead.at_edge)
