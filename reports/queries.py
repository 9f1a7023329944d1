"""Reads about documents."""

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Window

from accounts.models import Person
from accounts.queries import organisations_of
from reports.models import Order, Output
from workshops.models import Program, Reveal, Session


def outputs_of(person: Person) -> QuerySet[Output]:
    """Those of the person's organisations; who may take one away is in `permissions.py`."""
    mine = organisations_of(person)
    outputs = Output.objects.filter(Q(session__program__organisation__in=mine) | Q(program__organisation__in=mine))
    return outputs.select_related("session__program__organisation", "program__organisation", "order")


def versions_of(subject: Session | Program) -> QuerySet[Output]:
    """All documents about it, the newest first. newest: the last version of that kind."""
    newest = Window(Max("version"), partition_by=F("kind"))
    outputs = subject.outputs.select_related("order", "session", "program").annotate(newest=newest)
    return outputs.order_by("-made_at", "-version")


def outputs_in(program: Program) -> QuerySet[Output]:
    """All documents about the program and about its sessions, the newest first."""
    outputs = Output.objects.filter(Q(program=program) | Q(session__program=program))
    return outputs.select_related("order", "session", "program").order_by("-made_at", "-version")


def newest_outputs(program: Program) -> list[Output]:
    """The newest version of each document of the program and of its sessions, the newest document first."""
    newest: dict[tuple[int | None, str], Output] = {}
    for output in outputs_in(program):
        newest.setdefault((output.session_id, output.kind), output)
    return list(newest.values())


def orders_under_way(subject: Session | Program) -> QuerySet[Order]:
    """Orders that have made nothing, the newest first: still going, stopped, or failed and not ordered again since."""
    made_since = subject.outputs.filter(kind=OuterRef("kind"), order__created_at__gte=OuterRef("created_at"))
    orders = subject.orders.filter(~Exists(made_since), output=None).select_related("job", "session", "program")
    return orders.order_by("-created_at", "-pk")


def people_printed(program: Program) -> dict[str, int]:
    """Participants by function behind the newest document that printed them; none before the first."""
    printed = outputs_in(program).exclude(people={}).first()
    return printed.people if printed else {}


def people_revealed(program: Program) -> dict[int, int]:
    """{session: how many people sent an answer that was revealed}; sessions where nothing was are left out."""
    reveals = Reveal.objects.filter(run__session__program=program, revealed_at__isnull=False)
    people = Count("answers__worksheet__enrolment", distinct=True)
    return dict(reveals.values_list("run__session").annotate(n=people).order_by())
