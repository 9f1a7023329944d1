"""What the components need from a template and Django's own tags do not have."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def paired(cells: Sequence[Any], columns: Sequence[Any]) -> Iterable[tuple[Any, Any]]:
    """Each cell of a row with its column; a row that is too short or too long is an error of whoever made it."""
    return zip(cells, columns, strict=True)
