"""Assessment items: what is wrong in their file is named with its line; the numbers of module 4's items add up."""

from itertools import pairwise, product

import pytest
import yaml
from statsmodels.stats.proportion import proportion_confint

from curriculum.actions import store_curriculum
from curriculum.items import FORMS
from curriculum.loader import CONTENT, Loaded, check_skills, read_items, read_module
from curriculum.queries import NoSuchContent, assessed_modules, items_of

ITEMS = "items/items-4.yaml"
TYPES = {"case_single", "multiple", "single", "matching", "numeric", "ordering"}


@pytest.fixture(scope="module")
def items():
    return {item.id: item for item in read_items(CONTENT / ITEMS)[1].items}


@pytest.fixture
def with_items(folder):
    """The folder to break, with the items file in it."""
    (folder.path / "items").mkdir(exist_ok=True)
    (folder.path / ITEMS).write_text((CONTENT / ITEMS).read_text())
    return folder


def test_module_4_has_six_types_in_either_form(items):
    for form in FORMS:
        paper = [item for item in items.values() if item.form == form]
        assert {item.type for item in paper} == TYPES
        assert [item.exercise for item in paper] == ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6"]


CHANGES = {
    "key is no option": ("  key: c\n\n- id: 4.1-B", "  key: e\n\n- id: 4.1-B", "unknown_option", 0),
    "difficulty over one": ("difficulty: {before: 0.30, after: 0.65}\n  stem: >-\n    A reason is",
                       "difficulty: {before: 0.30, after: 1.65}\n  stem: >-\n    A reason is", "less_than_equal", 0),
    "not an order": ("key: [b, d, a, c]", "key: [b, d, a, a]", "not_an_order", 0),
    "shown in the right order": ("shown_order: [a, c, d, b]", "shown_order: [b, d, a, c]", "shown_is_right", 0),
    "no tolerance": ("  key: 35\n  tolerance: 0.5\n", "  key: 35\n  tolerance: 0\n", "greater_than", 1),
    "wrong answer inside the tolerance": ("  key: 35\n  tolerance: 0.5\n", "  key: 35\n  tolerance: 25\n",
                                          "wrong_is_right", None),
    "partner twice": ('key: {"1": r, "2": s, "3": t, "4": q}', 'key: {"1": r, "2": s, "3": s, "4": q}',
                      "unknown_option", 0),
    "other skill in the other form": ("- id: 4.6-B\n  form: B\n  exercise: \"4.6\"\n  skill: gate-value",
                                      "- id: 4.6-B\n  form: B\n  exercise: \"4.6\"\n  skill: queue-and-wait",
                                      "not_parallel", 1),
    "unknown type": ("  type: numeric\n  minutes: 2\n  difficulty: {before: 0.40, after: 0.75}\n  stem: >-\n    The c",
                     "  type: essay\n  minutes: 2\n  difficulty: {before: 0.40, after: 0.75}\n  stem: >-\n    The c",
                     "union_tag_invalid", 0),
    "skill without a name": ("  gate-value: Value of a gate\n", "", "unnamed_skill", None),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "below"), CHANGES.values(), ids=CHANGES)
def test_broken_item_is_named_with_its_line(with_items, old, new, code, below):
    """below: how many lines under the change it is named; None where it is named at what it contradicts."""
    line = with_items.change(old, new, ITEMS)
    found = [(at, said) for name, at, said in with_items.problems() if name == ITEMS]
    assert code in [said for _, said in found]
    if below is not None:
        assert (line + below, code) in found


def test_a_skill_that_its_exercise_lacks_is_named(with_items):
    text = with_items.read(ITEMS).replace("skill: stage-specific-cause", "skill: other-cause")
    with_items.write(text.replace("  stage-specific-cause:", "  other-cause:"), ITEMS)
    assert {code for name, _, code in with_items.problems() if name == ITEMS} == {"unknown_skill"}


def test_an_item_whose_exercise_has_no_file_waits_for_it():
    assert list(check_skills([read_items(CONTENT / ITEMS)], exercises=[])) == []


def test_a_file_that_does_not_begin_with_dashes_is_said(with_items):
    with_items.write(with_items.read(ITEMS).removeprefix("---\n"), ITEMS)
    assert (ITEMS, 1, "no_front_matter") in with_items.problems()


def test_items_are_pinned_with_the_curriculum(db, loaded_items):
    curriculum, items = loaded_items
    assert items_of(curriculum, 4) == items
    assert assessed_modules(curriculum) == [4]
    with pytest.raises(NoSuchContent):
        items_of(curriculum, 5)


