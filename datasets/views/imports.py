"""One import, from the look into its files to undoing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import SignedInRequest, get_permitted
from accounts.actions.audit import record
from datasets.actions import imports
from datasets.badrows import bad_rows
from datasets.forms import MappingForm, ModeForm
from datasets.models import Import
from datasets.problems import BadInput, counted_dicts
from datasets.queries import imports_of, titles_of
from datasets.steps import steps_at
from datasets.validation import KEPT_CODES

State = Import.State


def import_for(request: SignedInRequest, slug: str, pk: int) -> Import:
    visible = imports_of(request.user).filter(organisation__slug=slug)
    return get_permitted(request.user, "datasets.change_import", visible, pk=pk)


def page(
    request: SignedInRequest, import_: Import, template: str, step: int, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"organisation": import_.organisation, "import": import_, "steps": steps_at(step), **more}
    return render(request, f"datasets/{template}.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def import_page(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Whatever the import needs now: patience, answers about its columns, another try, or nothing."""
    import_ = import_for(request, slug, pk)
    if request.method == "POST":
        return save_mapping(request, import_)
    if import_.is_stopped:
        return page(request, import_, "import_stopped", 1)
    if import_.is_under_way:
        return page(request, import_, "import_progress", 3 if import_.state == State.IMPORTING else 1)
    if import_.state == State.READY:
        return mapping_page(request, import_, mapping_form(import_))
    return page(request, import_, "import_done", 4, unlocked=titles_of(import_.report.get("unlocked", [])))


def mapping_form(import_: Import, data: Any = None) -> MappingForm:
    return MappingForm(data, sheets=import_.report["sheets"], told=import_.mapping)


def mapping_page(request: SignedInRequest, import_: Import, form: MappingForm, status: int = 200) -> HttpResponse:
    sheets = import_.report["sheets"]
    problems = [problem for sheet in sheets for problem in sheet["problems"]]
    columns = [column for sheet in sheets for column in sheet["mapping"].values()]
    return page(
        request, import_, "import_map", 1, status, form=form, lines=form.lines(), asked=import_.report["asked"],
        problem_count=counted_dicts(problems), kept_codes=KEPT_CODES,
        mapped=sum(map(bool, columns)), total=len(columns),
    )  # fmt: skip


def save_mapping(request: SignedInRequest, import_: Import) -> HttpResponse:
    """On to the effect where nothing was changed; else the files are looked into again."""
    if import_.state != State.READY:
        return redirect("datasets:import", import_.organisation.slug, import_.pk)
    form = mapping_form(import_, request.POST)
    if not form.is_valid():
        return mapping_page(request, import_, form, 422)
    if not form.is_changed() and not import_.report["asked"]:
        return redirect("datasets:effect", import_.organisation.slug, import_.pk)
    imports.confirm_mapping(import_=import_, mapping=form.mapping(), ordered_by=request.user)
    return redirect("datasets:import", import_.organisation.slug, import_.pk)


@login_required
@require_http_methods(["GET", "POST"])
def effect(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    import_ = import_for(request, slug, pk)
    if import_.state != State.READY or import_.is_under_way:
        return redirect("datasets:import", slug, pk)
    form = ModeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            imports.order_import(import_=import_, mode=form.cleaned_data["mode"], ordered_by=request.user)
        except BadInput as bad:
            messages.warning(request, bad.message)
        return redirect("datasets:import", slug, pk)
    status = 422 if request.method == "POST" else 200
    return page(request, import_, "import_effect", 2, status, form=form, effect=import_.report["effect"].items())


@login_required
@require_GET
def progress(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The fragment that polls; once the job has ended it sends the browser on."""
    import_ = import_for(request, slug, pk)
    if not import_.is_under_way:
        return HttpResponseClientRedirect(reverse("datasets:import", args=[slug, pk]))
    return page(request, import_, "import_progress_fragment", 3)


@login_required
@require_POST
def cancel(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    imports.cancel_import(import_=import_for(request, slug, pk))
    return redirect("datasets:import", slug, pk)


@login_required
@require_POST
def check_again(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    import_ = import_for(request, slug, pk)
    if import_.is_stopped or import_.state == State.READY:
        imports.order_check(import_=import_, ordered_by=request.user)
    return redirect("datasets:import", slug, pk)


@login_required
@require_POST
def undo(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    try:
        imports.undo_import(import_=import_for(request, slug, pk), actor=request.user)
    except BadInput as bad:
        messages.warning(request, bad.message)
    else:
        messages.success(request, _("Undone. The tables are as they were before this import; its files are kept."))
    return redirect("datasets:data", slug)


@login_required
@require_GET
def download_bad_rows(request: SignedInRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """The rows of one sheet that have problems, formulas neutralised."""
    import_ = import_for(request, slug, pk)
    sheets = import_.report.get("sheets", [])
    if number >= len(sheets):
        raise Http404
    sheets_read, _unread = imports.sheets_of(import_)
    read = next((sheet for sheet in sheets_read if sheet.title == sheets[number]["file"]), None)
    if read is None:
        raise Http404
    record(
        organisation=import_.organisation, actor=request.user, action="downloaded rows with problems",
        subject=f"import:{import_.pk}",
    )  # fmt: skip
    response = HttpResponse(bad_rows(read.rows, sheets[number]["problems"]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rows-to-mend-{import_.pk}-{number + 1}.csv"'
    return response
