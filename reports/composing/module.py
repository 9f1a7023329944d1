"""A module of the curriculum as its handouts show it: its sections, its name in the foot, its version."""

from dataclasses import dataclass

from curriculum.guide import sections_of
from curriculum.models import Curriculum
from curriculum.schema import ModuleFile
from reports.composing.prose import for_paper

RAIL = 20  # characters of a heading that stand beside the text
MOST_ROWS = 24  # of a table that is kept on one page, such as an agenda


@dataclass(frozen=True)
class Part:
    """A section of the module. anchor: where the contents lead."""

    anchor: str
    heading: str
    html: str

    @property
    def is_over(self) -> bool:
        """Whether the heading stands over the text: a table takes the whole line, a long heading too much of it."""
        return "<table" in self.html or len(self.heading) > RAIL

    @property
    def is_kept(self) -> bool:
        return self.html.count("<tr") <= MOST_ROWS


def module_parts(module: ModuleFile) -> list[Part]:
    return [
        Part(f"module-{place}", section.heading, for_paper(section.html))
        for place, section in enumerate(sections_of(module), start=1)
    ]


def foot_of(kind: str, module: ModuleFile) -> str:
    return f"{kind} · Module {module.module}, {module.title}"


def version_of(curriculum: Curriculum) -> str:
    """Which version of the curriculum it was printed from, so that two printings can be told apart."""
    return f"Curriculum, version {curriculum.digest[:12]}"
