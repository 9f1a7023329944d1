"""Statistics of the room's answers, before and after: on the exercise's page and, of what moved, in the summary."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.composing.grid import Cell, Printable
from reports.composing.numbers import interval, say
from reports.composing.record import Record

COUNTED = ("people", "checks")  # said as so many of n
IN_TABLES = ("group_setting", "group_score", "group_mean", "group_iqr", "group_weight")  # tables of their own hold them
CHANGED = "group_changed"
DETAIL = ("group_choice_confidence",)  # told of the exercise, left out of the summary
CAPTION = "Agreement and movement"
HEADS = (Cell("At first", is_number=True), Cell("In the end", is_number=True), Cell("n", is_number=True))


@dataclass(frozen=True)
class Statistic:
    """label: its words. of: the parts beyond the round, in words. values, n: one for each round that has it.

    limits: the 95 % interval of the last value, where it has one.
    """

    name: str
    label: str
    of: str
    values: tuple[str, ...]
    n: tuple[str, ...]
    unit: str
    limits: str = ""

    @property
    def words(self) -> str:
        return f"{self.of}: {self.label[:1].lower()}{self.label[1:]}" if self.of else self.label

    @property
    def cells(self) -> list[Cell]:
        """At first, in the end, n; of what is told of both rounds together, or of the vote, nothing at first."""
        before = self.values[0] if len(self.values) > 1 and self.unit not in COUNTED else ""
        after = f"{self.values[-1]} of {self.n[-1]}" if self.unit in COUNTED else self.values[-1]
        said = f"{after} ({self.limits})" if self.limits else after
        return [Cell(text, is_number=True) for text in (before, said, self.n[-1])]

    @property
    def sentence(self) -> str:
        before, after, n = (cell.text for cell in self.cells)
        moved = f"{before}, then {after}" if before else after
        return f"{self.words}: {moved}." if self.unit in COUNTED else f"{self.words}: {moved} (n = {n})."


def statistics_of(record: Record, currency: str) -> list[Statistic]:
    """Each statistic of agreement once for what it is about, both rounds in one; those of all answers first."""
    told = [(figure["name"], *figure["of"][1:]) for figure in record.room_figures if figure["name"] not in IN_TABLES]
    found = [statistic(record, name, currency, *about) for name, *about in dict.fromkeys(told)]
    return sorted(found, key=lambda each: bool(each.of))


def statistic(record: Record, name: str, currency: str, *about: str) -> Statistic:
    """about: the parts of the figure beyond its round."""
    found = [each for each in record.room_figures if each["name"] == name and tuple(each["of"][1:]) == about]
    last = found[-1]
    return Statistic(
        name=name,
        label=record.words.name(name),
        of=", ".join(record.names.get(part, part) for part in about),
        values=tuple(say(each["value"], each["unit"], currency) for each in found),
        n=tuple(f"{each['n']:,}" for each in found),
        unit=last["unit"],
        limits=interval(last["low"], last["high"], last["unit"], currency),
    )


def table(statistics: list[Statistic], caption: str = "") -> list[Printable]:
    """All in one table, or none where there is nothing to tell."""
    rows = [[Cell(each.words), *each.cells] for each in statistics]
    return [Printable(caption, [Cell("What"), *HEADS], rows, is_dense=True)] if rows else []


def of_all(statistics: list[Statistic]) -> list[Statistic]:
    return [each for each in statistics if not each.of]


def of_parts(statistics: list[Statistic]) -> list[Statistic]:
    return [each for each in statistics if each.of]


def sentences(statistics: list[Statistic]) -> list[str]:
    return [each.sentence for each in statistics]


def moved(records: Iterable[Record]) -> Printable | None:
    """What changed between the rounds of each exercise: agreement that both rounds have, and people who moved."""
    both = [record for record in records if len(record.shown) > 1]
    rows = [
        [Cell(record.exercise.id), Cell(each.words), *each.cells]
        for record in both
        for each in statistics_of(record, "")
        if is_movement(each)
    ]
    heads = [Cell("Exercise"), Cell("What"), *HEADS]
    return Printable("The whole room counted", heads, rows, is_dense=True) if rows else None


def is_movement(each: Statistic) -> bool:
    """People who moved are told of the exercise, not again of each of its instruments."""
    if each.name == CHANGED:
        return not each.of
    return len(set(each.values)) > 1 and each.name not in DETAIL
