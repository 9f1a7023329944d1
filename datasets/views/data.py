"""What an organisation has, and new files for it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Organisation
from accounts.queries import organisations_of
from datasets.actions.imports import start_import
from datasets.actions.uploads import store_upload
from datasets.forms import UploadForm
from datasets.models import Import
from datasets.queries import columns_of, current_snapshot, imports_of, table_lines, titles_of, unlocked
from datasets.steps import steps_at


def organisation_for(request: SignedInRequest, slug: str) -> Organisation:
    return get_permitted(request.user, "datasets.manage_data", organisations_of(request.user), slug=slug)


@login_required
@require_GET
def data(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = organisation_for(request, slug)
    snapshot = current_snapshot(organisation)
    context = {
        "organisation": organisation,
        "snapshot": snapshot,
        "tables": table_lines(snapshot) if snapshot else [],
        "imports": imports_of(request.user).filter(organisation=organisation)[:20],
        "unlocked": titles_of(unlocked(columns_of(snapshot))),
    }
    return render(request, "datasets/data.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = organisation_for(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("datasets:import", slug, take_files(request, organisation, form).pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "datasets/upload.html",
        {"organisation": organisation, "form": form, "steps": steps_at(0)},
        status=status,
    )


def take_files(request: HttpRequest, organisation: Organisation, form: UploadForm) -> Import:
    person = request.user if request.user.is_authenticated else None
    uploads = [
        store_upload(organisation=organisation, name=file.name or "file", content=file.read(), uploaded_by=person)
        for file in form.cleaned_data["uploads"]
    ]
    return start_import(organisation=organisation, uploads=uploads, ordered_by=person)
