"""Papers of a program: which there are, opening, closing, sitting down to one; what a group learned."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Person
from assessments.actions import NotNow, close_paper, open_paper, order_learning, start_sitting
from assessments.forms import OpenForm
from assessments.models import When
from assessments.overview import learning_page, papers_page
from assessments.queries import enrolment_in, programs_of, visible_papers
from curriculum.queries import NoSuchContent


@require_GET
@login_required
def show(request: SignedInRequest, program_id: int) -> HttpResponse:
    program = get_program(request.user, "workshops.sit_in_program", program_id)
    return render(request, "assessments/papers.html", papers_page(program, request.user))


@require_POST
@login_required
def open_(request: SignedInRequest, program_id: int) -> HttpResponse:
    program = get_program(request.user, "workshops.run_program", program_id)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("There is no such paper."), status=422, content_type="text/plain")
    try:
        open_paper(program=program, actor=request.user, **form.cleaned_data)
    except (NotNow, NoSuchContent) as refusal:
        messages.error(request, str(refusal))
    return redirect("assessments:papers", program.pk)


@require_POST
@login_required
def close(request: SignedInRequest, paper_id: int) -> HttpResponse:
    paper = get_permitted(request.user, "assessments.close_paper", visible_papers(request.user), pk=paper_id)
    close_paper(paper=paper, actor=request.user)
    if paper.when == When.AFTER:
        return redirect("assessments:learning", paper.program_id, paper.module)
    return redirect("assessments:papers", paper.program_id)


@require_POST
@login_required
def start(request: SignedInRequest, paper_id: int) -> HttpResponse:
    paper = get_permitted(request.user, "assessments.sit_paper", visible_papers(request.user), pk=paper_id)
    try:
        sitting = start_sitting(paper=paper, enrolment=enrolment_in(paper.program, request.user))
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:papers", paper.program_id)
    return redirect("assessments:sitting", sitting.pk)


@require_GET
@login_required
def learning(request: SignedInRequest, program_id: int, module: int) -> HttpResponse:
    program = get_program(request.user, "workshops.sit_in_program", program_id)
    return render(request, "assessments/learning.html", learning_page(program, module, request.user))


@require_POST
@login_required
def order(request: SignedInRequest, program_id: int, module: int) -> HttpResponse:
    program = get_program(request.user, "workshops.run_program", program_id)
    order_learning(program=program, module=module, ordered_by=request.user)
    return redirect("assessments:learning", program.pk, module)


def get_program(person: Person, permission: str, program_id: int) -> Any:
    return get_permitted(person, permission, programs_of(person), pk=program_id)
