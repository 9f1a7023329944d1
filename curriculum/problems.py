"""What is wrong with a content file, and where."""

from dataclasses import dataclass

Loc = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an author has to mend. `file` is relative to the content folder, `line` counts from 1."""

    file: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code}: {self.message}"


@dataclass(frozen=True)
class Fault:
    """A problem of one file before its place is looked up: `loc` leads into the front matter, `line` into the body."""

    code: str
    message: str
    loc: Loc = ()
    line: int | None = None


class ContentErrors(Exception):
    """Everything that is wrong with the files read, in order of file and line. Nothing of them was taken."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
