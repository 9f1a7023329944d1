"""Credit of wins among the channels that touched a lead, by five rules.

A lead's path is the order of its touches. All counts enter as sums over leads, so that a bootstrap of groups of leads
gives limits: shape (..., features) in, (..., rules, channels) out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
RULES = ("first", "last", "linear", "position", "markov")
ENDS = 0.4  # of the credit to each end by position, the rest to what lies between


def touch_shares(place: Ints, length: Ints) -> Array:
    """Share of one win for each touch by the rules but markov, shape (4, touches).

    place: 0 for the first touch of its path; length: touches of the path. Position gives 40-20-40, of two half each.
    """
    first, last = place == 0, place == length - 1
    between = (1 - 2 * ENDS) / np.maximum(length - 2, 1)
    position = np.select([length == 1, length == 2, first | last], [1.0, 0.5, ENDS], between)
    return np.stack([first.astype(float), last.astype(float), 1 / length, position])


@dataclass(frozen=True)
class PathCounts:
    """Sums over leads, by group of leads.

    credit: wins by the first four rules, shape (..., 4, channels). steps: moves between states, shape (..., channels +
    1, channels), the start first. won, ended: leads whose last touch it was, won and in all, shape (..., channels).
    """

    credit: Array
    steps: Array
    won: Array
    ended: Array

    @property
    def flat(self) -> Array:
        """One row per group."""
        parts = (self.credit, self.steps, self.won, self.ended)
        flat: Array = np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1)
        return flat

    @classmethod
    def from_flat(cls, sums: Array, channels: int) -> "PathCounts":
        """The inverse of `flat`, of any number of rows."""
        shapes = ((len(RULES) - 1, channels), (channels + 1, channels), (channels,), (channels,))
        cuts = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
        parts = np.split(np.asarray(sums, float), cuts, axis=-1)
        return cls(*(part.reshape(-1, *shape) for part, shape in zip(parts, shapes, strict=True)))


def count_paths(lead: Ints, channel: Ints, won: ArrayLike, group: Ints, channels: int) -> PathCounts:
    """Touches, those of one lead together and in order, as sums over groups of leads.

    lead, channel: codes of each touch; won, group: of each lead, by its code, shape (leads,).
    """
    won, groups = np.asarray(won, float), int(group.max(initial=-1)) + 1
    begins = np.flatnonzero(np.r_[True, lead[1:] != lead[:-1]]) if len(lead) else np.zeros(0, np.int64)
    length = np.repeat(np.diff(np.r_[begins, len(lead)]), np.diff(np.r_[begins, len(lead)]))
    place = np.arange(len(lead)) - np.repeat(begins, length[begins])
    last = place == length - 1
    before = np.where(place == 0, 0, np.r_[0, channel[:-1] + 1][: len(channel)])
    of, wins = group[lead], won[lead]

    def summed(code: Ints, weights: Array, size: int) -> Array:
        sums = np.bincount(of * size + code, weights, groups * size)
        return np.asarray(sums, float).reshape(groups, size)

    credit = np.stack([summed(channel, share * wins, channels) for share in touch_shares(place, length)], axis=1)
    steps = summed(before * channels + channel, np.ones(len(lead)), (channels + 1) * channels)
    ends = (summed(channel, last * part, channels) for part in (wins, np.ones(len(lead))))
    return PathCounts(credit, steps.reshape(groups, channels + 1, channels), *ends)


def credit_shares(counts: PathCounts) -> Array:
    """Share of the wins that each rule gives each channel, shape (..., 5, channels); NaN without a win."""
    wins = counts.won.sum(axis=-1)[..., np.newaxis, np.newaxis]
    with np.errstate(invalid="ignore"):
        simple = counts.credit / wins
    return np.concatenate([simple, markov_shares(counts)[..., np.newaxis, :]], axis=-2)


def markov_shares(counts: PathCounts) -> Array:
    """Removal effects of a first-order chain as shares of their sum, shape (..., channels); NaN without a win.

    Source: Anderl, Becker, von Wangenheim & Schumann (2016), Int. J. Res. Mark. 33, 457-474.
    """
    falls = removal_effects(counts)
    with np.errstate(invalid="ignore"):
        return np.asarray(falls / falls.sum(axis=-1, keepdims=True))


def removal_effects(counts: PathCounts) -> Array:
    """By which part the chance of a win falls when a channel leads nowhere, shape (..., channels); NaN without a win.

    Without the channel only those win who never come to it. The chance of coming to it at all is, with N the
    fundamental matrix, N[start, c] / N[c, c], and from there it wins by its own chance; so no chain is solved anew.
    Source: Kemeny & Snell (1960), Finite Markov Chains, theorem 3.5.7.
    """
    moves, wins = chances_of(counts)
    start, between = moves[..., 0, :], moves[..., 1:, :]
    visits = np.linalg.inv(np.eye(between.shape[-1]) - between)
    own = (visits @ wins[..., np.newaxis])[..., 0]
    coming = (start[..., np.newaxis, :] @ visits)[..., 0, :] / np.diagonal(visits, axis1=-2, axis2=-1)
    overall = (start * own).sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return np.asarray(coming * own / np.where(overall > 0, overall, np.nan))


def chances_of(counts: PathCounts) -> tuple[Array, Array]:
    """Chances of moving on from each state (the start first) to each channel, and from each channel to a win."""
    ended = np.concatenate([np.zeros_like(counts.ended[..., :1]), counts.ended], axis=-1)
    total = np.maximum(counts.steps.sum(axis=-1) + ended, 1.0)
    return counts.steps / total[..., np.newaxis], counts.won / total[..., 1:]
