"""A chart of one figure of many parts, from a table with its value and limits as `name`, `name_low`, `name_high`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.charts import Canvas
from analysis.drawing.rows import Row, Rows, Say, each_with_interval, interval_rows, signed_tenths
from analysis.findings import Chart, Message

ENDS = ("", "_low", "_high")


def hundredths(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def tenths_of_points(value: float) -> str:
    return signed_tenths(100 * value)


def figure_rows(table: Sequence[Row], name: str, label: str, n: str, scale: float = 1.0) -> list[dict[str, Any]]:
    """Rows to draw, the greatest first; parts of which the figure is not known are left out."""
    keys = zip(("value", "low", "high"), ENDS, strict=True)
    names = [(key, f"{name}{end}") for key, end in keys]
    found = [
        {"label": row[label], "n": row[n], **{key: scaled(row[column], scale) for key, column in names}}
        for row in table
        if row[name] is not None
    ]
    return sorted(found, key=lambda row: -row["value"])


def scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value * scale


def is_clear(row: Row) -> bool:
    """Whether the limits lie on one side of nought."""
    return row["low"] is not None and (row["low"] > 0 or row["high"] < 0)


def with_clear(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The rows, accented where they are clear, and the one of these that lies farthest from nought."""
    marked = [row | {"accent": is_clear(row)} for row in rows]
    return marked, max((row for row in marked if row["accent"]), key=lambda row: abs(row["value"]), default=None)


@dataclass(frozen=True)
class Form:
    """key: of the chart, whose words in place of a drawing are `key_alternative`; table: of the findings it draws."""

    key: str
    table: str
    say: Say
    reference: tuple[float, str] | None = None
    floor: float | None = None

    def chart(self, title: Message, rows: list[dict[str, Any]], canvas: Canvas) -> Chart:
        values = each_with_interval(rows, self.say)
        spec = interval_rows(Rows(rows, self.say), canvas, floor=self.floor, reference=self.reference)
        return Chart(self.key, self.table, title, Message(f"{self.key}_alternative", {"values": values}), spec)
