"""`allocate`: one screen, a number for each item, and what is left of the total while one types.

It is saved at any time and done once it adds up exactly; an item left blank then gets nothing.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.instruments.amount import AmountField, left_of, scale_of, typed_amount, with_rest
from workshops.instruments.fields import ReasonField
from workshops.instruments.step import Payload, Row, Step

KIND = "allocate"
TEMPLATE = "workshops/instruments/allocate.html"
PREFIX = "share-"
POINTS = _("points")


class AllocateForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    edit = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, parameters: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.total, self.items = parameters["total"], parameters["items"]
        for place, item in enumerate(self.items):
            self.fields[f"{PREFIX}{place}"] = AmountField(item, self.total)
        self.fields["reason"] = ReasonField()

    def clean(self) -> dict[str, Any]:
        """`amounts` by item; without a script the button of the rest sends `edit`, and it is split here."""
        cleaned: dict[str, Any] = super().clean() or {}
        amounts = {each.item["key"]: cleaned.get(name) for name, each in self.amount_fields().items()}
        given = {key: amount for key, amount in amounts.items() if amount is not None}
        if cleaned.pop("edit", "") == "rest" and not self.errors:
            given = with_rest(given, list(amounts), self.total)
        return cleaned | {"amounts": given}

    def amount_fields(self) -> dict[str, AmountField]:
        return {name: each for name, each in self.fields.items() if isinstance(each, AmountField)}

    @property
    def amounts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.amount_fields()]

    @property
    def is_money(self) -> bool:
        return bool(self.total["unit"] == "money")

    @property
    def unit(self) -> str:
        """What stands behind a number; of money the page says the currency before it."""
        return str(POINTS if self.total["unit"] == "points" else scale_of(self.total)[1])

    @property
    def whole(self) -> str:
        return typed_amount(self.total["value"], self.total)

    @property
    def step(self) -> str:
        return typed_amount(self.total["step"], self.total)

    @property
    def rest(self) -> float:
        """Of what was saved, or where it is sound of what was sent."""
        sent = self.cleaned_data.get("amounts") if self.is_bound and self.is_valid() else None
        saved = {name: self.initial[name] for name in self.amount_fields() if self.initial.get(name) is not None}
        return left_of(saved if sent is None else sent, self.total)

    @property
    def left(self) -> str:
        return typed_amount(abs(self.rest), self.total)


def steps(instrument: dict[str, Any]) -> list[Step]:
    prompt = instrument["parameters"]["prompt"]
    return [Step(instrument["key"], KIND, str(_("Your split")), prompt, instrument, TEMPLATE)]


def answer_to(step: Step, payload: Payload) -> dict[str, Any]:
    answer: dict[str, Any] = payload.get(step.instrument["key"]) or {}
    return {"amounts": answer.get("amounts") or {}, "reason": answer.get("reason", "")}


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    answer = answer_to(step, payload)
    keys = [item["key"] for item in step.parameters["items"]]
    initial = {f"{PREFIX}{place}": answer["amounts"].get(key) for place, key in enumerate(keys)}
    made = AllocateForm(step.parameters, data, initial=initial | {"reason": answer["reason"]})
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]
    return made


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    return payload | {step.instrument["key"]: {"amounts": cleaned["amounts"], "reason": cleaned["reason"]}}


def is_answered(step: Step, payload: Payload) -> bool:
    """Once it adds up, and not before."""
    amounts = answer_to(step, payload)["amounts"]
    return bool(amounts) and left_of(amounts, step.parameters["total"]) == 0


def summary(step: Step, payload: Payload) -> str:
    """'North 40, South 60'; of a split that does not add up, what is left."""
    amounts, total = answer_to(step, payload)["amounts"], step.parameters["total"]
    if not amounts:
        return ""
    if left := left_of(amounts, total):
        said = _("%(left)s left") if left > 0 else _("%(left)s too much")
        return str(said % {"left": typed_amount(abs(left), total)})
    given = [item for item in step.parameters["items"] if amounts.get(item["key"])]
    parts = ", ".join(f"{item['name']} {typed_amount(amounts[item['key']], total)}" for item in given)
    word = scale_of(total)[1]
    return f"{parts} ({word})" if word else parts


def answer_from(instrument: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any] | None:
    """What a worksheet holds of one person's long rows; None where none of them is about its items."""
    keys = [item["key"] for item in instrument["parameters"]["items"]]
    own = [row for row in rows if row["item"] in keys]
    reason = next((row["reason"] for row in own if row.get("reason")), "")
    return {"amounts": {row["item"]: float(row["value"]) for row in own}, "reason": reason} if own else None


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    """A row an item with an amount, in the total's unit; of a whole split every item. The reason stands once."""
    answer = payload[instrument["key"]] or {}
    parameters, given = instrument["parameters"], answer.get("amounts") or {}
    keys = [item["key"] for item in parameters["items"]]
    if given and left_of(given, parameters["total"]) == 0:
        given = dict.fromkeys(keys, 0.0) | given
    told = [key for key in keys if key in given]
    reason = answer.get("reason", "")
    return [
        {"item": key, "value": f"{given[key]:.12g}", "reason": reason if place == 0 else ""}
        for place, key in enumerate(told)
    ]
