"""A module's assessment items, field by field, and what must agree among them.

Paper A and paper B hold one item of each exercise: the same skill, type and number of options on another story.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from curriculum.instruments import Strict, Text
from curriculum.problems import Fault
from curriculum.schema import ExerciseId, ModuleNumber, Number

Form = Literal["A", "B"]
FORMS: tuple[Form, Form] = ("A", "B")
ItemId = Annotated[str, StringConstraints(pattern=r"^[1-8]\.[1-9]\d?-[AB]$")]
OptionKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]$")]
Share = Annotated[Number, Field(ge=0, le=1)]
Cell = Annotated[str | int | float, Field(union_mode="smart")]


class Difficulty(Strict):
    """Share of participants expected to be right, before and after the module: a guess."""

    before: Share
    after: Share


class ItemTable(Strict):
    columns: Annotated[tuple[Text, ...], Field(min_length=2)]
    rows: Annotated[tuple[tuple[Cell, ...], ...], Field(min_length=1)]


class Named(Strict):
    key: OptionKey
    text: Text


class Option(Named):
    """rationale: why it is right, or which mistake leads to it."""

    rationale: Text


class Statement(Option):
    correct: bool


class WrongNumber(Strict):
    answer: Number
    rationale: Text


class WrongOrder(Strict):
    answer: tuple[OptionKey, ...]
    rationale: Text


class ItemBase(Strict):
    """What all types have in common. minutes: as planned."""

    id: ItemId
    form: Form
    exercise: ExerciseId
    skill: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    minutes: Annotated[int, Field(ge=1, le=30)]
    difficulty: Difficulty
    stem: Text
    table: ItemTable | None = None

    @property
    def size(self) -> int:
        """How many things there are to choose from: equal in both forms of an exercise."""
        return 0

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """(field, code, sentence) for what does not agree inside the item."""
        if self.id != f"{self.exercise}-{self.form}":
            yield (
                "id",
                "item_id",
                f"the id of form {self.form} of exercise {self.exercise} is {self.exercise}-{self.form}",
            )
        if self.table and any(len(row) != len(self.table.columns) for row in self.table.rows):
            yield "table", "ragged_table", f"each row of the table needs {len(self.table.columns)} cells"


class WithOptions(ItemBase):
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=8)]

    @property
    def size(self) -> int:
        return len(self.options)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    def faults(self) -> Iterator[tuple[str, str, str]]:
        yield from super().faults()
        yield from repeats("options", self.keys)


class Single(WithOptions):
    type: Literal["single", "case_single"]
    key: OptionKey

    def faults(self) -> Iterator[tuple[str, str, str]]:
        yield from super().faults()
        if self.key not in self.keys:
            yield "key", "unknown_option", f"the key {self.key} is not among the options"


class Multiple(WithOptions):
    type: Literal["multiple"]
    choose: Annotated[int, Field(ge=2)]
    options: Annotated[tuple[Statement, ...], Field(min_length=4, max_length=8)]
    key: tuple[OptionKey, ...]

    def faults(self) -> Iterator[tuple[str, str, str]]:
        yield from super().faults()
        if sorted(self.key) != sorted(option.key for option in self.options if option.correct):
            yield "key", "key_differs", "the key is not what the options say is correct"
        if self.choose != len(self.key):
            yield "choose", "key_differs", f"choose is {self.choose}, the key holds {len(self.key)}"


class Matching(ItemBase):
    """One more action than things, so that the last match is no gift."""

    type: Literal["matching"]
    left: Annotated[tuple[Named, ...], Field(min_length=3, max_length=8)]
    right: Annotated[tuple[Option, ...], Field(min_length=3, max_length=9)]
    key: dict[str, str]

    @property
    def size(self) -> int:
        return len(self.left) + len(self.right)

    def faults(self) -> Iterator[tuple[str, str, str]]:
        yield from super().faults()
        yield from repeats("left", [each.key for each in self.left])
        yield from repeats("right", [each.key for each in self.right])
        if set(self.key) != {each.key for each in self.left}:
            yield "key", "unknown_option", "the key needs each of `left` once"
        if set(self.key.values()) - {each.key for each in self.right} or len(set(self.key.values())) < len(self.key):
            yield "key", "unknown_option", "the key matches each to another one of `right`"


class Numeric(ItemBase):
    type: Literal["numeric"]
    unit: Text
    key: Number
    tolerance: Annotated[Number, Field(gt=0)]
    worked: Text
    rationale_for_wrong: tuple[WrongNumber, ...] = ()

    def faults(self) -> Iterator[tuple[str, str, str]]:
        yield from super().faults()
        if any(abs(wrong.answer - self.key) <= self.tolerance for wrong in self.rationale_for_wrong):
            yield "rationale_for_wrong", "wrong_is_right", "an answer called wrong is inside the tolerance"


class Ordering(WithOptions):
    type: Literal["ordering"]
    key: tuple[OptionKey, ...]
    shown_order: tuple[OptionKey, ...]
    rationale_for_wrong: tuple[WrongOrder, ...] = ()

    def faults(self) -> Iterator[tuple[str, str, str]]:
        yield from super().faults()
        orders = [("key", self.key), ("shown_order", self.shown_order)]
        orders += [("rationale_for_wrong", wrong.answer) for wrong in self.rationale_for_wrong]
        for name, order in orders:
            if sorted(order) != sorted(self.keys):
                yield name, "not_an_order", f"{name} must hold each option once"
        if self.shown_order == self.key:
            yield "shown_order", "shown_is_right", "the options are shown in the right order"


Item = Annotated[Single | Multiple | Matching | Numeric | Ordering, Field(discriminator="type")]
AnyItem = Single | Multiple | Matching | Numeric | Ordering


class ItemsFile(Strict):
    """All items of a module. skills: what each skill is called, by its key."""

    module: ModuleNumber
    skills: dict[str, Text]
    items: Annotated[tuple[Item, ...], Field(min_length=2)]

    def paper(self, form: str) -> tuple[AnyItem, ...]:
        """The items of form A or B, by exercise."""
        return tuple(item for item in self.items if item.form == form)

    def to_json(self) -> str:
        return self.model_dump_json(by_alias=True, exclude_none=True)


def repeats(field: str, keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for key in sorted(key for key, n in Counter(keys).items() if n > 1):
        yield field, "repeated_key", f"{field}: {key} stands here twice"


def check_items(file: ItemsFile) -> Iterator[Fault]:
    """What does not agree inside an item, or between the two forms of an exercise."""
    first: dict[str, Any] = {}
    for number, item in enumerate(file.items):
        for field, code, message in item.faults():
            yield Fault(code, f"{item.id}: {message}", ("items", number, field))
        if item.skill not in file.skills:
            yield Fault("unnamed_skill", f"{item.id}: skills does not name {item.skill}", ("items", number, "skill"))
        if not item.exercise.startswith(f"{file.module}."):
            yield Fault("other_module", f"{item.id} is of another module", ("items", number, "exercise"))
        if first.setdefault(item.id, number) != number:
            yield Fault("repeated_key", f"item {item.id} stands here twice", ("items", number, "id"))
    yield from check_forms(file)


def check_forms(file: ItemsFile) -> Iterator[Fault]:
    """Each exercise has one item in either form, alike in skill, type and number of options."""
    places = {item.id: number for number, item in enumerate(file.items)}
    items = {item.id: item for item in file.items}
    for item in items.values():
        other = items.get(f"{item.exercise}-{'B' if item.form == 'A' else 'A'}")
        loc = ("items", places[item.id], "form")
        if other is None:
            yield Fault("no_other_form", f"{item.id} has no parallel item in the other form", loc)
        elif item.form == "B" and (item.skill, item.type, item.size) != (other.skill, other.type, other.size):
            yield Fault("not_parallel", f"{item.id} differs from {other.id} in skill, type or number of options", loc)
