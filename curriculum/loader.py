"""Reads the curriculum's files and says everything that is wrong with them, each with file and line."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from curriculum.checks import check_exercise_body, check_front_matter, check_module_body, check_script
from curriculum.document import FENCE, Document, Unreadable, read_yaml, take_apart
from curriculum.instruments import Strict
from curriculum.items import ItemsFile, check_items
from curriculum.problems import ContentErrors, Fault, Loc, Problem
from curriculum.schema import ExerciseFile, ModuleFile
from curriculum.wording import bullets, questions

CONTENT = Path(__file__).parent / "content"
OWN = "your own exercise"  # an exercise that an organisation wrote
REFERENCE = re.compile(r"(?<![\d.,:€$])\b([1-8]\.[1-9])\b(?![\d%.]*\d)(?!\s*(?:%|m\b|k\b|points))")
File = TypeVar("File", bound=Strict)


@dataclass(frozen=True)
class Loaded:
    """modules by number, exercises by id, both in that order; assessment items by the number of their module."""

    modules: dict[int, ModuleFile]
    exercises: dict[str, ExerciseFile]
    items: dict[int, ItemsFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A file that was read: its name relative to the content folder, and what it was taken apart into."""

    name: str
    document: Document

    def problem(self, fault: Fault) -> Problem:
        line = fault.line or self.document.line_of(fault.loc)
        return Problem(self.name, line, fault.code, fault.message)


def load_folder(path: Path = CONTENT) -> Loaded:
    """All of `modules/*.md`, `exercises/*.md` and `items/*.yaml` under `path`. Raises ContentErrors: every problem."""
    problems: list[Problem] = []
    modules = read_all(path, "modules", read_module, problems)
    exercises = read_all(path, "exercises", read_exercise, problems)
    items = read_all(path, "items", read_items, problems)
    problems += check_together(modules, exercises, Files.in_folder(path))
    problems += check_skills(items, exercises)
    if not modules and not problems:
        problems.append(Problem("modules", 1, "nothing_found", "there is no module-….md here"))
    if problems:
        raise ContentErrors(problems)
    return Loaded(
        {file.module: file for _, file in sorted(modules, key=lambda pair: pair[1].module)},
        {file.id: file for _, file in sorted(exercises, key=lambda pair: exercise_order(pair[1].id))},
        {file.module: file for _, file in sorted(items, key=lambda pair: pair[1].module)},
    )


def exercise_order(key: str) -> tuple[int, ...]:
    """Sorts '4.10' after '4.9'."""
    return tuple(int(part) for part in key.split("."))


Read = Callable[[Path, Path], tuple[Source, File]]


def read_all(path: Path, kind: str, read: Read[File], problems: list[Problem]) -> list[tuple[Source, File]]:
    """The files of one kind that can be read at all; what is wrong with the others is added to `problems`."""
    found = []
    for file in sorted((path / kind).glob("*.yaml" if kind == "items" else "*.md")):
        try:
            found.append(read(file, path))
        except ContentErrors as errors:
            problems += errors.problems
    return found


def read_exercise(path: Path, root: Path | None = None) -> tuple[Source, ExerciseFile]:
    """One exercise file, checked by itself. Raises ContentErrors."""
    source = read_source(path, root)
    faults = [*check_exercise_body(source.document), *check_name(path, source, r"(\d\.\d+)-(.+)\.md", ("id", "slug"))]
    file = validated(ExerciseFile, source, faults)
    return source, passed(file, source, [*faults, *check_front_matter(file), *check_script(file, source.document)])


def read_added(text: str) -> ExerciseFile:
    """An exercise that is no file of ours, checked by itself like one. Raises ContentErrors."""
    source = source_of(OWN, text, take_apart)
    file = validated(ExerciseFile, source, faults := list(check_exercise_body(source.document)))
    return passed(file, source, [*faults, *check_front_matter(file), *check_script(file, source.document)])


def faults_in(file: ExerciseFile) -> list[Fault]:
    """What is wrong with an exercise that is text no more: places are known, lines are not."""
    return [*check_front_matter(file), *check_script(file, Document.of_body(file.body))]


def read_module(path: Path, root: Path | None = None) -> tuple[Source, ModuleFile]:
    """One module file, checked by itself. Raises ContentErrors."""
    source = read_source(path, root)
    faults = [*check_module_body(source.document), *check_name(path, source, r"module-(\d)\.md", ("module",))]
    file = validated(ModuleFile, source, faults)
    return source, passed(file, source, faults)


def read_items(path: Path, root: Path | None = None) -> tuple[Source, ItemsFile]:
    """The items of one module, checked by themselves. Raises ContentErrors."""
    source = read_source(path, root, bare_yaml)
    faults = list(check_name(path, source, r"items-(\d)\.yaml", ("module",)))
    file = validated(ItemsFile, source, faults)
    return source, passed(file, source, [*faults, *check_items(file)])


