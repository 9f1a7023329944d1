from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import PROGRAM_KINDS, Handout, Order


class OrderForm(forms.Form):
    """On which paper."""

    paper = forms.ChoiceField(label=_("Paper"), choices=Order.PAPERS, initial="A4", widget=forms.RadioSelect)


class ProgramOrderForm(OrderForm):
    """Which document of a whole program, on which paper."""

    field_order = ("kind", "paper")
    kind = forms.ChoiceField(
        label=_("Document"),
        choices=[(kind.value, kind.label) for kind in PROGRAM_KINDS],
        initial=PROGRAM_KINDS[0],
        widget=forms.RadioSelect,
    )


class HandoutForm(OrderForm):
    """Which handout of a module, on which paper."""

    field_order = ("kind", "paper")
    kind = forms.ChoiceField(
        label=_("Document"), choices=Handout.Kind.choices, initial=Handout.Kind.GUIDE, widget=forms.RadioSelect
    )


class SignOffForm(forms.Form):
    remark = forms.CharField(
        label=_("Remark, if any"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        help_text=_("Seen by who runs the program; kept with the document."),
    )
