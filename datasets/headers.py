"""Header rows: naming what is empty or doubled, and telling one from a row of data."""

import re

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


def looks_like_data(headers: list[str]) -> bool:
    """Most names are numbers, dates or ids: the header row is missing."""
    named = [header for header in headers if not re.fullmatch(r"Column \d+", header)]
    return bool(named) and sum(bool(DATA.match(header)) for header in named) > len(named) / 3


def header_position(rows: list[list[str]]) -> int:
    """How many title lines, each of one filled cell, stand above the header."""
    for position, row in enumerate(rows):
        if sum(bool(str(cell or "").strip()) for cell in row) != 1 or len(row) == 1:
            return position
    return 0
