"""Ordering a document.

An order is three kinds of jobs, each waiting for the one below: a section for each exercise, side by side; whoever ends
last queues the composing; its end queues the printing. Each is held by a lease of its own, so that a worker may die at
any point and only what it was doing is done again. A document about a whole program has no sections: what it needs was
analysed already, so it is composed at once.
"""

from functools import partial

from django.db import transaction

from accounts.actions.audit import record
from accounts.models import Person
from jobs.actions import order_job, release_children
from reports.models import Kind, Order, Section
from workshops.models import Program, Run, Session

RENDER_SECTION, COMPOSE, PRINT = (f"reports.tasks.{name}" for name in ("render_section", "compose", "print_order"))


@transaction.atomic
def order_output(
    *,
    session: Session | None = None,
    program: Program | None = None,
    kind: str = Kind.WORKSHOP_OUTPUT,
    paper: str = "A4",
    has_live_record: bool = True,
    ordered_by: Person | None = None,
) -> Order:
    """A document to be made, of a session with a section for each of its exercises, or of a program. Audited.

    Raises django.db.IntegrityError for a kind that is not of what is given.
    """
    order = Order(kind=kind, session=session, program=program, paper=paper, has_live_record=has_live_record)
    organisation = order.whole_program.organisation
    waiting = partial(order_job, organisation=organisation, ordered_by=ordered_by, waits_for_children=True)
    order.job = waiting(title=f"{Kind(kind).label}: {order.subject}"[:200], task=PRINT)
    order.composing = waiting(title="Composing", task=COMPOSE, parent=order.job)
    order.save(force_insert=True)
    for run in session.runs.order_by("position") if session else ():
        add_section(order=order, run=run, ordered_by=ordered_by)
    release_children(job=order.composing)
    record(
        organisation=organisation,
        actor=ordered_by,
        action="output.order",
        subject=f"{order.subject._meta.model_name}:{order.subject.pk}",
        detail={"kind": str(kind), "order": str(order.pk), "paper": paper},
    )
    return order


def add_section(*, order: Order, run: Run, ordered_by: Person | None) -> Section:
    """To be called in the transaction that orders."""
    job = order_job(
        organisation=order.whole_program.organisation,
        title=f"Exercise {run.exercise}",
        task=RENDER_SECTION,
        ordered_by=ordered_by,
        parent=order.composing,
    )
    return Section.objects.create(order=order, job=job, run=run, position=run.position)
