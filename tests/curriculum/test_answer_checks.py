"""A `threshold` and a `rows` in a content file: sound as they stand, and each break named at its line."""

import pytest

from curriculum.asked import Entry, questions_of
from curriculum.loader import load_folder
from tests.curriculum.conftest import EXERCISE

BOTH = """
- key: limits
  kind: threshold
  parameters:
    prompt: Up to what discount may a rep sign alone?
    settings:
      - {key: discount, name: Discount, unit: percent, least: 0, most: 0.4, step: 0.02, means: Above it somebody approves.}
      - {key: size, name: Deal size, unit: money, least: 0, most: 200000, step: 5000, means: Below it nobody asks.}
    backtest: {table: policy_grid, shows: [margin_kept, deals_slowed]}
    rounds: 2
  practice:
    - {case: "A deal of 3,000 waits nine days for a signature.", key: size, tempting: discount, why: "Its size is what should have let it pass."}
- key: duties
  kind: rows
  parameters:
    prompt: Who does what?
    items: [Call, Offer, Contract]
    columns:
      - {key: sales, name: Sales, choices: [{key: a, name: Accountable}, {key: r, name: Responsible}]}
      - {key: remark, name: Remark, required: false}
    same_by: [sales]
    checks:
      - {choice: a, count: 1, says: A step has not exactly one accountable}
      - {covers: remark, names: [Legal], says: Legal is nowhere}
    rounds: 2
"""  # noqa: E501 — as a content file has it


@pytest.fixture
def with_both(folder):
    folder.change("\nballots: named", f"{BOTH}\nballots: named")
    return folder


def test_both_load_clean(with_both):
    kinds = load_folder(with_both.path).exercises["4.1"].kinds
    assert kinds == "classify + threshold + rows"


BROKEN = {
    "setting's key twice": ("key: size, name: Deal size", "key: discount, name: Deal size", "repeated_key"),
    "step that misses the end": ("step: 0.02,", "step: 0.03,", "step"),
    "step longer than the scale": ("step: 5000,", "step: 400000,", "step"),
    "percent that is no fraction": ("most: 0.4, step", "most: 40, step", "bounds"),
    "a setting among what it does": ("shows: [margin_kept,", "shows: [discount,", "shows"),
    "a curve of what is not shown": (
        "margin_kept, deals_slowed]",
        "margin_kept, deals_slowed], curve: [low, slow]",
        "curve",
    ),
    "a column shown twice": ("[margin_kept, deals_slowed]", "[margin_kept, margin_kept]", "repeated_key"),
    "practice in no setting": ("key: size, tempting", "key: speed, tempting", "unknown_answer"),
    "practice that tempts to the right answer": ("tempting: discount, why", "tempting: size, why", "unknown_answer"),
    "item twice": ("[Call, Offer, Contract]", "[Call, Call, Contract]", "repeated_item"),
    "column's key twice": ("{key: remark, name: Remark", "{key: sales, name: Remark", "repeated_key"),
    "column of the room's own table": ("{key: remark, name: Remark", "{key: votes, name: Remark", "reserved_key"),
    "choice twice": ("{key: r, name: Responsible}", "{key: a, name: Responsible}", "repeated_key"),
    "same by no column": ("same_by: [sales]", "same_by: [seller]", "unknown_column"),
    "check on no choice": ("{choice: a, count: 1,", "{choice: x, count: 1,", "unknown_choice"),
    "check on no column": ("{covers: remark,", "{covers: note,", "unknown_column"),
    "check without names": ("names: [Legal], says", "says", "check"),
    "check of two kinds": ("{covers: remark, names", "{covers: remark, choice: a, names", "check"),
    "setting called like an instrument": ("{key: discount, name", "{key: causes, name", "repeated_key"),
}


@pytest.mark.parametrize(("old", "new", "code"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_at_its_line(with_both, old, new, code):
    line = with_both.change(old, new)
    assert (EXERCISE, line, code) in with_both.problems()


CHOICE = """
- key: method
  kind: choice
  parameters:
    prompt: By which figure shall the two divisions be compared?
    items: [{key: raw, name: Raw rates, cost: Unlike deals}, {key: mix, name: Rates on a common mix}]
    rounds: 2
  practice:
    - {case: "One division sells only to the state.", key: mix, tempting: raw, why: "Its deals are its own."}
- key: grains
  kind: rate
  parameters:
    items: [Region, Product]
    criteria:
      - {key: use, name: Use, one: none, five: much}
      - {key: effort, name: Effort, one: none, five: much, kind: cost}
    abstain: {key: cannot_tell, name: Cannot tell}
    rounds: 2
- key: shares
  kind: estimate
  parameters:
    items: [North, South]
    unit: percent
    abstain: {key: cannot_say, name: Cannot say}
    rounds: 2
"""


@pytest.fixture
def with_choice(folder):
    folder.change("\nballots: named", f"{CHOICE}\nballots: named")
    return folder


def test_a_choice_a_rating_and_an_estimate_load_clean(with_choice):
    kinds = load_folder(with_choice.path).exercises["4.1"].kinds
    assert kinds == "classify + choice + rate + estimate"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{key: mix, name: Rates on", "{key: raw, name: Rates on", "repeated_key"),
        ("name: Rates on a common mix", "name: Raw rates", "repeated_item"),
        ("key: mix, tempting: raw, why", "key: days, tempting: raw, why", "unknown_answer"),
        ("items: [Region, Product]", "items: [Region, Region]", "repeated_item"),
        ("{key: effort, name: Effort", "{key: use, name: Effort", "repeated_key"),
        ("items: [North, South]", "items: [North, North]", "repeated_item"),
        ("items: [North, South]", "items: [North, method]", "repeated_key"),
    ],
    ids=["key", "name", "practice", "rated item", "criterion", "estimated item", "item called like the choice"],
)
def test_what_is_broken_in_them_is_named_at_its_line(with_choice, old, new, code):
    line = with_choice.change(old, new)
    assert (EXERCISE, line, code) in with_choice.problems()


def test_rows_are_asked_for_once(with_both):
    duties = BOTH[BOTH.index("- key: duties") :].replace("duties", "others")
    duties = duties.replace("sales", "legal").replace("remark", "note")
    with_both.change("\nballots: named", f"{duties}\nballots: named")
    assert [problem[2] for problem in with_both.problems()] == ["rows_twice"]


def test_the_book_shows_what_each_alternative_means_and_costs(with_choice):
    asked = questions_of(load_folder(with_choice.path).exercises["4.1"])[1]
    assert asked.prompt == "By which figure shall the two divisions be compared?"
    assert asked.entries == (Entry("Raw rates", "(costs: Unlike deals)"), Entry("Rates on a common mix", ""))
    (case,) = asked.practice
    assert (case.answer, case.tempting) == ("Rates on a common mix", "Raw rates")
