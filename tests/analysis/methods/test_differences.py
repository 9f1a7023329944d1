import numpy as np
import pandas as pd
import pytest

from analysis.methods.differences import difference_in_differences, event_study
from analysis.methods.survival import UNKNOWN


def panel_of(effect, seed=0, units=40, before=4, after=4):
    """Units with levels of their own and a common season; `effect` from period 0 on in the first half of them."""
    rng = np.random.default_rng(seed)
    relative = np.tile(np.arange(-before, after), units)
    unit = np.repeat(np.arange(units), before + after)
    treated = unit < units // 2
    level, season = rng.normal(0, 3, units)[unit], np.sin(relative) * 2
    value = level + season + effect * (treated & (relative >= 0)) + rng.normal(0, 1, len(unit))
    return pd.DataFrame(
        {"unit": unit, "treated": treated, "relative": relative, "after": relative >= 0, "value": value}
    )


def test_minimum_wage_example_of_card_and_krueger():
    """Card & Krueger (1994), table 3: 20.44 to 21.03 in New Jersey, 23.33 to 21.17 in Pennsylvania: 2.76."""
    means = {(True, False): 20.44, (True, True): 21.03, (False, False): 23.33, (False, True): 21.17}
    rows = [
        {"unit": f"{treated}{place}", "treated": treated, "after": after, "value": mean + spread}
        for (treated, after), mean in means.items()
        for place, spread in enumerate((-2.0, 0.5, 1.5))
    ]
    assert difference_in_differences(pd.DataFrame(rows)).value == pytest.approx(2.76, abs=0.015)


def test_limits_are_those_of_the_units_own_changes():
    """In a balanced panel the clustered estimate is a comparison of each unit's change: Welch's t, near enough."""
    panel = panel_of(2.0)
    change = panel.groupby(["unit", "treated", "after"])["value"].mean().unstack()
    change = (change[True] - change[False]).reset_index()
    sides = [change.loc[change["treated"] == side, 0] for side in (True, False)]
    spread = np.sqrt(sum(side.var() / len(side) for side in sides))
    found = difference_in_differences(panel)
    assert found.value == pytest.approx(sides[0].mean() - sides[1].mean())
    assert found.high - found.low == pytest.approx(2 * 2.02 * spread, rel=0.06)


def test_coverage_of_both_over_200_panels():
    held = [(found := difference_in_differences(panel_of(1.0, seed))).low <= 1 <= found.high for seed in range(200)]
    assert 0.91 <= np.mean(held) <= 0.985
    studied = [event_study(panel_of(1.0, seed, 24, 2, 2), [-2, 0, 1]) for seed in range(60)]
    assert np.mean([one[1].low <= 1 <= one[1].high for one in studied]) >= 0.88
    assert np.mean([one[-2].low <= 0 <= one[-2].high for one in studied]) >= 0.88


def test_event_study_in_two_periods_is_the_difference_in_differences():
    panel = panel_of(2.0, before=1, after=1)
    assert event_study(panel, [0])[0] == pytest.approx(difference_in_differences(panel), rel=0.02)


def test_without_units_on_both_sides_there_is_nothing_to_compare():
    panel = panel_of(1.0)
    assert difference_in_differences(panel[panel["treated"]]) == UNKNOWN
    assert event_study(panel[panel["treated"]], [0])[0] == UNKNOWN
    assert event_study(panel, [9])[9] == UNKNOWN
