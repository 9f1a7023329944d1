"""The front matter of an exercise and of a module, field by field, and their Markdown body by heading."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, PlainSerializer, StringConstraints, Tag

from curriculum.instruments import AnyInstrument, Key, Strict, Text

ExerciseId = Annotated[str, StringConstraints(pattern=r"^[1-8]\.[1-9]\d?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FigureKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.<[a-z_]+>)*$")]
TripwireKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.(<named>|<any>|[^<>.]+))*$")]
ModuleNumber = Annotated[int, Field(ge=1, le=8)]
Number = Annotated[float, Field(strict=True)]
Minutes = Annotated[int, Field(ge=0, le=480)]
Priority = Literal["must", "should", "could"]
# As pairs, because PostgreSQL keeps no order in an object and sections have one.
Body = Annotated[
    dict[str, str], BeforeValidator(dict), PlainSerializer(lambda body: list(body.items()), when_used="json")
]


class Group(Strict):
    """min_answers: below it nothing is shown. best: the size it works at, in words."""

    min_answers: Annotated[int, Field(ge=5)]
    best: Text
    tables_of: Annotated[int, Field(ge=1)]


class Skill(Strict):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    text: Text


class Option(Strict):
    """One answer to the question. fits_when: a condition on figures of the exercise."""

    key: Key
    name: Text
    means: Text
    cost: Text
    fits_when: Text


class TableUse(Strict):
    """needs: columns without which the evidence cannot be made at all. gains: columns that add to it."""

    needs: tuple[Key, ...] = ()
    gains: tuple[Key, ...] = ()


class Data(Strict):
    tables: dict[Key, TableUse]
    history: Text
    without_tables: Text


class FigureLine(Strict):
    """A figure that the analysis makes. `<part>` in the key: one figure for each stage, segment, …"""

    key: FigureKey
    unit: str
    meaning: Annotated[Text, Field(alias="is")]
    interval: Text | None = None
    open_deals: Text | None = None
    needs: Text | None = None
    assumes: Text | None = None

    @property
    def name(self) -> str:
        return self.key.split(".")[0]

    @property
    def parts(self) -> int:
        return self.key.count(".")


class Frozen(Strict):
    """A limit, or the value, of the figure as it was when the decision closed."""

    frozen: Literal["low", "value", "high"]


class Rolling(Strict):
    rolling: Annotated[int, Field(ge=1)]
    period: Literal["month", "quarter", "year"]


class Since(Strict):
    since: Literal["decision"]


class Until(Strict):
    until: Text


def real_if_a_date(text: str) -> str:
    """An event is any text; what looks like a day has to be one. Raises ValueError."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        date.fromisoformat(text)
    return text


class At(Strict):
    at: Annotated[Text, AfterValidator(real_if_a_date)]


def kind_of_window(value: Any) -> str | None:
    """The window's grammar by its first word, so that errors speak of that kind alone."""
    keys = value if isinstance(value, Mapping) else getattr(type(value), "model_fields", ())
    return next((f"window {word}" for word in ("rolling", "since", "until", "at") if word in keys), None)


Window = Annotated[
    Annotated[Rolling, Tag("window rolling")]
    | Annotated[Since, Tag("window since")]
    | Annotated[Until, Tag("window until")]
    | Annotated[At, Tag("window at")],
    Discriminator(
        kind_of_window,
        custom_error_type="unknown_window",
        custom_error_message="a window is {rolling: n, period: …}, {since: decision}, {until: …} or {at: …}",
    ),
]


def kind_of_threshold(value: Any) -> str:
    return "a frozen limit" if isinstance(value, Mapping | Frozen) else "a number"


Threshold = Annotated[
    Annotated[Number, Tag("a number")] | Annotated[Frozen, Tag("a frozen limit")], Discriminator(kind_of_threshold)
]


