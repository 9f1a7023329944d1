"""An organisation's own version of the curriculum: what is changed in a draft, looked at, and then made a version."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Organisation
from accounts.queries import organisations_of
from curriculum import actions
from curriculum.changes import agendas_of_the_book, changes_of, touched
from curriculum.forms import AddForm, FileForm, OrderForm, with_order
from curriculum.loader import read_added
from curriculum.models import Curriculum
from curriculum.patch import Files, Patch, Tailored, tailored
from curriculum.problems import ContentErrors
from curriculum.queries import draft_of, files_of, latest_curriculum, patch_in, patch_now
from curriculum.views.book import or_404

STALE = "Somebody else changed the draft in the meantime. This is how it stands now; nothing of yours was kept."


class Desk:
    """What all pages of tailoring begin with: the organisation, the book, the draft."""

    def __init__(self, request: SignedInRequest, slug: str) -> None:
        self.request = request
        visible = organisations_of(request.user)
        self.organisation: Organisation = get_permitted(request.user, "curriculum.tailor", visible, slug=slug)
        self.latest: Curriculum = or_404(latest_curriculum)
        self.book: Files = files_of(self.latest)
        self.draft = draft_of(self.organisation)
        self.patch: Patch = patch_now(self.organisation, self.draft)

    @property
    def saves(self) -> int:
        return self.draft.saves if self.draft else 0

    def shown(self, patch: Patch | None = None) -> Tailored:
        """As tailoring shows it: with what is left out in its place."""
        return tailored(self.book, (patch or self.patch).showing_all())

    def page(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {"organisation": self.organisation, "draft": self.draft, **more}
        return render(self.request, f"curriculum/tailor/{template}.html", context, status=status)

    def keep(self, patch: Patch, started_from: int, leads_to: str = "curriculum:tailor") -> HttpResponse:
        try:
            actions.save_draft(organisation=self.organisation, patch=patch, started_from=started_from)
        except actions.StaleDraft:
            messages.error(self.request, _(STALE))
        else:
            messages.success(
                self.request, _("Kept in the draft. Nothing changes for anybody until it is made a version.")
            )
        return redirect(leads_to, self.organisation.slug)


@login_required
@require_http_methods(["GET", "POST"])
def tailor(request: SignedInRequest, slug: str) -> HttpResponse:
    """All modules: order, what is left out, what is worded otherwise; versions so far."""
    desk = Desk(request, slug)
    shown = desk.shown()
    form = OrderForm(
        request.POST or None, book=shown.files, orders=orders_in(shown.files), hidden=desk.patch.hidden,
        initial={"started_from": desk.saves},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        usual = desk.shown(desk.patch.model_copy(update={"orders": ()}))
        return desk.keep(with_order(desk.patch, form, orders_in(usual.files)), form.cleaned_data["started_from"])
    marks = {each.file for each in desk.patch.texts} | {each.exercise for each in desk.patch.times}
    return desk.page(
        "overview", 422 if form.is_bound else 200, form=form, marks=marks,
        own=shown.files.exercises.keys() - desk.book.exercises.keys(), versions=desk.organisation.tailorings.all(),
        problems=shown.problems,
    )  # fmt: skip


def orders_in(files: Files) -> dict[int, tuple[str, ...]]:
    return {number: module.exercises for number, module in files.modules.items()}


@login_required
@require_http_methods(["GET", "POST"])
def tailor_file(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """One exercise ('4.1') or module ('4'): its words and minutes."""
    desk = Desk(request, slug)
    book, now = book_file(desk.book, key), book_file(desk.shown().files, key)
    form = FileForm(request.POST or None, book=book, now=now, initial={"started_from": desk.saves})
    if request.method == "POST" and form.is_valid():
        patch = desk.patch.with_file(key, form.texts(), form.times(key))
        mine = [each for each in desk.shown(patch).problems if each.startswith((f"{key},", f"{key}:"))]
        if not mine:
            return desk.keep(patch, form.cleaned_data["started_from"])
        for problem in mine:
            form.add_error(None, problem)
    return desk.page("file", 422 if form.is_bound else 200, form=form, key=key, book=book)


def book_file(files: Files, key: str) -> Any:
    found = files.exercises.get(key) or (files.modules.get(int(key)) if key.isdecimal() else None)
    if found is None:
        raise Http404(key)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, slug: str) -> HttpResponse:
    """An exercise of one's own, checked like those of the book."""
    desk = Desk(request, slug)
    form = AddForm(request.POST or None, request.FILES or None, initial={"started_from": desk.saves})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            file = read_added(text)
        except ContentErrors as errors:
            for problem in errors.problems:
                form.add_error(
                    None, _("Line %(line)s: %(message)s") % {"line": problem.line, "message": problem.message}
                )
        else:
            if file.id in desk.book.exercises:
                form.add_error(None, _("%(key)s is taken by the book: number yours otherwise.") % {"key": file.id})
            elif file.module not in desk.book.modules:
                form.add_error(None, _("There is no module %(number)s.") % {"number": file.module})
            else:
                return desk.keep(desk.patch.with_added(file.id, text), form.cleaned_data["started_from"])
    return desk.page("add", 422 if form.is_bound else 200, form=form)


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Takes an exercise of one's own out of the draft again."""
    desk = Desk(request, slug)
    return desk.keep(desk.patch.without(key), desk.saves)


@login_required
@require_GET
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the draft changes, whom it touches, and what speaks against it."""
    desk = Desk(request, slug)
    result = tailored(desk.book, desk.patch)
    return desk.page(
        "preview", changes=changes_of(desk.book, result.files, desk.patch), problems=result.problems,
        touched=touched(desk.organisation, desk.latest), agendas=agendas_of_the_book(desk.patch),
    )  # fmt: skip


@login_required
@require_POST
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    desk = Desk(request, slug)
    try:
        made = actions.publish_draft(organisation=desk.organisation, actor=request.user)
    except actions.Unpublishable as error:
        messages.error(request, str(error))
        return redirect("curriculum:tailor_preview", slug)
    if made:
        messages.success(request, _("Version %(n)s: programs that begin from now on use it.") % {"n": made.version})
    return redirect("curriculum:tailor", slug)


@login_required
@require_POST
def discard(request: SignedInRequest, slug: str) -> HttpResponse:
    desk = Desk(request, slug)
    actions.discard_draft(organisation=desk.organisation)
    messages.success(request, _("The draft is gone."))
    return redirect("curriculum:tailor", slug)


@login_required
@require_POST
def take_version(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """An older version as the draft, 0 for the book as it is; it becomes a version of its own when it is published."""
    desk = Desk(request, slug)
    older = get_object_or_404(desk.organisation.tailorings, version=version) if version else None
    patch = patch_in(older.patch) if older else Patch()
    return desk.keep(patch, desk.saves, leads_to="curriculum:tailor_preview")
