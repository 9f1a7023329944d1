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
from curriculum.changes import changes_of, touched
from curriculum.forms import AddForm, FileForm, OrderForm, with_order
from curriculum.loader import read_added
from curriculum.models import Curriculum
from curriculum.patch import Files, Patch, tailored
from curriculum.problems import ContentErrors
from curriculum.queries import NoSuchContent, draft_of, files_of, latest_curriculum, patch_in, patch_now

STALE = "Somebody else changed the draft in the meantime. This is how it stands now; nothing of yours was kept."


class Desk:
    """What all pages of tailoring begin with: the organisation, the book, the draft."""

    def __init__(self, request: SignedInRequest, slug: str) -> None:
        self.request = request
        visible = organisations_of(request.user)
        self.organisation: Organisation = get_permitted(request.user, "curriculum.tailor", visible, slug=slug)
        try:
            self.latest: Curriculum = latest_curriculum()
        except NoSuchContent as error:
            raise Http404(str(error)) from error
        self.book: Files = files_of(self.latest)
        self.draft = draft_of(self.organisation)
        self.patch: Patch = patch_now(self.organisation)

    @property
    def saves(self) -> int:
        return self.draft.saves if self.draft else 0

    def page(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        context = {"organisation": self.organisation, "draft": self.draft, **more}
        return render(self.request, f"curriculum/tailor/{template}.html", context, status=status)

    def keep(self, patch: Patch, form: Any) -> HttpResponse:
        try:
            actions.save_draft(
                organisation=self.organisation, patch=patch, started_from=form.cleaned_data["started_from"]
            )
        except actions.StaleDraft:
            messages.error(self.request, _(STALE))
        else:
            messages.success(
                self.request, _("Kept in the draft. Nothing changes for anybody until it is made a version.")
            )
        return redirect("curriculum:tailor", self.organisation.slug)


@login_required
@require_http_methods(["GET", "POST"])
def tailor(request: SignedInRequest, slug: str) -> HttpResponse:
    """All modules: order, what is left out, what is worded otherwise; versions so far."""
    desk = Desk(request, slug)
    shown = tailored(desk.book, desk.patch.model_copy(update={"hidden": ()}))
    orders = {number: module.exercises for number, module in shown.files.modules.items()}
    form = OrderForm(
        request.POST or None, book=shown.files, orders=orders, hidden=desk.patch.hidden,
        initial={"started_from": desk.saves},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        own = tailored(desk.book, desk.patch.model_copy(update={"hidden": (), "orders": ()}))
        usual = {number: module.exercises for number, module in own.files.modules.items()}
        return desk.keep(with_order(desk.patch, form, usual), form)
    marks = {each.file for each in desk.patch.texts} | {each.exercise for each in desk.patch.times}
    return desk.page(
        "overview", 422 if form.is_bound else 200, form=form, marks=marks,
        own=shown.files.exercises.keys() - desk.book.exercises.keys(), versions=desk.organisation.tailorings.all(),
        problems=shown.problems,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def tailor_file(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """One exercise ('4.1') or module ('4'): its words and minutes."""
    desk = Desk(request, slug)
    book = book_file(desk.book, key)
    now = book_file(tailored(desk.book, desk.patch.model_copy(update={"hidden": ()})).files, key)
    form = FileForm(request.POST or None, book=book, now=now, initial={"started_from": desk.saves})
    if request.method == "POST" and form.is_valid():
        patch = desk.patch.with_file(key, form.texts(), form.times(key))
        problems = tailored(desk.book, patch.model_copy(update={"hidden": ()})).problems
        mine = [each for each in problems if each.startswith((f"{key},", f"{key}:"))]
        if not mine:
            return desk.keep(patch, form)
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
                return desk.keep(with_added(desk.patch, file.id, text), form)
    return desk.page("add", 422 if form.is_bound else 200, form=form)


def with_added(patch: Patch, key: str, text: str) -> Patch:
    """One of the same number is replaced."""
    return patch.model_copy(update={"added": (*without_added(patch, key).added, text)})


def without_added(patch: Patch, key: str) -> Patch:
    return patch.model_copy(update={"added": tuple(text for text in patch.added if read_added(text).id != key)})


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Takes an exercise of one's own out of the draft again."""
    desk = Desk(request, slug)
    patch = without_added(desk.patch, key).with_file(key, {})
    orders = [
        each.model_copy(update={"exercises": tuple(k for k in each.exercises if k != key)}) for each in patch.orders
    ]
    hidden = tuple(each for each in patch.hidden if each != key)
    actions.save_draft(
        organisation=desk.organisation, patch=patch.model_copy(update={"orders": tuple(orders), "hidden": hidden}),
        started_from=desk.saves,
    )  # fmt: skip
    return redirect("curriculum:tailor", slug)


@login_required
@require_GET
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the draft changes, whom it touches, and what speaks against it."""
    desk = Desk(request, slug)
    result = tailored(desk.book, desk.patch)
    return desk.page(
        "preview", changes=changes_of(desk.book, desk.patch), problems=result.problems,
        touched=touched(desk.organisation, desk.latest), agendas=agendas_of(desk),
    )  # fmt: skip


def agendas_of(desk: Desk) -> list[str]:
    """Modules whose agendas still plan what is timed, left out or ordered otherwise."""
    changed = {each.exercise.split(".")[0] for each in desk.patch.times} | {
        key.split(".")[0] for key in desk.patch.hidden
    }
    changed |= {str(order.module) for order in desk.patch.orders}
    reworded = {
        each.file
        for each in desk.patch.texts
        if "agenda" in each.place[-1].lower() or each.place[-1].startswith(("Half", "Full"))
    }
    return sorted(changed - reworded)


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
    actions.save_draft(organisation=desk.organisation, patch=patch, started_from=desk.saves)
    return redirect("curriculum:tailor_preview", slug)
