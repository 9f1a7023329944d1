"""The charts of a record, drawn for paper: lean SVG with its sentence above and the same in words inside."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings

from analysis import answers, catalogue
from analysis.answers import choice
from analysis.charts import PAPER, svg, use_fonts
from analysis.findings import Chart
from reports.composing.record import Record
from reports.fonts import SANS_FAMILIES

SHEET = replace(PAPER, font=", ".join(SANS_FAMILIES))
SIZE = re.compile(r'(?<=[ ])(width|height)="([\d.]+)"')
CLOSING_CHART = choice.TABLE  # its votes stand beside the options


@dataclass(frozen=True)
class Picture:
    title: str
    svg: str
    table: str
    is_room: bool

    def scaled(self, scale: float) -> "Picture":
        """The same drawing at another size on paper."""

        def smaller(found: re.Match[str]) -> str:
            return f'{found[1]}="{float(found[2]) * scale:.1f}"'

        return replace(self, svg=SIZE.sub(smaller, self.svg, count=2))


def pictures_of(record: Record) -> list[Picture]:
    """Evidence first, then how the room answered, as the page shows them."""
    if record.findings is None:
        return []
    measure_with(Path(settings.FONT_DIR))
    rooms = {chart.key for chart in answers.charts(record.findings, SHEET)}
    charts = catalogue.draw(record.findings, SHEET)
    return [picture(record, chart, chart.key in rooms) for chart in charts if chart.key != CLOSING_CHART]


@cache
def measure_with(folder: Path) -> None:
    """Once in each process."""
    use_fonts(folder)


def picture(record: Record, chart: Chart, is_room: bool) -> Picture:
    drawing = svg(chart, SHEET, record.words.say(chart.alternative))
    return Picture(record.words.say(chart.title), drawing, chart.table, is_room)
