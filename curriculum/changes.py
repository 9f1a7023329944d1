"""What a patch changes, in words, each text before and after; and whom it touches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Organisation
from curriculum.checks import AGENDA
from curriculum.models import Curriculum
from curriculum.patch import Files, Patch
from curriculum.wordable import wordables


@dataclass(frozen=True)
class Change:
    """about: '4.1 Where deals drop'. before, after: texts; only `what` where it is about the whole file."""

    about: str
    what: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Touched:
    """A program of the organisation, and the version that it keeps."""

    program: Any
    people: int
    sessions: int
    version: str


def changes_of(base: Files, after: Files, patch: Patch) -> list[Change]:
    """In the order of the book: what is worded, timed, left out, ordered otherwise, and what is added.

    after: the files with the patch laid onto them.
    """
    return [
        *changed_texts(base, patch),
        *changed_times(base, patch),
        *added(base, after),
        *left_out(base, patch),
        *moved(base, after, patch),
    ]


def titled(files: Files, key: str) -> str:
    if "." in key:
        return f"{key} {files.exercises[key].title}" if key in files.exercises else key
    return _("Module %(number)s %(title)s") % {"number": key, "title": files.modules[int(key)].title}


def changed_texts(base: Files, patch: Patch) -> Iterator[Change]:
    known: dict[str, Any] = {**base.exercises, **{str(number): file for number, file in base.modules.items()}}
    for each in patch.texts:
        if each.file in known:
            book = {word.place: word for word in wordables(known[each.file])}
            if word := book.get(each.place):
                what = f"{word.group}: {word.label}"
                yield Change(titled(base, each.file), what, unwrapped(word.text), unwrapped(each.text))


def unwrapped(text: str) -> str:
    """Without the line breaks of a file: those before a list, a table or a new paragraph stay."""
    return re.sub(r"(?<=[^\s|])\n(?=[^\s|*#>-])(?!\d+\.)", " ", text)


def changed_times(base: Files, patch: Patch) -> Iterator[Change]:
    for each in patch.times:
        steps = base.exercises[each.exercise].steps if each.exercise in base.exercises else ()
        for step in steps:
            if step.n == each.step:
                what = _("Step %(n)s, %(name)s") % {"n": step.n, "name": step.name}
                yield Change(titled(base, each.exercise), what, minutes(step), minutes(each))


def minutes(step: Any) -> str:
    return _("%(minutes)s min, at least %(least)s") % {"minutes": step.minutes, "least": step.minimum}


def added(base: Files, after: Files) -> Iterator[Change]:
    for key in after.exercises.keys() - base.exercises.keys():
        yield Change(titled(after, key), _("Added: an exercise of your own"))


def left_out(base: Files, patch: Patch) -> Iterator[Change]:
    for key in patch.hidden:
        yield Change(titled(base, key), _("Left out"))


def moved(base: Files, after: Files, patch: Patch) -> Iterator[Change]:
    for order in patch.orders:
        book, now = base.modules[order.module].exercises, after.modules[order.module].exercises
        yield Change(titled(base, str(order.module)), _("Order"), ", ".join(book), ", ".join(now))


def agendas_of_the_book(patch: Patch) -> list[str]:
    """Modules whose agendas still plan what is timed, left out or ordered otherwise."""
    changed = {key.split(".")[0] for key in (*(each.exercise for each in patch.times), *patch.hidden)}
    changed |= {str(order.module) for order in patch.orders}
    return sorted(changed - {each.file for each in patch.texts if AGENDA.match(each.place[-1])})


def touched(organisation: Organisation, newest: Curriculum | None) -> list[Touched]:
    """Programs keep the version they began with; those before their first session may take the new one."""
    programs = organisation.programs.annotate(
        people=Count("enrolments", distinct=True), held=Count("sessions", distinct=True)
    ).select_related("curriculum")
    versions = {each.curriculum_id: each for each in organisation.tailorings.order_by("version")}
    return [
        Touched(program, program.people, program.held, version_said(program.curriculum, versions, newest))
        for program in programs.order_by("-created_at", "pk")
    ]


def version_said(curriculum: Curriculum, versions: dict[int, Any], newest: Curriculum | None) -> str:
    if own := versions.get(curriculum.pk):
        return _("your version %(n)s") % {"n": own.version}
    return _("the book as it is now") if curriculum == newest else _("an older state of the book")
