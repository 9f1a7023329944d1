"""`classify`: a screen per case, its categories as tiles, one sentence of reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.instruments.fields import ReasonField, TileField
from workshops.instruments.step import Payload, Row, Step

KIND = "classify"
TEMPLATE = "workshops/instruments/classify.html"


class ClassifyForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    category = TileField(label=_("Class"))
    reason = ReasonField()


def steps(instrument: dict[str, Any]) -> list[Step]:
    parameters = instrument["parameters"]
    prompt = parameters.get("items_prompt") or parameters.get("prompt") or "{item}"
    return [
        Step(
            key=f"{instrument['key']}-{place}",
            kind=KIND,
            title=item["name"],
            question=fill(prompt, item["name"]),
            instrument=instrument,
            template=TEMPLATE,
            item=item,
        )
        for place, item in enumerate(parameters["items"], start=1)
    ]


def fill(prompt: str, name: str) -> str:
    """The prompt with the case's name in place of whatever it calls it: {stage}, {product}, {unit} …"""
    before, brace, rest = prompt.partition("{")
    return f"{before}{name}{rest.partition('}')[2]}" if brace else prompt


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
    assert step.item  # noqa: S101 — a case's screen has its case
    found: dict[str, str] = payload.get(step.instrument["key"], {}).get(step.item["key"], {})
    return found


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    assert step.item  # noqa: S101
    key = step.instrument["key"]
    return payload | {key: payload.get(key, {}) | {step.item["key"]: cleaned}}


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
