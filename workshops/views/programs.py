"""Programs: the list, a new one, its map and its people."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Organisation, Person
from curriculum.queries import NoSuchContent, curriculum_for
from workshops.actions.programs import HasBegun, add_person, create_program, enrol, take_curriculum
from workshops.course import course_of, missing_in, sessions_with_runs
from workshops.forms import PersonForm, ProgramForm, RoleForm
from workshops.models import Enrolment, Program
from workshops.permissions import RUNS
from workshops.queries import RUNS_ALL_PROGRAMS, people_of, programs_joined, programs_of, role_in
from workshops.zone import enter_zone

LEADS = "workshops.change_people"


def organisations_led(person: Person) -> Any:
    """Where the person may start a program."""
    return Organisation.objects.filter(memberships__person=person, memberships__role__in=RUNS_ALL_PROGRAMS).order_by(
        "name", "pk"
    )


@require_GET
@login_required
def show_all(request: SignedInRequest) -> HttpResponse:
    context = {
        "programs": programs_joined(request.user),
        "may_create": organisations_led(request.user).exists(),
    }
    return render(request, "workshops/programs.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def create(request: SignedInRequest) -> HttpResponse:
    organisations = organisations_led(request.user)
    if not organisations:
        raise PermissionDenied
    form = ProgramForm(request.POST or None, organisations=organisations)
    if request.method == "GET" or not form.is_valid():
        return render(request, "workshops/program_new.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        curriculum = curriculum_for(form.cleaned_data["organisation"])
        program = create_program(curriculum=curriculum, actor=request.user, **form.cleaned_data)
    except NoSuchContent:
        form.add_error(None, _("No curriculum is loaded yet; whoever runs this installation loads it."))
        return render(request, "workshops/program_new.html", {"form": form}, status=422)
    return redirect("workshops:program", program.pk)


@require_GET
@login_required
def show(request: SignedInRequest, program_id: int) -> HttpResponse:
    program = get_program(request.user, "workshops.view_program", program_id)
    sessions = list(sessions_with_runs(program))
    role = role_in(request.user, program)
    context = {
        "program": program,
        "course": course_of(program, sessions),
        "missing": missing_in(program, sessions),
        "objectives": program.objectives.all(),
        "runs_it": role in RUNS,
        "keeps_data": request.user.has_perm("datasets.manage_data", program.organisation),
        "role": role,
        "newer": not sessions and newer_than(program) if request.user.has_perm(LEADS, program) else None,
    }
    return render(request, "workshops/program.html", context)


def newer_than(program: Program) -> bool:
    """Whether the organisation's programs begin with another version now."""
    return curriculum_for(program.organisation) != program.curriculum


@require_POST
@login_required
def take_newest(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The version that programs begin with now, for one that has not begun."""
    program = get_program(request.user, LEADS, program_id)
    try:
        take_curriculum(program=program, curriculum=curriculum_for(program.organisation), actor=request.user)
    except HasBegun:
        messages.error(request, _("Sessions are planned already: the program stays on its version."))
    else:
        messages.success(request, _("The program runs on the newest version now."))
    return redirect("workshops:program", program.pk)


@require_http_methods(["GET", "POST"])
@login_required
def people(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The list for who runs the program; adding to it for who leads it."""
    permission = "workshops.view_people" if request.method == "GET" else "workshops.change_people"
    program = get_program(request.user, permission, program_id)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        enrolment = add_person(program=program, actor=request.user, **form.cleaned_data)
        messages.success(request, _("%(person)s is enrolled.") % {"person": enrolment.membership.person})
        return redirect("workshops:people", program.pk)
    context = {
        "program": program,
        "people": people_of(program),
        "form": form,
        "may_change": request.user.has_perm("workshops.change_people", program),
        "roles": Enrolment._meta.get_field("role").choices,
    }
    return render(request, "workshops/people.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def change_role(request: SignedInRequest, program_id: int, enrolment_id: int) -> HttpResponse:
    program = get_program(request.user, "workshops.change_people", program_id)
    enrolment = get_object_or_404(program.enrolments.select_related("membership__person"), pk=enrolment_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("There is no such role."), status=422, content_type="text/plain")
    enrol(program=program, membership=enrolment.membership, role=form.cleaned_data["role"], actor=request.user)
    messages.success(request, _("The role of %(person)s is changed.") % {"person": enrolment.membership.person})
    return redirect("workshops:people", program.pk)


def get_program(person: Person, permission: str, program_id: int) -> Program:
    visible = programs_of(person).select_related("organisation", "curriculum")
    program = get_permitted(person, permission, visible, pk=program_id)
    enter_zone(program)
    return program
