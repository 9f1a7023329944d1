"""`classify`: a screen per case, its categories as tiles, one sentence of reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.instruments.fields import ReasonField, TileField
from workshops.instruments.per_item import item_of, screens
from workshops.instruments.step import Payload, Row, Step

KIND = "classify"
TEMPLATE = "workshops/instruments/classify.html"


class ClassifyForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    category = TileField(label=_("Class"))
    reason = ReasonField()


def steps(instrument: dict[str, Any]) -> list[Step]:
    return screens(instrument, KIND, TEMPLATE)


def categories(step: Step) -> list[dict[str, Any]]:
    """The categories in the order in which they are asked, the abstention last."""
    abstain = step.parameters.get("abstain")
    return [*step.parameters["categories"], *([abstain] if abstain else [])]


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    made = ClassifyForm(data, initial=answer_to(step, payload))
    made.fields["category"].offer(categories(step), gloss="test")  # type: ignore[attr-defined]
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]
    return made


def answer_to(step: Step, payload: Payload) -> dict[str, str]:
    found: dict[str, str] = payload.get(step.instrument["key"], {}).get(item_of(step), {})
    return found


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    key = step.instrument["key"]
    return payload | {key: payload.get(key, {}) | {item_of(step): cleaned}}


def is_answered(step: Step, payload: Payload) -> bool:
    return bool(answer_to(step, payload).get("category"))


def summary(step: Step, payload: Payload) -> str:
    chosen = answer_to(step, payload).get("category")
    return next((each["name"].split(" (")[0] for each in categories(step) if each["key"] == chosen), "")


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    return [
        {"item": item, "value": answer["category"], "reason": answer.get("reason", "")}
        for item, answer in payload[instrument["key"]].items()
        if answer.get("category")
    ]
