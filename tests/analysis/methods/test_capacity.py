import numpy as np
import pytest
from scipy.stats import norm

from analysis.methods.capacity import Team, chance_of, simulate


def test_steady_team_brings_what_a_sum_of_independent_months_brings():
    team = Team(starts=[-20] * 10, yields=[100.0] * 10, ramp=[], leaves=0.0, spread=0.8)
    brought = simulate(team, 12, 8000).sum(axis=1)
    assert brought.mean() == pytest.approx(12_000, rel=0.01)
    assert brought.std() == pytest.approx(80 * np.sqrt(120), rel=0.03)
    share, error = chance_of(12_500, simulate(team, 12, 8000))
    assert share == pytest.approx(norm.sf(500 / (80 * np.sqrt(120))), abs=4 * error + 0.01)


def test_ramp_and_start_are_kept_to_the_month():
    team = Team(starts=[0, 2, -1], yields=[100.0, 10.0, 1.0], ramp=[0.0, 0.5], leaves=0.0, spread=0.0)
    assert simulate(team, 4, 1)[0] == pytest.approx([0.5, 51, 101, 106])


def test_leavers_go_as_fast_as_said():
    team = Team(starts=[-5] * 50, yields=[1.0] * 50, ramp=[], leaves=0.03, spread=0.0)
    brought = simulate(team, 12, 2000).mean(axis=0)
    assert brought == pytest.approx(50 * 0.97 ** np.arange(12), rel=0.01)


def test_a_seat_is_filled_again_after_its_months():
    team = Team(starts=[-5], yields=[1.0], ramp=[0.5], leaves=1.0, spread=0.0, refill=2)
    assert simulate(team, 8, 1)[0] == pytest.approx([1, 0, 0, 0.5, 0, 0, 0.5, 0])


def test_same_seed_same_months():
    team = Team(starts=[0, 0], yields=[1.0, 2.0], ramp=[0.3], leaves=0.1, spread=0.5)
    assert (simulate(team, 6, 50) == simulate(team, 6, 50)).all()
