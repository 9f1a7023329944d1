"""A module on paper: the facilitator guide and the blank worksheets of a version of the curriculum."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest
from curriculum.queries import module_of, readable_version
from curriculum.schema import ModuleFile
from curriculum.views.book import or_404, readers_only, version_of
from reports.actions.handouts import order_handout, take_handout
from reports.forms import HandoutForm
from reports.models import Handout, Order
from reports.queries import Shelf, organisation_for, shelves_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@readers_only
def of_module(request: SignedInRequest, number: int) -> HttpResponse:
    """What there is and what is being made; POST orders one, which is made only if it is not there yet."""
    version = version_of(request)
    curriculum = version["curriculum"]
    module = or_404(module_of, curriculum, number)
    if request.method != "POST":
        return page(request, version, module)
    form = HandoutForm(request.POST)
    if not form.is_valid():
        return page(request, version, module, form, status=422)
    organisation = organisation_for(request.user, curriculum)
    order_handout(
        curriculum=curriculum, module=number, organisation=organisation, ordered_by=request.user, **form.cleaned_data
    )
    return redirect(request.get_full_path())


def page(
    request: SignedInRequest,
    version: dict[str, Any],
    module: ModuleFile,
    form: HandoutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Without a form, one that offers what is not there yet."""
    shelves = shelves_of(request.user, version["curriculum"], module.module)
    context = version | {
        "module": module,
        "shelves": shelves,
        "is_under_way": any(shelf.is_under_way for shelf in shelves),
        "is_complete": all(shelf.is_complete for shelf in shelves),
        "form": form or HandoutForm(initial=first_missing(shelves)),
    }
    template = "reports/fragments/handouts.html" if request.htmx else "reports/handouts.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def first_missing(shelves: list[Shelf]) -> dict[str, str]:
    for shelf in shelves:
        for paper, _label in Order.PAPERS:
            if paper not in shelf.papers:
                return {"kind": shelf.kind, "paper": paper}
    return {}


@require_safe
@login_required
@readers_only
def download(request: SignedInRequest, handout_id: str) -> HttpResponse:
    """To whoever may read the version that it was printed from."""
    handout = get_object_or_404(Handout, pk=handout_id, made_at__isnull=False)
    curriculum = or_404(readable_version, request.user, handout.curriculum_id)
    organisation = organisation_for(request.user, curriculum)
    body = take_handout(handout=handout, actor=request.user, organisation=organisation)
    headers = {"Content-Disposition": f'attachment; filename="{handout.file_name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
