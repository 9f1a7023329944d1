"""The instruments of an exercise as its file describes them: nine kinds, each with parameters of its own."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Source = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*(\.[a-z][a-z_]*)?$")]  # stages, or targets.unit_id
Rounds = Literal[1, 2]


class Strict(BaseModel):
    """Unknown fields are errors, and what was read stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ItemSource(Strict):
    """Items that come from the company's tables; `fallback` stands in where the tables are missing."""

    source: Source
    fallback: Annotated[tuple[Text, ...], Field(min_length=2)]
    prompt: Text | None = None
    min: Annotated[int, Field(ge=2)] | None = None
    max: Annotated[int, Field(ge=2)] | None = None

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.min and self.max and self.min > self.max:
            raise ValueError(f"min {self.min} is above max {self.max}")
        return self


def form_of(value: Any) -> str:
    """Which of two forms is meant, so that errors speak of that one alone."""
    return "a source" if isinstance(value, Mapping | BaseModel) else "a list"


Items = Annotated[
    Annotated[ItemSource, Tag("a source")] | Annotated[tuple[Text, ...], Field(min_length=2), Tag("a list")],
    Discriminator(form_of),
]


class Category(Strict):
    """One of the places a case may go; the first whose test is answered yes stands. `logged_as`: the CRM's words."""

    key: Key
    name: Text
    test: Text
    logged_as: tuple[Text, ...] = ()


class CategorySource(Strict):
    """Categories that come from the company's tables, such as its stages."""

    source: Source
    fallback: Annotated[tuple[Text, ...], Field(min_length=2)]
    test: Text | None = None
    min: Annotated[int, Field(ge=2)] | None = None
    max: Annotated[int, Field(ge=2)] | None = None


Categories = Annotated[
    Annotated[CategorySource, Tag("a source")]
    | Annotated[tuple[Category, ...], Field(min_length=2, max_length=8), Tag("a list")],
    Discriminator(form_of),
]


class Abstain(Strict):
    key: Key
    name: Text


class ClassifyParameters(Strict):
    items: Items
    categories: Categories
    abstain: Abstain
    ask_reason: Text | None = None
    rounds: Rounds


class RankParameters(Strict):
    """top: how many places are asked for; all items where it is left out."""

    items: Items
    prompt: Text | None = None
    ask_reason: Text | None = None
    top: Annotated[int, Field(ge=2)] | None = None
    rounds: Rounds


class Alternative(Strict):
    """Something to pick in a `choice` that is asked besides the closing one."""

    key: Key
    name: Text
    means: Text | None = None
    cost: Text | None = None


class ChoiceParameters(Strict):
    """One of several alternatives, with confidence (a blind guess to certain) and a reason."""

    prompt: Text
    items: Annotated[tuple[Alternative, ...], Field(min_length=2, max_length=8)]
    ask_reason: Text | None = None
    rounds: Rounds


class Criterion(Strict):
    """What each item is rated on, 1 to 5. one, five: what these two marks mean. A `cost` counts the other way round.

    weight: its share in the weighted sum before anybody changes it, relative to the others.
    """

    key: Key
    name: Text
    one: Text
    five: Text
    kind: Literal["benefit", "cost"] = "benefit"
    weight: Annotated[float, Field(gt=0)] = 1.0


class RateParameters(Strict):
    """Items down, criteria across, 1 to 5 in each cell; `abstain` is offered in every cell."""

    items: Items
    prompt: Text | None = None
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=5)]
    abstain: Abstain
    ask_reason: Text | None = None
    rounds: Rounds


class EstimateParameters(Strict):
    """Low, likely, high of each item: the 10th and the 90th percentile, and the value in between most expected.

    unit: `percent` is typed 0 to 100 and kept as a fraction. truth: the figure of each item that says how it was, such
    as `win_rate`; its part is the item.
    """

    items: Items
    prompt: Text | None = None
    unit: Literal["percent", "days", "deals", "money", "count", "ratio"]
    least: float = 0
    most: float | None = None
    truth: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    abstain: Abstain
    ask_reason: Text | None = None
    rounds: Rounds

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.most is not None and self.least >= self.most:
            raise ValueError(f"least {self.least} is not below most {self.most}")
        return self


class Setting(Strict):
    """One number to set, on a slider from `least` to `most`. means: what happens at the setting, in one sentence.

    A `percent` is a fraction here, as in the findings (least 0.05, most 0.4, step 0.01); people read and type 5 to 40.
    """

    key: Key
    name: Text
    unit: Literal["percent", "days", "deals", "money", "count", "ratio"]
    least: float
    most: float
    step: Annotated[float, Field(gt=0)]
    means: Text

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.least >= self.most:
            raise ValueError(f"least {self.least} is not below most {self.most}")
        return self


class Backtest(Strict):
    """The table of the findings that says what each setting would have done: a column per setting, then `shows`.

    curve: two of `shows` that are drawn together: of the first more is better, of the second, its price, less.
    """

    table: Key
    shows: Annotated[tuple[Key, ...], Field(min_length=1)]
    curve: Annotated[tuple[Key, ...], Field(min_length=2, max_length=2)] | None = None


