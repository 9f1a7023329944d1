"""The book that facilitators prepare from: all modules, one module, one exercise."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest
from curriculum import queries
from curriculum.asked import questions_of
from curriculum.guide import sections_of, steps_of
from curriculum.queries import NoSuchContent

Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")
readers_only = permission_required("curriculum.read_book", raise_exception=True)


def or_404(query: Callable[Arguments, Found], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Found:
    try:
        return query(*args, **kwargs)
    except NoSuchContent as error:
        raise Http404(str(error)) from error


def version_of(request: SignedInRequest) -> dict[str, Any]:
    """The version that `?version=` asks for, such as that of a program; else the book as it is now. Raises Http404.

    `suffix` keeps links on that version.
    """
    asked = request.GET.get("version", "")
    if not asked:
        return {"curriculum": or_404(queries.latest_curriculum), "suffix": ""}
    if not asked.isdecimal():
        raise Http404(asked)
    curriculum = or_404(queries.readable_version, request.user, int(asked))
    suffix = "" if curriculum == queries.latest_curriculum() else f"?version={curriculum.pk}"
    return {"curriculum": curriculum, "suffix": suffix, "is_own": curriculum.loaded_at is None}


@require_safe
@login_required
@readers_only
def book(request: SignedInRequest) -> HttpResponse:
    """All modules; where nothing is loaded yet, how to load it."""
    try:
        version = version_of(request)
    except Http404:
        if request.GET.get("version"):
            raise
        return render(request, "curriculum/book.html", {"modules": []})
    context = version | {
        "modules": queries.contents_of(version["curriculum"]),
        "tailored_by": queries.organisations_tailored_by(request.user),
    }
    return render(request, "curriculum/book.html", context)


@require_safe
@login_required
@readers_only
def module(request: SignedInRequest, number: int) -> HttpResponse:
    version = version_of(request)
    curriculum = version["curriculum"]
    file = or_404(queries.module_of, curriculum, number)
    exercises = queries.exercises_of(curriculum, number)
    context = version | {"module": file, "exercises": exercises, "sections": sections_of(file)}
    return render(request, "curriculum/module.html", context)


@require_safe
@login_required
@readers_only
def exercise(request: SignedInRequest, key: str) -> HttpResponse:
    version = version_of(request)
    curriculum = version["curriculum"]
    file = or_404(queries.exercise_of, curriculum, key)
    context = version | {
        "exercise": file,
        "module": queries.module_of(curriculum, file.module),
        "before": sections_of(file, "Purpose", "Set-up"),
        "steps": steps_of(file),
        "after": sections_of(
            file, "Good and weak answers", "Traps", "Worked case", "Short of time", "Remote, hybrid, paper", "Debrief",
            "Done when", "Next",
        ),
        "questions": questions_of(file),
        "options": [(option, file.readable(option.fits_when)) for option in file.options],
        "linked": queries.linked_from(curriculum, file),
    }  # fmt: skip
    return render(request, "curriculum/exercise.html", context)
