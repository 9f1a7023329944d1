"""2.2 on the sample company: one tool goes with attainment, another falls out of use, and nothing else is claimed."""

import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

CLAIMS = ("one_stands", "some_stand", "one_against")


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_useful_tool_goes_with_attainment_among_equals(find, seed):
    findings = find("2.2", seed)
    assert findings.headline.code in ("one_stands", "some_stand")
    assert findings.headline.arguments["tool"] == PLANTED.useful_tool.tool
    assert findings.figure(figure_key("partial_rho", PLANTED.useful_tool.tool)).low > 0


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_fading_tool_falls_out_of_use(find, seed):
    """From a half of days to less than a fifth over two years: some four points a quarter."""
    findings, tool = find("2.2", seed), PLANTED.fading_tool.tool
    assert findings.figure(figure_key("usage_decay", tool)).high < -0.02
    others = [f for f in findings.figures if f.name == "usage_decay" and f.of != (tool,)]
    assert all(abs(figure.value) < 0.02 for figure in others)


def test_little_is_claimed_where_nothing_is_planted(find):
    claimed = [find("2.2", seed, effects=False).headline.code in CLAIMS for seed in SIZES.seeds]
    assert sum(claimed) <= 1
