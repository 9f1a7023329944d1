import numpy as np
import pytest

from analysis.methods.clustering import cluster_bootstrap, design_effect, intraclass_correlation
from analysis.methods.intervals import wilson_interval


def rate(sums):
    return sums[:, [1]] / sums[:, [0]]


def test_intraclass_correlation_recovers_what_made_the_data():
    rng = np.random.default_rng(2)
    n = rng.integers(5, 40, 3000)
    won = rng.binomial(n, rng.beta(2, 3, 3000))  # correlation 1 / (1 + 2 + 3)
    assert intraclass_correlation(won, n) == pytest.approx(1 / 6, rel=0.05)


def test_independent_deals_have_none():
    rng = np.random.default_rng(2)
    n = np.full(2000, 10)
    assert intraclass_correlation(rng.binomial(n, 0.4), n) < 0.01


def test_design_effect_of_equal_clusters_is_that_of_kish():
    assert design_effect(0.1, [10, 10, 10]) == pytest.approx(1 + 9 * 0.1)
    assert design_effect(0.0, [3, 50]) == 1


def test_clusters_of_one_give_the_plain_interval():
    won = np.repeat([1, 0], [300, 500])
    low, high = cluster_bootstrap(np.column_stack([np.ones(800), won]), rate)
    assert (low[0], high[0]) == pytest.approx([float(limit) for limit in wilson_interval(300, 800)], abs=0.006)


def test_whole_clusters_widen_the_interval_as_the_design_effect_says():
    rng = np.random.default_rng(6)
    n = np.full(200, 20)
    won = rng.binomial(n, rng.beta(2, 2, 200))
    low, high = cluster_bootstrap(np.column_stack([n, won]), rate)
    plain_low, plain_high = wilson_interval(won.sum(), n.sum())
    effect = design_effect(intraclass_correlation(won, n), n)
    assert (high[0] - low[0]) / (plain_high - plain_low) == pytest.approx(np.sqrt(effect), rel=0.15)


def test_the_same_counts_give_the_same_limits_in_batches_too(monkeypatch):
    counts = np.column_stack([np.arange(2, 52), np.arange(50) % 7])
    once = cluster_bootstrap(counts, rate)
    assert [limit.tolist() for limit in cluster_bootstrap(counts, rate)] == [limit.tolist() for limit in once]
