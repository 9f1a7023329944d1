"""How the room answered: counts, agreement and movement of the rounds that may be shown."""

from collections import Counter
from typing import Any

from reports.composing import space
from reports.composing.numbers import say
from reports.composing.pictures import Picture
from reports.composing.record import ROUNDS, TOO_FEW, Record
from reports.composing.tables import ROOM, Printable, room_table
from workshops.models import Round

ANSWERED: dict[str, str] = {
    Round.FIRST: "answered in round 1",
    Round.SECOND: "in round 2",
    Round.VOTE: "voted in the end",
}
COUNTED = ("people", "checks")  # said as so many of n
IN_TABLE = "group_setting"
Context = dict[str, Any]


def room(record: Record, pictures: list[Picture], currency: str, left: float) -> Context:
    """Counts, agreement and movement of the rounds that may be shown; why nothing is shown where none may.

    left: millimetres below the options. Pictures that do not fit even when drawn smaller, and tables that do not fit
    under them, go further back.
    """
    spoken = record.spoken or {}
    tables = [table for table in spoken.get("tables", ()) if table["key"].startswith(ROOM)]
    printed = [each for table in tables if (each := room_table(table, currency, record.names))]
    drawn = fitted(pictures, left)
    own, later = split(printed, left - height_of(drawn))
    beyond = pictures[len(drawn) :]
    return {
        "rounds": ", ".join(f"{reveal.n} {ANSWERED.get(reveal.round, reveal.round)}" for reveal in record.shown),
        "sentences": room_sentences(record, currency),
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


def room_sentences(record: Record, currency: str) -> list[str]:
    """Each statistic of agreement once for what it is about, both rounds in one sentence.

    Medians of settings are left out: they stand in the table, with their middle half.
    """
    told = [(figure["name"], *figure["of"][1:]) for figure in record.room_figures if figure["name"] != IN_TABLE]
    return [sentence(record, name, currency, *about) for name, *about in dict.fromkeys(told)]


def sentence(record: Record, name: str, currency: str, *about: str) -> str:
    """about: the parts of the figure beyond its round."""
    figures = [figure for figure in figures_called(record, name) if tuple(figure["of"][1:]) == about]
    label = ", ".join([record.words.name(name), *(record.names.get(part, part) for part in about)])
    values = [say(figure["value"], figure["unit"], currency) for figure in figures]
    if figures[0]["unit"] in COUNTED:
        return f"{label}: {values[-1]} of {figures[-1]['n']}."
    return f"{label}: {', then '.join(values)} (n = {', '.join(dict.fromkeys(str(each['n']) for each in figures))})."


def figures_called(record: Record, name: str) -> list[Context]:
    return [figure for figure in record.room_figures if figure["name"] == name]


def moved(record: Record) -> list[str]:
    """What changed between the rounds: people who moved, and each statistic that both rounds have."""
    times = Counter((figure["name"], *figure["of"][1:]) for figure in record.room_figures)
    both = [about for about, rounds in times.items() if rounds > 1 or about[0] == "group_changed"]
    return [sentence(record, name, "", *about) for name, *about in both]
