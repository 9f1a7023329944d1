"""The decision room: options, vote and evidence beside the record; what each may add to it; its closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Person
from workshops.actions import decisions as actions
from workshops.boardroom import board_of, clash_of, form_from, proposed, tripwire_form_from
from workshops.forms import ActionForm, DissentForm, ProbabilityForm
from workshops.models import Decision
from workshops.queries import decisions_of, enrolment_of
from workshops.zone import enter_zone


@require_GET
@login_required
def show(request: SignedInRequest, run_id: int) -> HttpResponse:
    decision = get_decision(request.user, "workshops.view_decision", run_id)
    return render(request, "workshops/decision.html", board_of(decision, request.user))


@require_POST
@login_required
def save(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The draft, by autosave or its button. 409 shows both versions; 422 names the field."""
    decision = get_decision(request.user, "workshops.change_decision", run_id)
    form = form_from(decision, with_quick_date(request.POST))
    if not form.is_valid():
        return refused(request, board_of(standing(decision), request.user), form=form)
    fields = {name: form.cleaned_data[name] for name in actions.DRAFT_FIELDS}
    try:
        saved = actions.save_decision(decision=decision, started_from=form.cleaned_data["started_from"], **fields)
    except actions.StaleDecision as stale:
        context = board_of(stale.theirs, request.user) | {"form": form} | clash_of(fields, stale.theirs)
        return render(request, page(request, "decision_clash"), context, status=409)
    except actions.DecisionClosed:
        return closed(request, run_id)
    if request.headers.get("HX-Request"):
        return saved_by_itself(request, saved, form.cleaned_data["started_from"])
    return redirect("workshops:decision", run_id)


def saved_by_itself(request: SignedInRequest, saved: Decision, started_from: int) -> HttpResponse:
    """Where others saved in between, both are kept; but the page is behind and must not save on top of them."""
    if saved.version - started_from > 1:
        return render(request, "workshops/fragments/decision_merged.html", {"decision": saved}, status=409)
    return render(request, "workshops/fragments/decision_saved.html", {"decision": saved})


@require_POST
@login_required
def add_dissent(request: SignedInRequest, run_id: int) -> HttpResponse:
    def add(decision: Decision, form: Any) -> None:
        enrolment = enrolment_of(request.user, decision.run.session.program)
        if enrolment is None:
            raise Http404  # who only leads the organisation's programs has no seat in this one
        actions.add_dissent(decision=decision, enrolment=enrolment, **form.cleaned_data)

    return add_to(request, run_id, "workshops.add_dissent", "dissent_form", DissentForm(request.POST), add)


@require_POST
@login_required
def state_probability(request: SignedInRequest, run_id: int) -> HttpResponse:
    def state(decision: Decision, form: Any) -> None:
        enrolment = enrolment_of(request.user, decision.run.session.program)
        if enrolment is None:
            raise Http404
        actions.state_probability(decision=decision, enrolment=enrolment, percent=form.cleaned_data["percent"])

    form = ProbabilityForm(request.POST)
    return add_to(request, run_id, "workshops.state_probability", "probability_form", form, state)


@require_POST
@login_required
def add_action(request: SignedInRequest, run_id: int) -> HttpResponse:
    def add(decision: Decision, form: Any) -> None:
        actions.add_action(decision=decision, **form.cleaned_data)

    return add_to(request, run_id, "workshops.change_decision", "action_form", ActionForm(request.POST), add)


@require_POST
@login_required
def add_tripwire(request: SignedInRequest, run_id: int) -> HttpResponse:
    decision = get_decision(request.user, "workshops.change_decision", run_id)
    form = tripwire_form_from(decision, request.POST)

    def add(decision: Decision, form: Any) -> None:
        place = form.cleaned_data["proposal"]
        fields = form.own() if place is None else proposed(decision, place)
        if fields is None:
            raise Http404
        actions.add_tripwire(decision=decision, **fields)

    return add_to(request, run_id, "workshops.change_decision", "tripwire_form", form, add)


@require_POST
@login_required
def remove(request: SignedInRequest, run_id: int, kind: str, pk: int) -> HttpResponse:
    """Takes a tripwire or an action out of a draft again."""
    decision = get_decision(request.user, "workshops.change_decision", run_id)
    try:
        if kind == "tripwire":
            actions.remove_tripwire(tripwire=get_object_or_404(decision.tripwires, pk=pk))
        else:
            actions.remove_action(action=get_object_or_404(decision.actions, pk=pk))
    except actions.DecisionClosed:
        return closed(request, run_id)
    return redirect("workshops:decision", run_id)


@require_POST
@login_required
def close(request: SignedInRequest, run_id: int) -> HttpResponse:
    decision = get_decision(request.user, "workshops.close_decision", run_id)
    try:
        actions.close_decision(decision=decision, actor=request.user)
    except actions.NotReady as lacking:
        messages.warning(request, _("Not closed: %(missing)s.") % {"missing": ", ".join(lacking.missing)})
    return redirect("workshops:decision", run_id)


def add_to(
    request: SignedInRequest, run_id: int, permission: str, name: str, form: Any, add: Callable[[Decision, Any], None]
) -> HttpResponse:
    """What the four small forms of the page have in common."""
    decision = get_decision(request.user, permission, run_id)
    if not form.is_valid():
        return refused(request, board_of(decision, request.user), **{name: form})
    try:
        add(decision, form)
    except actions.DecisionClosed:
        return closed(request, run_id)
    return redirect("workshops:decision", run_id)


def refused(request: SignedInRequest, board: dict[str, Any], **forms: Any) -> HttpResponse:
    """422 with the form and its errors; autosave gets the errors alone."""
    if request.headers.get("HX-Request"):
        return render(request, "workshops/fragments/decision_refused.html", board | forms, status=422)
    return render(request, "workshops/decision.html", board | forms, status=422)


def closed(request: SignedInRequest, run_id: int) -> HttpResponse:
    messages.warning(request, _("The record is closed: it can be read, and no longer changed."))
    return redirect("workshops:decision", run_id)


def page(request: SignedInRequest, name: str) -> str:
    folder = "fragments/" if request.headers.get("HX-Request") else ""
    return f"workshops/{folder}{name}.html"


def with_quick_date(data: QueryDict) -> QueryDict:
    """The same, with the review date of the button that was pressed, if one was."""
    quick = data.get("review_quick")
    if not quick:
        return data
    changed = data.copy()
    changed["review_on"] = str(quick)
    return changed


def standing(decision: Decision) -> Decision:
    """The row as it stands: a bound form has already written on the object that it was given."""
    return Decision.objects.select_related("run__session__program__organisation").get(pk=decision.pk)


def get_decision(person: Person, permission: str, run_id: int) -> Decision:
    decision = get_permitted(person, permission, decisions_of(person), run_id=run_id)
    enter_zone(decision.run.session.program)
    return decision
