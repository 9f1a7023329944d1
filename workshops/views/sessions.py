"""A session: a new one, its page with the join code, and its data."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Person
from curriculum.queries import exercises_of, modules_of
from datasets.queries import current_snapshot
from workshops.actions.programs import create_session, renew_join_code, take_snapshot
from workshops.course import answered_in, is_decided
from workshops.forms import SessionForm
from workshops.models import Decision, Program, Run, Session
from workshops.permissions import RUNS
from workshops.queries import participants, role_in, runs_with_files, sessions_of
from workshops.views.programs import get_program
from workshops.zone import enter_zone


@require_http_methods(["GET", "POST"])
@login_required
def create(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Choose a module first; then its day, place and exercises."""
    program = get_program(request.user, "workshops.create_session", program_id)
    modules = [(module.module, f"{module.module} {module.title}") for module in modules_of(program.curriculum)]
    form = session_form(request, program, modules)
    if request.method == "POST" and form.is_valid():
        snapshot = current_snapshot(program.organisation)
        session = create_session(program=program, snapshot=snapshot, actor=request.user, **form.cleaned_data)
        return redirect("workshops:session", session.pk)
    return render(
        request,
        "workshops/session_new.html",
        {"program": program, "form": form, "modules": modules, "snapshot": current_snapshot(program.organisation)},
        status=422 if form.is_bound else 200,
    )


def session_form(request: SignedInRequest, program: Program, modules: list[tuple[int, str]]) -> SessionForm:
    module = chosen_module(request, modules)
    own = [(file.id, f"{file.id} {file.title}") for file in exercises_of(program.curriculum, module)]
    left = [
        (key, _("%(exercise)s, left over from an earlier session") % {"exercise": key}) for key in undecided(program)
    ]
    names = {key for key, _name in own}
    exercises = own + [(key, name) for key, name in left if key not in names]
    initial = {"module": module, "exercises": [key for key, _name in own]}
    return SessionForm(request.POST or None, program=program, modules=modules, exercises=exercises, initial=initial)


def chosen_module(request: SignedInRequest, modules: list[tuple[int, str]]) -> int:
    """What the form or the address names; else the first."""
    wanted = request.POST.get("module") or request.GET.get("module") or ""
    return int(wanted) if wanted in {str(number) for number, _name in modules} else modules[0][0]


def undecided(program: Program) -> list[str]:
    """Exercises of earlier sessions that never came to a closed decision."""
    closed = Decision.objects.exclude(state=Decision.State.DRAFT).values("run")
    runs = Run.objects.filter(session__program=program).exclude(pk__in=closed)
    return list(runs.order_by("exercise").values_list("exercise", flat=True).distinct())


@require_GET
@login_required
def show(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_session(request.user, "workshops.view_session", session_id)
    runs = runs_with_files(session)
    context: dict[str, Any] = {
        "session": session,
        "program": session.program,
        "runs": runs,
        "current": next((run for run in runs if not is_decided(run)), None),
        "asked": participants(session.program).count(),
        "attended": answered_in(session),
        "runs_it": role_in(request.user, session.program) in RUNS,
        "keeps_data": request.user.has_perm("datasets.manage_data", session.program.organisation),
        "newest": current_snapshot(session.program.organisation),
        "joining_is_open": session.joining_ends_at > timezone.now(),
    }
    return render(request, "workshops/session.html", context)


@require_POST
@login_required
def renew_code(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_session(request.user, "workshops.change_session", session_id)
    renew_join_code(session=session, actor=request.user)
    messages.success(request, _("The session has a new join code; the old one no longer works."))
    return redirect("workshops:session", session.pk)


@require_POST
@login_required
def use_newest_data(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_session(request.user, "workshops.change_session", session_id)
    if snapshot := current_snapshot(session.program.organisation):
        take_snapshot(session=session, snapshot=snapshot, actor=request.user)
        messages.success(request, _("The session now rests on the newest tables."))
    return redirect("workshops:session", session.pk)


def get_session(person: Person, permission: str, session_id: int) -> Session:
    session = get_permitted(person, permission, sessions_of(person), pk=session_id)
    enter_zone(session.program)
    return session
