import numpy as np
import pytest

from analysis.methods.ratios import difference_of_shares, p_of, ratio_of_sums, share_of_sums


def clusters(seed=1, n=400):
    rng = np.random.default_rng(seed)
    whole = rng.gamma(2, 10, n)
    return whole * rng.beta(2, 3, n), whole


def jackknife(part, whole):
    """Delete-one standard error of the ratio. Source: Cochran (1977), 6.17."""
    n = len(whole)
    left_out = (part.sum() - part) / (whole.sum() - whole)
    return np.sqrt((n - 1) / n * np.square(left_out - left_out.mean()).sum())


def test_limits_are_those_of_the_jackknife():
    part, whole = clusters()
    found = ratio_of_sums(part, whole)
    assert found.value == part.sum() / whole.sum()
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(jackknife(part, whole), rel=0.01)


def test_cochrans_example_of_a_ratio():
    """Two clusters by hand: ratio 3 / 6, deviations ±0.5, error √(2/1 · 0.5) / 6."""
    found = ratio_of_sums([1, 2], [3, 3])
    assert found.value == 0.5
    assert found.high - found.value == pytest.approx(1.959964 * np.sqrt(2 * 0.5) / 6, rel=1e-6)


def test_covers_what_is_true():
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(400):
        whole = rng.gamma(2, 10, 120)
        low, high = ratio_of_sums(whole * rng.beta(2, 3, 120), whole)[1:]
        hits += low <= 0.4 <= high
    assert 0.91 <= hits / 400 <= 0.985


def test_a_difference_is_that_of_the_jackknife_and_its_p_uniform_without_one():
    part, whole = clusters(2)
    other_part, other_whole = clusters(9)
    found = difference_of_shares(part, whole, other_part, other_whole)
    spread = np.hypot(jackknife(part, whole), jackknife(other_part, other_whole))
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(spread, rel=0.05)
    p = [p_of(difference_of_shares(*clusters(seed), *clusters(seed + 500))) for seed in range(200)]
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.04)


def test_nothing_to_share_is_unknown():
    assert np.isnan(ratio_of_sums([0.0], [0.0]).value)
    assert np.isnan(ratio_of_sums([1.0], [2.0]).low)
    assert np.isnan(difference_of_shares([1, 1], [2, 2], [0, 0], [0, 0]).value)
    assert np.isnan(p_of(difference_of_shares([1, 1], [2, 2], [0, 0], [0, 0])))


def test_shares_stay_between_0_and_1():
    low, high = share_of_sums([0, 9, 0], [1, 9, 1])[1:]
    assert 0 <= low <= high <= 1
