"""Numbers as people read them."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def thousands(number: int | float | None) -> str:
    """8,800 in the reader's own notation; a dash for nothing."""
    return "–" if number is None else number_format(number, use_l10n=True, force_grouping=True)
