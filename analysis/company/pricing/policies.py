"""Rules for discounts run on past deals: a limit up to which sellers give alone, and who decides above it.

What is assumed: a deal that comes with more than the limit is asked about; the approver takes off as many points as the
approvers in question took off on average, never below the limit; whoever won wins again. What is counted: margin so
kept on won deals, and decided deals that wait for longer than a stated number of days, at the observed share.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.pricing.price_approvals import ENOUGH, LATE, cuts, days_until, slower_than, turnaround
from analysis.methods.clustering import cluster_bootstrap
from analysis.methods.frontier import efficient
from analysis.methods.survival import Estimate

Array = NDArray[np.float64]
GRID = tuple(hundredth / 100 for hundredth in range(2, 26))
COMPARED = (0.05, 0.08, 0.10, 0.12, 0.15, 0.20)
GROUPS = 1000  # of deals that are drawn together, where there are more deals
SEED = 20240430


@dataclass(frozen=True)
class Approver:
    """cut: points taken off on average, a fraction. slow: share of answers that come late, with limits."""

    name: str
    cut: float
    slow: Estimate
    days: float  # until the usual answer


def approver(name: str, requests: pd.DataFrame, deals: pd.DataFrame) -> Approver | None:
    """What they take off and how late they answer; None with too few answers, or where what they gave is unknown."""
    cut = cuts(requests, deals)
    if requests["answered"].sum() < ENOUGH or cut.notna().sum() < ENOUGH:
        return None
    curve = turnaround(requests)
    slow = slower_than(curve, LATE)
    return None if np.isnan(slow.value) else Approver(name, float(cut.mean()), slow, days_until(curve, 0.5).value)


def run_policies(deals: pd.DataFrame, asked: Array, approver: Approver, limits: tuple[float, ...]) -> pd.DataFrame:
    """One row per limit: limit, asked, asked_share, slowed (low, high), waiting, margin_kept with low and high.

    deals: decided ones, with `outcome` and `listed`; asked: what each comes with, shape (deals,).
    """
    above = asked[:, np.newaxis] > np.asarray(limits) + 1e-9
    kept = margin_kept(deals, asked, approver.cut, limits)
    low, high = drawn(kept)
    n = above.sum(axis=0)
    known = bool(deals.loc[deals["outcome"] == "won", "listed"].notna().any())
    return pd.DataFrame(
        {
            "limit": limits,
            "asked": n,
            "asked_share": n / max(len(deals), 1),
            "slowed": n * approver.slow.value,
            "slowed_low": n * approver.slow.low,
            "slowed_high": n * approver.slow.high,
            "waiting": n * approver.days,
            "margin_kept": np.nansum(kept, axis=0) if known else np.nan,
            "low": low if known else np.nan,
            "high": high if known else np.nan,
        }
    )


def margin_kept(deals: pd.DataFrame, asked: Array, cut: float, limits: tuple[float, ...]) -> Array:
    """Money per deal and limit, shape (deals, limits); 0 where it was not won, NaN where its amount is unknown."""
    beyond = np.clip(asked[:, np.newaxis] - np.asarray(limits), 0, cut)
    won = (deals["outcome"] == "won").to_numpy()
    return np.where(won[:, np.newaxis], beyond * deals["listed"].to_numpy(float)[:, np.newaxis], 0.0)


def drawn(kept: Array) -> tuple[Array, Array]:
    """Limits of the sums, deals drawn with replacement; of many deals, random groups of them."""
    known = kept[~np.isnan(kept).any(axis=1)]
    if not len(known):
        return np.full(kept.shape[1], np.nan), np.full(kept.shape[1], np.nan)
    group = np.random.default_rng(SEED).permutation(len(known)) % min(len(known), GROUPS)
    sums = np.zeros((group.max() + 1, known.shape[1]))
    np.add.at(sums, group, known)
    return cluster_bootstrap(sums, lambda totals: totals)


def compare(
    deals: pd.DataFrame, asked: Array, approvers: list[Approver], limits: tuple[float, ...] = COMPARED
) -> pd.DataFrame:
    """All pairs of a limit and an approver, with `efficient`: no other keeps as much margin and slows as few deals."""
    parts = [run_policies(deals, asked, one, limits).assign(level=one.name) for one in approvers]
    table = pd.concat(parts, ignore_index=True).sort_values(["limit", "level"], ignore_index=True)
    return table.assign(efficient=efficient(table["margin_kept"], table["slowed"]))


def at_limit(backtest: pd.DataFrame, limit: float) -> dict[str, Any]:
    """The row of the backtest nearest to the limit."""
    nearest = int((backtest["limit"] - limit).abs().to_numpy().argmin())
    return {str(key): value for key, value in backtest.iloc[nearest].to_dict().items()}
