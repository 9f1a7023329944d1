"""An exercise or module as its page shows it: sections as HTML, each step with its words, minutes and prompts."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.safestring import SafeString

from curriculum.instruments import Category, Classify, ItemSource, Rank
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
class GuideCase:
    """A practice case with the names of the right answer and of the one that tempts."""

    case: str
    answer: str
    tempting: str
    why: str


@dataclass(frozen=True)
class GuideQuestion:
    """What one instrument asks. items: those of the file, which stand where the tables have none of their own."""

    prompt: str
    items: tuple[str, ...]
    are_a_fallback: bool
    categories: tuple[Category, ...]
    abstention: str
    practice: tuple[GuideCase, ...]


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


def questions_of(file: ExerciseFile) -> list[GuideQuestion]:
    """What the instruments ask, where their form is known."""
    return [question(instrument) for instrument in file.instruments if isinstance(instrument, Classify | Rank)]


def question(instrument: Classify | Rank) -> GuideQuestion:
    parameters = instrument.parameters
    items, own = parameters.items, getattr(parameters, "prompt", None) or ""
    categories = getattr(parameters, "categories", ())
    abstain = getattr(parameters, "abstain", None)
    return GuideQuestion(
        prompt=(items.prompt or own) if isinstance(items, ItemSource) else own,
        items=items.fallback if isinstance(items, ItemSource) else items,
        are_a_fallback=isinstance(items, ItemSource),
        categories=categories if isinstance(categories, tuple) else (),
        abstention=abstain.name if abstain else "",
        practice=cases_of(instrument, categories),
    )


def cases_of(instrument: Classify | Rank, categories: Any) -> tuple[GuideCase, ...]:
    names = {category.key: category.name for category in categories} if isinstance(categories, tuple) else {}
    return tuple(
        GuideCase(case.case, names.get(case.key, case.key), names.get(case.tempting, case.tempting), case.why)
        for case in instrument.practice
    )
