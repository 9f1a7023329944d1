"""Numbers as a reader meets them: shares in percent, money short, days and counts plain; null as 'cannot tell'."""

import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from analysis.answers import HIDDEN
from analysis.units import OF_ROW, unit_in
from analysis.wording import known_as

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF ", "SEK": "SEK "}
LARGE = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
UNITS_SAID = {"days": "days", "deals": "deals", "standard errors": "standard errors", "points": "points"}


def quantity(value: Any, unit: str, currency: str = "EUR") -> str:
    """56%, €13.9m, 71, 4.1; an empty text for null. Text is left as it is."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not isinstance(value, int | float):
        return str(value)
    if unit == "fraction":
        return percent(value)
    if unit == "money":
        return money(value, currency)
    return chance(value) if unit == "p" else plain(value)


def chance(value: float) -> str:
    """A p-value to three digits, and not smaller than it makes sense to say."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def percent(value: float) -> str:
    shown = value * 100
    return f"{shown:.1f}%" if 0 < abs(shown) < 1 or 99 < shown < 100 else f"{shown:.0f}%"


def money(value: float, currency: str) -> str:
    sign = SIGNS.get(currency, f"{currency} ")
    for size, letter in LARGE:
        if abs(value) >= size:
            return f"{'−' if value < 0 else ''}{sign}{abs(value) / size:.3g}{letter}"
    return f"{'−' if value < 0 else ''}{sign}{abs(value):.0f}"


def plain(value: float) -> str:
    """Whole numbers whole, others to three digits."""
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", "\u202f")
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}"


def with_unit(value: Any, unit: str, currency: str = "EUR") -> str:
    """56%, 1 day, 4.1 days; an empty text for null."""
    said = quantity(value, unit, currency)
    return f"{said} {unit_said(said, unit)}".strip() if said else ""


def unit_said(said: str, unit: str) -> str:
    """The unit in words, as it follows a number that is said: day after 1, else days."""
    words = UNITS_SAID.get(unit, "")
    return words.removesuffix("s") if said == "1" else words


def figure_said(figure: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """A figure of spoken findings with value and limits as text; `unit_said` follows the value."""
    unit = figure["unit"]
    texts = {name: quantity(figure[name], unit, currency) for name in ("value", "low", "high")}
    return {"label": figure["label"], "key": figure["key"], "n": figure["n"], "method": figure["method"],
            "of": figure["of"], "unit_said": unit_said(texts["value"], unit), **texts}  # fmt: skip


def table_said(table: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """A table of spoken findings as components/ledger.html takes it."""
    hidden = HIDDEN.get(known_as(table["key"], HIDDEN), ())
    columns = [column for column in table["columns"] if column["key"] not in hidden]
    numeric = {column["key"]: is_numeric(table["rows"], column["key"]) for column in columns}
    return {
        "key": table["key"],
        "caption": table["title"],
        "columns": [{"label": column["label"], "is_num": numeric[column["key"]]} for column in columns],
        "rows": [{"cells": [cell_said(row, column, currency) for column in columns]} for row in table["rows"]],
    }


def cell_said(row: Mapping[str, Any], column: Mapping[str, Any], currency: str) -> str:
    """A dash for null; where rows have units of their own, the unit in words too."""
    unit = unit_in(column["unit"] or "", row)
    say = with_unit if column["unit"] == OF_ROW else quantity
    return say(row[column["key"]], unit, currency) or "–"


def is_numeric(rows: list[dict[str, Any]], key: str) -> bool:
    values = [row[key] for row in rows if row[key] is not None]
    return bool(values) and all(isinstance(value, int | float) for value in values)
