"""What the sponsor report prints beside the register's entries: progress, votes, tripwires, what comes, documents."""

from dataclasses import dataclass

from django.utils import timezone

from analysis.answers.disclosure import may_show
from reports.composing.numbers import NOTHING, day
from reports.composing.people import UNDER_FIVE
from reports.composing.record import Record
from reports.composing.register import Entry
from reports.composing.section import closing_rows
from reports.models import Output
from reports.queries import newest_outputs
from reports.standing import Attendance, Coming, Standing
from workshops.course import Leg
from workshops.models import Round


@dataclass(frozen=True)
class Stage:
    """A module of the program as a line: when, how far, how many took part."""

    number: int
    title: str
    when: str
    state: str
    exercises: str
    people: str


@dataclass(frozen=True)
class Vote:
    """The closing votes on one question, from its frozen evidence; no rows where fewer than five voted."""

    number: str
    question: str
    n: int
    rows: list[tuple[str, int]]
    was_held: bool


@dataclass(frozen=True)
class Watched:
    number: str
    rule: str
    state: str
    has_fired: bool


def stages_of(standing: Standing) -> list[Stage]:
    people = {each.session.pk: each for each in standing.attendance}
    held = {each.session.module for each in standing.attendance}
    return [
        stage_of(leg, leg.number in held, [people[s.pk] for s in leg.sessions if s.pk in people])
        for leg in standing.legs
    ]


def stage_of(leg: Leg, is_held: bool, attendance: list[Attendance]) -> Stage:
    dates = [day(timezone.localtime(session.starts_at).date()) for session in leg.sessions if session.starts_at]
    state = "held" if is_held else ("planned" if leg.sessions else "ahead")
    return Stage(
        number=leg.number,
        title=leg.title,
        when=", ".join(dates) or NOTHING,
        state=state,
        exercises=f"{leg.decided} of {leg.planned} decided" if leg.sessions else f"{leg.planned} offered",
        people=", ".join(said(each) for each in attendance) or NOTHING,
    )


def said(attendance: Attendance) -> str:
    if not attendance.is_revealed:
        return NOTHING
    return UNDER_FIVE if attendance.people is None else str(attendance.people)


def votes_of(entries: list[Entry]) -> list[list[Vote | None]]:
    """In rows of two, the last one filled up with none."""
    votes: list[Vote | None] = [vote_of(entry.record) for entry in entries]
    votes += [None] * (len(votes) % 2)
    return [votes[place : place + 2] for place in range(0, len(votes), 2)]


def vote_of(record: Record) -> Vote:
    rows = [(str(row["option"]), int(row["people"])) for row in closing_rows(record)]
    n = sum(people for _option, people in rows)
    shown = sorted(rows, key=lambda row: -row[1]) if may_show(n) else []
    was_held = record.run.reveals.filter(round=Round.VOTE).exists()
    return Vote(record.exercise.id, record.exercise.question, n if shown else 0, shown, was_held)


def watched_of(standing: Standing, entries: list[Entry]) -> list[Watched]:
    return [
        Watched(entry.verdict.number, wire.rule, *wire_state(standing, entry))
        for entry in entries
        for wire in entry.wires
    ]


def wire_state(standing: Standing, entry: Entry) -> tuple[str, bool]:
    """What is known of it, and whether it fired: nothing is evaluated here, the register is only read."""
    if entry.line.state == "reopened":
        return "the decision is open again", True
    if standing.newest and standing.has_newer_tables:
        return f"not held yet against the tables of {day(standing.newest.as_of)}", False
    return "no new tables since the decision", False


def coming_rows(standing: Standing) -> list[tuple[str, Coming]]:
    return [(day(each.day), each) for each in standing.coming]


def documents_of(standing: Standing) -> list[Output]:
    """The newest version of each document that the program has so far."""
    return newest_outputs(standing.program)
