"""The sample program as documents find it."""

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from workshops.models import Program, Session

HAVE_BEGUN = Q(sessions__starts_at__lte=Now())


def sample_program() -> Program | None:
    """The one that has come farthest."""
    programs = Program.objects.filter(organisation__is_sample=True).select_related("organisation")
    return programs.annotate(held=Count("sessions", HAVE_BEGUN)).order_by("-held", "pk").first()


def held_sessions(program: Program) -> QuerySet[Session]:
    """Those that have begun, by module."""
    sessions = program.sessions.filter(starts_at__lte=Now())
    return sessions.select_related("program__organisation").order_by("module", "pk")
