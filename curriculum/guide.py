"""An exercise or module as its page shows it: sections as HTML, each step with its words, minutes and prompts."""

from dataclasses import dataclass
from itertools import accumulate

from django.utils.safestring import SafeString

from curriculum.markdown import to_html
from curriculum.schema import ContentFile, ExerciseFile, Step, scripted_steps


@dataclass(frozen=True)
class GuideStep:
    """starts: minutes into the exercise. words: what to say and do. prompts: for when the room is stuck."""

    step: Step
    starts: int
    words: SafeString
    prompts: tuple[str, ...]

    @property
    def ends(self) -> int:
        return self.starts + self.step.minutes


@dataclass(frozen=True)
class GuideSection:
    heading: str
    html: SafeString


def sections_of(file: ContentFile, *headings: str) -> list[GuideSection]:
    """The sections of these headings as far as there are any, in this order; all of them where none is named."""
    return [
        GuideSection(heading, to_html(with_names(file, file.body[heading])))
        for heading in headings or file.body
        if heading in file.body
    ]


def with_names(file: ContentFile, text: str) -> str:
    """Options by their names where the text has their keys: `move_time` is how the file says “Move selling time in”."""
    for option in file.options if isinstance(file, ExerciseFile) else ():
        text = text.replace(f"`{option.key}`", f"“{option.name}”")
    return text


def steps_of(file: ExerciseFile) -> list[GuideStep]:
    words = {told.n: told.text for told in scripted_steps(file.body)}
    starts = accumulate((step.minutes for step in file.steps), initial=0)
    return [
        GuideStep(step, start, to_html(words.get(step.n, "")), prompts_at(file, step.n))
        for step, start in zip(file.steps, starts, strict=False)
    ]


def prompts_at(file: ExerciseFile, step: int) -> tuple[str, ...]:
    return tuple(prompt.text for prompt in file.prompts if prompt.step == step)