class ThresholdParameters(Strict):
    """One to three settings, given blind; in the second round the backtest is shown for them as they move."""

    prompt: Text
    settings: Annotated[tuple[Setting, ...], Field(min_length=1, max_length=3)]
    backtest: Backtest | None = None
    ask_reason: Text | None = None
    rounds: Rounds


class ColumnChoice(Strict):
    key: Key
    name: Text


class RowColumn(Strict):
    """A column of the table that people fill: free text, or one of `choices`. `required`: complete only with it."""

    key: Key
    name: Text
    help: Text | None = None
    choices: tuple[ColumnChoice, ...] = ()
    required: bool = True


class RowsCheck(Strict):
    """A test of the whole table: in each row exactly `count` cells hold `choice` (RACI: one A).

    `covers`: each name must stand in some row of that column.
    """

    choice: Key | None = None
    count: Annotated[int, Field(ge=1)] | None = None
    covers: Key | None = None
    names: tuple[Text, ...] = ()
    says: Text


class RowsParameters(Strict):
    """Rows that each person proposes, alone; in the second round the room votes on all of them with dots.

    items: rows that are given (the steps of a RACI, the fields of a register) and only filled in; without it rows are
    free. same_by: the columns whose words make two rows one proposal.
    """

    prompt: Text
    items: Items | None = None
    columns: Annotated[tuple[RowColumn, ...], Field(min_length=1, max_length=6)]
    most_rows: Annotated[int, Field(ge=1, le=30)] = 5
    dots: Annotated[int, Field(ge=1, le=20)] = 5
    same_by: Annotated[tuple[Key, ...], Field(min_length=1)]
    checks: tuple[RowsCheck, ...] = ()
    ask_reason: Text | None = None
    rounds: Rounds


class Total(Strict):
    """What is shared out: a `value`, or a `source` in the company's tables with a `fallback` where it is missing.

    company_target: the company's targets of the coming year. Money stands in the company's currency.
    """

    name: Text
    unit: Literal["points", "money", "units"]
    value: Annotated[float, Field(gt=0)] | None = None
    source: Literal["company_target"] | None = None
    fallback: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _from_one_place(self) -> Self:
        if (self.value is None) == (self.source is None):
            raise ValueError("a total has either a value or a source")
        if (self.source is None) != (self.fallback is None):
            raise ValueError("a fallback stands in for a source, and every source has one")
        return self


class AllocateParameters(Strict):
    """A total spread over items; it must add up exactly. Amounts go in whole steps, and so does the total.

    step: in the total's unit; or step_share: a fraction of the total, rounded down to 1, 2 or 5 times a power of ten.
    """

    items: Items
    prompt: Text
    total: Total
    step: Annotated[float, Field(gt=0)] | None = None
    step_share: Annotated[float, Field(gt=0, le=0.1)] | None = None
    ask_reason: Text | None = None
    rounds: Rounds


class ComparedCriterion(Strict):
    """One of the things compared two by two. means: what it stands for, in one sentence."""

    key: Key
    name: Text
    means: Text


class Intensity(Strict):
    """A value of the scale and its word, as in "{A} is moderately more important than {B}" (3)."""

    value: Annotated[int, Field(ge=1, le=9)]
    name: Text


# Source: Saaty (1980), The Analytic Hierarchy Process, table 3-1; 2, 4, 6, 8 lie between.
SAATY_SCALE = tuple(
    Intensity(value=value, name=name)
    for value, name in (
        (1, "equally important"), (3, "moderately more important"), (5, "strongly more important"),
        (7, "very strongly more important"), (9, "extremely more important"),
    )
)  # fmt: skip


class PairwiseParameters(Strict):
    """Criteria compared two by two: k(k − 1)/2 comparisons, at most 15. scale: from 1, the same on both sides."""

    prompt: Text
    criteria: Annotated[tuple[ComparedCriterion, ...], Field(min_length=3, max_length=6)]
    scale: Annotated[tuple[Intensity, ...], Field(min_length=2, max_length=9)] = SAATY_SCALE
    ask_reason: Text | None = None
    rounds: Rounds


class PracticeCase(Strict):
    """A case that all answer together first, to agree on the words. `tempting`: the wrong answer that looks right."""

    case: Text
    key: Text
    tempting: Text
    why: Text


class Instrument(Strict):
    key: Key
    practice: tuple[PracticeCase, ...] = ()
    analysis: dict[str, Any] | None = None


class Classify(Instrument):
    kind: Literal["classify"]
    parameters: ClassifyParameters


class Rank(Instrument):
    kind: Literal["rank"]
    parameters: RankParameters


class Choice(Instrument):
    kind: Literal["choice"]
    parameters: ChoiceParameters


class Rate(Instrument):
    kind: Literal["rate"]
    parameters: RateParameters


class Estimate(Instrument):
    kind: Literal["estimate"]
    parameters: EstimateParameters


class Threshold(Instrument):
    kind: Literal["threshold"]
    parameters: ThresholdParameters


class RowsOf(Instrument):
    kind: Literal["rows"]
    parameters: RowsParameters


class Allocate(Instrument):
    kind: Literal["allocate"]
    parameters: AllocateParameters


class Pairwise(Instrument):
    kind: Literal["pairwise"]
    parameters: PairwiseParameters


AnyInstrument = Annotated[
    Classify | Rank | Choice | Rate | Estimate | Threshold | RowsOf | Allocate | Pairwise, Field(discriminator="kind")
]
