"""What pages, tasks and documents read of assessments."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from analysis.findings import Findings
from assessments.models import Learning, Paper


def learning_of(program: Any, module: int) -> Findings | None:
    """What the group learned in the module, as last frozen: totals of five people or more, fit to leave the room.

    None while there is nothing. `analysis.learning.wording()` says it, `analysis.learning.charts` draws it.
    """
    latest = Learning.objects.filter(program=program, module=module).order_by("made_at", "pk").last()
    return latest.findings if latest else None


def papers_of(program: Any) -> QuerySet[Paper]:
    """The program's papers, by module, each with `begun` and `finished`: how many people have."""
    from_sittings = {
        "begun": Count("sittings"),
        "finished": Count("sittings", filter=Q(sittings__finished_at__isnull=False)),
    }
    return (
        Paper.objects.filter(program=program)
        .select_related("curriculum")
        .annotate(**from_sittings)
        .order_by("module", "pk")
    )
