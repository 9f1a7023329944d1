"""Into a room by its code, without an account."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import count_failure, has_failed_too_often
from workshops.actions.programs import KnownAddress, join_session
from workshops.joining import CodeForm, JoinForm, normal_code
from workshops.models import Session

# A whole room stands behind one address; a guesser of six digits needs thousands of tries.
WRONG_CODES, JOINS, PERIOD = 30, 300, 600  # tries, people, seconds
PASSWORDLESS = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("workshops:join_session", form.cleaned_data["code"])
    return render(request, "workshops/join_code.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Name and function, and in; whoever is signed in only presses a button."""
    if has_failed_too_often(request, "join", WRONG_CODES) or has_failed_too_often(request, "joined", JOINS):
        return render(request, "workshops/join_limit.html", status=429)
    session = open_session(code)
    if session is None:
        count_failure(request, "join", PERIOD)
        return render(request, "workshops/join_code.html", {"form": CodeForm(), "unknown": True}, status=404)
    if request.user.is_authenticated:
        return join_as_oneself(request, session)
    return join_as_somebody_new(request, session)


def open_session(code: str) -> Session | None:
    """The session that can be joined by this code now: the code dies with the session."""
    sessions = Session.objects.filter(join_code=normal_code(code), joining_ends_at__gt=timezone.now())
    return sessions.select_related("program__organisation").first()


def join_as_oneself(request: HttpRequest, session: Session) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        join_session(session=session, person=request.user)
        return redirect("workshops:session", session.pk)
    return render(request, "workshops/join.html", {"session": session})


def join_as_somebody_new(request: HttpRequest, session: Session) -> HttpResponse:
    form = JoinForm(request.POST or None)
    context: dict[str, Any] = {"session": session, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            enrolment = join_session(session=session, **form.cleaned_data)
        except KnownAddress:
            count_failure(request, "join", PERIOD)
            return render(request, "workshops/join.html", context | {"known": True}, status=409)
        count_failure(request, "joined", PERIOD)
        login(request, enrolment.membership.person, backend=PASSWORDLESS)
        # Nobody proved who they are: this lasts as long as the session does, and is worth nothing after it.
        request.session.set_expiry(session.joining_ends_at)
        return redirect("workshops:session", session.pk)
    return render(request, "workshops/join.html", context, status=422 if form.is_bound else 200)
