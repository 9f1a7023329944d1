"""A sitting as its pages show it: the items in a row with their states, one item with what was answered, the result."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.answering import CERTAINTIES, said
from assessments.marking import is_complete, score
from assessments.models import Paper, Response, Sitting, When
from assessments.queries import standing_responses
from curriculum.items import AnyItem, Matching, Multiple, Numeric, Ordering, Single

TEMPLATES = {Single: "options", Multiple: "options", Matching: "matching", Numeric: "number", Ordering: "order"}
SENTENCE = re.compile(r"(?<=[.?])\s+(?=[A-Z])")
ASKS = re.compile(r"(.*\?|(Match|Put|Order) .*)$", re.DOTALL)
WIDE = 4  # columns; more do not fit on a phone
BLANK: dict[str, Any] = {"answer": None, "certainty": None, "later": False}


@dataclass(frozen=True)
class Place:
    """One item in the sitting: its number, what stands of it."""

    number: int
    item: AnyItem
    response: Response | None

    @property
    def payload(self) -> dict[str, Any]:
        return self.response.payload if self.response else BLANK

    @property
    def revision(self) -> int:
        return self.response.revision if self.response else 0

    @property
    def is_later(self) -> bool:
        return bool(self.payload["later"])

    @property
    def is_done(self) -> bool:
        """Answered in full, and a certainty given."""
        return is_complete(self.item, self.payload["answer"]) and self.payload["certainty"] is not None

    @property
    def state(self) -> str:
        return "later" if self.is_later else ("done" if self.is_done else "open")

    @property
    def said(self) -> str:
        return said(self.item, self.payload["answer"]) if self.payload["certainty"] is not None else ""

    @property
    def question(self) -> str:
        return asked(self.item)[0]


@dataclass(frozen=True)
class Sheet:
    sitting: Sitting

    @cached_property
    def places(self) -> list[Place]:
        standing = standing_responses([self.sitting])[self.sitting.pk]
        items = self.sitting.paper.items(self.sitting.form)
        return [Place(number, item, standing.get(item.id)) for number, item in enumerate(items, 1)]

    def place(self, item_id: str) -> Place | None:
        return next((place for place in self.places if place.item.id == item_id), None)

    def beside(self, place: Place, by: int) -> Place | None:
        return next((other for other in self.places if other.number == place.number + by), None)

    @property
    def first_open(self) -> Place:
        """Where to go on: the first item that is not done, else the first."""
        return next((place for place in self.places if not place.is_done), self.places[0])

    @property
    def undone(self) -> list[Place]:
        return [place for place in self.places if not place.is_done]

    @property
    def later(self) -> int:
        return sum(place.is_later for place in self.places)

    @property
    def is_open(self) -> bool:
        return self.sitting.finished_at is None and self.sitting.paper.is_open

    @property
    def minutes_left(self) -> int:
        return sum(place.item.minutes for place in self.undone)

    @property
    def saved_at(self) -> Any:
        return max((place.response.saved_at for place in self.places if place.response), default=None)


def asked(item: AnyItem) -> tuple[str, str]:
    """(the sentence that asks, the story around it) of a stem; a percent sign stays with its number."""
    stem = item.stem.replace(" %", "\u00a0%")
    sentences = SENTENCE.split(stem)
    question = next((each for each in reversed(sentences) if ASKS.match(each)), stem)
    return question, " ".join(each for each in sentences if each != question)


def table_of(item: AnyItem) -> dict[str, Any] | None:
    """The item's table as components/ledger.html takes it; on a phone as slips where it is wide or holds words."""
    if item.table is None:
        return None
    numeric = [all(is_number(row[place]) for row in item.table.rows) for place in range(len(item.table.columns))]
    heads = zip(item.table.columns, numeric, strict=True)
    return {
        "caption": ", ".join(item.table.columns),
        "columns": [{"label": label, "is_num": is_num} for label, is_num in heads],
        "rows": [{"cells": [cell_said(cell) for cell in row]} for row in item.table.rows],
        "slips": not all(numeric[1:]) or len(numeric) > WIDE,
    }


def is_number(cell: Any) -> bool:
    return not isinstance(cell, str) or cell.endswith("%")


def cell_said(cell: Any) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def fields_of(item: AnyItem, payload: dict[str, Any]) -> dict[str, Any]:
    """What the form of the item is filled with."""
    answer = payload["answer"]
    return {
        "template": f"assessments/fields/{TEMPLATES[type(item)]}.html",
        "certainties": [(level, level == payload["certainty"]) for level in CERTAINTIES],
        "later": payload["later"],
        **own_fields(item, answer),
    }


def own_fields(item: AnyItem, answer: Any) -> dict[str, Any]:
    match item:
        case Single():
            return {"options": [(option, option.key == answer) for option in item.options]}
        case Multiple():
            return {"options": [(o, o.key in (answer or ())) for o in item.options], "choose": item.choose}
        case Matching():
            return {"left": [(each, (answer or {}).get(each.key, "")) for each in item.left], "right": item.right}
        case Ordering():
            options = {option.key: option for option in item.options}
            return {"order": [options[key] for key in answer or item.shown_order]}
        case Numeric():
            return {"value": "" if answer is None else f"{answer:g}", "unit": item.unit}


def may_see_result(sitting: Sitting, own: dict[int, Sitting], after: Paper | None) -> bool:
    """Marks and reasons: once the paper after the workshop is closed, or once the person has handed in both."""
    if after and not after.is_open:
        return True
    return len([each for each in own.values() if each.finished_at]) == len(When.values)


def result_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Each item with its mark, what was answered, what is right, and why."""
    return [
        {
            "place": place,
            "table": table_of(place.item),
            "skill": sheet.sitting.paper.skill_name(place.item),
            "points": round(100 * score(place.item, place.payload["answer"])),
            "given": said(place.item, place.payload["answer"]),
            "right": said(place.item, right_answer(place.item)),
            "reasons": reasons_of(place.item),
        }
        for place in sheet.places
    ]


def right_answer(item: AnyItem) -> Any:
    return list(item.key) if isinstance(item, Multiple | Ordering) else item.key


def reasons_of(item: AnyItem) -> list[tuple[str, str]]:
    """(answer, why it is right or which mistake leads to it)."""
    match item:
        case Matching():
            return [(each.text, each.rationale) for each in item.right]
        case Numeric():
            wrong = [(f"{each.answer:g} {item.unit}", each.rationale) for each in item.rationale_for_wrong]
            return [(f"{item.key:g} {item.unit}", item.worked), *wrong]
        case Ordering():
            wrong = [(said(item, list(each.answer)), each.rationale) for each in item.rationale_for_wrong]
            return [*((each.text, each.rationale) for each in item.options), *wrong]
        case _:
            return [(each.text, each.rationale) for each in item.options]
