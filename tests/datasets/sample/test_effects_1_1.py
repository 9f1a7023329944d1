"""Nothing is planted for 1.1: new deals come by season and growth alone, so that no metric may be said to lead."""

import pytest

from tests.sizes import SIZES
from tests.truth.bounds import most_alarms


@pytest.mark.parametrize("effects", [True, False])
def test_a_metric_is_said_to_lead_no_oftener_than_stated(find, effects):
    found = [find("1.1", seed, effects) for seed in SIZES.seeds]
    claimed = [each for each in found if each.headline.code.startswith("leads")]
    assert len(claimed) / len(found) <= most_alarms(0.05, len(found))
    assert min(each.figure("forecast_skill.pipeline_created").n for each in found) >= 8


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_velocity_goes_with_revenue_in_the_same_month(find, seed):
    """It is made of the month's own wins, whatever was planted."""
    assert find("1.1", seed).figure("lead_time.velocity").value == 0


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_framework_order_is_left_out(find, seed):
    warning = next(warning for warning in find("1.1", seed).warnings if warning.code == "large_aside")
    assert warning.arguments["won"] >= 1
