"""A screen's form, filled in and sent."""

from django.http import QueryDict

from workshops.instruments import form_of, payload_with


def send(step, query, payload=None):
    """The payload after it."""
    form = form_of(step, payload or {}, QueryDict(query))
    assert form.is_valid(), form.errors
    return payload_with(step, payload or {}, form)
