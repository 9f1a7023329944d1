"""`choice`: one option, how sure, and why. Also the closing choice over an exercise's options."""

import math
from collections.abc import Sequence
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
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]
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


def answer_from(instrument: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any] | None:
    """What a worksheet holds of one person's long rows; None where none of them is about this choice."""
    own = [row for row in rows if row["item"] == instrument["key"]]
    if not own:
        return None
    sure = own[0].get("confidence")
    confidence = None if sure is None or math.isnan(sure) else round(sure)
    return {"option": own[0]["value"], "confidence": confidence, "reason": own[0].get("reason") or ""}


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
