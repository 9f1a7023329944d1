"""Making one exercise's part of a document, and binding the parts together."""

from collections.abc import Callable
from typing import Any

from django.db.models import F

from accounts.models import AuditChain
from jobs.actions import Outcome
from jobs.work import Refused, Work
from reports.composing.document import Composed
from reports.models import Kind, Order, Section
from reports.outputs import decision_register, sponsor_report, workshop_output

DOCUMENTS: dict[Kind, Callable[[Order, AuditChain | None], Composed]] = {
    Kind.WORKSHOP_OUTPUT: workshop_output.document,
    Kind.DECISION_REGISTER: decision_register.document,
    Kind.SPONSOR_REPORT: sponsor_report.document,
}


def render_section(*, section: Section, work: Work) -> Outcome:
    """Its HTML, kept only by whoever still holds the job. Raises what the analysis or the template raises."""
    Section.objects.filter(pk=section.pk).update(renders=F("renders") + 1)
    work.progress(0, 1, "analysing and drawing")
    pages = workshop_output.section_pages(section.run, section.order.paper)

    def keep() -> dict[str, Any]:
        Section.objects.filter(pk=section.pk).update(html=pages.own, further_html=pages.further)
        return {"characters": len(pages.own) + len(pages.further)}

    return keep


def compose(*, order: Order, work: Work) -> Outcome:
    """The whole document as one page of HTML; a section that failed says why in its place."""
    sections = list(order.sections.select_related("job"))
    if unfinished := [section for section in sections if not section.job.has_ended]:
        raise Refused(f"{len(unfinished)} sections are not made yet")
    work.progress(0, 1, "composing")
    chain = AuditChain.objects.filter(organisation=order.whole_program.organisation).first()
    made = DOCUMENTS[Kind(order.kind)](order, chain)

    def keep() -> dict[str, Any]:
        Order.objects.filter(pk=order.pk).update(html=made.html)
        return {
            "sections": len(sections),
            "failed": [section.run.exercise for section in sections if not section.html],
            "audit_head": chain.head if chain else "",
            "people": made.people,
        }

    return keep
