from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def ordered_items(form: Any) -> list[dict[str, Any]]:
    """Items of a ranking in the order that the form holds: as sent, as saved, or as the exercise lists them."""
    items: list[dict[str, Any]] = form.fields["order"].ordered(form["order"].value())
    return items
