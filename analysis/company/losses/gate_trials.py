"""Gates tried on deals whose end is known: what each would have caught and delayed, and which go best together.

A deal is flagged by a combination when one of its gates flags it. Caught: lost after the gate; delayed: won all the
same. The net counts a delayed win as dear as a caught loss, so that it is positive where precision is above one half.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.losses.gates import AtGate, at_gate, gates_of
from analysis.company.pipeline.passages import Flags, Passages
from analysis.company.win_rate import Clustering, find_clustering
from analysis.inputs import Inputs
from analysis.methods.intervals import newcombe_interval, wilson_interval

MOST = 3  # gates at once
LEAST = 10  # flagged deals, before a combination can be chosen
Combination = tuple[int, ...]
SHARES = ("caught_share", "delayed_share", "precision", "low", "high")
COUNTS = ("flagged", "caught", "delayed", "net")
UNITS = {
    **dict.fromkeys([*SHARES, "over_low", "over_high", "size", "budget"], "fraction"),
    **dict.fromkeys(["later_precision", "later_low", "later_high"], "fraction"),
    **dict.fromkeys([*COUNTS, "later_flagged"], "deals"),
    "big_amount": "money",
}


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


@dataclass(frozen=True)
class Tried:
    """Big deals at the gate, every gate on them, and the trial on those that are decided."""

    at: AtGate
    flags: pd.DataFrame  # of all big deals at the gate; a column a gate, called by its name
    conditions: Mapping[str, str]
    trial: Trial
    clustering: Clustering | None

    @property
    def n(self) -> int:
        return len(self.trial.lost)


def tried_at(passages: Passages, amount: pd.Series, share: float, inputs: Inputs) -> Tried:
    """share: of the deals, the largest by amount, that are big."""
    at = at_gate(passages, amount, share)
    gates = gates_of(at, inputs)
    flags = pd.DataFrame({gate.name: gate.flags for gate in gates}, index=range(len(at.row)))
    decided = at.ended("won") | at.ended("lost")
    clustering = find_clustering(at.deals)
    trial = Trial(
        tuple(map(str, flags)),
        flags.to_numpy(bool)[decided],
        at.ended("lost")[decided],
        clustering.effect if clustering else 1.0,
    )
    return Tried(at, flags, {gate.name: gate.condition for gate in gates}, trial, clustering)


def gate_row(tried: Tried, place: int) -> dict[str, Any]:
    """gate, condition, verdict, over_low, over_high of the gate at this place."""
    name, low_high = tried.trial.names[place], over_others(tried.trial, (place,))
    over = dict(zip(("over_low", "over_high"), low_high, strict=True))
    return {"gate": name, "condition": tried.conditions[name]} | verdict(tried.trial, (place,)) | over


def budget_row(trial: Trial, budget: float) -> dict[str, Any]:
    """The best combination within the budget and its verdict; beside it what the earlier half would have chosen."""
    choice = choose(trial, budget)
    later = choice.later
    said = {"budget": budget, "combination": trial.said(choice.gates) if choice.gates else None} | choice.found
    return said | {
        "chosen_earlier": trial.said(choice.earlier) if choice.earlier else None,
        "later_flagged": later["flagged"],
        "later_precision": later["precision"],
        "later_low": later["low"],
        "later_high": later["high"],
    }


def grid_row(tried: Tried, size: float, budget: float) -> dict[str, Any]:
    """size, budget, big_amount, and what the best combination catches and delays there."""
    found = verdict(tried.trial, best_combination(tried.trial, budget))
    said = {"size": size, "budget": budget, "big_amount": tried.at.big_from}
    return said | {key: found[key] for key in ("flagged", "caught", "delayed", "precision", "low", "high")}
