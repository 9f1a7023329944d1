import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.methods.meta import geometric_mean, random_effects, spread_factor, spread_of_range, triangulate

# Treated and control, with and without the disease: thirteen trials of BCG. Source: Colditz et al. (1994), JAMA 271.
BCG = np.array([
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
], float)  # fmt: skip


def bcg():
    """Log risk ratios and their variances."""
    a, b, c, d = BCG.T
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def test_the_published_table():
    """metafor: rma(yi, vi, data = dat.bcg, method = "DL"). Source: Viechtbauer (2010), J. Stat. Softw. 36(3)."""
    found = random_effects(*bcg())
    assert found.between == pytest.approx(0.3088, abs=5e-5)
    assert found.centre == pytest.approx(-0.7141, abs=5e-5)
    assert found.error == pytest.approx(0.1787, abs=5e-5)


def test_is_that_of_statsmodels_and_of_the_formula():
    means, variances = bcg()
    found = random_effects(means, variances)
    theirs = combine_effects(means, variances, method_re="dl")
    assert (found.between, found.centre) == pytest.approx((theirs.tau2, theirs.mean_effect_re))
    weight = 1 / variances
    q = (weight * (means - weight @ means / weight.sum()) ** 2).sum()
    by_hand = (q - len(means) + 1) / (weight.sum() - (weight**2).sum() / weight.sum())
    assert found.between == pytest.approx(by_hand)
    share = found.between / (found.between + variances)
    assert found.pulled == pytest.approx(found.centre + share * (means - found.centre))
    assert found.left == pytest.approx(share * variances)


def test_groups_alike_are_put_at_one_mean():
    found = random_effects([0.1, 0.11, 0.09], [0.04, 0.01, 0.02])
    assert found.pools_fully
    assert found.pulled == pytest.approx(np.full(3, found.centre))
    assert random_effects([0.3], [0.01]).centre == 0.3


def test_pulling_beats_the_groups_own_means():
    rng = np.random.default_rng(6)
    own, pulled = [], []
    for _ in range(200):
        true = rng.normal(0.1, 0.1, 6)
        means = rng.normal(true, 0.15)
        found = random_effects(means, np.full(6, 0.15**2))
        own.append(np.square(means - true).mean())
        pulled.append(np.square(found.pulled - true).mean())
    assert np.mean(pulled) < 0.8 * np.mean(own)


def test_twice_and_half_cancel():
    assert geometric_mean([2.0, 0.5]).value == pytest.approx(1)
    assert spread_factor([2.0, 0.5]) == pytest.approx(np.exp(np.std(np.log([2, 0.5]), ddof=1)))
    assert np.isnan(spread_factor([2.0]))
    assert np.isnan(geometric_mean([]).value)
    assert np.isnan(geometric_mean([2.0]).low)


def test_limits_are_those_of_the_t_distribution():
    ratios = np.random.default_rng(1).lognormal(0.2, 0.3, 9)
    logs = np.log(ratios)
    limits = stats.t.interval(0.95, 8, logs.mean(), stats.sem(logs))
    assert geometric_mean(ratios)[1:] == pytest.approx(tuple(np.exp(limits)))


def test_a_range_holds_eight_of_ten():
    assert spread_of_range(*np.exp(stats.norm.ppf([0.1, 0.9], 3, 0.4))) == pytest.approx(0.4)


def test_correlated_errors_by_simulation():
    middles, spreads = np.array([30.0, 29.0, 36.0]), np.array([0.35, 0.16, 0.23])
    found = triangulate(middles, spreads, 0.5)
    rng = np.random.default_rng(2)
    common, own = rng.normal(size=(400_000, 1)), rng.normal(size=(400_000, 3))
    drawn = np.log(middles) + spreads * (np.sqrt(0.5) * common + np.sqrt(0.5) * own)
    together = drawn @ (spreads**-2 / (spreads**-2).sum())
    assert found[1:] == pytest.approx(tuple(np.exp(np.quantile(together, [0.05, 0.95]))), rel=0.01)
    assert found.value == pytest.approx(np.exp(together.mean()), rel=0.002)


def test_one_source_is_its_own_range():
    found = triangulate([40.0], [0.2], 0.5)
    assert found == pytest.approx(tuple(40 * np.exp(0.2 * stats.norm.ppf([0.5, 0.05, 0.95]))))
