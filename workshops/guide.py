"""The facilitator's guide beside a room's step: words to say, minutes, prompts, taken from the exercise file."""

import re
from dataclasses import dataclass

from curriculum.schema import ExerciseFile, scripted_steps
from workshops.models import Run

Step = Run.Step

# Where a room's part begins in the script, found by what its step is called there. `alone` opens the first answer.
SECOND, EVIDENCE, REVEAL, DECIDE, ANSWER = "second", "evidence", "reveal", "decide", "answer"
MARKS = (
    (SECOND, re.compile(r"\b(second|again)\b", re.IGNORECASE)),
    (EVIDENCE, re.compile(r"\bevidence\b", re.IGNORECASE)),
    (REVEAL, re.compile(r"\breveal\b", re.IGNORECASE)),
    (DECIDE, re.compile(r"\bdecid|\bdecision\b", re.IGNORECASE)),
    (ANSWER, re.compile(r"\b(alone|answer|rank)\b", re.IGNORECASE)),
)
PART_OF = {
    Step.BRIEF: "",
    Step.ANSWER_1: ANSWER,
    Step.CLOSED_1: REVEAL,
    Step.REVEAL_1: REVEAL,
    Step.EVIDENCE: EVIDENCE,
    Step.ANSWER_2: SECOND,
    Step.CLOSED_2: SECOND,
    Step.REVEAL_2: SECOND,
    Step.VOTE: DECIDE,
    Step.VOTE_CLOSED: DECIDE,
    Step.VOTE_REVEAL: DECIDE,
    Step.DECIDE: DECIDE,
    Step.DECIDED: DECIDE,
}


@dataclass(frozen=True)
class Page:
    """One step of the script. words: Markdown. minutes and minimum: as planned and at least."""

    n: int
    name: str
    minutes: int
    minimum: int
    words: str
    prompts: tuple[str, ...]


def guide_for(file: ExerciseFile, step: str) -> list[Page]:
    """The pages of the script that belong to `step` of the room, in their order."""
    return parts_of(file).get(PART_OF[Step(step)], [])


def parts_of(file: ExerciseFile) -> dict[str, list[Page]]:
    """{part: its pages}. A page without a mark of its own belongs to the part before it, at first to the brief."""
    parts: dict[str, list[Page]] = {}
    part = ""
    for page in pages_of(file):
        part = mark_of(page.name) or part
        parts.setdefault(part, []).append(page)
    return parts


def mark_of(name: str) -> str:
    return next((part for part, mark in MARKS if mark.search(name)), "")


def pages_of(file: ExerciseFile) -> list[Page]:
    words = {step.n: step.text for step in scripted_steps(file.body)}
    return [
        Page(
            n=step.n,
            name=step.name,
            minutes=step.minutes,
            minimum=step.minimum,
            words=words.get(step.n, ""),
            prompts=tuple(prompt.text for prompt in file.prompts if prompt.step == step.n),
        )
        for step in file.steps
    ]
