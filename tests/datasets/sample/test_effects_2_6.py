"""2.6 on the sample company: one line goes with later deals, raters differ on another, and nothing else is claimed."""

import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

LINE = PLANTED.telling_competency.competency
CLAIMS = ("one_line", "some_lines", "against")


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_telling_line_has_the_strongest_link(find, seed):
    findings = find("2.6", seed)
    assert findings.rows("lines")[0]["line"] == LINE
    assert findings.figure(figure_key("validity", LINE)).low > 0


def test_it_is_named_for_nearly_every_seed(find):
    named = [find("2.6", seed).headline for seed in SIZES.seeds]
    assert sum(each.code in CLAIMS and each.arguments["line"] == LINE for each in named) >= 0.75 * len(named)


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_raters_agree_less_on_teamwork_than_on_the_telling_line(find, seed):
    findings = find("2.6", seed)
    agree = {row["line"]: row["rater_reliability"] for row in findings.rows("lines")}
    assert agree["Teamwork"] < 0.65 < agree[LINE]
    assert findings.figure("rated_before").value > 0.9


def test_little_is_claimed_where_nothing_is_planted(find):
    claimed = [find("2.6", seed, effects=False).headline.code in CLAIMS for seed in SIZES.seeds]
    assert sum(claimed) <= 1