@pytest.fixture
def loaded_items(db):
    module, items = read_module(CONTENT / "modules/module-4.md")[1], read_items(CONTENT / ITEMS)[1]
    return store_curriculum(loaded=Loaded({4: module}, {}, {4: items})), items


# --- the numbers of the items, computed again -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_4_1_names_the_stage_that_fewest_leave_forward_and_its_special_cause(items, form):
    item = items[f"4.1-{form}"]
    rows = [dict(zip(item.table.columns, row, strict=True)) for row in item.table.rows]
    onward = {row["Stage"]: row["Moved on"] / (row["Moved on"] + row["Lost"]) for row in rows}
    for row, following in pairwise(rows):
        assert row["Entered"] == row["Moved on"] + row["Lost"] + row["Still open"]
        assert following["Entered"] == row["Moved on"]
    worst = min(onward, key=onward.get)
    reasons = [column for column in item.table.columns if column.startswith("Reason")]
    excess = {reason: share(rows, reason, worst, True) - share(rows, reason, worst, False) for reason in reasons}
    special = max(excess, key=excess.get).removeprefix("Reason: ")
    assert next(option.text for option in item.options if option.key == item.key) == f"{worst}, {special}"
    assert sorted(excess.values())[-1] > 0.15 > sorted(excess.values())[-2] + 0.05


def share(rows, reason, stage, inside):
    part = [row for row in rows if (row["Stage"] == stage) == inside]
    return sum(row[reason] for row in part) / sum(row["Lost"] for row in part)


@pytest.mark.parametrize(
    ("form", "agreed", "by_chance", "n", "kappa", "month", "months"),
    [("A", 36, 28, 50, 0.36, (12, 24, 19), (36, 72, 11)), ("B", 26, 14, 40, 0.46, (15, 30, 17), (60, 120, 9))],
)
def test_4_2_kappa_and_wilson_limits(items, form, agreed, by_chance, n, kappa, month, months):
    rationales = " ".join(option.rationale for option in items[f"4.2-{form}"].options)
    assert round((agreed - by_chance) / (n - by_chance), 2) == kappa
    assert str(kappa) in rationales
    for half, of, points in (month, months):
        low, high = proportion_confint(half, of, method="wilson")
        assert round(100 * (high - low) / 2) == points
        assert f"{100 * low:.0f} to {100 * high:.0f} %" in rationales


@pytest.mark.parametrize("form", FORMS)
def test_4_3_only_the_key_is_dominated(items, form):
    item = items[f"4.3-{form}"]
    rows = {row[0]: row[1:] for row in item.table.rows}
    beaten = {
        name for (name, (kept, slowed)), (more, fewer) in product(rows.items(), rows.values())
        if more >= kept and fewer <= slowed and (more, fewer) != (kept, slowed)
    }  # fmt: skip
    assert beaten == {next(option.text for option in item.options if option.key == item.key)}


@pytest.mark.parametrize(("form", "queue", "rate", "weeks"), [("A", 45, 15, 1), ("B", 56, 14, 1.5)])
def test_4_5_littles_law(items, form, queue, rate, weeks):
    item = items[f"4.5-{form}"]
    assert item.key == queue - rate * weeks
    assert {wrong.answer for wrong in item.rationale_for_wrong} == {rate * weeks, queue / rate - weeks, queue}


@pytest.mark.parametrize(("form", "saved", "lost"), [("A", 10, 8), ("B", 12, 10)])
def test_4_6_order_of_net_value(items, form, saved, lost):
    item = items[f"4.6-{form}"]
    rows = {row[0]: row[1:] for row in item.table.rows}
    net = {}
    for option in item.options:
        flagged, caught, won = rows[option.text]
        assert flagged == caught + won
        net[option.key] = caught * saved - won * lost
        assert str(net[option.key]) in option.rationale
    assert list(item.key) == sorted(net, key=net.get, reverse=True)
    caught = {option.key: rows[option.text][1] for option in item.options}
    precision = {option.key: rows[option.text][1] / rows[option.text][0] for option in item.options}
    naive = [sorted(each, key=each.get, reverse=True) for each in (caught, precision)]
    assert [list(wrong.answer) for wrong in item.rationale_for_wrong] == naive


def test_items_file_is_plain_yaml_too():
    """Other tools read it: no tags, no anchors."""
    assert set(yaml.safe_load((CONTENT / ITEMS).read_text())) == {"module", "skills", "items"}
