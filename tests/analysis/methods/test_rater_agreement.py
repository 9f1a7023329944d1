"""ICC(1,1) against the published table, and statsmodels' analysis of variance."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf

from analysis.methods.rater_agreement import icc_one_way

# Shrout & Fleiss (1979), Psychol. Bull. 86, table 2: six targets, four judges; table 4: ICC(1,1) = .17.
JUDGED = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


def long(marks):
    return marks.ravel(), np.repeat(np.arange(len(marks)).astype(str), marks.shape[1])


def test_it_is_that_of_shrout_and_fleiss():
    """.17; limits -.13 to .72 as R's psych prints them for these data."""
    found = icc_one_way(*long(JUDGED))
    assert found == pytest.approx((0.17, -0.13, 0.72), abs=0.006)


def test_unequal_numbers_of_raters_follow_the_analysis_of_variance():
    rng = np.random.default_rng(2)
    people = np.repeat(np.arange(40), rng.integers(2, 5, 40))
    marks = rng.normal(size=40)[people] + rng.normal(size=len(people))
    frame = pd.DataFrame({"mark": marks, "person": people})
    table = sm.stats.anova_lm(smf.ols("mark ~ C(person)", frame).fit())
    between, within = table["mean_sq"]
    counts = frame.groupby("person").size()
    k = (counts.sum() - (counts**2).sum() / counts.sum()) / (len(counts) - 1)
    assert icc_one_way(marks, people).value == pytest.approx((between - within) / (between + (k - 1) * within))


def test_single_marks_are_left_out_and_too_few_tell_nothing():
    marks, people = long(JUDGED)
    more = np.append(marks, 3), np.append(people, "alone")
    assert icc_one_way(*more) == icc_one_way(marks, people)
    assert np.isnan(icc_one_way(*long(JUDGED[:4]))).all()
    assert np.isnan(icc_one_way(*long(np.full((6, 2), 3)))).all()
    assert icc_one_way(*long(np.repeat(np.arange(6), 2).reshape(6, 2))).value == 1
