"""Numbers as a reader of English says them: a share as percent, money in thousands and millions, days as days."""

import math
from datetime import date
from typing import Any

NARROW = "\u00a0"  # keeps a number and its unit on one line
DASH = "–"
NOTHING = "—"
MINUS = "−"
SMALLEST_P = 0.001  # printed as it is
COUNTED = ("deals", "people", "pairs", "accounts", "events", "losses", "quarters", "reps", "rows", "months")
WHOLE = {"days": "day", "deals": "deal", "people": "person", "points": "point"}


def say(value: Any, unit: str = "", currency: str = "") -> str:
    """One value with its unit; a dash for what cannot be told."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value, unit, currency)
    return str(value)


def number(value: float, unit: str, currency: str) -> str:
    if unit == "fraction":
        return f"{signed(value * 100, 1)}{NARROW}%"
    if unit == "percent":
        return f"{signed(value, 0)}{NARROW}%"
    if unit == "money":
        return money(value, currency)
    if unit == "p":
        return f"{value:.3f}" if value >= SMALLEST_P else f"< {SMALLEST_P}"
    if unit == "points":
        return f"{signed(value * 100, 1)}{NARROW}points"
    if unit == "days":
        return f"{plain(value)}{NARROW}{'day' if value == 1 else 'days'}"
    return plain(value)


def plain(value: float) -> str:
    """A whole number with its thousands parted; else two digits where it is small, one where it is large."""
    if float(value).is_integer():
        return signed(value, 0)
    return signed(value, 1 if abs(value) >= 10 else 2)


def signed(value: float, digits: int) -> str:
    """With a true minus sign, and none before a zero."""
    text = f"{abs(value):,.{digits}f}"
    return f"{MINUS}{text}" if value < 0 and text.strip("0.,") else text


def money(value: float, currency: str) -> str:
    name = f"{currency}{NARROW}" if currency else ""
    size = abs(value)
    for step, digits, letter in ((1e9, 1, "bn"), (1e6, 1, "M"), (1e4, 0, "k")):
        if size >= step:
            return f"{name}{signed(value / (1e3 if letter == 'k' else step), digits)}{NARROW}{letter}"
    return f"{name}{signed(value, 0)}"


def interval(low: Any, high: Any, unit: str = "", currency: str = "") -> str:
    """'61.0 – 68.5 %', 'EUR 2.2 M – 3.0 M'; nothing for none.

    Days and money are open to a side whose limit is missing, shares never are.
    """
    if (low is None and high is None) or (unit == "fraction" and None in (low, high)):
        return ""
    if unit == "fraction":
        return f"{signed(low * 100, 1)}{NARROW}{DASH} {signed(high * 100, 1)}{NARROW}%"
    return f"{limit(low, unit, currency)}{NARROW}{DASH} {limit(high, unit, '' if low is not None else currency)}"


def limit(value: Any, unit: str, currency: str) -> str:
    if value is None:
        return "open"
    return money(value, currency) if unit == "money" else plain(value)


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def count(n: int, one: str, many: str = "") -> str:
    """'1 decision', '3 decisions', 'no decisions'."""
    word = one if n == 1 else many or f"{one}s"
    return f"{n:,} {word}" if n else f"no {word}"
