"""Documents of a session or a program: what there is, what is being made, a new one, and the file itself."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Role
from jobs.queries import progress_of
from reports.actions.downloads import take_output
from reports.actions.orders import order_output
from reports.forms import OrderForm, ProgramOrderForm
from reports.models import Kind
from reports.queries import orders_under_way, outputs_of, versions_of
from workshops.models import Program, Session
from workshops.queries import role_in, sessions_of
from workshops.views.programs import get_program

MOST_UNDER_WAY = 3


@require_safe
@login_required
def of_session(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_permitted(request.user, "reports.view_documents", sessions_of(request.user), pk=session_id)
    return page(request, session, OrderForm())


@require_safe
@login_required
def of_program(request: SignedInRequest, program_id: int) -> HttpResponse:
    program = get_program(request.user, "reports.view_documents", program_id)
    return page(request, program, ProgramOrderForm(initial={"kind": request.GET.get("kind", Kind.DECISION_REGISTER)}))


def page(request: SignedInRequest, subject: Session | Program, form: OrderForm, status: int = 200) -> HttpResponse:
    may_order = request.user.has_perm("reports.order_output", subject)
    orders = orders_under_way(subject)[:MOST_UNDER_WAY] if may_order else ()
    context = addresses(subject) | {
        "versions": versions_of(subject),
        "under_way": [progress_of(order.job) for order in orders],
        "may_order": may_order,
        "form": form,
    }
    context["is_sponsor"] = role_in(request.user, context["program"]) == Role.SPONSOR
    template = "reports/fragments/documents.html" if request.htmx else "reports/documents.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def addresses(subject: Session | Program) -> dict[str, Any]:
    """What the page is about, where it is and where an order goes."""
    if isinstance(subject, Session):
        page, order = (reverse(f"reports:{name}", args=[subject.pk]) for name in ("session", "order"))
        return {"session": subject, "program": subject.program, "page_url": page, "order_url": order}
    page, order = (reverse(f"reports:{name}", args=[subject.pk]) for name in ("program", "order_of_program"))
    return {"program": subject, "page_url": page, "order_url": order}


@require_POST
@login_required
def order(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_permitted(request.user, "reports.order_output", sessions_of(request.user), pk=session_id)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return page(request, session, form, status=422)
    order_output(session=session, ordered_by=request.user, **form.cleaned_data)
    return redirect("reports:session", session.pk)


@require_POST
@login_required
def order_of_program(request: SignedInRequest, program_id: int) -> HttpResponse:
    program = get_program(request.user, "reports.order_output", program_id)
    form = ProgramOrderForm(request.POST)
    if not form.is_valid():
        return page(request, program, form, status=422)
    order_output(program=program, ordered_by=request.user, **form.cleaned_data)
    return redirect("reports:program", program.pk)


@require_safe
@login_required
def download(request: SignedInRequest, output_id: str) -> HttpResponse:
    output = get_permitted(request.user, "reports.download_output", outputs_of(request.user), pk=output_id)
    body = take_output(output=output, actor=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{output.file_name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
