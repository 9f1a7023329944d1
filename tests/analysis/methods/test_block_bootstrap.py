"""Held against the sampling distribution of a mean, and the published form of expanded percentiles."""

import numpy as np
import pytest
from scipy.signal import lfilter
from scipy.stats import norm, t

from analysis.methods.block_bootstrap import block_limits, expanded, moving_blocks


def test_blocks_are_successive_rows_and_every_start_is_as_likely():
    rows = moving_blocks(10, 3, draws=6000)
    assert rows.shape == (6000, 10)
    assert (np.diff(rows[:, :9].reshape(6000, 3, 3), axis=2) == 1).all()
    starts = np.bincount(rows[:, 0], minlength=8)
    assert len(starts) == 8
    assert starts == pytest.approx(np.full(8, 750), rel=0.15)


def test_the_spread_of_a_mean_is_that_of_an_autoregression():
    """Variance of the mean of AR(1) with phi 0.6: (1 / (1 - phi))^2 / n, as n grows (Brockwell & Davis 1991, 7.1)."""
    series = lfilter([1], [1, -0.6], np.random.default_rng(1).normal(size=4000))
    drawn = series[moving_blocks(4000, 60, draws=400)].mean(axis=1)
    assert drawn.std() == pytest.approx(2.5 / np.sqrt(4000), rel=0.1)


def test_expanded_percentiles_are_those_of_hesterberg():
    """Hesterberg (2015), table 5: n = 10 turns 2.5 % into 0.86 %; n = 20 into 1.6 %."""
    values = np.linspace(0, 1, 100_001)
    for n, tail in ((10, 0.0086), (20, 0.0159)):
        assert expanded(values, n)[0] == pytest.approx(tail, abs=2e-4)
        z = np.sqrt(n / (n - 1)) * t.ppf(0.975, n - 1)
        assert expanded(values, n) == pytest.approx(norm.cdf([-z, z]), abs=1e-5)


def test_too_few_pieces_have_no_limits():
    assert np.isnan(expanded(np.arange(10.0), 1)).all()
    assert np.isnan(block_limits(lambda rows: rows.mean(axis=1) * np.nan, 12, 3)).all()
