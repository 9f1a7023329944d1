"""One framework order in November 2025: the month that lies farthest out, and more than chance has it."""

import pytest

from analysis.company.results.review_study import farthest
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

SEEDS = SIZES.seeds


@pytest.mark.parametrize("seed", SEEDS)
def test_the_month_of_the_framework_order_is_flagged_and_lies_farthest_out(find, seed):
    findings = find("1.6", seed)
    month = farthest(findings.rows("control_chart"))
    assert month["period"] == PLANTED.framework_order.month
    assert month["ratio"] > month["upper"]


def test_it_is_said_to_be_more_than_chance_in_most_seeds(find):
    """Where the first year was as uneven, one month far out is not."""
    told = [find("1.6", seed).headline for seed in SEEDS]
    named = [one.arguments["period"] for one in told if "_signals_" in one.code]
    assert set(named) == {PLANTED.framework_order.month}
    assert len(named) >= 0.6 * len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_months_so_uneven_leave_no_rule_that_sees_a_drop_in_time(find, seed):
    findings = find("1.6", seed)
    assert findings.headline.code.startswith(("noisy", "unsure"))
    assert findings.figure("natural_width").value > 0.3


def test_without_the_order_it_is_not_named_and_little_is_claimed(find):
    """Orders are lumpy, which normal limits do not know: one company in eleven is called unusual all the same."""
    found = [find("1.6", seed, effects=False).headline for seed in SEEDS]
    claimed = [one for one in found if "_signals_" in one.code]
    assert PLANTED.framework_order.month not in {one.arguments["period"] for one in claimed}
    assert len(claimed) <= max(1, len(SEEDS) // 4)
