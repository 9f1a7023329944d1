"""`choice`: one option, how sure, and why. Also the closing choice over an exercise's options."""

import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.instruments.fields import CertaintyField, ReasonField, TileField
from workshops.instruments.step import Payload, Row, Step

KIND = "choice"
TEMPLATE = "workshops/instruments/choice.html"
STEP = 5  # percent


class ChoiceForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    option = TileField(label=_("Option"))
    confidence = CertaintyField(label=_("How sure are you?"))
    reason = ReasonField()


def steps(instrument: dict[str, Any]) -> list[Step]:
    question = instrument["parameters"].get("prompt") or ""
    return [Step(instrument["key"], KIND, str(_("Your choice")), question, instrument, TEMPLATE)]


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    options = step.parameters["items"]
    made = ChoiceForm(data, initial=payload.get(step.instrument["key"], {}))
    made.fields["option"].offer(options, gloss="means")  # type: ignore[attr-defined]
    made.fields["confidence"].start_at(lowest(len(options)))  # type: ignore[attr-defined]
    return made


def lowest(options: int) -> int:
    """Confidence of a blind guess among so many options, in percent, rounded up to the slider's step."""
    return math.ceil(100 / options / STEP) * STEP


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    return payload | {step.instrument["key"]: cleaned}


def is_answered(step: Step, payload: Payload) -> bool:
    return bool(payload.get(step.instrument["key"], {}).get("option"))


def summary(step: Step, payload: Payload) -> str:
    chosen = payload.get(step.instrument["key"], {}).get("option")
    return next((option["name"] for option in step.parameters["items"] if option["key"] == chosen), "")


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    answer = payload[instrument["key"]]
    if not answer.get("option"):
        return []
    return [
        {
            "item": instrument["key"],
            "value": answer["option"],
            "confidence": answer.get("confidence"),
            "reason": answer.get("reason", ""),
        }
    ]
