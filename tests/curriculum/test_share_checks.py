"""An `allocate` and a `pairwise` in a content file: sound as they stand, and each break named at its line."""

import pytest

from curriculum.asked import Entry, questions_of
from curriculum.instruments import PairwiseParameters
from curriculum.loader import load_folder
from tests.curriculum.conftest import EXERCISE

BOTH = """
- key: split
  kind: allocate
  parameters:
    prompt: How much does each region carry?
    items: {source: reps.region, fallback: [North, South, East], min: 3, max: 10}
    total: {name: Target, unit: money, source: company_target, fallback: 60000000}
    step_share: 0.005
    rounds: 2
- key: points
  kind: allocate
  parameters:
    prompt: How many points does each figure get?
    items: [Win rate, Cycle]
    total: {name: All points, unit: points, value: 100}
    step: 5
    rounds: 1
  practice:
    - {case: "Nobody acts on it.", key: Cycle, tempting: Win rate, why: "It is read and left."}
    - {case: "Two of five hang together.", key: "40", tempting: "20", why: "Twins add up."}
- key: weights
  kind: pairwise
  parameters:
    prompt: Which matters more?
    criteria:
      - {key: growth, name: Growth, means: How fast demand rises}
      - {key: fit, name: Fit, means: How much of it we can serve}
      - {key: effort, name: Effort, means: What the first year costs}
    scale: [{value: 1, name: equally important}, {value: 3, name: more important}]
    rounds: 2
  practice:
    - {case: "We can serve it today.", key: fit, tempting: growth, why: "It is about us."}
"""


@pytest.fixture
def with_both(folder):
    folder.change("\nballots: named", f"{BOTH}\nballots: named")
    return folder


def test_they_load_clean(with_both):
    assert load_folder(with_both.path).exercises["4.1"].kinds == "classify + allocate + allocate + pairwise"


BROKEN = {
    "item twice": ("items: [Win rate, Cycle]", "items: [Win rate, Win rate]", "repeated_item"),
    "fallback outside its bounds": ("fallback: [North, South, East]", "fallback: [North, South]", "bounds"),
    "step that misses the total": ("step: 5\n    rounds: 1", "step: 7\n    rounds: 1", "step"),
    "step longer than a share": ("step: 5\n    rounds: 1", "step: 100\n    rounds: 1", "step"),
    "both steps": ("step: 5\n    rounds: 1", "step_share: 0.01\n    step: 5\n    rounds: 1", "step"),
    "step share too large": ("step_share: 0.005", "step_share: 0.5", "less_than_equal"),
    "total twice": ("unit: points, value: 100", "unit: points, value: 100, source: company_target", "value_error"),
    "no total": ("unit: points, value: 100", "unit: points", "value_error"),
    "source without fallback": ("source: company_target, fallback: 60000000", "source: company_target", "value_error"),
    "unit unknown": ("unit: points", "unit: percent", "literal_error"),
    "unknown field": ("    rounds: 1", "    must_add_up: exactly\n    rounds: 1", "extra_forbidden"),
    "practice in no item": ("key: Cycle, tempting", "key: Speed, tempting", "unknown_answer"),
    "practice beyond the total": ('key: "40"', 'key: "140"', "unknown_answer"),
    "criterion twice": ("{key: effort, name: Effort", "{key: fit, name: Effort", "repeated_key"),
    "scale without 1": ("{value: 1, name: equally", "{value: 2, name: equally", "scale"),
    "scale that falls": ("{value: 3, name: more", "{value: 1, name: more", "scale"),
    "scale beyond 9": ("{value: 3, name: more", "{value: 11, name: more", "less_than_equal"),
    "practice in no criterion": ("key: fit, tempting", "key: speed, tempting", "unknown_answer"),
    "item called like the comparisons": ("items: [Win rate, Cycle]", "items: [weights, Cycle]", "repeated_key"),
}


@pytest.mark.parametrize(("old", "new", "code"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_at_its_line(with_both, old, new, code):
    line = with_both.change(old, new)
    assert (EXERCISE, line, code) in with_both.problems()


def test_two_criteria_are_too_few_and_seven_too_many():
    one = {"name": "A", "means": "B"}
    for many, right in ((2, False), (3, True), (6, True), (7, False)):
        criteria = [one | {"key": f"k{place}"} for place in range(many)]
        parameters = {"prompt": "?", "criteria": criteria, "rounds": 2}
        if right:
            scale = PairwiseParameters.model_validate(parameters).scale
            assert [each.value for each in scale] == [1, 3, 5, 7, 9]
        else:
            with pytest.raises(ValueError, match="criteria"):
                PairwiseParameters.model_validate(parameters)


def test_the_book_shows_the_total_and_what_the_criteria_mean(with_both):
    _classes, split, points, weights = questions_of(load_folder(with_both.path).exercises["4.1"])
    assert split.entries == (Entry("Target", "60,000,000 money, to be shared out exactly"),)
    assert split.items == ("North", "South", "East")
    assert split.are_a_fallback
    assert points.entries == (Entry("All points", "100 points, to be shared out exactly"),)
    assert weights.entries[1] == Entry("Fit", "How much of it we can serve")
    assert (weights.practice[0].answer, weights.practice[0].tempting) == ("Fit", "Growth")
