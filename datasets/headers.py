"""Header rows: naming what is empty or doubled, and telling one from a row of data."""

import re
from collections.abc import Iterator

from datasets.problems import Note

DATA = re.compile(
    r"^\s*(-?[\d.,]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?|[0-9a-f]{8}-[0-9a-f]{4}-.*|true|false)\s*$", re.I
)


def name_headers(headers: list[object]) -> list[str]:
    """As in the file, trimmed; empty ones become 'Column 3', doubled ones 'Amount (2)'."""
    names: list[str] = []
    taken: set[str] = set()
    for position, header in enumerate(headers, start=1):
        text = (
            re.sub(r"\s+", " ", str(header or "").replace("\ufeff", "").replace("\x00", "")).strip()
            or f"Column {position}"
        )
        name, count = text, 2
        while name in taken:
            name, count = f"{text} ({count})", count + 1
        taken.add(name)
        names.append(name)
    return names


def header_notes(names: list[str]) -> Iterator[Note]:
    """Which of the names that `name_headers` gave are none of the file's own."""
    for position, name in enumerate(names, start=1):
        first = re.sub(r" \(\d+\)$", "", name)
        if name == f"Column {position}":
            yield Note("", name, "empty_header", f"Column {position} has no header; it is kept and used nowhere")
        elif first != name and first in names[: position - 1]:
            said = f"'{first}' stands in the header twice; column {position} is kept as '{name}' and used nowhere"
            yield Note("", name, "doubled_header", said)


def looks_like_data(headers: list[str]) -> bool:
    """Most names are numbers, dates or ids: the header row is missing."""
    named = [header for header in headers if not re.fullmatch(r"Column \d+", header)]
    return bool(named) and sum(bool(DATA.match(header)) for header in named) > len(named) / 3


def header_position(rows: list[list[str]]) -> int:
    """How many lines, titles of one filled cell and blank ones below them, stand above the header."""
    widest = max((len(row) for row in rows), default=0)
    for position, row in enumerate(rows):
        filled = sum(bool(str(cell or "").strip()) for cell in row)
        is_title = filled == 1 and widest > 1
        is_blank_below_title = filled == 0 and position > 0
        if not (is_title or is_blank_below_title):
            return position
    return 0
