"""An amount of a total: typed in points, or money in thousands or millions where it is large."""

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from workshops.instruments.setting import plain

SCALES = ((1e6, _("million")), (1e3, _("thousand")))
DUST = 1e-9  # of binary fractions, as a share of the total
CENT = 0.01  # the finest part of a million that is typed


def scale_of(total: dict[str, Any]) -> tuple[float, Any]:
    """By how much a typed amount is multiplied, and the word for it: the largest that keeps two digits for a step."""
    if total["unit"] != "money":
        return 1.0, ""
    fits = (each for each in SCALES if total["value"] >= each[0] and total["step"] / each[0] >= CENT - DUST)
    return next(fits, (1.0, ""))


class AmountField(forms.FloatField):
    """What one item gets; blank is nothing yet. Kept in the total's own unit."""

    def __init__(self, item: dict[str, Any], total: dict[str, Any]) -> None:
        self.item, self.total = item, total
        self.scale, _word = scale_of(total)
        attributes = {
            "min": 0, "step": plain(total["step"] / self.scale), "inputmode": "decimal", "autocomplete": "off",
            "class": "form-control",
        }  # fmt: skip
        super().__init__(required=False, label=item["name"], widget=forms.NumberInput(attrs=attributes))
        self.validators.append(MinValueValidator(0, _("Nothing under 0.")))

    def prepare_value(self, value: Any) -> Any:
        """A kept amount as typed; what was sent is text and stays as it is."""
        return typed_amount(value, self.total) if isinstance(value, int | float) else value

    def clean(self, value: Any) -> float | None:
        typed = super().clean(value)
        if typed is None:
            return None
        amount = float(f"{typed * self.scale:.12g}")
        steps = amount / self.total["step"]
        if not math.isclose(steps, round(steps), abs_tol=1e-6):
            step = plain(self.total["step"] / self.scale)
            raise ValidationError(_("It goes in steps of %(step)s."), params={"step": step})
        return amount


def typed_amount(amount: float, total: dict[str, Any]) -> str:
    """As people type it."""
    return plain(float(f"{amount / scale_of(total)[0]:.10g}"))


def left_of(amounts: dict[str, float], total: dict[str, Any]) -> float:
    """What is not given yet; below 0 where too much is. Exactly 0 where it adds up."""
    left = float(total["value"] - math.fsum(amounts.values()))
    return 0.0 if abs(left) <= DUST * total["value"] else float(f"{left:.10g}")


def with_rest(amounts: dict[str, float], keys: list[str], total: dict[str, Any]) -> dict[str, float]:
    """The rest evenly to the items that have nothing typed, or to all where each has; none where none is left.

    In whole steps by largest remainder, which for equal claims gives the odd steps to the first items.
    """
    steps = round(left_of(amounts, total) / total["step"])
    if steps <= 0:
        return amounts
    takers = [key for key in keys if key not in amounts] or keys
    each, odd = divmod(steps, len(takers))
    more = {key: (each + (place < odd)) * total["step"] for place, key in enumerate(takers)}
    return {
        key: float(f"{amounts.get(key, 0) + more.get(key, 0):.12g}") for key in keys if key in amounts or key in more
    }
