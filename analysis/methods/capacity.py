"""What a team that grows, learns and leaves can bring: Monte Carlo over its months."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
SEED = 20241118


@dataclass(frozen=True)
class Team:
    """One entry a seller, present or to be hired.

    starts: month (0 = the first) in which the seller begins, negative for months already served. yields: money a
    month at full speed. ramp: share of full speed in the first months of service, then 1. leaves: chance to leave in a
    month. spread: coefficient of variation of a month's yield. refill: months a seat stands empty after a leaver, None
    where it is not filled again; a successor begins at the foot of the ramp.
    """

    starts: ArrayLike
    yields: ArrayLike
    ramp: ArrayLike
    leaves: float
    spread: float
    refill: int | None = None


def simulate(team: Team, months: int, draws: int = 4000, seed: int = SEED) -> Array:
    """Money brought in each month, shape (draws, months), seeded; a month's yield is gamma distributed.

    Source: Law (2015), Simulation Modeling and Analysis, 1 and 8.3 (terminating simulation, gamma variates).
    """
    rng = np.random.default_rng(seed)
    starts, yields = np.asarray(team.starts, int), np.asarray(team.yields, float)
    ramp = np.append(np.asarray(team.ramp, float), 1.0)
    begun = np.broadcast_to(starts, (draws, len(starts))).copy()
    brought = np.empty((draws, months))
    for month in range(months):
        served = month - begun
        speed = np.where(served >= 0, ramp[np.clip(served, 0, len(ramp) - 1)], 0.0)
        brought[:, month] = (speed * yields * noise(rng, team.spread, speed.shape)).sum(axis=1)
        left = (served >= 0) & (rng.random(begun.shape) < team.leaves)
        begun[left] = months if team.refill is None else month + 1 + team.refill
    return brought


def noise(rng: np.random.Generator, spread: float, shape: tuple[int, ...]) -> Array | float:
    """Factors of mean 1 with that coefficient of variation."""
    return rng.gamma(1 / spread**2, spread**2, shape) if spread else 1.0


def chance_of(target: float, brought: Array) -> tuple[float, float]:
    """Share of draws that reach the target in all months together, and the standard error of that share."""
    share = float((brought.sum(axis=1) >= target).mean())
    return share, float(np.sqrt(share * (1 - share) / len(brought)))
