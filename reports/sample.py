"""The sample program as documents find it."""

from django.db.models import QuerySet
from django.utils import timezone

from workshops.models import Program, Session


def sample_program() -> Program | None:
    programs = Program.objects.filter(organisation__is_sample=True)
    return programs.select_related("organisation").order_by("pk").first()


def held_sessions(program: Program) -> QuerySet[Session]:
    """Those that have begun, by module."""
    sessions = program.sessions.filter(starts_at__lte=timezone.now())
    return sessions.select_related("program__organisation").order_by("module", "pk")
