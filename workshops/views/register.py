"""The register: decisions and actions of a program."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SignedInRequest, get_permitted
from workshops.actions.decisions import mark_action
from workshops.models import Action
from workshops.permissions import RUNS, SITS_IN
from workshops.queries import role_in
from workshops.register import FILTERS, next_workshop, register_of
from workshops.views.programs import get_program


@require_GET
@login_required
def show(request: SignedInRequest, program_id: int) -> HttpResponse:
    program = get_program(request.user, "workshops.view_register", program_id)
    chosen = request.GET.get("show", FILTERS[0])
    register = register_of(program, chosen if chosen in FILTERS else FILTERS[0])
    role = role_in(request.user, program)
    context = {
        "program": program,
        "register": register,
        "following": next_workshop(program),
        "runs_it": role in RUNS,
        "sees_decisions": role in SITS_IN,
    }
    return render(request, "workshops/register.html", context)


@require_POST
@login_required
def mark(request: SignedInRequest, action_id: int) -> HttpResponse:
    """An action is done today, or after all not done."""
    visible = Action.objects.filter(decision__run__session__program__organisation__memberships__person=request.user)
    action = get_permitted(request.user, "workshops.mark_action", visible, pk=action_id)
    mark_action(action=action, done_on=None if action.done_on else timezone.localdate())
    return redirect("workshops:register", action.decision.run.session.program_id)
