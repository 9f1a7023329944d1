import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import mcnemar

from analysis.methods.reviewers import agreed_by_chance, crossed, kappa, mcnemar_p, paired_difference


def coded(counts):
    """Two codings with these counts, words 0, 1, …"""
    counts = np.asarray(counts)
    first = np.repeat(np.arange(len(counts)), counts.sum(axis=1))
    return first, np.concatenate([np.repeat(np.arange(len(counts)), row) for row in counts])


def test_kappa_equals_published():
    # Fleiss, Cohen & Everitt (1969), Psychol. Bull. 72, table 1: kappa 0.429, of 200 cases.
    found = kappa(*coded([[106, 10, 4], [22, 28, 10], [2, 12, 6]]))
    assert found.value == pytest.approx(0.429, abs=0.0005)
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(0.0534, abs=0.0005)


def test_kappa_equals_scikit_learn_and_does_not_care_who_is_first():
    rng = np.random.default_rng(1)
    first = rng.choice(list("abcd"), 300)
    second = np.where(rng.random(300) < 0.5, first, rng.choice(list("abcd"), 300))
    assert kappa(first, second).value == pytest.approx(cohen_kappa_score(first, second))
    assert kappa(first, second) == pytest.approx(kappa(second, first))


def test_kappa_and_chance_of_the_item_bank():
    # 36 of 50 agreed, about 28 by chance: (36 - 28) / (50 - 28) = 0.36.
    first, second = coded([[30, 7], [7, 6]])
    by_chance = 50 * agreed_by_chance(first, second)
    assert by_chance == pytest.approx((37 * 37 + 13 * 13) / 50)
    assert kappa(first, second).value == pytest.approx((36 - by_chance) / (50 - by_chance))


def test_limits_cover_the_truth_as_often_as_said():
    """Two who agree on 60 % and else code by the same mix of three: kappa is 0.6."""
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(200):
        first = rng.choice(3, 80, p=[0.5, 0.3, 0.2])
        second = np.where(rng.random(80) < 0.6, first, rng.choice(3, 80, p=[0.5, 0.3, 0.2]))
        found = kappa(first, second)
        inside += found.low <= 0.6 <= found.high
    assert inside / 200 == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(("first", "second"), [([], []), (["a"] * 9, ["a"] * 9)])
def test_no_case_or_one_word_is_unknown(first, second):
    assert np.isnan(kappa(first, second)).all()


def test_a_word_that_one_alone_uses_stands_in_the_square():
    assert crossed(["a", "b"], ["a", "c"]).shape == (3, 3)


def test_paired_difference_and_mcnemar():
    found = paired_difference(31, 3, 170)
    assert found.value == pytest.approx(28 / 170)
    assert found.low < found.value < found.high
    assert mcnemar_p(31, 3) == pytest.approx(float(mcnemar([[0, 31], [3, 0]], exact=True).pvalue))
    assert np.isnan(mcnemar_p(0, 0))
    assert np.isnan(paired_difference(0, 0, 0)).all()


def test_paired_limits_cover_the_truth():
    rng = np.random.default_rng(3)
    cells = rng.multinomial(100, [0.15, 0.05, 0.8], 4000)
    found = [paired_difference(int(b), int(c), 100) for b, c, _ in cells]
    assert np.mean([one.low <= 0.1 <= one.high for one in found]) == pytest.approx(0.95, abs=0.015)
