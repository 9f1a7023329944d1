"""1.2 on the sample company: regions and products differ steadily, pairs of them hardly beyond chance."""

import pytest

from tests.sizes import SIZES

SEEDS = SIZES.seeds


def reliability(findings):
    return {figure.of[0]: figure.value for figure in findings.figures if figure.name == "reliability"}


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_too_fine(find, seed):
    findings = find("1.2", seed)
    found = reliability(findings)
    assert found["Region × product"] < 0.7
    assert found["Product × seller"] < 0.5
    per_quarter = [figure.value for figure in findings.figures if figure.name == "reliability_per_quarter"]
    assert max(per_quarter) < 0.7


def test_a_single_cut_carries_for_nearly_every_seed(find):
    told = [find("1.2", seed).headline for seed in SEEDS]
    carried = [each.arguments["grain"] for each in told if each.code == "carries"]
    single = [grain for grain in carried if grain in {"Region", "Product", "Segment", "Seller"}]
    assert len(single) >= 0.8 * len(SEEDS) - 1


def test_the_room_s_cut_carries_and_product_is_the_finer_one(find):
    """What the sample room says of both; the sample program is of this seed."""
    findings = find("1.2", 7)
    rows = {row["grain"]: row for row in findings.rows("grains")}
    assert findings.headline.arguments["grain"] == "Product"
    assert rows["Region"]["reliability"] > 0.7
    assert rows["Region"]["per_quarter"] < 0.5
    assert rows["Region"]["per_quarter"] > rows["Product"]["per_quarter"]