class TripwireLine(Strict):
    figure: TripwireKey
    op: Literal["<", ">"]
    threshold: Threshold
    window: Window
    min_n: Annotated[int, Field(ge=1)]
    min_n_of: Text
    why: Text


class Step(Strict):
    """minutes: as planned. minimum: the least it can be done in; 0 where it may be left out."""

    n: Annotated[int, Field(ge=1)]
    name: Text
    minutes: Annotated[Minutes, Field(ge=1)]
    minimum: Minutes
    priority: Priority


class Prompt(Strict):
    step: int
    text: Text


class ContentFile(Strict):
    """What modules and exercises have in common: a title, a question, and a body by heading."""

    slug: Slug
    module: ModuleNumber
    title: Text
    question: Text
    body: Body = Field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """The front matter as plain dicts and lists, keys as in the file; what analyses read."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"body"})

    def to_json(self) -> str:
        """The whole file in one form whatever its comments, quotes and line ends; `model_validate_json` reads it."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


class ExerciseFile(ContentFile):
    id: ExerciseId
    produces: Text
    priority: Priority
    decider: Text
    decided_by: Literal["owner after advice", "consent", "majority"]
    group: Group
    prep_minutes: Minutes
    skills: Annotated[tuple[Skill, ...], Field(min_length=1)]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]
    instruments: Annotated[tuple[AnyInstrument, ...], Field(min_length=1)]
    ballots: Literal["named", "anonymous"]
    visibility: Text
    data: Data
    figures: Annotated[tuple[FigureLine, ...], Field(min_length=1)]
    tripwires: Annotated[tuple[TripwireLine, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=3)]
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]
    materials: tuple[Text, ...]
    next: tuple[ExerciseId, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def minimum(self) -> int:
        return sum(step.minimum for step in self.steps)

    def unit_of(self, figure: str) -> str:
        """Of a figure by its name or key, as it is listed; '' where it is not."""
        name = figure.split(".")[0]
        return next((line.unit for line in self.figures if line.name == name), "")

    def readable(self, text: str) -> str:
        """A sentence with the keys of the exercise's figures as words: `wait_gap` as "wait gap"."""
        names = sorted({line.name for line in self.figures}, key=len, reverse=True)
        return re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", lambda found: found[0].replace("_", " "), text)

    @property
    def kinds(self) -> str:
        """The kinds of its instruments in their order: `classify`, or `choice + rank`."""
        return " + ".join(instrument.kind for instrument in self.instruments)


class ModuleGroup(Strict):
    people: Text
    max_share_of_one_function: Annotated[Number, Field(gt=0, le=1)]


class ModuleFile(ContentFile):
    """exercises: the order they are done in. Others of the module that have a file are offered after them."""

    exercises: Annotated[tuple[ExerciseId, ...], Field(min_length=1)]
    group: ModuleGroup
    agendas: tuple[Literal["single", "half_day", "full_day"], ...]
    next_modules: tuple[ModuleNumber, ...]


SCRIPTED = re.compile(r"^\*\*(?P<n>\d+)\. (?P<name>[^*]+?) \((?P<minutes>\d+)(?: min)?\)\.\*\*[ \n]?", re.MULTILINE)


class ScriptedStep(Strict):
    """A step as the body tells it. `line`: how many lines into its section it starts."""

    n: int
    name: str
    minutes: int
    line: int
    text: str


def scripted_steps(body: Mapping[str, str]) -> tuple[ScriptedStep, ...]:
    """The steps of the section "Step by step", each begun by `**1. Name (4 min).**`."""
    text = body.get("Step by step", "")
    heads = list(SCRIPTED.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return tuple(
        ScriptedStep(
            n=int(head["n"]),
            name=head["name"],
            minutes=int(head["minutes"]),
            line=text.count("\n", 0, head.start()),
            text=text[head.end() : end].strip(),
        )
        for head, end in zip(heads, ends, strict=False)  # no step told: no head, one end
    )
