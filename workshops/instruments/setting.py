"""One number on a scale: typed, or moved on a slider; a percent is typed as 12 and kept as 0.12."""

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

WORDED = {"days": _("days"), "deals": _("deals")}
PERCENT = 100


class SettingField(forms.FloatField):
    """Blank is "not set yet". Values, `least`, `most` and `step` of `setting` are in the unit that is kept."""

    def __init__(self, setting: dict[str, Any]) -> None:
        self.setting = setting
        least, most, step = (self.typed(setting[name]) for name in ("least", "most", "step"))
        widget = forms.NumberInput(
            attrs={
                "min": plain(least),
                "max": plain(most),
                "step": plain(step),
                "inputmode": "decimal",
                "class": "form-control",
                "autocomplete": "off",
            }
        )
        super().__init__(required=False, label=setting["name"], widget=widget)
        self.least, self.most, self.step = plain(least), plain(most), plain(step)
        self.validators += [
            MinValueValidator(least, _("The scale begins at %(limit_value)g.")),
            MaxValueValidator(most, _("The scale ends at %(limit_value)g.")),
        ]

    @property
    def is_percent(self) -> bool:
        return bool(self.setting["unit"] == "percent")

    @property
    def is_money(self) -> bool:
        return bool(self.setting["unit"] == "money")

    @property
    def unit(self) -> str:
        """What stands behind the number; of money the page says the currency."""
        return "%" if self.is_percent else str(WORDED.get(self.setting["unit"], ""))

    @property
    def ends(self) -> tuple[str, str]:
        """Both ends of the scale in words."""
        return setting_said(self.setting, self.setting["least"]), setting_said(self.setting, self.setting["most"])

    def typed(self, value: float) -> float:
        """As people type it."""
        return float(f"{value * PERCENT:.10g}") if self.is_percent else value

    def prepare_value(self, value: Any) -> Any:
        """A kept number as typed; what was sent is text and stays as it is."""
        return plain(self.typed(value)) if isinstance(value, int | float) else value

    def clean(self, value: Any) -> float | None:
        typed = super().clean(value)
        if typed is None:
            return None
        steps = (typed - float(self.least)) / float(self.step)
        if not math.isclose(steps, round(steps), abs_tol=1e-6):
            raise ValidationError(_("It goes in steps of %(step)s."), params={"step": self.step})
        return float(f"{typed / PERCENT:.10g}") if self.is_percent else typed


def plain(value: float) -> str:
    """12 for 12.0, without an exponent and without needless noughts."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def setting_said(setting: dict[str, Any], value: float) -> str:
    """12%, 50,000, 5 days."""
    if setting["unit"] == "percent":
        return f"{plain(float(f'{value * PERCENT:.10g}'))}%"
    number = f"{value:,.10g}"
    return f"{number} {WORDED[setting['unit']]}" if setting["unit"] in WORDED else number
