"""House charts: where a chart will stand, the theme, and the way from a spec to an SVG.

Each chart draws one table of the findings, so the table is always one tap away. The forms are in `drawing/`; a page,
the projector and the paper differ in the canvas alone. A chart carries no title: the page sets the finding above it.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import disable_debug_mode

from analysis.findings import Chart, Findings, TableRows

SPEC_FONT = (
    "Chartroom Sans"  # as the unpacked Inter calls itself; what the reader's page calls it is the canvas's `font`
)
VEGA_LITE = "6.4"
disable_debug_mode()  # the tests hold charts against the schema: checking each part anew is most of a drawing's time


@dataclass(frozen=True)
class Palette:
    """Hex colours. accent: the one thing to look at; grey: the rest; ink2: labels."""

    ink: str
    ink2: str
    line: str
    accent: str
    grey: str
    paper: str
    tripwire: str
    lost: str
    decision: str


LIGHT = Palette("#14213D", "#4C566C", "#D9D5C8", "#146C66", "#A7A392", "#FBFAF6", "#B45309", "#A3263A", "#1F4E8C")
DARK = Palette("#F6F3E9", "#B3BBCD", "#303C5E", "#5CC7BC", "#7E89A6", "#0D1630", "#F2A541", "#F592A2", "#93BAF3")


@dataclass(frozen=True)
class Canvas:
    """Where a chart will stand. width: CSS pixels of the text block; dark: the projector's theme; size: of letters.

    font: the family as the page or the PDF names it.
    """

    width: int = 640
    dark: bool = False
    size: int = 11
    font: str = "Inter Variable, Inter, system-ui, sans-serif"

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    @property
    def narrow(self) -> bool:
        """Too narrow for labels beside the rows: they stand above them."""
        return self.width < 32 * self.size

    def room(self, text: str) -> float:
        """Pixels that a line of text takes, on the safe side."""
        return 0.62 * self.size * len(text)


PAPER = Canvas(width=640, size=11)
DESK = Canvas(width=640, size=14)
PHONE = Canvas(width=300, size=14)
PROJECTOR = Canvas(width=1010, dark=True, size=36)
Draw = Callable[[TableRows, Canvas], Chart | None]


def draw_tables(findings: Findings, canvas: Canvas, forms: Mapping[str, Draw]) -> tuple[Chart, ...]:
    """A chart of each table that the findings have rows of, in the order of `forms`; none of what shows nothing."""
    found = (draw(rows, canvas) for table, draw in forms.items() if (rows := findings.rows(table)))
    return tuple(chart for chart in found if chart)


def use_fonts(folder: Path) -> None:
    """Measure and place text with the TrueType files in `folder`; without it, with a font that is near."""
    vl_convert.register_font_directory(str(folder))


def house(chart: alt.TopLevelMixin, canvas: Canvas) -> dict[str, Any]:
    """The spec of a chart in the house theme."""
    colour, size = canvas.palette, canvas.size
    axis = {
        "domain": False, "ticks": False, "grid": False, "gridColor": colour.line, "labelPadding": 6,
        "labelFontSize": size, "labelColor": colour.ink2, "labelLimit": 1000,
        "titleFontSize": size, "titleFontWeight": 400, "titleColor": colour.ink2, "titleAnchor": "start",
    }  # fmt: skip
    themed = chart.configure(
        font=SPEC_FONT,
        background="transparent",
        padding={"left": 0, "right": 2, "top": 2, "bottom": 2},
        axis=axis,
        view={"stroke": None},
        text={"fontSize": size, "color": colour.ink},
    )
    spec: dict[str, Any] = themed.to_dict(validate=False)
    return spec


def svg(chart: Chart, canvas: Canvas, alternative: str) -> str:
    """The chart as inline SVG: one image with one name, which a screen reader says and a tagged PDF keeps.

    The ids that the renderer gives to gradients and clips are dropped with their elements, so that several drawings can
    stand in one page.
    """
    drawing = drawn(json.dumps(chart.spec, sort_keys=True))
    drawing = drawing.replace(f'font-family="{SPEC_FONT}"', f'font-family="{escape(canvas.font)}"')
    name = escape(alternative)
    drawing = drawing.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)
    return drawing.replace(">", f"><title>{name}</title>", 1)


@lru_cache(maxsize=256)
def drawn(spec: str) -> str:
    """The lean SVG of a spec in JSON. Kept: most drawings of a document are the same when it is made again."""
    return lean(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))


def lean(drawing: str) -> str:
    """Drop what nobody sees: the renderer's ARIA attributes, class names, clip groups, empty groups and paths."""
    drawing = re.sub(r' (?:aria-[a-z]+|role|class|clip-path|pointer-events|stroke-miterlimit)="[^"]*"', "", drawing)
    drawing = re.sub(r"<defs>.*?</defs>|<defs/>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r'<path d="[^"]*"(?: (?:fill|stroke)="(?:none|transparent)")*/>', "", drawing)
    drawing = re.sub(r'<path[^>]* display="none"[^>]*/>|<path d=""[^>]*/>', "", drawing)
    before = ""
    while drawing != before:
        before, drawing = drawing, re.sub(r"<g[^>]*>\s*</g>|<g[^>]*/>", "", drawing)
    return re.sub(r"(\d+\.\d\d)\d+", r"\1", drawing)
