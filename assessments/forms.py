from django import forms

from assessments.models import When


class OpenForm(forms.Form):
    module = forms.IntegerField(min_value=1, max_value=8)
    when = forms.ChoiceField(choices=When)


class SaveForm(forms.Form):
    """What is posted beside the answer. go: to where a button leads."""

    started_from = forms.IntegerField(min_value=0)
    go = forms.ChoiceField(choices=[(way, way) for way in ("", "back", "next", "review")], required=False)
