"""3.6 finds the function that inflates, and names none where none does."""

import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

SEEDS = SIZES.seeds
INFLATED = PLANTED.inflated_claims


@pytest.mark.parametrize("seed", SEEDS)
def test_the_function_that_inflates_is_named(find, seed):
    findings = find("3.6", seed)
    assert findings.headline.arguments["claimant"] == INFLATED.claimant
    ratio = findings.figure(figure_key("claimant_ratio", INFLATED.claimant))
    assert 1.15 < ratio.low < INFLATED.factor < ratio.high + 0.1
    assert findings.figure(figure_key("correction", INFLATED.claimant)).value < 0.85
    others = [f for f in findings.figures if f.name == "claimant_ratio" and f.of != (INFLATED.claimant,)]
    assert all(0.75 < figure.value < 1.25 for figure in others)
    assert figure_key("claimant_ratio", INFLATED.claimant) in {wire.figure for wire in findings.tripwires}


@pytest.mark.parametrize("seed", SEEDS)
def test_claims_are_those_of_functions(find, company, seed):
    claims, reps = company(seed)["claims"], company(seed)["reps"]
    assert not set(claims["claimed_by"]) & set(reps["name"])
    assert find("3.6", seed).figure("tested_share").value == 1


def test_the_function_alone_is_named_for_nearly_every_seed(find):
    assert [find("3.6", seed).headline.code for seed in SEEDS].count("one_off") >= 0.8 * len(SEEDS)


def test_no_function_is_named_where_none_inflates(find):
    heads = [find("3.6", seed, effects=False).headline.code for seed in SEEDS]
    assert sum(code in ("one_off", "several_off") for code in heads) <= max(1, 0.15 * len(SEEDS))
