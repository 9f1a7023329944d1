"""What the company's own tables say: on the exercise's page the first chart and table, the rest further back."""

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from reports.composing import space
from reports.composing.fitting import fitting, height_of, smaller
from reports.composing.grid import Printable
from reports.composing.numbers import day
from reports.composing.pictures import Picture
from reports.composing.record import ROOM_FIGURE, TOO_FEW, Record
from reports.composing.tables import ROOM, printable
from reports.composing.verdict import Verdict

FEWEST_WARNINGS = 1  # on the exercise's own page, where there are more
MOST_METHODS = 3  # named under the first picture; all stand under Methods
LONGEST = 40  # rows; a longer table is read on the page of the run
ROUNDING = 0.5  # millimetres
POINTER = 10.0  # millimetres: the line that says where more stands, and what a page of evidence alone is out by
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
    """None where nothing was analysed. page: millimetres of height. apart: the decision begins a page of its own."""
    spoken = record.spoken
    if spoken is None:
        return None
    warnings = [each["message"] for each in spoken["warnings"] if each["code"] != TOO_FEW]
    needs = [{"table": need["table"], "columns": ", ".join(need["columns"])} for need in spoken["needs"]]
    method = methods_line(spoken)
    over = space.of_headline(spoken["headline"]) + 4 * space.lines(method, 125)
    room = page - over - space.of_decision(decision)
    fewest = space.of_warnings(warnings[:FEWEST_WARNINGS], needs)
    apart = decision is not None and bool(pictures) and not one_fits(pictures, room - fewest)
    room = page - over - POINTER if apart else room
    beside = warnings[: many_beside(warnings, needs, pictures, room)]
    room -= space.of_warnings(beside, needs)
    shown = share_out(first_fitted(pictures, room), printables(record, currency), room)
    return {
        "headline": spoken["headline"],
        "pictures": shown.pictures,
        "tables": shown.tables,
        "further": further(shown, warnings[len(beside) :]),
        "warnings": beside,
        "needs": needs,
        "digest": record.evidence.digest if record.evidence else "",
        "method": method,
        "apart": apart,
    }


def one_fits(pictures: list[Picture], room: float) -> bool:
    """Whether there is room for a picture: the first, drawn smaller if need be, or another as it is."""
    return any(height_of(each) <= room + ROUNDING for each in first_fitted(pictures, room))


def many_beside(warnings: list[str], needs: list[Context], pictures: list[Picture], room: float) -> int:
    """How many warnings stay beside a picture: fewer where that keeps the exercise to its pages."""
    for many in range(len(warnings), FEWEST_WARNINGS - 1, -1):
        if not pictures or one_fits(pictures, room - space.of_warnings(warnings[:many], needs)):
            return many
    return len(warnings)


def first_fitted(pictures: list[Picture], room: float) -> list[Picture]:
    """The first drawn smaller, where that keeps it on the exercise's own page."""
    return [*smaller(pictures[:1], room), *pictures[1:]]


def printables(record: Record, currency: str) -> list[tuple[str, Printable]]:
    """The tables of the evidence with their keys; empty ones left out."""
    tables = (record.spoken or {}).get("tables", ())
    mine = [table for table in tables if not table["key"].startswith(ROOM) and table["rows"]]
    return [(table["key"], printable(table, currency, record.names)) for table in mine]


def share_out(pictures: list[Picture], tables: list[tuple[str, Printable]], room: float) -> Shown:
    """A picture, then in turn a table and a picture, as long as they fit into `room` millimetres."""
    drawn = [picture.table for picture in pictures]
    ordered = [table for _, table in sorted(tables, key=lambda pair: drawn.index(pair[0]) if pair[0] in drawn else 99)]
    first = leading(pictures, room)
    others = [thing for thing in in_turn(pictures, ordered) if thing not in first]
    own = [*first, *fitting(others, room - height_of(*first), ROUNDING)]
    return Shown(
        [each for each in pictures if each in own],
        [each for each in ordered if each in own],
        [each for each in pictures if each not in own],
        [each for each in ordered if each not in own],
    )


def leading(pictures: list[Picture], room: float) -> list[Picture]:
    """The first that fits; where none does, the lowest."""
    fits = [picture for picture in pictures if height_of(picture) <= room + ROUNDING]
    return fits[:1] or sorted(pictures, key=height_of)[:1]


def in_turn(pictures: list[Picture], tables: list[Printable]) -> list[Picture | Printable]:
    """Picture, table, picture, table, … and what is left of either."""
    pairs = zip_longest(pictures, tables)
    return [thing for pair in pairs for thing in pair if thing is not None]


def further(shown: Shown, warnings: list[str]) -> Context | None:
    """None where the exercise's own page holds all of it."""
    if not (shown.further_pictures or shown.further_tables or warnings):
        return None
    return {
        "pictures": shown.further_pictures,
        "rows": laid_out([table for table in shown.further_tables if len(table.rows) <= LONGEST]),
        "warnings": warnings,
        "long": [
            f"{each.caption} ({len(each.rows):,} rows)" for each in shown.further_tables if len(each.rows) > LONGEST
        ],
    }


def methods_line(spoken: Context) -> str:
    """How the first figures of the whole company were made, each method once; and the day they speak of."""
    figures = [figure for figure in spoken["figures"] if not figure["name"].startswith(ROOM_FIGURE)]
    told = [figure for figure in figures if figure["value"] is not None]
    whole = [figure for figure in told if not figure["of"]] or told
    methods = list(dict.fromkeys(figure["method"] for figure in whole))
    named = [*methods[:MOST_METHODS], *(["more under Methods"] if len(methods) > MOST_METHODS else [])]
    return f"{'; '.join(named)}. As of {day(date.fromisoformat(spoken['inputs']['as_of']))}." if methods else ""


def laid_out(tables: list[Printable]) -> list[list[Printable]]:
    """Rows of tables: two narrow ones stand side by side."""
    rows: list[list[Printable]] = []
    for table in tables:
        if rows and table.is_narrow and len(rows[-1]) == 1 and rows[-1][0].is_narrow:
            rows[-1].append(table)
        else:
            rows.append([table])
    return rows
