"""`rank`: one screen with all items in order; buttons move them, with or without a script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.instruments.fields import OrderField, ReasonField
from workshops.instruments.step import Payload, Row, Step

KIND = "rank"
TEMPLATE = "workshops/instruments/rank.html"


class RankForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    order = OrderField(label=_("Order"))
    move = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    reason = ReasonField()

    def clean(self) -> dict[str, Any]:
        """Without a script a button sends `move`, such as `2:up`: it is done here, once."""
        cleaned: dict[str, Any] = super().clean() or {}
        place, _colon, direction = (cleaned.pop("move", "") or "").partition(":")
        if "order" in cleaned and place.isdigit():
            cleaned["order"] = moved(cleaned["order"], int(place), direction)
        return cleaned


def moved(order: list[str], place: int, direction: str) -> list[str]:
    """The order with the item at `place` (0 the first) one up or down; the same where it cannot move."""
    other = place + {"up": -1, "down": 1}.get(direction, 0)
    if not (0 <= place < len(order) and 0 <= other < len(order)):
        return order
    swapped = list(order)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    return swapped


def steps(instrument: dict[str, Any]) -> list[Step]:
    parameters = instrument["parameters"]
    question = parameters.get("items_prompt") or parameters.get("prompt") or ""
    return [Step(instrument["key"], KIND, str(_("Your order")), question, instrument, TEMPLATE)]


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    answer = payload.get(step.instrument["key"], {})
    made = RankForm(data, initial={"order": answer.get("order"), "reason": answer.get("reason", "")})
    made.fields["order"].offer(step.parameters["items"])  # type: ignore[attr-defined]
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]
    return made


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    return payload | {step.instrument["key"]: {"order": cleaned["order"], "reason": cleaned["reason"]}}


def is_answered(step: Step, payload: Payload) -> bool:
    return bool(payload.get(step.instrument["key"], {}).get("order"))


def summary(step: Step, payload: Payload) -> str:
    order = payload.get(step.instrument["key"], {}).get("order") or []
    names = {item["key"]: item["name"] for item in step.parameters["items"]}
    return ", ".join(names.get(key, key) for key in order[:3])


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    answer = payload[instrument["key"]]
    return [
        {"item": item, "value": str(place), "reason": answer.get("reason", "") if place == 1 else ""}
        for place, item in enumerate(answer.get("order") or [], start=1)
    ]
