"""A module of the curriculum as its handouts show it: its sections, its name in the foot, its version."""

from dataclasses import dataclass

from curriculum.guide import sections_of
from curriculum.models import Curriculum
from curriculum.schema import ModuleFile
from reports.composing.prose import for_paper


@dataclass(frozen=True)
class Part:
    """A section of the module. anchor: where the contents lead. is_wide: it has a table, which takes the whole line."""

    anchor: str
    heading: str
    html: str

    @property
    def is_wide(self) -> bool:
        return "<table" in self.html


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