def bare_yaml(text: str) -> Document:
    """A file of YAML alone, begun by --- like a front matter. Raises Unreadable."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != FENCE:
        raise Unreadable(Fault("no_front_matter", "the first line must be ---, with the items under it", line=1))
    node, data = read_yaml(rest)
    return Document(text, data, node, ())


def read_source(path: Path, root: Path | None, take: Callable[[str], Document] = take_apart) -> Source:
    name = path.relative_to(root).as_posix() if root else path.name
    try:
        return source_of(name, path.read_text(encoding="utf-8"), take)
    except UnicodeDecodeError as error:
        raise ContentErrors([Problem(name, 1, "not_utf8", "the file is not UTF-8 text")]) from error


def source_of(name: str, text: str, take: Callable[[str], Document]) -> Source:
    """Raises ContentErrors."""
    try:
        return Source(name, take(text.replace("\r\n", "\n")))
    except Unreadable as error:
        raise ContentErrors(
            [Problem(name, fault.line or 1, fault.code, fault.message) for fault in error.faults]
        ) from error


def check_name(path: Path, source: Source, pattern: str, fields: tuple[str, ...]) -> Iterator[Fault]:
    """The file's name says what its front matter says."""
    match = re.fullmatch(pattern, path.name)
    if match is None:
        yield Fault("file_name", f"the file's name must look like {pattern}", line=1)
        return
    for name, wanted in zip(fields, match.groups(), strict=True):
        value = source.document.data.get(name)
        if str(value) != wanted:
            yield Fault("file_name", f"{name} is {value}, the file's name says {wanted}", (name,))


def validated(model: type[File], source: Source, faults: Iterable[Fault]) -> File:
    body = {section.heading: section.text.strip("\n") for section in source.document.sections}
    try:
        return model.model_validate({**source.document.data, **({"body": body} if body else {})})
    except ValidationError as error:
        wrong = [
            Fault(detail["type"], f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}", where(detail))
            for detail in error.errors(include_url=False)
        ]
        raise ContentErrors([source.problem(fault) for fault in [*faults, *wrong]]) from error


def where(detail: ErrorDetails) -> Loc:
    """Of an unknown kind of instrument, or type of item, pydantic names the whole, not its kind."""
    if detail["type"] != "union_tag_invalid":
        return detail["loc"]
    return (*detail["loc"], str(detail["ctx"]["discriminator"]).strip("'") if "ctx" in detail else "kind")


def passed(file: File, source: Source, faults: list[Fault]) -> File:
    if faults:
        raise ContentErrors([source.problem(fault) for fault in faults])
    return file


@dataclass(frozen=True)
class Files:
    """The modules and exercises that have a file, sound or not, by its name."""

    modules: frozenset[str]
    exercises: frozenset[str]

    @classmethod
    def in_folder(cls, path: Path) -> Self:
        return cls(
            frozenset(file.stem.removeprefix("module-") for file in (path / "modules").glob("*.md")),
            frozenset(file.stem.partition("-")[0] for file in (path / "exercises").glob("*.md")),
        )


def check_together(
    modules: list[tuple[Source, ModuleFile]], exercises: list[tuple[Source, ExerciseFile]], files: Files
) -> Iterator[Problem]:
    """What only all files together show."""
    yield from check_repeats(modules, "module", lambda file: str(file.module))
    yield from check_repeats(exercises, "id", lambda file: file.id)
    for source, file in exercises:
        if str(file.module) not in files.modules:
            yield source.problem(Fault("unknown_module", f"there is no file of module {file.module}", ("module",)))
    for source, module in modules:
        yield from check_promises(source, module, files.exercises)
    yield from check_originality(exercises)


def check_skills(
    items: list[tuple[Source, ItemsFile]], exercises: list[tuple[Source, ExerciseFile]]
) -> Iterator[Problem]:
    """An item asks for a skill of its exercise; one whose exercise has no file yet waits for it."""
    skills = {file.id: {skill.key for skill in file.skills} for _, file in exercises}
    for source, file in items:
        for number, item in enumerate(file.items):
            if item.exercise in skills and item.skill not in skills[item.exercise]:
                message = f"{item.id}: exercise {item.exercise} has no skill {item.skill}"
                yield source.problem(Fault("unknown_skill", message, ("items", number, "skill")))


def check_repeats(files: list[tuple[Source, File]], field: str, key: Callable[[File], str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source, file in files:
        if (other := first.setdefault(key(file), source.name)) != source.name:
            yield source.problem(Fault("repeated_key", f"{field} {key(file)} is also that of {other}", (field,)))


def check_promises(source: Source, module: ModuleFile, ids: frozenset[str]) -> Iterator[Problem]:
    """A module speaks only of exercises that have a file: whoever plans a day from it finds them all."""
    for number, key in enumerate(module.exercises):
        if key not in ids:
            yield source.problem(Fault("unknown_exercise", f"exercise {key} has no file", ("exercises", number)))
    for section in source.document.sections:
        for line, text in section.lines():
            for key in sorted(set(REFERENCE.findall(text)) - ids):
                yield source.problem(Fault("unknown_exercise", f"exercise {key} has no file", line=line))


def check_originality(exercises: list[tuple[Source, ExerciseFile]]) -> Iterator[Problem]:
    """No prompt, trap or debrief question stands in two files, nor twice in one."""
    first: dict[str, str] = {}
    for source, file in exercises:
        for text, line in sayings(source, file):
            if text in first:
                yield Problem(source.name, line, "repeated_text", f"“{text}” stands in {first[text]} too")
            first.setdefault(text, source.name)


def sayings(source: Source, file: ExerciseFile) -> Iterator[tuple[str, int]]:
    for number, prompt in enumerate(file.prompts):
        yield prompt.text, source.document.line_of(("prompts", number))
    for heading, pieces in (("Traps", bullets), ("Debrief", questions)):
        if section := source.document.section(heading):
            for line, text in pieces(section.text):
                yield text, section.line + 1 + line
