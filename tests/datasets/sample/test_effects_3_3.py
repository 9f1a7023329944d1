"""The market that takes more is found by 3.3 among the bids for something new."""

import numpy as np
import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

MARKET = PLANTED.cross_selling.industry


def is_home(found):
    return MARKET in [row["industry"] for row in found.rows("markets") if row["is_home"]]


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_market_that_takes_more_is_won_oftenest(find, seed):
    """Also where it is already the one that buys most, and so is home."""
    found = find("3.3", seed)
    rates = {figure.of[0]: figure for figure in found.figures if figure.name == "cross_sell_rate"}
    assert max(rates, key=lambda name: rates[name].value) == MARKET
    if is_home(found):
        return
    assert found.figure(figure_key("over_break_even", MARKET)).low > 0
    assert figure_key("over_break_even", MARKET) in {tripwire.figure for tripwire in found.tripwires}


def test_it_is_likely_for_every_seed_and_most_so_for_most(find):
    found = [each for each in (find("3.3", seed) for seed in SIZES.seeds) if not is_home(each)]
    assert len(found) >= 0.9 * len(SIZES.seeds)
    chances = [row["chance_first"] for each in found for row in each.rows("markets") if row["industry"] == MARKET]
    assert min(chances) > 0.4
    assert np.median(chances) > 0.75


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_nothing_is_claimed_where_nothing_is_planted(find, seed):
    found = find("3.3", seed, effects=False)
    assert found.headline.code not in ("earns_most", "won_oftenest_and_pays")
    assert all((row["chance_first"] or 0) < 0.95 for row in found.rows("markets"))
