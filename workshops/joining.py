"""What people type who come into a room without an account."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Function


def normal_code(text: str) -> str:
    """A code as it is stored, however it was typed: in groups, with dashes."""
    return re.sub(r"[\s\-–]", "", text)


def bare_helper() -> FormHelper:
    """Fields alone: the template holds the form element and its button."""
    helper = FormHelper()
    helper.form_tag = False
    return helper


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Join code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
        help_text=_("The six digits on the wall, or on the facilitator's screen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()

    def clean_code(self) -> str:
        code = normal_code(self.cleaned_data["code"])
        if not code.isalnum():
            raise forms.ValidationError(_("A join code has digits only."))
        return code


class JoinForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As the others in the room know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    function = forms.ChoiceField(
        label=_("You work in"),
        choices=[("", _("Choose")), *Function.choices],
        help_text=_("Totals are shown by function; groups of fewer than five never are."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "Only if you want to return later or on another device: a code sent there lets you in. Without it neither "
            "that nor a later follow-up is possible; your answers count all the same."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
