"""How the room answered: counts, agreement and movement of the rounds that may be shown."""

from typing import Any

from reports.composing import agreement, space
from reports.composing.pictures import Picture
from reports.composing.record import ROUNDS, TOO_FEW, Record
from reports.composing.tables import ROOM, Printable, room_table
from workshops.models import Round

ANSWERED: dict[str, str] = {
    Round.FIRST: "answered in round 1",
    Round.SECOND: "in round 2",
    Round.VOTE: "voted in the end",
}
Context = dict[str, Any]


def room(record: Record, pictures: list[Picture], currency: str, left: float) -> Context:
    """Counts, agreement and movement of the rounds that may be shown; why nothing is shown where none may.

    left: millimetres below the options. Pictures that do not fit even when drawn smaller, and tables that do not fit
    under them, go further back.
    """
    spoken = record.spoken or {}
    tables = [table for table in spoken.get("tables", ()) if table["key"].startswith(ROOM)]
    printed = [each for table in tables if (each := room_table(table, currency, record.names))]
    statistics = agreement.statistics_of(record, currency)
    drawn = fitted(pictures, left)
    own, later = split([*agreement.table(statistics), *printed], left - height_of(drawn))
    beyond = pictures[len(drawn) :]
    return {
        "rounds": ", ".join(f"{reveal.n} {ANSWERED.get(reveal.round, reveal.round)}" for reveal in record.shown),
        "sentences": agreement.sentences(statistics),
        "pictures": drawn,
        "tables": own,
        "further": {"tables": later, "pictures": beyond} if later or beyond else None,
        "warnings": [each["message"] for each in spoken.get("warnings", ()) if each["code"] == TOO_FEW],
        "hidden": hidden_rounds(record),
    }


def fitted(pictures: list[Picture], room: float) -> list[Picture]:
    """As many of the first as fit, drawn smaller where that helps; the first in any case."""
    for many in range(len(pictures), 1, -1):
        drawn = smaller(pictures[:many], room)
        if height_of(drawn) <= room + 0.1:
            return drawn
    return smaller(pictures[:1], room)


def smaller(pictures: list[Picture], room: float) -> list[Picture]:
    """Drawn to fill the room, where that keeps their letters readable: the sentence above each stays as large."""
    words = sum(space.of_picture(picture.svg) - space.of_drawing(picture.svg) for picture in pictures)
    scale = space.scale_to(height_of(pictures) - words, room - words)
    return [picture.scaled(scale) for picture in pictures]


def height_of(pictures: list[Picture]) -> float:
    return sum(space.of_picture(picture.svg) for picture in pictures)


def split(tables: list[Printable], room: float) -> tuple[list[Printable], list[Printable]]:
    """Those that fit, in their order, and the rest."""
    own: list[Printable] = []
    for table in tables:
        height = space.of_table(table)
        if height <= room:
            own.append(table)
            room -= height
    return own, [table for table in tables if table not in own]


def hidden_rounds(record: Record) -> list[str]:
    """Rounds that were revealed, or closed, with too few answers to be shown."""
    needed = record.exercise.group.min_answers
    rounds = record.run.reveals.filter(n__lt=needed).order_by("closed_at", "pk").values_list("round", flat=True)
    return [f"{ROUNDS.get(turn, turn)}: fewer than {needed} answered, so nothing of it is shown." for turn in rounds]
