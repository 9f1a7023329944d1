"""Statistics of the room's answers: of all answers as sentences, of single parts as rows of a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.composing.numbers import say
from reports.composing.record import Record
from reports.composing.tables import Cell, Printable

COUNTED = ("people", "checks")  # said as so many of n
IN_TABLES = ("group_setting", "group_score")  # tables of their own hold them
CHANGED = "group_changed"
DETAIL = ("group_choice_confidence",)  # said of the exercise, left out of the summary
MOST_SAID = 1
"""Statistics of single parts that are said in a sentence; more stand in a table."""


@dataclass(frozen=True)
class Statistic:
    """label: its words. of: the parts beyond the round, in words. values, n: one for each round that has it."""

    name: str
    label: str
    of: str
    values: tuple[str, ...]
    n: tuple[str, ...]
    unit: str

    @property
    def value(self) -> str:
        if self.unit in COUNTED:
            return f"{self.values[-1]} of {self.n[-1]}"
        return ", then ".join(self.values)

    @property
    def answers(self) -> str:
        return ", ".join(dict.fromkeys(self.n))

    @property
    def sentence(self) -> str:
        about = f"{self.label}, {self.of}" if self.of else self.label
        return f"{about}: {self.value}." if self.unit in COUNTED else f"{about}: {self.value} (n = {self.answers})."


def statistics_of(record: Record, currency: str) -> list[Statistic]:
    """Each statistic of agreement once for what it is about, both rounds in one."""
    told = [(figure["name"], *figure["of"][1:]) for figure in record.room_figures if figure["name"] not in IN_TABLES]
    return [statistic(record, name, currency, *about) for name, *about in dict.fromkeys(told)]


def statistic(record: Record, name: str, currency: str, *about: str) -> Statistic:
    """about: the parts of the figure beyond its round."""
    found = [each for each in record.room_figures if each["name"] == name and tuple(each["of"][1:]) == about]
    return Statistic(
        name=name,
        label=record.words.name(name),
        of=", ".join(record.names.get(part, part) for part in about),
        values=tuple(say(each["value"], each["unit"], currency) for each in found),
        n=tuple(str(each["n"]) for each in found),
        unit=found[0]["unit"],
    )


def sentences(statistics: list[Statistic]) -> list[str]:
    """Those of all answers; those of single parts too where they are few."""
    few = len(of_parts(statistics)) <= MOST_SAID
    return [each.sentence for each in statistics if few or not each.of]


def table(statistics: list[Statistic]) -> list[Printable]:
    """Those of single parts, where they are too many to be said; one table or none."""
    parts = of_parts(statistics)
    if len(parts) <= MOST_SAID:
        return []
    return [in_rows("Agreement and movement, first round and then second", "Of", [(each.of, each) for each in parts])]


def of_parts(statistics: list[Statistic]) -> list[Statistic]:
    return [each for each in statistics if each.of]


def moved(records: Iterable[Record]) -> Printable | None:
    """What changed between the rounds of each exercise: agreement that both rounds have, and people who moved."""
    both = [record for record in records if len(record.shown) > 1]
    told = [(record.exercise.id, each) for record in both for each in statistics_of(record, "") if is_movement(each)]
    caption = "First round, then second; the whole room counted"
    return in_rows(caption, "Exercise", told, with_parts=True) if told else None


def is_movement(each: Statistic) -> bool:
    """People who moved are told of the exercise, not again of each of its instruments."""
    if each.name == CHANGED:
        return not each.of
    return len(each.values) > 1 and each.name not in DETAIL


def in_rows(caption: str, first: str, told: list[tuple[str, Statistic]], *, with_parts: bool = False) -> Printable:
    heads = [Cell(first), Cell("What"), Cell("Rounds", True), Cell("n", True)]
    rows = [
        [Cell(name), Cell(words(each, with_parts)), Cell(each.value, True), Cell(each.n[-1], True)]
        for name, each in told
    ]
    return Printable(caption, heads, rows)


def words(each: Statistic, with_parts: bool) -> str:
    return f"{each.label}, {each.of}" if with_parts and each.of else each.label
