"""What people type outside the instruments."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Function, Organisation, Role
from workshops.models import Action, Decision, Enrolment, Program

FEWEST_OBJECTIVES, MOST_OBJECTIVES = 3, 7
LONGEST_OBJECTIVE = 300
ROLES = [(role.value, role.label) for role in (Role.PARTICIPANT, Role.CO_FACILITATOR, Role.FACILITATOR, Role.SPONSOR)]


def helper(button: str) -> FormHelper:
    made = FormHelper()
    made.add_input(Submit("", button, css_class="btn btn-primary btn-lg"))
    return made


class ProgramForm(forms.Form):
    """A program and three to seven objectives, one per line."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Company"), empty_label=None)
    title = forms.CharField(max_length=200, label=_("Title"), help_text=_("Such as “Sales program, spring 2027”"))
    objectives = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        label=_("Strategic objectives"),
        help_text=_("Three to seven, one on each line: decisions and tripwires name the one that they serve."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.helper = helper(str(_("Create the program")))

    def clean_objectives(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["objectives"].splitlines() if line.strip()]
        if not FEWEST_OBJECTIVES <= len(lines) <= MOST_OBJECTIVES:
            raise forms.ValidationError(
                _("There are %(n)s lines; a program has three to seven objectives."), params={"n": len(lines)}
            )
        if any(len(line) > LONGEST_OBJECTIVE for line in lines):
            raise forms.ValidationError(_("An objective has at most 300 characters."))
        return lines


class PersonForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(max_length=200, label=_("Name"))
    role = forms.ChoiceField(choices=ROLES, label=_("Role"))
    function = forms.ChoiceField(choices=Function.choices, label=_("Function"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(str(_("Add this person")))


class RoleForm(forms.ModelForm):
    class Meta:
        model = Enrolment
        fields = ("role",)


class SessionForm(forms.Form):
    """A session of a module; the exercises of it, and earlier ones that are not decided yet."""

    module = forms.TypedChoiceField(coerce=int, label=_("Module"))
    starts_at = forms.DateTimeField(
        required=False,
        label=_("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(max_length=200, required=False, label=_("Place"))
    exercises = forms.MultipleChoiceField(label=_("Exercises"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, program: Program, modules: Any, exercises: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].choices = modules  # type: ignore[attr-defined]
        self.fields["exercises"].choices = exercises  # type: ignore[attr-defined]
        self.fields["starts_at"].help_text = _("In the program’s time zone, %(zone)s") % {"zone": program.time_zone}
        self.helper = helper(str(_("Create the session")))


class SaveForm(forms.Form):
    """What every save of a worksheet carries: the revision it began at, and where to go next."""

    started_from = forms.IntegerField(min_value=0)
    go = forms.ChoiceField(required=False, choices=[("", ""), ("next", ""), ("finish", "")])


class AdvanceForm(forms.Form):
    to = forms.CharField(max_length=12)


class DecisionForm(forms.ModelForm):
    """A draft: every field may be blank until the decision closes, so none is called optional."""

    may_stay_blank = True
    started_from = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Decision
        fields = (
            "option", "named", "statement", "reasons", "decided_by", "owner", "expected_figure", "expected_value",
            "review_on", "confidence", "objective",
        )  # fmt: skip
        help_texts = {"option": "", "statement": "", "confidence": "", "expected_figure": ""}  # noqa: RUF012
        labels = {  # noqa: RUF012
            "named": _("The part it is about"),
            "statement": _("The decision in one sentence"),
            "decided_by": _("How it was decided"),
            "expected_figure": _("Figure we expect to move"),
            "expected_value": _("Value we expect"),
            "review_on": _("Review date"),
            "confidence": _("Confidence, percent"),
            "objective": _("Objective it serves"),
        }
        widgets = {  # noqa: RUF012
            "option": forms.RadioSelect,
            "named": forms.TextInput(attrs={"list": "parts", "autocomplete": "off"}),
            "expected_figure": forms.Select,
            "statement": forms.Textarea(attrs={"rows": 2}),
            "reasons": forms.Textarea(attrs={"rows": 3}),
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, options: Any, figures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"] = forms.ChoiceField(
            choices=options, required=False, widget=forms.RadioSelect, label=_("Option")
        )
        self.fields["expected_figure"] = forms.ChoiceField(
            choices=[("", "–"), *figures], required=False, label=_("Figure we expect to move")
        )
        self.fields["objective"].queryset = self.instance.run.session.program.objectives  # type: ignore[attr-defined]
        self.fields["confidence"].widget.attrs.update({"min": 0, "max": 100})
        self.fields["confidence"].max_value = 100  # type: ignore[attr-defined]

    def clean_confidence(self) -> int | None:
        percent: int | None = self.cleaned_data["confidence"]
        if percent is not None and percent > 100:
            raise forms.ValidationError(_("Confidence is between 0 and 100 percent."))
        return percent


class ScenarioForm(forms.Form):
    """Constraints of a map of territories, in percent as people say them."""

    kept = forms.IntegerField(
        min_value=0, max_value=100, initial=95, label=_("Customers who keep their seller, percent at least")
    )
    tolerance = forms.IntegerField(
        min_value=1, max_value=50, initial=5, label=_("Counts as even: percent either side of the mean potential")
    )
    most_load = forms.IntegerField(
        min_value=50, max_value=300, initial=110, label=_("Most that a seller may come to, percent of the selling days")
    )
    across = forms.BooleanField(required=False, initial=True, label=_("Accounts may go to a region next door"))
    name = forms.CharField(max_length=80, required=False, label=_("Name of the scenario"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(str(_("Run this scenario")))

    def constraints(self) -> dict[str, Any]:
        """Of a valid form: fractions, by the names that the analysis has for them."""
        percents = {name: self.cleaned_data[name] / 100 for name in ("kept", "tolerance", "most_load")}
        return percents | {"across": self.cleaned_data["across"]}


class ScenarioNameForm(forms.Form):
    name = forms.CharField(max_length=80, label=_("Name of the scenario"))


class DissentForm(forms.Form):
    text = forms.CharField(max_length=2000, label=_("What speaks against it, in your words"), widget=forms.Textarea)
    is_named = forms.BooleanField(required=False, label=_("Show my name beside it"))


class TripwireForm(forms.Form):
    """One of the exercise's proposals (`proposal`, its place), or figure, limit and window of one's own."""

    may_stay_blank = True

    proposal = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    figure = forms.ChoiceField(required=False, label=_("Figure"))
    op = forms.ChoiceField(
        required=False, choices=[("<", _("falls below")), (">", _("rises above"))], label=_("When it")
    )
    threshold = forms.FloatField(required=False, label=_("Limit"), help_text=_("Shares as fractions: 0.52 for 52 %"))
    window = forms.ChoiceField(required=False, label=_("Looked at over"))
    min_n = forms.IntegerField(required=False, min_value=1, label=_("At least so many deals"))
    why = forms.CharField(required=False, max_length=400, label=_("Why this limit"))

    WINDOWS = (
        ("since", _("everything since the decision")),
        ("quarter", _("each quarter")),
        ("month", _("each month")),
        ("year", _("each year")),
    )

    def __init__(self, *args: Any, figures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = figures  # type: ignore[attr-defined]
        self.fields["window"].choices = self.WINDOWS  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("proposal") is None:
            for name in ("figure", "op", "threshold", "window", "min_n"):
                if cleaned.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("A tripwire needs this."))
        return cleaned

    def own(self) -> dict[str, Any]:
        """A valid form without proposal, as `add_tripwire` takes it."""
        names = ("figure", "op", "threshold", "min_n", "why")
        period = self.cleaned_data["window"]
        window = {"since": "decision"} if period == "since" else {"rolling": 1, "period": period}
        return {name: self.cleaned_data[name] for name in names} | {"window": window}


class ActionForm(forms.ModelForm):
    class Meta:
        model = Action
        fields = ("what", "who", "due_on")
        labels = {"what": _("What"), "who": _("Who"), "due_on": _("By when")}  # noqa: RUF012
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}  # noqa: RUF012


class ProbabilityForm(forms.Form):
    percent = forms.IntegerField(min_value=0, max_value=100, label=_("Chance, percent"))
