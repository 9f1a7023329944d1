"""What the company's own tables say: on the exercise's page the first chart and table, the rest further back."""

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from reports.composing import space
from reports.composing.numbers import day
from reports.composing.pictures import Picture
from reports.composing.record import ROOM_FIGURE, TOO_FEW, Record
from reports.composing.tables import ROOM, Printable, printable
from reports.composing.verdict import Verdict
from reports.composing.wide import pieces

LONGEST = 40  # rows; a longer table is read on the page of the run
Context = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What stands on the exercise's own page, and what comes further back."""

    pictures: list[Picture]
    tables: list[Printable]
    further_pictures: list[Picture]
    further_tables: list[Printable]


def evidence(
    record: Record, pictures: list[Picture], currency: str, decision: Verdict | None, page: float
) -> Context | None:
    """None where nothing was analysed. page: millimetres of height."""
    spoken = record.spoken
    if spoken is None:
        return None
    warnings = [each["message"] for each in spoken["warnings"] if each["code"] != TOO_FEW]
    needs = [{"table": need["table"], "columns": ", ".join(need["columns"])} for need in spoken["needs"]]
    method = methods_line(spoken)
    taken = 26 + space.of_decision(decision) + space.of_warnings(warnings, needs) + 4 * space.lines(method, 125)
    shown = share_out(first_fitted(pictures, page - taken), printables(record, currency), page - taken)
    return {
        "headline": spoken["headline"],
        "pictures": shown.pictures,
        "tables": shown.tables,
        "further": further(shown),
        "warnings": warnings,
        "needs": needs,
        "digest": record.evidence.digest if record.evidence else "",
        "method": method,
    }


def first_fitted(pictures: list[Picture], room: float) -> list[Picture]:
    """The first, which always stands on the exercise's own page, drawn smaller where that keeps it there."""
    return [
        picture if place else picture.scaled(space.scale_to(space.of_picture(picture.svg), room))
        for place, picture in enumerate(pictures)
    ]


def printables(record: Record, currency: str) -> list[tuple[str, Printable]]:
    """The tables of the evidence with their keys; empty ones left out, wide ones in pieces."""
    tables = (record.spoken or {}).get("tables", ())
    mine = [table for table in tables if not table["key"].startswith(ROOM) and table["rows"]]
    return [(table["key"], piece) for table in mine for piece in pieces(printable(table, currency, record.names))]


def share_out(pictures: list[Picture], tables: list[tuple[str, Printable]], room: float) -> Shown:
    """The first picture, then in turn a table and a picture as long as they fit into `room` millimetres."""
    drawn = [picture.table for picture in pictures]
    ordered = [table for _, table in sorted(tables, key=lambda pair: drawn.index(pair[0]) if pair[0] in drawn else 99)]
    own: list[Picture | Printable] = []
    for place, thing in enumerate(in_turn(pictures, ordered)):
        height = height_of(thing)
        if place == 0 or height <= room:
            own.append(thing)
            room -= height
    return Shown(
        [each for each in pictures if each in own],
        [each for each in ordered if each in own],
        [each for each in pictures if each not in own],
        [each for each in ordered if each not in own],
    )


def in_turn(pictures: list[Picture], tables: list[Printable]) -> list[Picture | Printable]:
    """Picture, table, picture, table, … and what is left of either."""
    pairs = zip_longest(pictures, tables)
    return [thing for pair in pairs for thing in pair if thing is not None]


def height_of(thing: Picture | Printable) -> float:
    return space.of_picture(thing.svg) if isinstance(thing, Picture) else space.of_table(thing)


def further(shown: Shown) -> Context | None:
    """None where the exercise's own page holds all of it."""
    if not shown.further_pictures and not shown.further_tables:
        return None
    return {
        "pictures": shown.further_pictures,
        "rows": laid_out([table for table in shown.further_tables if len(table.rows) <= LONGEST]),
        "long": [
            f"{each.caption} ({len(each.rows):,} rows)" for each in shown.further_tables if len(each.rows) > LONGEST
        ],
    }


def methods_line(spoken: Context) -> str:
    """How the figures of the whole company were made, in one line, each method once; and the day they speak of."""
    figures = [figure for figure in spoken["figures"] if not figure["name"].startswith(ROOM_FIGURE)]
    told = [figure for figure in figures if figure["value"] is not None]
    whole = [figure for figure in told if not figure["of"]] or told
    methods = list(dict.fromkeys(figure["method"] for figure in whole))
    return f"{'; '.join(methods)}. As of {day(date.fromisoformat(spoken['inputs']['as_of']))}." if methods else ""


def laid_out(tables: list[Printable]) -> list[list[Printable]]:
    """Rows of tables: two narrow ones stand side by side."""
    rows: list[list[Printable]] = []
    for table in tables:
        if rows and table.is_narrow and len(rows[-1]) == 1 and rows[-1][0].is_narrow:
            rows[-1].append(table)
        else:
            rows.append([table])
    return rows
