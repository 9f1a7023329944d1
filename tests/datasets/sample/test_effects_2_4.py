"""The shrinking territory, found by 2.4: its team lacks deals, not wins, and all of its sellers alike."""

import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

TEAM = f"{PLANTED.shrinking_territory.region} team"
CLAIMS = ("short_by_", "part_by_", "short")


def figures(findings, name):
    return {figure.of[0]: figure for figure in findings.figures if figure.name == name}


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_shrinking_territory_is_given_fewest_deals(find, seed):
    findings = find("2.4", seed)
    supply = figures(findings, "new_deals")
    assert min(supply, key=lambda team: supply[team].value) == TEAM
    assert supply[TEAM].high < min(
        figure.low for team, figure in supply.items() if "Middle" not in team and team != TEAM
    )
    volume = findings.figure(figure_key("gap_part", TEAM, "volume"))
    assert volume.high < 0
    parts = [figure for figure in findings.figures if figure.name == "gap_part" and figure.of[0] == TEAM]
    assert min(parts, key=lambda figure: figure.value) == volume
    assert findings.figure(figure_key("shared_by", TEAM)).value > 0.7


def test_no_factor_but_volume_is_blamed_on_it(find):
    told = [find("2.4", seed).headline for seed in SIZES.seeds]
    of_team = [one for one in told if one.arguments.get("unit") == TEAM and "_by_" in one.code]
    assert of_team
    assert all(one.code.endswith("volume") for one in of_team)


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_without_effects_the_territory_is_not_named(find, seed):
    """Regions differ in size, so that a team may lack deals where nothing is planted; this one does not."""
    headline = find("2.4", seed, effects=False).headline
    assert headline.arguments["unit"] != TEAM or not headline.code.startswith(CLAIMS)
