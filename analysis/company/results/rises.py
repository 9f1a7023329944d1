"""How each segment's win rate moved from one year to the next: chance of a rise, its limits, trend and worth."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.company.win_rate import Clustering, clustered_cells, count_outcomes, rates_of_sums
from analysis.methods.clustering import cluster_bootstrap
from analysis.methods.intervals import newcombe_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.shrinkage import chance_of_rise, fit_beta_prior
from analysis.methods.trend import cochran_armitage

QUARTERS = 4  # in each of the two years compared
THIN = 30  # closed deals; with fewer, the interval of a rate near one half is wider than 34 points
CLEAR = 0.95  # chance of a rise from which the headline names a segment
RARE = 0.05  # adjusted p of the trend


def rise_by_segment(deals: pd.DataFrame, clustering: Clustering | None) -> pd.DataFrame:
    """One row per segment that closed deals in both years, likeliest rise first.

    deals_compared, chance_of_rise, rise and worth_per_year with limits, trend_p. Where deals come in clusters, chance
    and trend count each deal as one over the design effect (Rao & Scott 1992, Biometrics 48, 577-585) and the limits
    draw whole clusters.
    """

    closed = deals[deals["outcome"].isin(["won", "lost"])]
    years = (closed[closed["quarters_ago"].between(first, first + QUARTERS - 1)] for first in (0, QUARTERS))
    later, earlier = (count_outcomes(year, "segment") for year in years)
    later, earlier = later.align(earlier, join="inner", axis=0)
    effect = clustering.effect if clustering else 1.0
    low, high = newcombe_interval(later["won"], later["deals"], earlier["won"], earlier["deals"])
    if clustering and len(later):
        low, high = clustered_rises(closed, clustering, later.index)
    rises = pd.DataFrame(
        {
            "deals_compared": later["deals"] + earlier["deals"],
            "chance_of_rise": chance_by_segment(later / effect, earlier / effect),
            "rise": later["won"] / later["deals"] - earlier["won"] / earlier["deals"],
            "rise_low": low,
            "rise_high": high,
            "trend_p": trend_by_segment(closed, effect),
        },
        index=later.index,
    )
    value = later["deals"] * mean_won_amount(closed).reindex(later.index)
    for suffix in ("", "_low", "_high"):
        rises[f"worth_per_year{suffix}"] = rises[f"rise{suffix}"] * value
    return rises.reset_index().sort_values(["chance_of_rise", "segment"], ascending=[False, True], ignore_index=True)


def clustered_rises(closed: pd.DataFrame, clustering: Clustering, segments: pd.Index) -> tuple[Any, Any]:
    """Limits of the rise of each segment, whole clusters drawn."""
    recent = closed[closed["quarters_ago"].between(0, 2 * QUARTERS - 1)]
    recent = recent.assign(year=(recent["quarters_ago"] >= QUARTERS).astype(int))
    cells, names = clustered_cells(recent, clustering, ["segment", "year"])
    later, earlier = (names.get_indexer(pd.MultiIndex.from_product([segments, [year]])) for year in (0, 1))
    return cluster_bootstrap(cells, lambda sums: rates_of_sums(sums)[:, later] - rates_of_sums(sums)[:, earlier])


def chance_by_segment(later: pd.DataFrame, earlier: pd.DataFrame) -> Any:
    """Chances of a rise, shape (segments,); NaN where segments and years differ no more than by chance."""
    cells = pd.concat([later, earlier])
    prior = fit_beta_prior(cells["won"], cells["deals"])
    if prior.pools_fully or not len(later):
        return np.nan
    return chance_of_rise(*(prior.posterior(year["won"], year["deals"]) for year in (later, earlier)))


def trend_by_segment(closed: pd.DataFrame, effect: float) -> pd.Series:
    """p of the trend over the eight quarters, adjusted for the number of segments."""
    recent = closed[closed["quarters_ago"].between(0, 2 * QUARTERS - 1)]
    quarters = count_outcomes(recent, "segment", "quarters_ago") / effect
    p = {str(segment): trend_p(part) for segment, part in quarters.groupby(level="segment")}
    return pd.Series(benjamini_hochberg(list(p.values())), index=pd.Index(p, name="segment"))


def trend_p(quarters: pd.DataFrame) -> float:
    ago = quarters.index.get_level_values("quarters_ago").to_numpy(int)
    return cochran_armitage(quarters["won"].to_numpy(), quarters["deals"].to_numpy(), -ago)[1]


def mean_won_amount(closed: pd.DataFrame) -> pd.Series:
    """Mean amount of a won deal by segment; empty where no amounts are known."""
    return closed[closed["outcome"] == "won"].groupby("segment")["amount"].mean()


def is_clear(row: dict[Any, Any]) -> bool:
    chance, p, low = (row[key] if row[key] is not None else np.nan for key in ("chance_of_rise", "trend_p", "rise_low"))
    return bool(chance >= CLEAR and p <= RARE and low > 0)
