from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from analysis.methods.attribution import (
    RULES,
    PathCounts,
    count_paths,
    credit_shares,
    markov_shares,
    removal_effects,
    touch_shares,
)  # fmt: skip


def counted(paths, groups=1):
    """paths: [(channels as codes, won)], as sums over groups of leads drawn in turn."""
    lead = np.repeat(np.arange(len(paths)), [len(path) for path, _ in paths])
    channel = np.array([code for path, _ in paths for code in path])
    won = [won for _, won in paths]
    return count_paths(lead, channel, won, np.arange(len(paths)) % groups, int(channel.max()) + 1)


def drawn(n=3000, channels=4, seed=3):
    """Paths of one to five touches; the chance of a win grows with the last channel's code."""
    rng = np.random.default_rng(seed)
    paths = [tuple(rng.integers(0, channels, rng.integers(1, 6)).tolist()) for _ in range(n)]
    return [(path, bool(rng.random() < 0.05 + 0.1 * path[-1])) for path in paths]


def solved(paths, removed=None):
    """Chance of a win by solving the chain anew, with `removed` leading nowhere: dictionaries and one linear system."""
    steps, total = Counter(), Counter()
    for path, won in paths:
        states = ["start", *path, "won" if won else "gone"]
        for pair in pairwise(states):
            steps[pair] += 1
            total[pair[0]] += 1
    kept = [state for state in total if state != removed]
    moves = np.array([[steps[a, b] / total[a] for b in kept] for a in kept])
    ends = np.array([steps[a, "won"] / total[a] for a in kept])
    return np.linalg.solve(np.eye(len(kept)) - moves, ends)[kept.index("start")]


def walked(paths, removed, n=200_000, seed=5):
    """The same chance by letting `n` walkers go along the steps that were counted."""
    rng = np.random.default_rng(seed)
    size = 1 + max(code for path, _ in paths for code in path)
    steps = np.zeros((size + 1, size + 2))  # from the start or a channel; to a channel, won, gone
    for path, won in paths:
        states = [0, *(code + 1 for code in path)]
        for a, b in zip(states, [*(code for code in path), size if won else size + 1], strict=True):
            steps[a, b] += 1
    edges = np.cumsum(steps / steps.sum(axis=1, keepdims=True), axis=1)
    at, won = np.zeros(n, int), 0
    while len(at):
        to = (rng.random((len(at), 1)) > edges[at]).sum(axis=1)
        won += int((to == size).sum())
        at = to[(to < size) & (to != removed)] + 1
    return won / n


def test_shares_of_one_path_add_to_one():
    for length in range(1, 8):
        shares = touch_shares(np.arange(length), np.full(length, length))
        assert shares.sum(axis=1) == pytest.approx(np.ones(4))
    assert touch_shares(np.arange(2), np.full(2, 2))[3].tolist() == [0.5, 0.5]
    assert touch_shares(np.arange(4), np.full(4, 4))[3] == pytest.approx([0.4, 0.1, 0.1, 0.4])


def test_the_published_example():
    """C1 > C2 > C3 > won, C1 > gone, C2 > C3 > gone: effects of removal 1/2, 1, 1, so credit 0.2, 0.4, 0.4.

    Source: Bryl' (2016), Attribution model with R, part 1: Markov chains concept, after Anderl et al. (2016).
    """
    counts = counted([((0, 1, 2), True), ((0,), False), ((1, 2), False)])
    assert removal_effects(counts)[0] == pytest.approx([0.5, 1, 1])
    assert markov_shares(counts)[0] == pytest.approx([0.2, 0.4, 0.4])


def test_removal_is_that_of_the_chain_solved_anew():
    paths = drawn()
    whole = solved(paths)
    expected = [1 - solved(paths, removed) / whole for removed in range(4)]
    assert removal_effects(counted(paths))[0] == pytest.approx(expected)


def test_removal_is_that_of_walkers_along_the_chain():
    paths = drawn()
    whole = walked(paths, None)
    expected = [1 - walked(paths, removed) / whole for removed in range(4)]
    assert removal_effects(counted(paths))[0] == pytest.approx(expected, abs=0.02)


def test_a_channel_seen_again_at_once_changes_no_removal():
    paths = drawn()
    doubled = [(tuple(code for each in path for code in (each, each)), won) for path, won in paths]
    assert removal_effects(counted(doubled)) == pytest.approx(removal_effects(counted(paths)))


def test_the_other_rules_are_those_of_counting_touch_by_touch():
    paths = drawn(500)
    wins = {rule: Counter() for rule in RULES[:4]}
    for path, won in paths:
        if not won:
            continue
        ends = {0, len(path) - 1}
        for place, code in enumerate(path):
            wins["first"][code] += place == 0
            wins["last"][code] += place == len(path) - 1
            wins["linear"][code] += 1 / len(path)
            middle = 0.2 / max(len(path) - 2, 1)
            wins["position"][code] += 1 / len(path) if len(path) < 3 else 0.4 if place in ends else middle
    total = sum(won for _, won in paths)
    expected = [[wins[rule][code] / total for code in range(4)] for rule in RULES[:4]]
    assert credit_shares(counted(paths))[0, :4] == pytest.approx(np.array(expected))
    assert credit_shares(counted(paths))[0].sum(axis=1) == pytest.approx(np.ones(5))


def test_groups_add_up_and_come_back_from_their_rows():
    paths = drawn(200)
    many = counted(paths, groups=7)
    again = PathCounts.from_flat(many.flat.sum(axis=0, keepdims=True), 4)
    assert credit_shares(again) == pytest.approx(credit_shares(counted(paths)))
    assert credit_shares(PathCounts.from_flat(many.flat, 4)) == pytest.approx(credit_shares(many), nan_ok=True)


def test_without_a_win_there_is_no_credit():
    assert np.isnan(credit_shares(counted([((0, 1), False), ((1,), False)]))).all()


def test_a_channel_that_no_path_has_gets_nothing():
    counts = count_paths(np.array([0, 1]), np.array([0, 0]), [True, False], np.zeros(2, int), 2)
    assert credit_shares(counts)[0, :, 1].tolist() == [0.0] * 5
