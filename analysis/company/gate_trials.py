"""Gates tried on deals whose end is known: what each would have caught and delayed, and which go best together.

A deal is flagged by a combination when one of its gates flags it. Caught: lost after the gate; delayed: won all the
same. The net counts a delayed win as dear as a caught loss, so that it is positive where precision is above one half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.company.passages import Flags
from analysis.methods.intervals import newcombe_interval, wilson_interval

MOST = 3  # gates at once
LEAST = 10  # flagged deals, before a combination can be chosen
Combination = tuple[int, ...]


@dataclass(frozen=True)
class Trial:
    """Decided deals in the order in which they came to the gate. flags: shape (deals, gates); lost: shape (deals,).

    effect: the design effect of deals that end alike within a cluster, for all limits.
    """

    names: tuple[str, ...]
    flags: Flags
    lost: Flags
    effect: float = 1.0

    def flagged(self, gates: Combination) -> Flags:
        return np.asarray(self.flags[:, list(gates)].any(axis=1))

    def limits(self, some: float, of: float) -> tuple[float, float]:
        """Of a share of deals: Wilson's interval of as many as they are worth."""
        low, high = wilson_interval(some / self.effect, of / self.effect)
        return float(low), float(high)

    def said(self, gates: Combination) -> str:
        return " or ".join(self.names[gate] for gate in gates)

    def halves(self) -> tuple["Trial", "Trial"]:
        """The deals that came to the gate earlier, and those that came later."""
        half = len(self.lost) // 2
        parts = (slice(None, half), slice(half, None))
        first, second = (Trial(self.names, self.flags[at], self.lost[at], self.effect) for at in parts)
        return first, second


def verdict(trial: Trial, gates: Combination | None) -> dict[str, Any]:
    """flagged, caught, delayed, caught_share, delayed_share, precision with low and high, net; NaN of no gate."""
    if gates is None:
        return dict.fromkeys(VERDICT, np.nan) | {"flagged": 0}
    hit = trial.flagged(gates)
    flagged, caught = int(hit.sum()), int((hit & trial.lost).sum())
    low, high = trial.limits(caught, flagged)
    delayed, losses = flagged - caught, int(trial.lost.sum())
    values = (
        flagged, caught, delayed, share(caught, losses), share(delayed, len(hit) - losses), share(caught, flagged),
        low, high, caught - delayed,
    )  # fmt: skip
    return dict(zip(VERDICT, values, strict=True))


VERDICT = ("flagged", "caught", "delayed", "caught_share", "delayed_share", "precision", "low", "high", "net")


def share(part: float, whole: float) -> float:
    return part / whole if whole else np.nan


def over_others(trial: Trial, gates: Combination) -> tuple[float, float]:
    """Limits of how much more often flagged deals were lost than the others; NaN where there are none of a kind."""
    hit = trial.flagged(gates)
    counts = [(trial.lost & part).sum() / trial.effect for part in (hit, ~hit)]
    sizes = [part.sum() / trial.effect for part in (hit, ~hit)]
    if not all(sizes):
        return np.nan, np.nan
    low, high = newcombe_interval(counts[0], sizes[0], counts[1], sizes[1])
    return float(low), float(high)


def best_combination(trial: Trial, budget: float) -> Combination | None:
    """Of all sets of up to `MOST` gates the one with the highest net that delays at most this share of the wins.

    Ties go to fewer delays, then fewer gates, then their order. None where no set catches more than it delays.
    """
    sets = all_sets(len(trial.names))
    if not len(trial.lost) or not sets:
        return None
    caught, delayed = tallies(trial, sets)
    net = caught - delayed
    allowed = delayed <= budget * (~trial.lost).sum() + 1e-9
    allowed &= (net > 0) & (caught + delayed >= LEAST)
    order = sorted(map(int, np.flatnonzero(allowed)), key=lambda at: (-net[at], delayed[at], len(sets[at]), at))
    return sets[order[0]] if order else None


@dataclass(frozen=True)
class Choice:
    """The best set on all deals and its verdict; the set chosen on the earlier half, and its verdict on the later."""

    gates: Combination | None
    found: dict[str, Any]
    earlier: Combination | None
    later: dict[str, Any]


def choose(trial: Trial, budget: float) -> Choice:
    best = best_combination(trial, budget)
    before, after = trial.halves()
    earlier = best_combination(before, budget)
    return Choice(best, verdict(trial, best), earlier, verdict(after, earlier))


@cache
def all_sets(gates: int) -> Sequence[Combination]:
    return [each for size in range(1, MOST + 1) for each in combinations(range(gates), size)]


def tallies(trial: Trial, sets: Sequence[Combination]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Losses caught and wins delayed by each set: counted once for each pattern of flags that occurs."""
    patterns, kind = np.unique(trial.flags @ (1 << np.arange(len(trial.names))), return_inverse=True)
    lost, won = (np.bincount(kind[part], minlength=len(patterns)) for part in (trial.lost, ~trial.lost))
    masks = np.array([sum(1 << gate for gate in each) for each in sets])
    hits = (masks[:, np.newaxis] & patterns) != 0
    return hits @ lost, hits @ won
