"""A module on paper: the facilitator guide and the blank worksheets of a version of the curriculum."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest
from accounts.queries import organisations_of
from curriculum.models import Curriculum
from curriculum.queries import NoSuchContent, module_of
from curriculum.schema import ModuleFile
from reports.actions.handouts import order_handout, take_handout
from reports.forms import HandoutForm
from reports.models import Handout, Order
from reports.queries import Shelf, readable_version, shelves_of, version_for

Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")
readers_only = permission_required("curriculum.read_book", raise_exception=True)


def or_404(query: Callable[Arguments, Found], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Found:
    try:
        return query(*args, **kwargs)
    except NoSuchContent as error:
        raise Http404(str(error)) from error


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@readers_only
def of_module(request: SignedInRequest, number: int) -> HttpResponse:
    """What there is and what is being made; POST orders one, which is made only if it is not there yet."""
    curriculum = or_404(version_for, request.user, request.GET.get("version", ""))
    module = or_404(module_of, curriculum, number)
    if request.method != "POST":
        return page(request, curriculum, module)
    form = HandoutForm(request.POST)
    if not form.is_valid():
        return page(request, curriculum, module, form, status=422)
    organisation = organisations_of(request.user)[0]
    order_handout(
        curriculum=curriculum, module=number, organisation=organisation, ordered_by=request.user, **form.cleaned_data
    )
    return redirect(request.get_full_path())


def page(
    request: SignedInRequest,
    curriculum: Curriculum,
    module: ModuleFile,
    form: HandoutForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Without a form, one that offers what is not there yet."""
    shelves = shelves_of(request.user, curriculum, module.module)
    context = {
        "curriculum": curriculum,
        "suffix": f"?version={curriculum.pk}" if request.GET.get("version") else "",
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
    or_404(readable_version, request.user, handout.curriculum_id)
    body = take_handout(handout=handout, actor=request.user, organisation=organisations_of(request.user).first())
    headers = {"Content-Disposition": f'attachment; filename="{handout.file_name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
