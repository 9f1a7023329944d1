"""All exercises by id. A new file in `analysis/exercises/` is a new exercise; nothing else has to change.

Findings = what the room answered, made by the instruments from the exercise's Markdown alone, and what the tables say,
made by the exercise's own file. Without that file only the first.
"""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from analysis import answers, exercises
from analysis.as_of import inputs_as_of
from analysis.charts import Canvas
from analysis.findings import Chart, Findings, Message
from analysis.inputs import Inputs, Needs
from analysis.method import Method
from analysis.wording import Wording, Words


class Exercise(Protocol):
    """What a module in `analysis/exercises/` offers."""

    EXERCISE: str
    NEEDS: Needs
    METHOD: Method
    WORDS: Words

    def analyse(self, inputs: Inputs) -> Findings: ...

    def charts(self, findings: Findings, canvas: Canvas) -> tuple[Chart, ...]: ...


class UnknownExercise(LookupError):
    """There is no such exercise; the message lists those there are."""

    def __init__(self, exercise: str) -> None:
        super().__init__(f"No exercise {exercise}. Known: {', '.join(sorted(discover()))}.")


def discover() -> dict[str, Exercise]:
    """Every exercise by its id, such as '3.1'."""
    names = (module.name for module in pkgutil.iter_modules(exercises.__path__, f"{exercises.__name__}."))
    found = (cast(Exercise, import_module(name)) for name in names)
    return {exercise.EXERCISE: exercise for exercise in found}


def analyse(exercise: str, inputs: Inputs) -> Findings:
    """Findings of one exercise, charts left out; where its tables are missing, the room's part and what it needs.

    Raises UnknownExercise where there is neither a file nor content with instruments.
    """
    module = discover().get(exercise)
    if module is None and not inputs.content:
        raise UnknownExercise(exercise)
    data = data_part(exercise, module, inputs)
    return data.with_part(answers.analyse(exercise, inputs, data))


def data_part(exercise: str, module: Exercise | None, inputs: Inputs) -> Findings:
    """What the exercise's file makes of the tables as they stood on the day."""
    if module is None:
        return Findings(exercise=exercise, headline=Message("answers_only"), inputs=inputs.provenance)
    if missing := inputs.missing(module.NEEDS):
        return Findings(exercise=exercise, headline=Message("needs_tables"), needs=missing, inputs=inputs.provenance)
    return module.analyse(inputs_as_of(inputs))


def draw(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """The charts of findings, thawed or fresh: evidence first, then how the room answered."""
    module = discover().get(findings.exercise)
    evidence = module.charts(findings, canvas) if module else ()
    return evidence + answers.charts(findings, canvas)


@cache
def wording(exercise: str) -> Wording:
    """The words for findings of this exercise."""
    module = discover().get(exercise)
    return Wording({**answers.WORDS, **(module.WORDS if module else {})})
