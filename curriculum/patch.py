"""An organisation's tailoring: what it words, times, adds, hides and orders otherwise than the book, as one patch.

A patch is laid onto files as they were loaded and gives files again; what does not fit any more is told, not dropped.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, ValidationError

from curriculum.instruments import Strict, Text
from curriculum.loader import exercise_order, faults_in, read_added
from curriculum.problems import ContentErrors
from curriculum.schema import ContentFile, ExerciseFile, ExerciseId, Minutes, ModuleFile, ModuleNumber
from curriculum.wording import banned_words

Place = tuple[str, ...]
BODY = "body"


class NewText(Strict):
    """file: '4.1', or '4' for the module. place: ('question',), ('options', 'lay_off', 'name'), ('body', 'Traps')."""

    file: str
    place: Place
    text: Text


class NewTime(Strict):
    exercise: ExerciseId
    step: int
    minutes: Annotated[Minutes, Field(ge=1)]
    minimum: Minutes


class NewOrder(Strict):
    module: ModuleNumber
    exercises: tuple[ExerciseId, ...]


class Patch(Strict):
    """added: whole exercise files as Markdown."""

    texts: tuple[NewText, ...] = ()
    times: tuple[NewTime, ...] = ()
    orders: tuple[NewOrder, ...] = ()
    hidden: tuple[ExerciseId, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Patch()

    def texts_of(self, file: str) -> dict[Place, str]:
        return {each.place: each.text for each in self.texts if each.file == file}

    def times_of(self, exercise: str) -> dict[int, NewTime]:
        return {each.step: each for each in self.times if each.exercise == exercise}

    def with_file(self, file: str, texts: Mapping[Place, str], times: tuple[NewTime, ...] = ()) -> "Patch":
        """All that is said of one file anew."""
        others = tuple(each for each in self.texts if each.file != file)
        own = tuple(NewText(file=file, place=place, text=text) for place, text in texts.items())
        return self.model_copy(
            update={
                "texts": (*others, *own),
                "times": (*(each for each in self.times if each.exercise != file), *times),
            }
        )

    def with_added(self, key: str, text: str) -> "Patch":
        """An exercise of one's own; one of the same number is replaced."""
        return self.model_copy(update={"added": (*self.added_but(key), text)})

    def without(self, key: str) -> "Patch":
        """Nothing more of an exercise of one's own."""
        orders = tuple(
            each.model_copy(update={"exercises": tuple(other for other in each.exercises if other != key)})
            for each in self.orders
        )
        hidden = tuple(each for each in self.hidden if each != key)
        return self.with_file(key, {}).model_copy(
            update={"added": self.added_but(key), "orders": orders, "hidden": hidden}
        )

    def added_but(self, key: str) -> tuple[str, ...]:
        return tuple(text for text in self.added if read_added(text).id != key)

    def showing_all(self) -> "Patch":
        """With what is left out in its place, as tailoring shows it."""
        return self.model_copy(update={"hidden": ()})


@dataclass(frozen=True)
class Files:
    """modules by number, exercises by id."""

    modules: dict[int, ModuleFile]
    exercises: dict[str, ExerciseFile]


@dataclass(frozen=True)
class Tailored:
    """files: as far as the patch fits. problems: sentences, each about the one change that it names."""

    files: Files
    problems: tuple[str, ...] = field(default=())


class Unfit(ValueError):
    """A change that cannot be made; the message says which and why."""


def tailored(base: Files, patch: Patch) -> Tailored:
    """The files with the patch laid onto them."""
    problems: list[str] = []
    exercises = dict(base.exercises)
    for text in patch.added:
        add(exercises, text, problems)
    for key in list(exercises):
        exercises[key] = reworded(exercises[key], key, patch, problems)
    modules = {number: reworded(module, str(number), patch, problems) for number, module in base.modules.items()}
    problems += unknown_files(patch, exercises, modules)
    for key in patch.hidden:
        if exercises.pop(key, None) is None:
            problems.append(f"{key} is to be left out, and there is no such exercise.")
    return Tailored(Files(ordered(modules, exercises, patch, problems), exercises), tuple(problems))


def add(exercises: dict[str, ExerciseFile], text: str, problems: list[str]) -> None:
    try:
        file = read_added(text)
    except ContentErrors as errors:
        problems += [f"Your own exercise, line {each.line}: {each.message}" for each in errors.problems]
        return
    if file.id in exercises:
        problems.append(f"{file.id} is taken: number your own exercise otherwise.")
    else:
        exercises[file.id] = file


def unknown_files(patch: Patch, exercises: Mapping[str, Any], modules: Mapping[int, Any]) -> Iterator[str]:
    known = {*exercises, *map(str, modules)}
    said = dict.fromkeys([*(each.file for each in patch.texts), *(each.exercise for each in patch.times)])
    for file in said:
        if file not in known:
            yield f"{file} is worded or timed otherwise, and the book has no such file any more."


