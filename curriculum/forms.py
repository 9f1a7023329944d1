"""Forms of tailoring: one file's words and minutes, all modules' order, an exercise of one's own."""

from collections.abc import Iterator, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.patch import Files, NewOrder, NewTime, Patch, Place
from curriculum.schema import ContentFile, ExerciseFile, Step
from curriculum.wordable import Wordable, wordables

MAX_TEXT = 20_000
MAX_ADDED = 100_000


class FileForm(forms.Form):
    """The words and minutes of one exercise or module; what equals the book is no change.

    book: the file as the book has it. now: as it stands with the draft.
    """

    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, book: ContentFile, now: ContentFile, **options: Any) -> None:
        super().__init__(*args, **options)
        self.book = {each.place: each for each in wordables(book)}
        self.steps: tuple[Step, ...] = book.steps if isinstance(book, ExerciseFile) else ()
        standing = {each.place: each.text for each in wordables(now)}
        for place, each in self.book.items():
            self.fields[each.name] = text_field(each, standing.get(place, each.text))
        for step in now.steps if isinstance(now, ExerciseFile) else ():
            self.add_step(step)
        self.helper = helper_of(self.layout())

    def add_step(self, step: Step) -> None:
        for name, label, least in (("minutes", _("Minutes"), 1), ("minimum", _("At least"), 0)):
            self.fields[f"{name}:{step.n}"] = forms.IntegerField(
                label=label, min_value=least, max_value=480, initial=getattr(step, name)
            )

    def layout(self) -> list[Any]:
        groups: dict[str, list[Any]] = {}
        for each in self.book.values():
            groups.setdefault(each.group, []).append(Field(each.name))
            if each.place[0] == "steps":
                pair = [Div(Field(f"{name}:{each.place[1]}"), css_class="tailor__minutes") for name in MINUTES]
                groups[each.group].append(Div(*pair, css_class="l-row"))
        return [Fieldset(_(name), *fields, css_class="section l-stack") for name, fields in groups.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for step in self.steps:
            minutes, least = (cleaned.get(f"{name}:{step.n}") for name in MINUTES)
            if minutes is not None and least is not None and least > minutes:
                self.add_error(f"minimum:{step.n}", _("The least is more than what is planned."))
        return cleaned

    def texts(self) -> dict[Place, str]:
        """What differs from the book."""
        sent = {place: self.cleaned_data[each.name].replace("\r\n", "\n").strip() for place, each in self.book.items()}
        return {place: text for place, text in sent.items() if text != self.book[place].text.strip()}

    def times(self, exercise: str) -> tuple[NewTime, ...]:
        given = [(step, *(self.cleaned_data[f"{name}:{step.n}"] for name in MINUTES)) for step in self.steps]
        return tuple(
            NewTime(exercise=exercise, step=step.n, minutes=minutes, minimum=least)
            for step, minutes, least in given
            if (minutes, least) != (step.minutes, step.minimum)
        )


MINUTES = ("minutes", "minimum")


def text_field(each: Wordable, initial: str) -> forms.CharField:
    lines = min(max(initial.count("\n") + 1, len(initial) // 90 + 1), 24)
    widget = forms.Textarea(attrs={"rows": lines}) if each.is_long or lines > 1 else forms.TextInput()
    return forms.CharField(label=each.label, initial=initial, max_length=MAX_TEXT, widget=widget, strip=False)


def helper_of(parts: list[Any], button: Any = None) -> FormHelper:
    helper = FormHelper()
    helper.form_method = "post"
    helper.form_class = "l-stack l-stack--wide"
    helper.layout = Layout(
        "started_from", *parts, Submit("send", button or _("Keep in the draft"), css_class="btn btn-primary")
    )
    return helper


class OrderForm(forms.Form):
    """The place of each exercise in its module, and whether it is left out."""

    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, book: Files, orders: Mapping[int, tuple[str, ...]], hidden: tuple[str, ...], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.book, self.orders = book, orders
        for keys in orders.values():
            for number, key in enumerate(keys, start=1):
                self.fields[f"place:{key}"] = forms.IntegerField(
                    label=_("Place of %(key)s") % {"key": key}, min_value=1, max_value=99, initial=number
                )
                self.fields[f"hide:{key}"] = forms.BooleanField(
                    label=_("Leave out %(key)s") % {"key": key}, required=False, initial=key in hidden
                )

    def rows(self) -> Iterator[dict[str, Any]]:
        """The modules with their exercises, each with its two fields."""
        for number, keys in self.orders.items():
            yield {
                "module": self.book.modules[number],
                "exercises": [
                    {"file": self.book.exercises[key], "place": self[f"place:{key}"], "hide": self[f"hide:{key}"]}
                    for key in keys
                ],
            }

    def hidden(self) -> tuple[str, ...]:
        return tuple(key for keys in self.orders.values() for key in keys if self.cleaned_data[f"hide:{key}"])

    def new_orders(self, usual: Mapping[int, tuple[str, ...]]) -> tuple[NewOrder, ...]:
        """Of modules whose exercises are to stand otherwise than in the book; equal places keep their order."""
        sent = {
            number: tuple(sorted(keys, key=lambda key: self.cleaned_data[f"place:{key}"]))
            for number, keys in self.orders.items()
        }
        return tuple(
            NewOrder(module=number, exercises=keys) for number, keys in sent.items() if keys != usual.get(number)
        )


class AddForm(forms.Form):
    """An exercise of one's own, as a file or as text."""

    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    file = forms.FileField(label=_("Markdown file"), required=False)
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=MAX_ADDED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = helper_of(["file", "text"], _("Add it to the draft"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        sent = cleaned.get("file")
        if sent and sent.size > MAX_ADDED:
            self.add_error("file", _("The file is larger than an exercise can be."))
        elif sent:
            try:
                cleaned["text"] = sent.read().decode("utf-8")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is not UTF-8 text."))
        elif not cleaned.get("text"):
            self.add_error("text", _("Send a file, or its text."))
        return cleaned


def with_order(patch: Patch, form: OrderForm, usual: Mapping[int, tuple[str, ...]]) -> Patch:
    return patch.model_copy(update={"hidden": form.hidden(), "orders": form.new_orders(usual)})
