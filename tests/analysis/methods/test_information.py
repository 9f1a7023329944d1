import numpy as np
import pytest
from scipy.stats import entropy
from sklearn.metrics import mutual_info_score
from sklearn.metrics.cluster import expected_mutual_information

from analysis.methods.information import MANY, entropy_of, evenness, information_gain, mutual_information


def drawn(rng, n, chances, of=None):
    """Counts of n cases: values of equal chance, won with a chance each."""
    values = rng.integers(0, len(chances), n) if of is None else of
    won = rng.random(n) < np.asarray(chances)[values]
    counts = np.zeros((len(chances), 2), dtype=int)
    np.add.at(counts, (values, won.astype(int)), 1)
    return counts


def test_entropy_equals_scipy():
    assert entropy_of([5, 3, 0, 2]) == pytest.approx(entropy([0.5, 0.3, 0.2]))
    assert evenness([5, 3, 0, 2]).value == pytest.approx(entropy([0.5, 0.3, 0.2]) / np.log(3))
    assert evenness([4, 4]).value == pytest.approx(1)
    assert np.isnan(evenness([7, 0])).all()


def test_limits_of_evenness_cover_the_truth():
    rng, shares = np.random.default_rng(4), np.array([0.6, 0.25, 0.1, 0.05])
    truth = entropy(shares) / np.log(4)
    found = [evenness(counts) for counts in rng.multinomial(400, shares, 1000)]
    assert np.mean([one.low <= truth <= one.high for one in found]) == pytest.approx(0.95, abs=0.03)


def test_mutual_information_equals_scikit_learn():
    counts = np.array([[30, 10], [12, 25], [8, 15]])
    values = np.repeat(np.arange(3), counts.sum(axis=1))
    won = np.concatenate([np.repeat([0, 1], row) for row in counts])
    assert mutual_information(counts) == pytest.approx(mutual_info_score(values, won))
    chance = expected_mutual_information(counts, 100)
    expected = (mutual_info_score(values, won) - chance) / (entropy(counts.sum(axis=0)) - chance)
    assert information_gain(counts).value == pytest.approx(expected)


def test_what_tells_nothing_is_near_zero_however_many_values():
    rng = np.random.default_rng(5)
    for values in (2, 20):
        found = [information_gain(drawn(rng, 400, [0.3] * values)) for _ in range(200)]
        assert np.mean([one.value for one in found]) < 0.01
        assert np.mean([one.p < 0.05 for one in found]) == pytest.approx(0.05, abs=0.04)
        assert np.mean([one.low == 0 for one in found]) > 0.94


def test_chance_is_that_of_permuted_outcomes():
    """The mean of permuted fields' information is what is taken off."""
    rng = np.random.default_rng(6)
    values, won = rng.integers(0, 8, 200), rng.random(200) < 0.3
    permuted = [mutual_info_score(values, rng.permutation(won)) for _ in range(500)]
    counts = np.array([[((values == v) & (won == w)).sum() for w in (False, True)] for v in range(8)])
    assert np.mean(permuted) == pytest.approx(expected_mutual_information(counts, 200), rel=0.05)


def test_limits_cover_the_truth():
    """Three values with chances 0.15, 0.3, 0.45."""
    rng, chances = np.random.default_rng(7), np.array([0.15, 0.3, 0.45])
    most = entropy([0.3, 0.7])
    truth = (most - np.mean([entropy([p, 1 - p]) for p in chances])) / most
    found = [information_gain(drawn(rng, 800, chances)) for _ in range(200)]
    assert np.mean([one.low <= truth <= one.high for one in found]) == pytest.approx(0.95, abs=0.03)
    assert np.mean([one.value for one in found]) == pytest.approx(truth, rel=0.05)


def test_everything_and_nothing():
    assert information_gain([[50, 0], [0, 50]]).value == pytest.approx(1)
    for counts in ([[5, 5]], [[5, 0], [7, 0]], [], [[0, 0], [0, 0]]):
        assert np.isnan(information_gain(np.reshape(counts, (-1, 2)))).all()


def test_large_tables_are_as_the_exact_ones():
    counts = np.array([[1500, 3500], [2500, 2500]])
    near, far = information_gain(counts), information_gain(counts * 3)  # 10,000 and 30,000 cases
    assert counts.sum() < MANY < 3 * counts.sum()
    assert far.value == pytest.approx(near.value, rel=0.01)
    assert far.high - far.low == pytest.approx((near.high - near.low) / np.sqrt(3), rel=0.1)


def test_a_design_effect_widens():
    counts = np.array([[60, 40], [40, 60]])
    one, two = information_gain(counts), information_gain(counts, effect=2.0)
    assert two.p > one.p
    assert two.value < one.value
