"""What the instruments of an exercise ask, as its page shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from curriculum.instruments import (
    AllocateParameters,
    Alternative,
    AnyInstrument,
    ChoiceParameters,
    ClassifyParameters,
    Instrument,
    ItemSource,
    PairwiseParameters,
    RateParameters,
    RowsParameters,
    Setting,
    ThresholdParameters,
)
from curriculum.schema import ExerciseFile


@dataclass(frozen=True)
class Entry:
    """A category, criterion, alternative, setting or column, and what it means."""

    name: str
    gloss: str = ""


@dataclass(frozen=True)
class PracticeShown:
    """A practice case with the names of the right answer and of the one that tempts."""

    case: str
    answer: str
    tempting: str
    why: str


@dataclass(frozen=True)
class Question:
    """What one instrument asks. items: those of the file, which stand where the tables have none of their own."""

    prompt: str
    items: tuple[str, ...]
    are_a_fallback: bool
    entries: tuple[Entry, ...]
    in_order: bool
    abstention: str
    practice: tuple[PracticeShown, ...]


def questions_of(file: ExerciseFile) -> list[Question]:
    """In the order in which they are answered."""
    return [question(instrument) for instrument in file.instruments]


def question(instrument: AnyInstrument) -> Question:
    parameters = instrument.parameters
    given = getattr(parameters, "items", None)
    items = () if isinstance(parameters, ChoiceParameters) else given or ()
    abstain = getattr(parameters, "abstain", None)
    entries = entries_of(parameters)
    return Question(
        prompt=prompt_of(parameters, given),
        items=items.fallback if isinstance(items, ItemSource) else tuple(map(str, items)),
        are_a_fallback=isinstance(items, ItemSource),
        entries=entries,
        in_order=isinstance(parameters, ClassifyParameters),
        abstention=abstain.name if abstain else "",
        practice=cases_of(instrument, parameters),
    )


def prompt_of(parameters: Any, items: Any) -> str:
    own = getattr(parameters, "prompt", None) or ""
    return (items.prompt or own) if isinstance(items, ItemSource) else own


def entries_of(parameters: Any) -> tuple[Entry, ...]:
    made = ENTRIES.get(type(parameters))
    return made(parameters) if made else ()


def categories(parameters: ClassifyParameters) -> tuple[Entry, ...]:
    """None where they come from the company's tables."""
    given = parameters.categories if isinstance(parameters.categories, tuple) else ()
    return tuple(Entry(category.name, category.test) for category in given)


def criteria(parameters: RateParameters) -> tuple[Entry, ...]:
    return tuple(Entry(one.name, f"1 {one.one} … 5 {one.five}") for one in parameters.criteria)


def alternatives(parameters: ChoiceParameters) -> tuple[Entry, ...]:
    return tuple(Entry(item.name, gloss_of(item)) for item in parameters.items)


def gloss_of(item: Alternative) -> str:
    """What it means, and what it costs."""
    return " ".join(filter(None, (item.means, f"(costs: {item.cost})" if item.cost else "")))


def settings(parameters: ThresholdParameters) -> tuple[Entry, ...]:
    return tuple(Entry(one.name, f"{one.means} ({scale_of(one)})") for one in parameters.settings)


def scale_of(one: Setting) -> str:
    """Both ends as people read them: a percent is kept as a fraction."""
    times = 100 if one.unit == "percent" else 1
    return f"{one.least * times:g} … {one.most * times:g} {one.unit}"


def columns(parameters: RowsParameters) -> tuple[Entry, ...]:
    return tuple(
        Entry(column.name, column.help or ", ".join(choice.name for choice in column.choices))
        for column in parameters.columns
    )


def total(parameters: AllocateParameters) -> tuple[Entry, ...]:
    """The total of the file; where the tables have their own, this stands in for it."""
    given = parameters.total
    unit = "" if given.unit == "units" else f" {given.unit}"
    return (Entry(given.name, f"{given.value or given.fallback:,.10g}{unit}, to be shared out exactly"),)


def compared(parameters: PairwiseParameters) -> tuple[Entry, ...]:
    return tuple(Entry(one.name, one.means) for one in parameters.criteria)


ENTRIES: dict[type, Callable[[Any], tuple[Entry, ...]]] = {
    ClassifyParameters: categories,
    RateParameters: criteria,
    ChoiceParameters: alternatives,
    ThresholdParameters: settings,
    RowsParameters: columns,
    AllocateParameters: total,
    PairwiseParameters: compared,
}


def cases_of(instrument: Instrument, parameters: Any) -> tuple[PracticeShown, ...]:
    """The keys of answers by their names, where they are keys."""
    names = names_in(parameters)
    return tuple(
        PracticeShown(case.case, names.get(case.key, case.key), names.get(case.tempting, case.tempting), case.why)
        for case in instrument.practice
    )


def names_in(parameters: Any) -> dict[str, str]:
    """Names of all that an answer may be: categories, items, criteria, settings, columns and what a column offers."""
    lists = (getattr(parameters, name, None) for name in ("columns", "settings", "criteria", "items", "categories"))
    entries = [entry for given in lists if isinstance(given, tuple) for entry in given]
    offered = [choice for entry in entries for choice in getattr(entry, "choices", ())]
    return {entry.key: entry.name for entry in [*offered, *entries] if hasattr(entry, "key")}
