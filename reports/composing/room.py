"""How the room answered: counts, agreement and movement of the rounds that may be shown."""

from dataclasses import dataclass
from typing import Any

from reports.composing import agreement, space
from reports.composing.agreement import Statistic
from reports.composing.fitting import fitted, fitting, has_place, height_of
from reports.composing.grid import Printable
from reports.composing.pictures import Picture
from reports.composing.record import ROUNDS, TOO_FEW, Record
from reports.composing.tables import ROOM, room_table
from workshops.models import Round

ANSWERED: dict[str, str] = {
    Round.FIRST: "answered in round 1",
    Round.SECOND: "in round 2",
    Round.VOTE: "voted in the end",
}
Context = dict[str, Any]


def room(record: Record, statistics: list[Statistic], pictures: list[Picture], currency: str, left: float) -> Context:
    """Counts, agreement and movement of the rounds that may be shown; why nothing is shown where none may.

    left: millimetres below the options. Pictures that do not fit even when drawn smaller, and tables that do not fit
    under them, go further back.
    """
    spoken = record.spoken or {}
    tables = [table for table in spoken.get("tables", ()) if table["key"].startswith(ROOM)]
    printed = [each for table in tables if (each := room_table(table, currency, record.names))]
    told = most_told(statistics, pictures[:1], left)
    left -= space.of_told(told.tables, told.sentences)
    drawn = fitted(pictures, left)
    below = [*told.further, *printed]
    own = fitting(below, left - height_of(*drawn))
    later = [table for table in below if table not in own]
    beyond = pictures[len(drawn) :]
    return {
        "rounds": ", ".join(f"{reveal.n} {ANSWERED.get(reveal.round, reveal.round)}" for reveal in record.shown),
        "sentences": told.sentences,
        "statistics": told.tables,
        "pictures": drawn,
        "tables": own,
        "further": {"tables": later, "pictures": beyond} if later or beyond else None,
        "warnings": [each["message"] for each in spoken.get("warnings", ()) if each["code"] == TOO_FEW],
        "hidden": hidden_rounds(record),
    }


def whole(statistics: list[Statistic], pictures: list[Picture]) -> float:
    """The height of all drawings and statistics of the room."""
    return height_of(*pictures) + space.of_told(agreement.table(statistics), [])


@dataclass(frozen=True)
class Told:
    """Statistics of the room: in tables or sentences over the first drawing, and in a table further back."""

    tables: list[Printable]
    sentences: list[str]
    further: list[Printable]


def most_told(statistics: list[Statistic], first: list[Picture], left: float) -> Told:
    """As much as leaves the first drawing its place: all in a table, those of all answers in one, or in sentences."""
    whole, parts = agreement.of_all(statistics), agreement.of_parts(statistics)
    in_tables = (
        Told(agreement.table(statistics), [], []),
        Told(agreement.table(whole), [], agreement.table(parts, agreement.CAPTION)),
    )
    fits = (way for way in in_tables if has_place(first, left - space.of_told(way.tables, [])))
    return next(fits, Told([], agreement.sentences(whole), agreement.table(parts, agreement.CAPTION)))


def hidden_rounds(record: Record) -> list[str]:
    """Rounds that were revealed, or closed, with too few answers to be shown."""
    needed = record.exercise.group.min_answers
    rounds = record.run.reveals.filter(n__lt=needed).order_by("closed_at", "pk").values_list("round", flat=True)
    return [f"{ROUNDS.get(turn, turn)}: fewer than {needed} answered, so nothing of it is shown." for turn in rounds]
