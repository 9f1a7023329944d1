"""The documents of a session: what there is, what is being made, a new one, and the file itself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, get_permitted
from jobs.queries import progress_of
from reports.actions.downloads import take_output
from reports.actions.orders import order_output
from reports.forms import OrderForm
from reports.models import Output
from reports.queries import orders_under_way, outputs_of, versions_of
from workshops.models import Session
from workshops.queries import sessions_of


@require_safe
@login_required
def show(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_permitted(request.user, "reports.view_documents", sessions_of(request.user), pk=session_id)
    return page(request, session, OrderForm())


def page(request: SignedInRequest, session: Session, form: OrderForm, status: int = 200) -> HttpResponse:
    may_order = request.user.has_perm("reports.order_output", session)
    orders = orders_under_way(session)[:3] if may_order else ()
    context = {
        "session": session,
        "program": session.program,
        "versions": versions_of(session),
        "under_way": [progress_of(order.job) for order in orders],
        "may_order": may_order,
        "form": form,
    }
    template = "reports/fragments/documents.html" if request.htmx else "reports/documents.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


@require_POST
@login_required
def order(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_permitted(request.user, "reports.order_output", sessions_of(request.user), pk=session_id)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return page(request, session, form, status=422)
    order_output(session=session, ordered_by=request.user, **form.cleaned_data)
    return redirect("reports:session", session.pk)


@require_safe
@login_required
def download(request: SignedInRequest, output_id: str) -> HttpResponse:
    output = get_permitted(request.user, "reports.download_output", outputs_of(request.user), pk=output_id)
    body = take_output(output=output, actor=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(output)}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def file_name(output: Output) -> str:
    return f"module-{output.session.module}-v{output.version}.pdf"
