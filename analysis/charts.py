"""House charts. Each draws one table of the findings, so the table is always one tap away.

A chart function takes rows of a table and a `Canvas` and returns an Altair chart; `house` puts it in the theme; `svg`
draws it. The same spec serves page, projector and paper: only the canvas differs.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Canvas:
    """Where a chart will stand. width: CSS pixels of the text block; dark: the projector's theme; size: of letters."""

    width: int = 640
    dark: bool = False
    size: int = 11


PAPER = Canvas(width=640, size=11)
DESK = Canvas(width=640, size=14)
PHONE = Canvas(width=300, size=14)
PROJECTOR = Canvas(width=1010, dark=True, size=36)
