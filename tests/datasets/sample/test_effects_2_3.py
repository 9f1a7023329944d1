"""2.3 on the sample company: the course that worked is found at equal first score, and the others are not."""

import pytest

from analysis.findings import figure_key
from datasets.sample.effects import PLANTED
from datasets.sample.training import COURSES
from tests.sizes import SIZES

WORKED = [skill for skill, _ in COURSES[PLANTED.working_course.course]]
CLAIMS = ("one_ahead", "some_ahead", "one_behind")


def ahead(findings):
    return {
        row["skill"]
        for row in findings.rows("skills")
        if row["ancova_effect_low"] > 0 and row["p_adjusted"] <= 0.05 and row["start_overlap"] >= 0.5
    }


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_skills_of_the_course_that_worked_are_ahead(find, seed):
    findings = find("2.3", seed)
    assert findings.headline.code in ("one_ahead", "some_ahead")
    assert findings.headline.arguments["skill"] in WORKED
    for skill in WORKED:
        figure = findings.figure(figure_key("ancova_effect", skill))
        assert figure.low < PLANTED.working_course.gain + 2
        assert figure.high > PLANTED.working_course.gain - 2
    assert not findings.figure("ancova_effect.Negotiation").low > 0


def test_nearly_always_both_skills_and_no_other(find):
    found = [ahead(find("2.3", seed)) for seed in SIZES.seeds]
    assert sum(each == set(WORKED) for each in found) >= len(found) - max(1, len(found) // 6)


def test_little_is_claimed_where_nothing_is_planted(find):
    claimed = [find("2.3", seed, effects=False).headline.code in CLAIMS for seed in SIZES.seeds]
    assert sum(claimed) <= 1


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_product_papers_are_near_their_ceiling_and_come_last(find, seed):
    findings = find("2.3", seed)
    assert findings.figure("ceiling.Product knowledge").value > 0.1
    assert findings.figure("curriculum_place.Product knowledge").value == 4
