"""`threshold`: one screen with one to three sliders, each with a number beside it; nothing is set until it is touched.

Without a script the number is typed. In the second round the page shows what the backtest says of the settings
(`workshops.backtest`).
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workshops.instruments.fields import ReasonField
from workshops.instruments.setting import SettingField, setting_said
from workshops.instruments.step import Payload, Row, Step

KIND = "threshold"
TEMPLATE = "workshops/instruments/threshold.html"
PREFIX = "set-"


class ThresholdForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    def __init__(self, settings: list[dict[str, Any]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for setting in settings:
            self.fields[f"{PREFIX}{setting['key']}"] = SettingField(setting)
        self.fields["reason"] = ReasonField()

    @property
    def sliders(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]


def steps(instrument: dict[str, Any]) -> list[Step]:
    parameters = instrument["parameters"]
    title = _("Your settings") if len(parameters["settings"]) > 1 else _("Your setting")
    return [Step(instrument["key"], KIND, str(title), parameters["prompt"], instrument, TEMPLATE)]


def answer_to(step: Step, payload: Payload) -> dict[str, Any]:
    answer: dict[str, Any] = payload.get(step.instrument["key"]) or {}
    return {"settings": answer.get("settings") or {}, "reason": answer.get("reason", "")}


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    answer = answer_to(step, payload)
    initial = {f"{PREFIX}{key}": value for key, value in answer["settings"].items()}
    made = ThresholdForm(step.parameters["settings"], data, initial=initial | {"reason": answer["reason"]})
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]
    return made


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    given = {setting["key"]: cleaned.get(f"{PREFIX}{setting['key']}") for setting in step.parameters["settings"]}
    settings = {key: value for key, value in given.items() if value is not None}
    return payload | {step.instrument["key"]: {"settings": settings, "reason": cleaned["reason"]}}


def is_answered(step: Step, payload: Payload) -> bool:
    """Once every slider is set."""
    given = answer_to(step, payload)["settings"]
    return all(setting["key"] in given for setting in step.parameters["settings"])


def summary(step: Step, payload: Payload) -> str:
    given = answer_to(step, payload)["settings"]
    settings = [setting for setting in step.parameters["settings"] if setting["key"] in given]
    said = [setting_said(setting, given[setting["key"]]) for setting in settings]
    if len(step.parameters["settings"]) > 1:
        said = [f"{setting['name']} {value}" for setting, value in zip(settings, said, strict=True)]
    return ", ".join(said)


def answer_from(instrument: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any] | None:
    """What a worksheet holds of one person's long rows; None where none of them is about its settings."""
    keys = [setting["key"] for setting in instrument["parameters"]["settings"]]
    own = [row for row in rows if row["item"] in keys]
    reason = next((row["reason"] for row in own if row.get("reason")), "")
    return {"settings": {row["item"]: float(row["value"]) for row in own}, "reason": reason} if own else None


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    """A row a setting, `percent` as a fraction; the reason stands once."""
    answer = payload[instrument["key"]] or {}
    given = answer.get("settings") or {}
    keys = [setting["key"] for setting in instrument["parameters"]["settings"] if setting["key"] in given]
    reason = answer.get("reason", "")
    return [
        {"item": key, "value": f"{given[key]:.10g}", "reason": reason if place == 0 else ""}
        for place, key in enumerate(keys)
    ]
