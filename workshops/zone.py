"""Times in the program's own zone: a view that has found its program enters it, and it is left with the request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from workshops.models import Program


def enter_zone(program: Program) -> None:
    """From here to the end of the request times are read and shown as the program's clocks tell them."""
    timezone.activate(ZoneInfo(program.time_zone))


def leave_zone_after(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a thread serves many requests, and the next must not inherit the zone of this one."""

    def respond(request: HttpRequest) -> HttpResponse:
        with timezone.override(timezone.get_default_timezone()):
            return get_response(request)

    return respond
