"""1.3 on the sample company: nearly all large deals are Laboratory's, which brings most money a day; nothing turns."""

import numpy as np
import pytest

from tests.sizes import SIZES

SEEDS = SIZES.seeds


@pytest.mark.parametrize("seed", SEEDS)
def test_large_deals_are_laboratory_s(find, seed):
    findings = find("1.3", seed)
    large = {row["division"]: row["deals"] for row in findings.rows("divisions_by_kind") if row["kind"] == "New large"}
    assert large["Laboratory"] > 0.8 * sum(large.values())
    assert findings.figure("mix_gap.Laboratory").low > 0.05
    assert 1 / 9 <= findings.figure("thin_share").value <= 2 / 9


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_brings_most_in_laboratory_and_all_days_are_known(find, seed):
    findings = find("1.3", seed)
    others = [findings.figure(f"value_per_rep_day.{name}").high for name in ("Process", "Services")]
    assert findings.figure("value_per_rep_day.Laboratory").value > max(others)
    assert findings.figure("rep_days_known").value == 1


def test_a_thin_kind_is_said_and_no_division_is_put_last_by_a_handful(find):
    for seed in SEEDS:
        findings = find("1.3", seed)
        thin = any(row["deals"] < 5 for row in findings.rows("divisions_by_kind"))
        rates = [figure.value for figure in findings.figures if figure.name == "win_rate_standardised"]
        assert (findings.headline.code == "not_standardised") == any(np.isnan(rates)) >= thin
        assert findings.headline.code != "turns"


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_claimed_where_nothing_is_planted(find, seed):
    assert find("1.3", seed, effects=False).headline.code != "turns"
