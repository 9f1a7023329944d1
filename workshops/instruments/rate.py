"""`rate`: a screen per item, on it a row of five marks for each criterion, and one sentence of reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.instruments.fields import ReasonField
from workshops.instruments.per_item import item_of, screens
from workshops.instruments.step import Payload, Row, Step

KIND = "rate"
TEMPLATE = "workshops/instruments/rate.html"
PREFIX = "rate-"
MARKS = ("1", "2", "3", "4", "5")


class MarkField(forms.ChoiceField):
    """1 to 5 on one criterion, or the abstention."""

    widget = forms.RadioSelect

    def __init__(self, criterion: dict[str, Any], abstain: dict[str, Any]) -> None:
        choices = [*((mark, mark) for mark in MARKS), (abstain["key"], abstain["name"])]
        super().__init__(required=False, label=criterion["name"], choices=choices)
        self.criterion, self.abstain = criterion, abstain


class RateForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    def __init__(self, parameters: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for criterion in parameters["criteria"]:
            self.fields[f"{PREFIX}{criterion['key']}"] = MarkField(criterion, parameters["abstain"])
        self.fields["reason"] = ReasonField()

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]


def steps(instrument: dict[str, Any]) -> list[Step]:
    return screens(instrument, KIND, TEMPLATE)


def answer_to(step: Step, payload: Payload) -> dict[str, Any]:
    answer: dict[str, Any] = (payload.get(step.instrument["key"]) or {}).get(item_of(step)) or {}
    return {"marks": answer.get("marks") or {}, "reason": answer.get("reason", "")}


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    answer = answer_to(step, payload)
    initial = {f"{PREFIX}{key}": mark for key, mark in answer["marks"].items()} | {"reason": answer["reason"]}
    made = RateForm(step.parameters, data, initial=initial)
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else _("One line is enough."))  # type: ignore[attr-defined]
    return made


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    given = {criterion["key"]: cleaned.get(f"{PREFIX}{criterion['key']}") for criterion in step.parameters["criteria"]}
    answer = {"marks": {key: mark for key, mark in given.items() if mark}, "reason": cleaned["reason"]}
    key = step.instrument["key"]
    return payload | {key: (payload.get(key) or {}) | {item_of(step): answer}}


def is_answered(step: Step, payload: Payload) -> bool:
    """Once every criterion has a mark or is abstained from."""
    marks = answer_to(step, payload)["marks"]
    return all(criterion["key"] in marks for criterion in step.parameters["criteria"])


def summary(step: Step, payload: Payload) -> str:
    """'Use 4, effort 2'; an abstention as a dash."""
    marks = answer_to(step, payload)["marks"]
    said = [
        f"{criterion['name']} {marks[criterion['key']] if marks[criterion['key']] in MARKS else '–'}"
        for criterion in step.parameters["criteria"]
        if criterion["key"] in marks
    ]
    return ", ".join(said)


def answer_from(instrument: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any] | None:
    """What a worksheet holds of one person's long rows; None where none of them rates its items."""
    items = {item["key"] for item in instrument["parameters"]["items"]}
    criteria = {criterion["key"] for criterion in instrument["parameters"]["criteria"]}
    answer: dict[str, Any] = {}
    for row in rows:
        if row["item"] in items and row["criterion"] in criteria:
            own = answer.setdefault(row["item"], {"marks": {}, "reason": ""})
            own["marks"][row["criterion"]] = str(row["value"])
            own["reason"] = own["reason"] or row.get("reason", "")
    return answer or None


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    """A row per item and criterion; the reason stands with the first."""
    return [
        {"item": item, "criterion": key, "value": mark, "reason": answer.get("reason", "") if place == 0 else ""}
        for item, answer in (payload[instrument["key"]] or {}).items()
        for place, (key, mark) in enumerate((answer.get("marks") or {}).items())
    ]
