"""The workshop output that is printed: of the sample program, in a database of the benchmark's own."""

import io
from pathlib import Path

from django.core.management import call_command

from accounts.models import AuditChain
from reports.actions.orders import order_output
from reports.models import Order, Section
from reports.outputs import workshop_output
from reports.rendering import print_pdf
from workshops.actions.evidence import freeze_evidence
from workshops.models import Session
from workshops.sample.program import make_sample

FILE = "document.html"
MODULE_4 = frozenset(f"4.{number}" for number in range(1, 7))
DEALS, FEWEST_DEALS = 2000, 600  # of the sample company; of fewer its exercises say little


def make_document(folder: Path, deals: int) -> int:
    """document.html in `folder`: the newest workshop output that the sample program has. Its key as a session."""
    call_command("migrate", verbosity=0, stdout=io.StringIO())
    session = make_sample(deals=max(min(deals, DEALS), FEWEST_DEALS), exercises=MODULE_4).held
    (folder / FILE).write_text(compose(session, session.runs.count()))
    return session.pk


def make_anew(session: int, analysed: int | None) -> int:
    """From the tables to the PDF, so many exercises analysed anew (all: None); how many pages."""
    held = Session.objects.get(pk=session)
    return print_pdf(compose(held, held.runs.count() if analysed is None else analysed)).pages


def compose(session: Session, analysed: int) -> str:
    """The document's HTML as the tasks make it, in one process; the first so many exercises are analysed anew."""
    order = order_output(session=session)
    for number, section in enumerate(order.sections.select_related("run", "order").order_by("position")):
        fill(section, order, anew=number < analysed)
    chain = AuditChain.objects.filter(organisation=session.program.organisation).first()
    return workshop_output.document(order, chain).html


def fill(section: Section, order: Order, *, anew: bool) -> None:
    if anew:
        freeze_evidence(run=section.run)
    pages = workshop_output.section_pages(section.run, order.paper)
    Section.objects.filter(pk=section.pk).update(html=pages.own, further_html=pages.further)
