"""Quarters end busily and revenue counts late: found by 1.5, and not where nothing is planted."""

import pytest

from tests.sizes import SIZES

SEEDS = SIZES.seeds


@pytest.mark.parametrize("seed", SEEDS)
def test_quarters_end_busily(find, seed):
    share = find("1.5", seed).figure("quarter_end_share")
    assert share.low > 0.11


@pytest.mark.parametrize("seed", SEEDS)
def test_revenue_counts_months_after_it_is_booked(find, seed):
    findings = find("1.5", seed)
    assert findings.figure("lag_to_recognised").low > 50
    assert findings.figure("rule_gap").value > 0.05
    assert findings.figure("same_quarter_share").value < 0.4
    assert findings.figure("rep_crossings").value > 0
    assert findings.headline.code.startswith("differ")


def test_the_rush_is_told_for_nearly_every_seed(find):
    assert [find("1.5", seed).headline.code for seed in SEEDS].count("differ_rush") >= len(SEEDS) - 1


@pytest.mark.parametrize("seed", SEEDS)
def test_without_effects_money_counts_soon(find, seed):
    findings = find("1.5", seed, effects=False)
    assert findings.figure("lag_to_recognised").high < 40
    assert findings.figure("same_quarter_share").value > 0.5


def test_without_effects_no_rush_is_claimed(find):
    """Seasons alone put 12 to 13 % of orders into the last ten days."""
    told = [find("1.5", seed, effects=False).headline.code for seed in SEEDS]
    assert not any(code.endswith("rush") for code in told)
