"""Maps by mixed-integer programming, against every map there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from analysis.methods import assignment
from analysis.methods.assignment import NOBODY, Limits, Pieces, reassign


def made(seed, n=7, k=3, nobodies=1, lots=False):
    """n pieces of three holders, the last of which are nobody's; not everybody may take everything."""
    rng = np.random.default_rng([35, seed])
    home = rng.integers(0, k, n)
    home[n - nobodies :] = NOBODY
    allowed = rng.random((n, k)) < 0.8
    allowed[np.arange(n), home] = True
    share = np.zeros((n, k))
    share[n - nobodies :, :2] = 0.5
    value = rng.lognormal(0, 0.8, n)
    count = rng.integers(1, 4, n).astype(float) if lots else np.ones(n)
    ties = np.where(home == NOBODY, 0.0, rng.integers(0, 2, n) * count)
    return Pieces(value, rng.uniform(0.1, 0.5, n), home, share, allowed, count, ties)


def every_map(pieces):
    """Each piece with each who may take it, or where it is."""
    whom = [sorted({*np.flatnonzero(pieces.allowed[i]).tolist(), int(pieces.home[i])}) for i in range(len(pieces.home))]
    return [np.array(to) for to in product(*whom)]


def weighed(pieces, limits, to):
    """Excess and moves of a map, and whether it keeps the limits; added up by hand."""
    value, load, today = (np.zeros(pieces.allowed.shape[1]) for _ in range(3))
    for i, (old, new) in enumerate(zip(pieces.home, to, strict=True)):
        for holder in range(len(value)):
            part = pieces.share[i, holder] if new == NOBODY else float(new == holder)
            before = pieces.share[i, holder] if old == NOBODY else float(old == holder)
            value[holder] += part * pieces.value[i]
            load[holder] += part * pieces.load[i]
            today[holder] += before * pieces.load[i]
    mean = pieces.value.sum() / len(value)
    excess = sum(max(0.0, one / mean - 1 - limits.band, 1 - limits.band - one / mean) for one in value)
    stays = to == pieces.home
    fits = (load <= np.maximum(limits.most_load, today) + 1e-6).all()
    kept = pieces.ties[stays].sum() >= limits.kept * pieces.ties.sum() - 1e-6
    return excess, pieces.count[~stays].sum(), bool(fits and kept)


@pytest.mark.parametrize("kept", [1.0, 0.5, 0.0])
@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_best_of_all_maps(seed, kept):
    pieces, limits = made(seed, lots=seed % 2 == 1), Limits(kept, 0.05, 1.1)
    allowed = [(excess, moved) for excess, moved, fits in (weighed(pieces, limits, to) for to in every_map(pieces))
               if fits]  # fmt: skip
    least = min(excess for excess, _ in allowed)
    fewest = min(moved for excess, moved in allowed if excess <= least + 1e-5)
    found = reassign(pieces, limits)
    assert found.excess == pytest.approx(least, abs=1e-5)
    assert found.moved == fewest
    assert weighed(pieces, limits, found.to) == (pytest.approx(found.excess), found.moved, True)
    assert found.proved(3)
    assert found.in_time


@pytest.mark.parametrize("seed", range(4))
def test_the_way_for_large_ones_comes_as_near_as_it_says(seed, monkeypatch):
    pieces, limits = made(seed, n=60, k=5, nobodies=6), Limits(0.7, 0.05, 4.0)
    monkeypatch.setattr(assignment, "EXACT", 0)
    found = reassign(pieces, limits)
    assert weighed(pieces, limits, found.to) == (pytest.approx(found.excess, abs=1e-9), found.moved, True)
    assert found.least_excess <= found.excess <= found.least_excess + 0.015 * 5 + 1e-6
    assert found.least_moved <= found.moved <= found.least_moved + 3


def test_what_cannot_go_stays():
    pieces = made(1)
    stuck = replace(pieces, allowed=np.zeros_like(pieces.allowed))
    assert (reassign(stuck, Limits(0.0)).to == pieces.home).all()
    tied = replace(pieces, ties=pieces.count)
    assert (reassign(tied, Limits(1.0)).to == pieces.home).all()


def test_the_same_problem_has_the_same_map():
    pieces, limits = made(2, n=200, k=8, nobodies=20), Limits(0.9, 0.05, 30.0)
    first, again = reassign(pieces, limits), reassign(pieces, limits)
    assert first.excess == again.excess
    assert (first.to == again.to).all()


def test_without_value_nothing_moves():
    pieces = made(3)
    assert reassign(replace(pieces, value=np.zeros(7)), Limits(0.0)).moved == 0


def test_a_solver_that_finds_nothing_in_time_leaves_all_as_it_is(monkeypatch):
    nothing = type("Nothing", (), {"x": None, "status": 1, "mip_node_count": 0, "mip_dual_bound": None})
    monkeypatch.setattr(assignment, "milp", lambda *_, **__: nothing)
    pieces = made(1)
    found = reassign(pieces, Limits(0.0))
    assert (found.to == pieces.home).all()
    assert not found.in_time