def reworded(file: Any, key: str, patch: Patch, problems: list[str]) -> Any:
    """The file with its texts and times; as it was where a change does not fit."""
    times, texts = patch.times_of(key), patch.texts_of(key)
    if not times and not texts:
        return file
    data, changes = file.model_dump(mode="json", by_alias=True, exclude_none=True), 0
    for each in times.values():
        changes += tried(lambda each=each: set_time(data, each), f"{key}, step {each.step}", problems)
    for place, text in texts.items():
        changes += tried(lambda place=place, text=text: set_text(data, place, text), f"{key}, {said(place)}", problems)
    if not changes:
        return file
    try:
        made = type(file).model_validate(data)
    except ValidationError as error:
        problems += [f"{key}, {said(detail['loc'])}: {detail['msg']}" for detail in error.errors(include_url=False)]
        return file
    problems += faults_of(made, key)
    return made


def tried(change: Any, where: str, problems: list[str]) -> int:
    try:
        change()
    except Unfit as error:
        problems.append(f"{where}: {error}")
        return 0
    return 1


def faults_of(file: ContentFile, key: str) -> Iterator[str]:
    """What a loaded file would be refused for."""
    for text in {*file.body.values(), file.question}:
        for _line, phrase in banned_words(text):
            yield f"{key}: “{phrase}” says nothing here."
    if isinstance(file, ExerciseFile):
        yield from (f"{key}: {fault.message}." for fault in faults_in(file))


def said(place: tuple[str | int, ...]) -> str:
    """'options, lay_off, name'."""
    return ", ".join(str(part) for part in place)


# --- one change ------------------------------------------------------------------------------------------------------


def set_text(data: dict[str, Any], place: Place, text: str) -> None:
    """Raises Unfit where there is no text at that place."""
    *inside, last = place
    if place[0] == BODY:
        set_section(data, last, text)
        return
    if place[0] == "steps" and last == "name":
        rename_step(data, place[1], text)
    target = data
    for part in inside:
        target = within(target, part)
    if not isinstance(target, dict) or not isinstance(target.get(last), str):
        raise Unfit("there is no such text")
    target[last] = text


def within(node: Any, part: str) -> Any:
    """A member by its name; an entry of a list by its key, its number, or its place from 1."""
    if isinstance(node, dict) and part in node:
        return node[part]
    if isinstance(node, list):
        for position, each in enumerate(node, start=1):
            if isinstance(each, dict) and part in (each.get("key"), str(each.get("n")), f"#{position}"):
                return each
    raise Unfit("there is no such text")


def section_place(data: dict[str, Any], heading: str) -> int:
    """`body` is a list of [heading, text]."""
    for position, (name, _text) in enumerate(data.get(BODY, ())):
        if name == heading:
            return position
    raise Unfit("there is no such section")


def set_section(data: dict[str, Any], heading: str, text: str) -> None:
    data[BODY][section_place(data, heading)] = [heading, text.replace("\r\n", "\n").strip("\n")]


def rename_step(data: dict[str, Any], number: str, name: str) -> None:
    """Also where the script tells it."""
    replace_in(data, "Step by step", rf"(?m)^\*\*{re.escape(number)}\. [^*]+? \(", f"**{number}. {name} (")


def set_time(data: dict[str, Any], new: NewTime) -> None:
    """Also where the script and the shortest way tell it. Raises Unfit."""
    if new.minimum > new.minutes:
        raise Unfit(f"the least, {new.minimum} minutes, is more than the {new.minutes} planned")
    steps = data.get("steps", ())
    shortest = sum(step["minimum"] for step in steps)
    step = next((each for each in steps if each["n"] == new.step), None)
    if step is None:
        raise Unfit("there is no such step")
    step.update(minutes=new.minutes, minimum=new.minimum)
    replace_in(
        data, "Step by step", rf"(?m)^(\*\*{new.step}\. [^*]+? \()\d+((?: min)?\)\.\*\*)", rf"\g<1>{new.minutes}\g<2>"
    )
    now = sum(each["minimum"] for each in steps)
    replace_in(data, "Short of time", rf"\b{shortest}(\s+minutes)\b", rf"{now}\g<1>")


def replace_in(data: dict[str, Any], heading: str, pattern: str, new: str) -> None:
    position = section_place(data, heading)
    data[BODY][position] = [heading, re.sub(pattern, new, data[BODY][position][1], count=1)]


# --- order -----------------------------------------------------------------------------------------------------------


def ordered(
    modules: Mapping[int, ModuleFile], exercises: Mapping[str, ExerciseFile], patch: Patch, problems: list[str]
) -> dict[int, ModuleFile]:
    """Each module lists the exercises that are left, in the order asked for; own ones after the book's."""
    wanted = {order.module: order.exercises for order in patch.orders}
    made: dict[int, ModuleFile] = {}
    for number, module in modules.items():
        listed = in_order(module, exercises, wanted.get(number, ()))
        if not listed:
            problems.append(f"Module {number} has no exercise left.")
            listed = module.exercises
        made[number] = module.model_copy(update={"exercises": listed})
    return made


def in_order(module: ModuleFile, exercises: Mapping[str, ExerciseFile], wanted: tuple[str, ...]) -> tuple[str, ...]:
    own = sorted((key for key, file in exercises.items() if file.module == module.module), key=exercise_order)
    usual = [*(key for key in module.exercises if key in own), *(key for key in own if key not in module.exercises)]
    return (*(key for key in wanted if key in own), *(key for key in usual if key not in wanted))
