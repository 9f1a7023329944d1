"""Form fields of the instruments. All may be blank: autosave sends what there is, and `Done` asks for the rest."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 1000


class TileField(forms.ChoiceField):
    """One of several choices, each a tile with a name and a gloss."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.tiles: list[dict[str, str]] = []

    def offer(self, choices: list[dict[str, Any]], gloss: str) -> None:
        """choices: dicts with `key`, `name` and perhaps the gloss and `cost`, `fits_when`."""
        self.choices = [(choice["key"], choice["name"]) for choice in choices]
        self.tiles = [dict(choice) | {"gloss": choice.get(gloss, "")} for choice in choices]


class ReasonField(forms.CharField):
    """What makes you think so. Spaces are kept as typed."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            strip=False,
            max_length=REASON_LENGTH,
            label=_("What makes you think so?"),
            help_text=_("One line is enough. Keep typing if the time runs out: nothing is cut off."),
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def ask(self, help_text: str) -> None:
        """Say what the reason should hold, where the exercise says it."""
        if help_text:
            self.help_text = help_text[0].upper() + help_text[1:]


class CertaintyField(forms.IntegerField):
    """Percent on a slider, from a blind guess to certain."""

    widget = forms.NumberInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_value=100, **options)

    def start_at(self, lowest: int) -> None:
        """The lowest answer is a blind guess; the slider begins there, so that nobody is led upwards."""
        self.min_value = self.initial = lowest
        self.validators.append(MinValueValidator(lowest))
        self.widget.input_type = "range"  # an attribute would stand beside the widget's own type, and lose
        self.widget.attrs.update({"min": lowest, "max": 100, "step": 5, "class": "form-range"})


class OrderField(forms.Field):
    """All items, each once, in the person's order; blank until something was moved or confirmed."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.items: list[dict[str, Any]] = []

    def offer(self, items: list[dict[str, Any]]) -> None:
        self.items = items

    def clean(self, value: Any) -> list[str]:
        order = list(value or [])
        if order and sorted(order) != sorted(item["key"] for item in self.items):
            raise ValidationError(_("Every item stands once in the order."), code="incomplete_order")
        return order

    def ordered(self, value: Any) -> list[dict[str, Any]]:
        """The items in the order of `value`, as drawn."""
        place = {key: index for index, key in enumerate(value or [])}
        return sorted(self.items, key=lambda item: place.get(item["key"], len(place)))
