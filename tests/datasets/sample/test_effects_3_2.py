"""3.2 finds the channel that converts and the one that assists, and claims neither where none is planted."""

import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

SEEDS = SIZES.seeds
BEST, ASSISTING = PLANTED.converting_channel.channel, PLANTED.assisting_touch.channel


def shares(findings, name):
    return {figure.of[0]: figure for figure in findings.figures if figure.name == name and figure.of}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_converting_channel_is_the_best(find, seed):
    findings = find("3.2", seed)
    assert findings.headline.code == "best_and_costs"
    assert findings.headline.arguments["channel"] == BEST
    for name in ("lead_to_win", "lead_to_qualified"):
        figures = shares(findings, name)
        assert figures[BEST].low > max(figure.high for key, figure in figures.items() if key != BEST)
    assert findings.tripwires[0].figure == figure_key("cost_to_target", BEST)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_assisting_channel_gets_credit_that_first_touch_denies_it(find, seed):
    findings, none = find("3.2", seed), find("3.2", seed, effects=False)
    assert findings.figure(figure_key("credit", "first", ASSISTING)).value < 0.02
    for rule in ("last", "linear", "position", "markov"):
        key = figure_key("credit", rule, ASSISTING)
        assert findings.figure(key).value > 0.09
        assert findings.figure(key).value > 2 * none.figure(key).value
    key = figure_key("credit_range", ASSISTING)
    assert findings.figure(key).value > 0.15 > none.figure(key).value


@pytest.mark.parametrize("seed", SEEDS)
def test_the_room_may_move_a_block(find, seed):
    """What its option asks: a receiver under target by four rules or more, a payer by two or fewer."""
    rules = shares(find("3.2", seed), "rules_under_target")
    assert max(figure.value for figure in rules.values()) >= 4
    assert rules["Trade fair"].value <= 2


def test_no_channel_is_better_where_none_is_planted(find):
    heads = [find("3.2", seed, effects=False).headline.code for seed in SEEDS]
    assert sum(code.startswith(("best", "worst")) for code in heads) <= max(1, 0.2 * len(SEEDS))
