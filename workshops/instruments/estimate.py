"""`estimate`: a screen per item with three numbers: low, likely, high; a percent is typed as 12 and kept as 0.12."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from workshops.instruments.fields import ReasonField
from workshops.instruments.per_item import item_of, screens
from workshops.instruments.setting import PERCENT, WORDED, plain, setting_said
from workshops.instruments.step import Payload, Row, Step

KIND = "estimate"
TEMPLATE = "workshops/instruments/estimate.html"
NUMBERS = ("low", "likely", "high")
LABELS = {"low": _("Low"), "likely": _("Likely"), "high": _("High")}
MEANS = {
    "low": _("only 1 time in 10 is it below"),
    "likely": _("what you would bet on"),
    "high": _("only 1 time in 10 is it above"),
}


class NumberField(forms.FloatField):
    """One of the three; blank is "not given yet". `least` and `most` as people type them."""

    def __init__(self, name: str, parameters: dict[str, Any]) -> None:
        self.is_percent = parameters["unit"] == "percent"
        attributes = {"inputmode": "decimal", "class": "form-control", "autocomplete": "off", "step": "any"}
        super().__init__(required=False, label=LABELS[name], widget=forms.NumberInput(attrs=attributes))
        self.means = MEANS[name]
        self.validators.append(MinValueValidator(parameters["least"], _("It cannot be under %(limit_value)g.")))
        if parameters.get("most") is not None:
            self.validators.append(MaxValueValidator(parameters["most"], _("It cannot be over %(limit_value)g.")))

    def prepare_value(self, value: Any) -> Any:
        """A kept number as typed; what was sent is text and stays as it is."""
        if not isinstance(value, int | float):
            return value
        return plain(float(f"{value * PERCENT:.10g}") if self.is_percent else value)

    def clean(self, value: Any) -> float | None:
        typed = super().clean(value)
        if typed is None or not self.is_percent:
            return typed
        return float(f"{typed / PERCENT:.10g}")


class EstimateForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    def __init__(self, parameters: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NUMBERS:
            self.fields[name] = NumberField(name, parameters)
        self.fields["abstain"] = forms.BooleanField(required=False, label=parameters["abstain"]["name"])
        self.fields["reason"] = ReasonField()
        self.parameters = parameters

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in NUMBERS]

    @property
    def unit(self) -> str:
        """What stands behind the numbers; of money the page says the currency."""
        return "%" if self.parameters["unit"] == "percent" else str(WORDED.get(self.parameters["unit"], ""))

    def clean(self) -> dict[str, Any]:
        """Numbers that stand are in order; the later one is told."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = [(name, cleaned[name]) for name in NUMBERS if cleaned.get(name) is not None]
        for (before, smaller), (name, larger) in pairwise(given):
            if smaller > larger:
                said = _("It is below “%(other)s”; from low to high, please.")
                self.add_error(name, ValidationError(said, params={"other": LABELS[before]}, code="out_of_order"))
        return cleaned


def steps(instrument: dict[str, Any]) -> list[Step]:
    return screens(instrument, KIND, TEMPLATE)


def answer_to(step: Step, payload: Payload) -> dict[str, Any]:
    blank = dict.fromkeys(NUMBERS) | {"abstain": False, "reason": ""}
    return blank | ((payload.get(step.instrument["key"]) or {}).get(item_of(step)) or {})


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    made = EstimateForm(step.parameters, data, initial=answer_to(step, payload))
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]
    return made


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    """An abstention keeps the numbers that stand beside it, and counts none of them."""
    key = step.instrument["key"]
    answer = {name: cleaned.get(name) for name in (*NUMBERS, "abstain", "reason")}
    return payload | {key: (payload.get(key) or {}) | {item_of(step): answer}}


def is_whole(answer: dict[str, Any]) -> bool:
    return all(answer.get(name) is not None for name in NUMBERS)


def is_answered(step: Step, payload: Payload) -> bool:
    answer = answer_to(step, payload)
    return bool(answer["abstain"]) or is_whole(answer)


def summary(step: Step, payload: Payload) -> str:
    """'12%, 5% to 20%'."""
    answer = answer_to(step, payload)
    if answer["abstain"]:
        return str(step.parameters["abstain"]["name"].split(" (")[0])
    if not is_whole(answer):
        return ""
    low, likely, high = (setting_said(step.parameters, answer[name]) for name in NUMBERS)
    return f"{likely}, {low} – {high}"


def answer_from(instrument: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any] | None:
    """What a worksheet holds of one person's long rows; None where none of them is about its items."""
    items = {item["key"] for item in instrument["parameters"]["items"]}
    abstain = instrument["parameters"]["abstain"]["key"]
    found = {row["item"]: told(row, abstain) for row in rows if row["item"] in items}
    return found or None


def told(row: Row, abstain: str) -> dict[str, Any]:
    if row["value"] == abstain:
        return dict.fromkeys(NUMBERS) | {"abstain": True, "reason": row.get("reason", "")}
    numbers = {"low": row["low"], "likely": row["value"], "high": row["high"]}
    kept = {name: float(value) for name, value in numbers.items() if is_number(value)}
    return dict.fromkeys(NUMBERS) | kept | {"abstain": False, "reason": row.get("reason", "")}


def is_number(value: Any) -> bool:
    return value not in (None, "") and not math.isnan(float(value))


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    """A row an item: value = likely, low, high; of an abstention value = its key."""
    abstain = instrument["parameters"]["abstain"]["key"]
    return [
        row_of(item, answer, abstain)
        for item, answer in (payload[instrument["key"]] or {}).items()
        if answer.get("abstain") or is_whole(answer)
    ]


def row_of(item: str, answer: dict[str, Any], abstain: str) -> Row:
    reason = answer.get("reason", "")
    if answer.get("abstain"):
        return {"item": item, "value": abstain, "reason": reason}
    low, likely, high = (answer[name] for name in NUMBERS)
    return {"item": item, "value": f"{likely:.10g}", "low": low, "high": high, "reason": reason}
