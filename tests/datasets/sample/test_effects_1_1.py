"""Nothing is planted for 1.1: new deals come by season and growth alone, so that no metric may be said to lead."""

import pytest

from tests.sizes import SIZES


@pytest.mark.parametrize("seed", SIZES.seeds)
@pytest.mark.parametrize("effects", [True, False])
def test_no_metric_is_said_to_lead(find, seed, effects):
    findings = find("1.1", seed, effects)
    assert findings.headline.code in {"none_leads", "unclear", "growth_only", "no_lead_time"}
    assert findings.figure("forecast_skill.pipeline_created").n >= 8


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_velocity_goes_with_revenue_in_the_same_month(find, seed):
    """It is made of the month's own wins, whatever was planted."""
    assert find("1.1", seed).figure("lead_time.velocity").value == 0


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_framework_order_is_left_out(find, seed):
    warning = next(warning for warning in find("1.1", seed).warnings if warning.code == "large_aside")
    assert warning.arguments["won"] >= 1
