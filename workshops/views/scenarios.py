"""Scenarios of a run: what stands side by side, a new one, and what can be done with each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, get_permitted
from datasets.snapshots import SnapshotDamaged
from workshops.actions.scenarios import (
    MADE_BY,
    MOST,
    TooMany,
    delete_scenario,
    note_export,
    order_scenario,
    rename_scenario,
    run_scenario,
)
from workshops.forms import ScenarioForm, ScenarioNameForm
from workshops.models import Run, Scenario
from workshops.queries import scenarios_of
from workshops.scenario_book import book_of
from workshops.scenarios import missing_tables, page_of
from workshops.views.runs import get_run, page
from workshops.zone import enter_zone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The page; asked by htmx, the part that moves; posted to, one more scenario."""
    run = get_run(request.user, "workshops.run_scenarios", run_id)
    if run.exercise not in MADE_BY:
        raise Http404
    if request.method == "POST":
        return order(request, run)
    template = "workshops/fragments/scenarios.html" if request.htmx else "workshops/scenarios.html"  # type: ignore[attr-defined]
    return render(request, template, page(run) | page_of(run) | {"form": ScenarioForm()})


def order(request: SignedInRequest, run: Run) -> HttpResponse:
    form = ScenarioForm(request.POST)
    if missing_tables(run):
        return again_with(request, run, form, 409)
    if not form.is_valid():
        return again_with(request, run, form, 422)
    try:
        order_scenario(run=run, constraints=form.constraints(), name=form.cleaned_data["name"], ordered_by=request.user)
    except TooMany:
        form.add_error(None, _("There are %(n)s scenarios: delete one first.") % {"n": MOST})
        return again_with(request, run, form, 422)
    return redirect("workshops:scenarios", run.pk)


def again_with(request: SignedInRequest, run: Run, form: ScenarioForm, status: int) -> HttpResponse:
    return render(request, "workshops/scenarios.html", page(run) | page_of(run) | {"form": form}, status=status)


@require_POST
@login_required
def again(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    scenario = get_scenario(request, scenario_id)
    run_scenario(scenario=scenario, ordered_by=request.user)
    return redirect("workshops:scenarios", scenario.run_id)


@require_POST
@login_required
def rename(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    scenario = get_scenario(request, scenario_id)
    form = ScenarioNameForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("A scenario has a name of up to 80 characters."), status=422, content_type="text/plain")
    rename_scenario(scenario=scenario, name=form.cleaned_data["name"])
    return redirect("workshops:scenarios", scenario.run_id)


@require_POST
@login_required
def delete(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    scenario = get_scenario(request, scenario_id)
    delete_scenario(scenario=scenario)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": scenario.name})
    return redirect("workshops:scenarios", scenario.run_id)


@require_GET
@login_required
def export(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    scenario = get_scenario(request, scenario_id)
    if scenario.body is None:
        raise Http404
    try:
        body = book_of(scenario)
    except SnapshotDamaged as damage:
        messages.error(request, _("The tables of this scenario cannot be read: %(why)s.") % {"why": damage})
        return redirect("workshops:scenarios", scenario.run_id)
    note_export(scenario=scenario, actor=request.user)
    name = slugify(f"{scenario.run.exercise.replace('.', '-')} {scenario.name}") or "plan"
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})


def get_scenario(request: SignedInRequest, scenario_id: int) -> Scenario:
    scenario = get_permitted(request.user, "workshops.run_scenarios", scenarios_of(request.user), pk=scenario_id)
    enter_zone(scenario.run.session.program)
    return scenario
