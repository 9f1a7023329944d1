"""The way in by a link printed on this machine."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.actions.sign_in import LinkUnusable, use_link

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@require_GET
@never_cache
def use_sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in as somebody of the sample organisation; 404 unless the server listens to this machine alone."""
    if not (settings.BOUND_TO_LOOPBACK and request.get_host().rsplit(":", 1)[0] in LOOPBACK):
        raise Http404
    try:
        person = use_link(token=token)
    except LinkUnusable:
        return render(request, "accounts/link_unusable.html", status=410)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")
