from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Order


class OrderForm(forms.Form):
    """On which paper."""

    paper = forms.ChoiceField(label=_("Paper"), choices=Order.PAPERS, initial="A4", widget=forms.RadioSelect)
