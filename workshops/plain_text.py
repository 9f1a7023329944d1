"""Findings as plain text, for a terminal: what `Wording.findings` says, laid out to be read."""

from collections.abc import Iterator
from typing import Any

from analysis.answers import HIDDEN
from analysis.units import unit_in
from analysis.wording import known_as

Spoken = dict[str, Any]
UNITS = {"fraction": "%", "days": " days", "percent": " %"}


def findings_text(spoken: Spoken) -> str:
    """spoken: the JSON of the findings."""
    parts = [
        [f"{spoken['exercise']} {spoken['title']}", spoken["headline"]],
        listed("Figures", (figure_line(figure) for figure in spoken["figures"])),
        *(table_lines(table) for table in spoken["tables"]),
        listed("Read with care", (warning["message"] for warning in spoken["warnings"])),
        listed("Would unlock more", (need_line(need) for need in spoken["needs"])),
        listed("Proposed tripwires", (tripwire_line(tripwire) for tripwire in spoken["tripwires"])),
        listed("Rests on", (f"{name}: {value}" for name, value in spoken["inputs"].items() if value)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def listed(title: str, lines: Iterator[str]) -> list[str]:
    body = [f"  {line}" for line in lines]
    return [title, *body] if body else []


def figure_line(figure: Spoken) -> str:
    value = number(figure["value"], figure["unit"])
    limits = [number(figure[name], figure["unit"]) for name in ("low", "high") if figure[name] is not None]
    interval = f" ({' to '.join(limits)})" if limits else ""
    return f"{figure['label']}: {value}{interval}, n = {figure['n']}"


def number(value: Any, unit: str) -> str:
    match value:
        case None:
            return "cannot be computed"
        case float() | int() if unit == "fraction":
            return f"{100 * value:.1f}%"
        case float() | int() if unit == "p":
            return f"{value:.3f}" if value >= 0.001 else "< 0.001"
        case float():
            return f"{value:,.2f}{UNITS.get(unit, '')}"
        case int():
            return f"{value:,}{UNITS.get(unit, '')}"
    return str(value)


def table_lines(table: Spoken) -> list[str]:
    """Columns as wide as their widest cell."""
    hidden = HIDDEN.get(known_as(table["key"], HIDDEN), ())
    columns = [column for column in table["columns"] if column["key"] not in hidden]
    head = [column["label"] for column in columns]
    rows = [[cell(row[column["key"]], unit_in(column["unit"], row)) for column in columns] for row in table["rows"]]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in [head, *rows]]
    return [table["title"], *(f"  {line.rstrip()}" for line in lines)]


def cell(value: Any, unit: str) -> str:
    return "" if value is None else number(value, unit)


def need_line(need: Spoken) -> str:
    return f"{need['table']}: {', '.join(need['columns'])}" if need["columns"] else need["table"]


def tripwire_line(tripwire: Spoken) -> str:
    sign = f"{tripwire['figure']} {tripwire['op']} {tripwire['threshold']:g}"
    return f"{sign}, from {tripwire['min_n']} {tripwire['min_n_of']}: {tripwire['why']}"
