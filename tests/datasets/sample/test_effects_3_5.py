"""3.5 finds the dense region; without it no region stands out as far."""

import pytest

from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

SEEDS = SIZES.seeds


@pytest.mark.parametrize("seed", SEEDS)
def test_the_dense_region_is_the_densest(find, seed):
    regions = find("3.5", seed).rows("regions")
    assert regions[0]["region"] == PLANTED.dense_region.region
    assert regions[0]["density"] > 1.3 * regions[len(regions) // 2]["density"]


@pytest.mark.parametrize("seed", SEEDS)
def test_balance_is_left_to_chance_where_nothing_is_planted(find, seed):
    """Territories differ without it too, for accounts fall to sellers by chance; the region is then like the others."""
    regions = {row["region"]: row["density"] for row in find("3.5", seed, effects=False).rows("regions")}
    middle = sorted(regions.values())[len(regions) // 2]
    assert regions[PLANTED.dense_region.region] < 1.35 * middle


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_headline_says_is_what_the_maps_say(find, seed):
    findings = find("3.5", seed)
    said = findings.headline.arguments
    today, keep, *others = findings.rows("maps")
    assert said["now"] == pytest.approx(today["paper"])
    assert said["keep"] == pytest.approx(keep["after"])
    helped = [row for row in others if row["high"] < keep["after"]]
    assert (findings.headline.code == "customers_help") == bool(helped)
