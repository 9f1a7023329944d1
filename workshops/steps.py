"""The order in which a room goes through an exercise; which rounds it has; what each step lets people do."""

from workshops.models import Round, Run

Step = Run.Step

FIRST = (Step.BRIEF, Step.ANSWER_1, Step.CLOSED_1, Step.REVEAL_1, Step.EVIDENCE)
SECOND = (Step.ANSWER_2, Step.CLOSED_2, Step.REVEAL_2)
CLOSING = (Step.VOTE, Step.VOTE_CLOSED, Step.VOTE_REVEAL, Step.DECIDE, Step.DECIDED)

OPEN_FOR = {Step.ANSWER_1: Round.FIRST, Step.ANSWER_2: Round.SECOND, Step.VOTE: Round.VOTE}
CLOSES = {Step.CLOSED_1: Round.FIRST, Step.CLOSED_2: Round.SECOND, Step.VOTE_CLOSED: Round.VOTE}
REVEALS = {Step.REVEAL_1: Round.FIRST, Step.REVEAL_2: Round.SECOND, Step.VOTE_REVEAL: Round.VOTE}


def steps_of(rounds: int) -> tuple[Run.Step, ...]:
    """All steps of an exercise whose instruments are answered `rounds` times (1 or 2)."""
    return (*FIRST, *(SECOND if rounds > 1 else ()), *CLOSING)


def next_step(step: str, rounds: int) -> Run.Step | None:
    """The step after `step`; None at the end."""
    order = steps_of(rounds)
    position = order.index(Step(step)) + 1
    return order[position] if position < len(order) else None


def has_passed(step: str, other: str) -> bool:
    """Whether a room at `step` stands at `other` or beyond it."""
    order = steps_of(2)
    return order.index(Step(step)) >= order.index(Step(other))


def open_round(step: str) -> Round | None:
    """The round that is being answered at `step`; None where nobody answers."""
    return OPEN_FOR.get(Step(step))


def round_of(step: str) -> Round | None:
    """The round that `step` opens, closes or reveals."""
    return next((rounds[Step(step)] for rounds in (OPEN_FOR, CLOSES, REVEALS) if Step(step) in rounds), None)


def round_begun(step: str, round_: Round) -> bool:
    """Whether a room at `step` has come to the round, or is past it."""
    opening = next(opening for opening, opened in OPEN_FOR.items() if opened == round_)
    return has_passed(step, opening)
