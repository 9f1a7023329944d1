"""Making one exercise's part of a document, and binding the parts together."""

from typing import Any

from django.db.models import F

from accounts.models import AuditChain
from jobs.actions import Outcome
from jobs.work import Refused, Work
from reports.models import Order, Section
from reports.outputs import workshop_output

DOCUMENTS = {Order.Kind.WORKSHOP_OUTPUT: workshop_output}


def render_section(*, section: Section, work: Work) -> Outcome:
    """Its HTML, kept only by whoever still holds the job. Raises what the analysis or the template raises."""
    Section.objects.filter(pk=section.pk).update(renders=F("renders") + 1)
    work.progress(0, 1, "analysing and drawing")
    pages = DOCUMENTS[Order.Kind(section.order.kind)].section_pages(section.run, section.order.paper)

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
    chain = AuditChain.objects.filter(organisation=order.session.program.organisation).first()
    html = DOCUMENTS[Order.Kind(order.kind)].document_html(order, chain)

    def keep() -> dict[str, Any]:
        Order.objects.filter(pk=order.pk).update(html=html)
        failed = [section.run.exercise for section in sections if not section.html]
        return {"sections": len(sections), "failed": failed, "audit_head": chain.head if chain else ""}

    return keep
