"""An exercise or module as its page shows it: sections as HTML, each step with its words, minutes and prompts."""

from dataclasses import dataclass
from itertools import accumulate

from django.utils.safestring import SafeString

from curriculum.instruments import ItemSource
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


@dataclass(frozen=True)
class GuideQuestion:
    """What one instrument asks. items: those of the file, which stand where the tables have none of their own."""

    prompt: str
    items: tuple[str, ...]
    are_a_fallback: bool


def sections_of(file: ContentFile, *headings: str) -> list[GuideSection]:
    """The sections of these headings as far as there are any, in this order; all of them where none is named."""
    return [
        GuideSection(heading, to_html(file.body[heading])) for heading in headings or file.body if heading in file.body
    ]


def steps_of(file: ExerciseFile) -> list[GuideStep]:
    words = {told.n: told.text for told in scripted_steps(file.body)}
    starts = accumulate((step.minutes for step in file.steps), initial=0)
    return [
        GuideStep(step, start, to_html(words.get(step.n, "")), prompts_at(file, step.n))
        for step, start in zip(file.steps, starts, strict=False)
    ]


def prompts_at(file: ExerciseFile, step: int) -> tuple[str, ...]:
    return tuple(prompt.text for prompt in file.prompts if prompt.step == step)


def questions_of(file: ExerciseFile) -> list[GuideQuestion]:
    """What the instruments ask, where their form is known."""
    return [
        question(items, getattr(instrument.parameters, "prompt", None) or "")
        for instrument in file.instruments
        if isinstance(items := getattr(instrument.parameters, "items", None), ItemSource | tuple)
    ]


def question(items: ItemSource | tuple[str, ...], prompt: str) -> GuideQuestion:
    if isinstance(items, ItemSource):
        return GuideQuestion(items.prompt or prompt, items.fallback, are_a_fallback=True)
    return GuideQuestion(prompt, items, are_a_fallback=False)
