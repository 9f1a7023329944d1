"""One exercise with a room: one address, a different page for who runs it and who answers, and for each step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Person
from workshops.actions.evidence import order_evidence
from workshops.actions.steps import NotNext, advance
from workshops.forms import AdvanceForm
from workshops.models import Run
from workshops.permissions import RUNS
from workshops.queries import enrolment_of, role_in, runs_of
from workshops.revealed import Revealed
from workshops.room import desk_of, evidence_state, seat_of
from workshops.steps import has_passed
from workshops.zone import enter_zone

Step = Run.Step


@require_GET
@login_required
def show(request: SignedInRequest, run_id: int) -> HttpResponse:
    run = get_run(request.user, "workshops.view_run", run_id)
    if role_in(request.user, run.session.program) in RUNS:
        return render(request, "workshops/run_desk.html", page(run) | desk_of(run))
    if has_passed(run.step, Step.DECIDE):
        return redirect("workshops:decision", run.pk)
    enrolment = enrolment_of(request.user, run.session.program)
    if enrolment is None:
        raise PermissionDenied
    template, context = seat_of(run, enrolment, request.GET.get("screen"))
    return render(request, template, page(run) | context)


@require_POST
@login_required
def move(request: SignedInRequest, run_id: int) -> HttpResponse:
    """One step forward; a second press finds the room there already."""
    run = get_run(request.user, "workshops.advance_run", run_id)
    form = AdvanceForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] not in Step.values:
        return HttpResponse(_("There is no such step."), status=422, content_type="text/plain")
    try:
        advance(run=run, to=form.cleaned_data["to"], actor=request.user)
    except NotNext:
        messages.warning(request, _("The room is not there yet: this page shows where it stands."))
    return redirect("workshops:run", run.pk)


@require_GET
@login_required
def answered(request: SignedInRequest, run_id: int) -> HttpResponse:
    """How many have answered, for who runs the room; refreshed by itself."""
    run = get_run(request.user, "workshops.advance_run", run_id)
    return render(request, "workshops/fragments/answered.html", page(run) | desk_of(run))


@require_GET
@login_required
def moved(request: SignedInRequest, run_id: int) -> HttpResponse:
    """204 while the room stands where the page (`at`) thinks; else a banner that leads on and takes nothing away."""
    run = get_run(request.user, "workshops.view_run", run_id)
    if run.step == request.GET.get("at"):
        return HttpResponse(status=204)
    return render(request, "workshops/fragments/moved.html", {"run": run})


@require_GET
@login_required
def evidence(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The evidence, or how far its job is; refreshed by itself until it has ended."""
    run = get_run(request.user, "workshops.view_run", run_id)
    if not has_passed(run.step, Step.EVIDENCE) and not request.user.has_perm("workshops.advance_run", run):
        raise Http404
    return render(request, "workshops/fragments/evidence.html", page(run) | evidence_context(request.user, run))


def evidence_context(person: Person, run: Run) -> dict[str, Any]:
    may_order = person.has_perm("workshops.order_evidence", run)
    return {"evidence": evidence_state(Revealed(run)), "may_order": may_order}


@require_POST
@login_required
def order(request: SignedInRequest, run_id: int) -> HttpResponse:
    run = get_run(request.user, "workshops.order_evidence", run_id)
    if not has_passed(run.step, Step.REVEAL_1):
        return HttpResponse(_("Evidence comes after the reveal."), status=409, content_type="text/plain")
    order_evidence(run=run, ordered_by=request.user)
    return redirect("workshops:decision" if request.POST.get("back") == "decision" else "workshops:run", run.pk)


def get_run(person: Person, permission: str, run_id: int) -> Run:
    run = get_permitted(person, permission, runs_of(person), pk=run_id)
    enter_zone(run.session.program)
    return run


def page(run: Run) -> dict[str, Any]:
    return {"run": run, "session": run.session, "program": run.session.program, "file": run.file}
