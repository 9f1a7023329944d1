import sys

import redis
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from config.styleguide import specimen

UNREACHABLE = (OperationalError, InterfaceError, redis.ConnectionError, redis.TimeoutError)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programs of whoever is signed in; else what this is and how to get in."""
    return redirect("/programs/") if request.user.is_authenticated else render(request, "home.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """What a reader sees of an error that no view foresaw: 503 where database or broker are out of reach, else 500.

    Django calls it while it handles the exception. The pages read nothing from the database.
    """
    if isinstance(sys.exc_info()[1], UNREACHABLE):
        return render_alone("503.html", 503, {"Retry-After": "5"})
    return render_alone("500.html", 500, {})


def render_alone(template: str, status: int, headers: dict[str, str]) -> HttpResponse:
    """A page without request and context processors: whatever failed is not asked again."""
    return HttpResponse(render_to_string(template), status=status, headers=headers)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component once, light and dark, from the includes that the pages use."""
    return render(request, "styleguide.html", {"light": specimen("light"), "dark": specimen("dark")})
