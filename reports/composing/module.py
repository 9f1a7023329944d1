"""A module of the curriculum as its handouts show it: its sections, its name in the foot, its version."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from curriculum.guide import sections_of
from curriculum.models import Curriculum
from curriculum.schema import ExerciseFile, ModuleFile
from reports.composing.prose import for_paper

RAIL = 24  # characters of a heading that stand beside the text
MOST_ROWS = 24  # of a table that is kept on one page, such as an agenda

LONE_NUMBER = re.compile(r"(<t[hd][^>]*>)(\d\.\d+)(</t[hd]>)")


@dataclass(frozen=True)
class Part:
    """A section of the module. anchor: where the contents lead."""

    anchor: str
    heading: str
    html: SafeString

    @property
    def is_over(self) -> bool:
        """Whether the heading stands over the text: a table takes the whole line, a long heading too much of it."""
        return "<table" in self.html or len(self.heading) > RAIL

    @property
    def is_kept(self) -> bool:
        return self.html.count("<tr") <= MOST_ROWS


def module_parts(module: ModuleFile, exercises: Sequence[ExerciseFile]) -> list[Part]:
    """Its sections in their order; where a cell has only an exercise's number, its title is added."""
    titles = {exercise.id: exercise.title for exercise in exercises}
    return [
        Part(f"module-{place}", section.heading, titled(for_paper(section.html), titles))
        for place, section in enumerate(sections_of(module), start=1)
    ]


def titled(html: SafeString, titles: Mapping[str, str]) -> SafeString:
    def with_title(cell: re.Match[str]) -> str:
        title = titles.get(cell[2])
        return f"{cell[1]}{cell[2]} {escape(title)}{cell[3]}" if title else cell[0]

    return mark_safe(LONE_NUMBER.sub(with_title, html))  # noqa: S308 - safe before, and the title is escaped


def foot_of(kind: str, module: ModuleFile) -> str:
    return f"{kind} · Module {module.module}, {module.title}"


def version_of(curriculum: Curriculum) -> str:
    """Which version of the curriculum it was printed from, so that two printings can be told apart."""
    return f"Curriculum, version {curriculum.digest[:12]}"
