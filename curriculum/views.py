"""The book that facilitators prepare from: all modules, one module, one exercise."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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


@require_safe
@login_required
@readers_only
def book(request: HttpRequest) -> HttpResponse:
    """All modules; where nothing is loaded yet, how to load it."""
    try:
        modules = queries.contents_of(queries.latest_curriculum())
    except NoSuchContent:
        modules = []
    return render(request, "curriculum/book.html", {"modules": modules})


@require_safe
@login_required
@readers_only
def module(request: HttpRequest, number: int) -> HttpResponse:
    curriculum = or_404(queries.latest_curriculum)
    file = or_404(queries.module_of, curriculum, number)
    exercises = queries.exercises_of(curriculum, number)
    context = {"module": file, "exercises": exercises, "sections": sections_of(file)}
    return render(request, "curriculum/module.html", context)


@require_safe
@login_required
@readers_only
def exercise(request: HttpRequest, key: str) -> HttpResponse:
    curriculum = or_404(queries.latest_curriculum)
    file = or_404(queries.exercise_of, curriculum, key)
    context = {
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
