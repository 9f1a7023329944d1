"""What a form posts for an item, as an answer of the item's type; and an answer in words."""

import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from analysis.calibration import LEVELS
from curriculum.items import AnyItem, Matching, Multiple, Numeric, Ordering, Single

CERTAINTIES = tuple(round(100 * level) for level in LEVELS)  # percent
NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?")


class NotAnAnswer(ValueError):
    """What was posted cannot be an answer; the message says what would be one."""


def payload_of(item: AnyItem, posted: QueryDict) -> dict[str, Any]:
    """Answer, certainty and mark for later of a form, as `Response.payload` keeps them. Raises NotAnAnswer."""
    certainty = posted.get("certainty", "")
    if certainty and certainty not in map(str, CERTAINTIES):
        raise NotAnAnswer(_("There is no such certainty."))
    return {
        "answer": answer_of(item, posted),
        "certainty": int(certainty) if certainty else None,
        "later": bool(posted.get("later")),
    }


def answer_of(item: AnyItem, posted: QueryDict) -> Any:
    match item:
        case Single():
            return known(posted.get("answer", ""), item.keys) or None
        case Multiple():
            return sorted({known(key, item.keys) for key in posted.getlist("answer")}) or None
        case Matching():
            return matched(item, posted) or None
        case Ordering():
            return ordered(item, posted)
        case Numeric():
            return number(posted.get("answer", ""))


def known(key: str, keys: tuple[str, ...]) -> str:
    if key and key not in keys:
        raise NotAnAnswer(_("There is no such option."))
    return key


def matched(item: Matching, posted: QueryDict) -> dict[str, str]:
    partners = tuple(each.key for each in item.right)
    chosen = {each.key: known(posted.get(f"answer_{each.key}", ""), partners) for each in item.left}
    return {left: right for left, right in chosen.items() if right}


def ordered(item: Ordering, posted: QueryDict) -> list[str] | None:
    """The order, after the move of a button that was pressed without a script. Without a certainty nobody chose it."""
    order = posted.getlist("order")
    if not order:
        return None
    if sorted(order) != sorted(item.keys):
        raise NotAnAnswer(_("Each option must stand in the order once."))
    place, _colon, way = posted.get("move", "").partition(":")
    if place.isdigit() and way in ("up", "down"):
        moved(order, int(place), -1 if way == "up" else 1)
    return order


def moved(order: list[str], place: int, by: int) -> None:
    if 0 <= place < len(order) and 0 <= place + by < len(order):
        order[place], order[place + by] = order[place + by], order[place]


def number(text: str) -> float | None:
    """30 · 30.5 · 30,5 · 1 200. Raises NotAnAnswer."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", text).replace(",", ".")
    if not plain:
        return None
    if not NUMBER.fullmatch(plain):
        raise NotAnAnswer(_("Write a number alone, such as 30 or 1.5."))
    return float(plain)


def said(item: AnyItem, answer: Any) -> str:
    """An answer in words; an empty text for none."""
    if answer is None:
        return ""
    match item:
        case Single():
            return texts(item.options)[answer]
        case Multiple():
            return " · ".join(texts(item.options)[key] for key in answer)
        case Matching():
            left, right = texts(item.left), texts(item.right)
            return " · ".join(f"{left[key]}: {right[partner]}" for key, partner in sorted(answer.items()))
        case Ordering():
            return " → ".join(texts(item.options)[key] for key in answer)
        case Numeric():
            return f"{answer:g} {item.unit}"


def texts(options: Any) -> dict[str, str]:
    return {option.key: option.text for option in options}
