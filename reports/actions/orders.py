"""Ordering a document.

An order is three kinds of jobs, each waiting for the one below: a section for each exercise, side by side; whoever ends
last queues the composing; its end queues the printing. Each is held by a lease of its own, so that a worker may die at
any point and only what it was doing is done again.
"""

from functools import partial

from django.db import transaction

from accounts.actions.audit import record
from accounts.models import Person
from jobs.actions import order_job, release_children
from reports.models import Order, Section
from workshops.models import Run, Session

RENDER_SECTION, COMPOSE, PRINT = (f"reports.tasks.{name}" for name in ("render_section", "compose", "print_order"))


@transaction.atomic
def order_output(
    *,
    session: Session,
    kind: str = Order.Kind.WORKSHOP_OUTPUT,
    paper: str = "A4",
    has_live_record: bool = True,
    ordered_by: Person | None = None,
) -> Order:
    """A document to be made, with a section for each of the session's exercises. Audited."""
    organisation = session.program.organisation
    waiting = partial(order_job, organisation=organisation, ordered_by=ordered_by, waits_for_children=True)
    printing = waiting(title=f"{Order.Kind(kind).label}: {session.title}"[:200], task=PRINT)
    composing = waiting(title="Composing", task=COMPOSE, parent=printing)
    order = Order.objects.create(
        kind=kind, session=session, job=printing, composing=composing, paper=paper, has_live_record=has_live_record
    )
    for run in session.runs.order_by("position"):
        add_section(order=order, run=run, ordered_by=ordered_by)
    release_children(job=composing)
    record(
        organisation=organisation,
        actor=ordered_by,
        action="output.order",
        subject=f"session:{session.pk}",
        detail={"kind": str(kind), "order": str(order.pk), "paper": paper},
    )
    return order


def add_section(*, order: Order, run: Run, ordered_by: Person | None) -> Section:
    """To be called in the transaction that orders."""
    job = order_job(
        organisation=order.session.program.organisation,
        title=f"Exercise {run.exercise}",
        task=RENDER_SECTION,
        ordered_by=ordered_by,
        parent=order.composing,
    )
    return Section.objects.create(order=order, job=job, run=run, position=run.position)
