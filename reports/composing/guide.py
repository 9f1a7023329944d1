"""An exercise as whoever runs it reads it in the room: facts, words, clock, options, traps, figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from curriculum.asked import Question, questions_of
from curriculum.guide import GuideSection, GuideStep, sections_of, steps_of
from curriculum.schema import ExerciseFile, FigureLine, Frozen, TripwireLine
from reports.composing.numbers import say
from reports.composing.prose import for_paper, in_words
from reports.composing.section import INSTRUMENTS
from reports.composing.timescale import strip
from reports.composing.verdict import window_words

AFTER_STEPS = ("Traps", "Good and weak answers", "Worked case", "Short of time", "Remote, hybrid, paper")
LAST = ("Debrief", "Done when", "Next")
PARTS = {"named": " of what was decided on", "any": " of any one"}
UNITS = {"fraction": "percent"}  # as they are printed
LIMITS = {
    "low": "its lower limit at the decision",
    "value": "its value at the decision",
    "high": "its upper limit at the decision",
}
Context = dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """A step on the clock. prompts: for when the room is stuck."""

    told: GuideStep
    words: str
    prompts: list[str]

    @property
    def least(self) -> str:
        """'at least 2', 'may go', or '' where nothing can be taken off."""
        step = self.told.step
        if not step.minimum:
            return "may go"
        return f"at least {step.minimum}" if step.minimum != step.minutes else ""


@dataclass(frozen=True)
class FigureShown:
    """A figure of the exercise by its words."""

    name: str
    meaning: str
    line: FigureLine

    @property
    def unit(self) -> str:
        return UNITS.get(self.line.unit, self.line.unit)

    @property
    def notes(self) -> str:
        """What its value rests on: 'Interval: Wilson. Open deals: shown.'"""
        told = {
            "Interval": self.line.interval,
            "Open deals": self.line.open_deals,
            "Needs": self.line.needs,
            "Assumes": self.line.assumes,
        }
        return " ".join(f"{name}: {words}." for name, words in told.items() if words)


@dataclass(frozen=True)
class WireShown:
    """A tripwire to offer, in words."""

    rule: str
    why: str


def exercise_context(exercise: ExerciseFile, linked: Sequence[ExerciseFile]) -> Context:
    """What `print/guide_exercise.html` prints. linked: the exercises that this one hands something to."""
    said = partial(in_words, exercise)
    return {
        "exercise": exercise,
        "anchor": f"exercise-{exercise.id}",
        "asks": " + ".join(INSTRUMENTS.get(each.kind, each.kind) for each in exercise.instruments),
        "purpose": on_paper(exercise, "Purpose"),
        "set_up": on_paper(exercise, "Set-up"),
        "strip": strip(exercise),
        "moments": moments(exercise),
        "questions": questions(exercise),
        "options": [
            (letter, each, said(each.fits_when)) for letter, each in zip("ABCDEF", exercise.options, strict=False)
        ],
        "after": on_paper(exercise, *AFTER_STEPS),
        "last": on_paper(exercise, *LAST),
        "linked": linked,
        "figures": [FigureShown(figure_said(each.key), said(each.meaning), each) for each in exercise.figures],
        "without_tables": said(exercise.data.without_tables),
        "wires": [wire_shown(exercise, each) for each in exercise.tripwires],
    }


def on_paper(exercise: ExerciseFile, *headings: str) -> list[GuideSection]:
    return [GuideSection(each.heading, for_paper(each.html)) for each in sections_of(exercise, *headings)]


def moments(exercise: ExerciseFile) -> list[Moment]:
    return [
        Moment(told, for_paper(told.words), [in_words(exercise, prompt) for prompt in told.prompts])
        for told in steps_of(exercise)
    ]


def questions(exercise: ExerciseFile) -> list[Question]:
    return [replace(each, prompt=in_words(exercise, each.prompt)) for each in questions_of(exercise)]


def figure_said(key: str) -> str:
    """'stage_conversion.<stage>' as 'stage conversion, by stage'; '<named>' as what was decided on."""
    name, *parts = key.split(".")
    return name.replace("_", " ") + "".join(map(part_said, parts))


def part_said(part: str) -> str:
    inner = part.strip("<>")
    if inner == part:
        return f", {part}"
    return PARTS.get(inner, f", by {inner.replace('_', ' ')}")


def wire_shown(exercise: ExerciseFile, wire: TripwireLine) -> WireShown:
    """'Win rate falls below 20.0 %, counted over 2 quarters, from 75 deals'."""
    direction = "falls below" if wire.op == "<" else "rises above"
    window = window_words(wire.window.model_dump())
    rule = f"{figure_said(wire.figure)} {direction} {limit_said(exercise, wire)}, counted{window}"
    return WireShown(f"{rule[:1].upper()}{rule[1:]}, from {wire.min_n} {wire.min_n_of}", in_words(exercise, wire.why))


def limit_said(exercise: ExerciseFile, wire: TripwireLine) -> str:
    if isinstance(wire.threshold, Frozen):
        return LIMITS[wire.threshold.frozen]
    return say(wire.threshold, exercise.unit_of(wire.figure))
