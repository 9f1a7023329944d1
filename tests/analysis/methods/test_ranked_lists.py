import numpy as np
import pytest
from sklearn.metrics import precision_score
from statsmodels.stats.proportion import proportion_confint

from analysis.methods.ranked_lists import precision_at_k
from analysis.methods.survival import UNKNOWN


def test_twenty_documents_of_a_textbook():
    """Manning, Raghavan & Schütze (2008), exercise 8.9: 6 of the 20 are relevant, and 2 of the first 5."""
    relevant = np.array([letter == "R" for letter in "RRNNNNNNRNRNNNRNNNNR"])
    place = np.arange(len(relevant))
    assert precision_at_k(place < 20, relevant).value == pytest.approx(0.3)
    assert precision_at_k(place < 5, relevant).value == pytest.approx(0.4)


def test_equal_to_scikit_learn_and_statsmodels():
    rng = np.random.default_rng(4)
    listed, relevant = rng.random((2, 60, 5)) < 0.3
    found = precision_at_k(listed, relevant)
    assert found.value == pytest.approx(precision_score(relevant.ravel(), listed.ravel()))
    limits = proportion_confint((listed & relevant).sum(), listed.sum(), method="wilson")
    assert (found.low, found.high) == pytest.approx(limits)


def test_an_empty_list_has_none():
    assert precision_at_k(np.zeros(3, bool), np.ones(3, bool)) == UNKNOWN
