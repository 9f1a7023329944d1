import numpy as np
import pytest
from statsmodels.stats.contingency_tables import Table

from analysis.methods.residuals import adjusted_residuals


def test_adjusted_residuals_equal_published():
    # Agresti (2007), An Introduction to Categorical Data Analysis, table 2.9: gender by party.
    residuals, expected, _ = adjusted_residuals([[762, 327, 468], [484, 239, 477]])
    assert residuals.round(2).tolist() == [[4.5, 0.7, -5.32], [-4.5, -0.7, 5.32]]
    assert expected[0].round(1).tolist() == [703.7, 319.6, 533.7]


def test_adjusted_residuals_equal_statsmodels():
    counts = np.array([[24, 13, 28], [22, 40, 78], [9, 11, 7]])
    residuals, _, p = adjusted_residuals(counts)
    assert residuals == pytest.approx(Table(counts, shift_zeros=False).standardized_resids)
    assert ((p < 0.05) == (abs(residuals) > 1.96)).all()


def test_worked_case_of_the_curriculum():
    # 24 of 64 losses at Proposal against 22 of 160 elsewhere: 24 where 13 were expected, four standard errors.
    residuals, expected, _ = adjusted_residuals([[24, 40], [22, 138]])
    assert (round(expected[0, 0]), round(residuals[0, 0])) == (13, 4)


def test_no_variation_is_nan_and_nothing_expects_nothing():
    assert np.isnan(adjusted_residuals([[3, 0], [4, 0]])[0]).all()
    residuals, expected, p = adjusted_residuals(np.zeros((2, 2)))
    assert np.isnan(residuals).all()
    assert (expected.sum(), np.isnan(p).all()) == (0, True)
