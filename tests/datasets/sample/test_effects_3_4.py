"""The two products that go together are found by 3.4, and a list made of it beats the commonest gap."""

import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

PAIR = PLANTED.paired_products.products
RARE = 0.05


def pair_of(find, company, seed, **more):
    names = company(seed)["products"].set_index("product_id")["name"]
    return find("3.4", seed, **more).figure(figure_key("lift", *(names[product] for product in PAIR)))


def row_of(find, company, seed):
    of = frozenset(pair_of(find, company, seed).of)
    return next(row for row in find("3.4", seed).rows("pairs") if frozenset((row["first"], row["second"])) == of)


def test_the_two_go_together_for_nearly_every_seed(find, company):
    rows = [row_of(find, company, seed) for seed in SIZES.seeds]
    assert sum(row["low"] > 1 and row["p"] < RARE for row in rows) >= 0.9 * len(rows)


def test_they_do_so_oftener_than_a_usual_pair_for_nearly_every_seed(find, company):
    rows = [row_of(find, company, seed) for seed in SIZES.seeds]
    assert sum(row["low"] > row["usual"] for row in rows) >= 0.8 * len(rows)


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_nothing_goes_together_where_nothing_is_planted(find, company, seed):
    lift = pair_of(find, company, seed, effects=False)
    assert lift.value is None or lift.low is None or lift.low < 1.2


def test_a_list_finds_more_than_the_commonest_gap_in_most_seeds_and_in_none_without(find):
    gains = [find("3.4", seed).figure("precision_gain").value or 0.0 for seed in SIZES.seeds]
    assert sum(gains) / len(gains) > 0.02
    plain = [find("3.4", seed, effects=False).figure("precision_gain").low or 0.0 for seed in SIZES.seeds]
    assert sum(low > 0 for low in plain) <= 1
