"""Which texts of a file an organisation may word otherwise, and what stands there in the book.

Not: keys, conditions on figures, the promise of who sees what, and what instruments count: that is what was built.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from curriculum.patch import BODY, Place
from curriculum.schema import ContentFile, ExerciseFile

FRONT = ("title", "question", "produces", "decider")
OF_AN_OPTION = ("name", "means", "cost")


@dataclass(frozen=True)
class Wordable:
    """group: the heading that it stands under on a page. is_long: Markdown of several lines."""

    place: Place
    group: str
    label: str
    text: str
    is_long: bool = False

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return "text:" + "|".join(self.place)


def wordables(file: ContentFile) -> list[Wordable]:
    told = [*of_exercise(file)] if isinstance(file, ExerciseFile) else [*of_front(file, ("title", "question"))]
    sections = [Wordable((BODY, heading), "Sections", heading, text, True) for heading, text in file.body.items()]
    return [*told, *sections]


def of_front(file: ContentFile, names: tuple[str, ...]) -> Iterator[Wordable]:
    for name in names:
        yield Wordable((name,), "In one line each", name.capitalize(), getattr(file, name))


def of_exercise(file: ExerciseFile) -> Iterator[Wordable]:
    yield from of_front(file, FRONT)
    for instrument in file.instruments:
        if prompt := getattr(instrument.parameters, "prompt", None):
            place = ("instruments", instrument.key, "parameters", "prompt")
            yield Wordable(place, "What people are asked", instrument.key, prompt)
    for option in file.options:
        for name in OF_AN_OPTION:
            yield Wordable(("options", option.key, name), "Options", f"{option.name}: {name}", getattr(option, name))
    for step in file.steps:
        yield Wordable(("steps", str(step.n), "name"), "Steps", f"Step {step.n}", step.name)
    for number, prompt in enumerate(file.prompts, start=1):
        yield Wordable(("prompts", f"#{number}", "text"), "If the room is stuck", f"Step {prompt.step}", prompt.text)
