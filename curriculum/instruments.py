"""The instruments of an exercise as its file describes them: nine kinds, each with parameters of its own.

`classify`, `rank` are checked to the last field; the other kinds only for what all have until they are built.
"""

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


class OtherParameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

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


class OtherInstrument(Instrument):
    kind: Literal["choice", "allocate", "estimate", "rate", "rows", "threshold", "pairwise"]
    parameters: OtherParameters


AnyInstrument = Annotated[Classify | Rank | OtherInstrument, Field(discriminator="kind")]
