from collections.abc import Mapping
from typing import Any

from django import template

from workshops.backtest import Backtest, backtest_for
from workshops.instruments import Step, note_of

register = template.Library()


@register.simple_tag
def ordered_items(form: Any) -> list[dict[str, Any]]:
    """Items of a ranking in the order that the form holds: as sent, as saved, or as the exercise lists them."""
    items: list[dict[str, Any]] = form.fields["order"].ordered(form["order"].value())
    return items


@register.simple_tag(name="backtest_for", takes_context=True)
def backtest_on(context: Mapping[str, Any], step: Step) -> Backtest | None:
    """What the evidence says of a threshold's settings; None where the page has no worksheet, or nothing to say yet."""
    sheet = context.get("sheet")
    return backtest_for(sheet, step) if sheet else None


@register.simple_tag(takes_context=True)
def note_for(context: Mapping[str, Any], step: Step) -> dict[str, Any] | None:
    """What the page tells people of their own answer; None where it has no worksheet, or nothing to say yet."""
    sheet = context.get("sheet")
    return note_of(step, sheet.payload) if sheet else None
