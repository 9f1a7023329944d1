"""What people learned, as it is printed: one drawing and one table a module."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from reports.composing.grid import Printable
from reports.composing.numbers import interval, plain, signed
from reports.composing.pictures import SHEET, Picture, measure_with
from reports.composing.tables import printable
from reports.learning import Learned

POINTS = "score points"


@dataclass(frozen=True)
class Lesson:
    """A module as it is printed. figures: of {value, label}."""

    module: int
    title: str
    headline: str
    figures: list[dict[str, str]]
    picture: Picture | None
    table: Printable | None
    warnings: list[str]


def lesson(learned: Learned) -> Lesson:
    return Lesson(
        module=learned.module,
        title=learned.title,
        headline=learned.headline,
        figures=[figure_said(figure) for figure in learned.figures],
        picture=picture_of(learned),
        table=printable(learned.table) if learned.table else None,
        warnings=learned.warnings,
    )


def figure_said(figure: dict[str, Any]) -> dict[str, str]:
    limits = interval(figure["low"], figure["high"])
    said = f"95 % interval {limits}, " if limits else ""
    return {"value": changed(figure), "label": f"{figure['label']} ({said}n = {figure['n']})"}


def changed(figure: dict[str, Any]) -> str:
    """'+14', '+0.82': a change with its sign."""
    value = figure["value"]
    text = signed(value, 0) if figure["unit"] == POINTS else plain(value)
    return f"+{text}" if value > 0 else text


def picture_of(learned: Learned) -> Picture | None:
    measure_with(Path(settings.FONT_DIR))
    chart = learned.chart(SHEET)
    if chart is None:
        return None
    return Picture(learned.title_of(chart), learned.drawing(chart, SHEET), chart.table, is_room=False)
