from django import template
from django.utils.safestring import SafeString

from curriculum.markdown import to_html

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Words of a content file as safe HTML."""
    return to_html(text)
