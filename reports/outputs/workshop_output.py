"""The workshop output: the document that leaves the room with the people."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from accounts.models import AuditChain
from curriculum.queries import modules_of
from reports.composing.back import back_context
from reports.composing.document import Composed
from reports.composing.front import front_context
from reports.composing.learning import Lesson, lesson
from reports.composing.record import Record, read_record
from reports.composing.section import section_context
from reports.composing.worksheet import worksheet_context
from reports.learning import learned_in
from reports.models import Order, Section
from workshops.actions.evidence import freeze_evidence
from workshops.models import Decision, Run, Session
from workshops.queries import latest_evidence, shown_reveals


@dataclass(frozen=True)
class Pages:
    """One exercise: its own two pages, and what goes further back; '' where that is nothing."""

    own: str
    further: str


def section_pages(run: Run, paper: str) -> Pages:
    """Evidence that nobody froze yet is frozen first. Raises what the analysis or the template raises."""
    if not has_evidence(run):
        freeze_evidence(run=run)
    context = section_context(read_record(run), paper)
    has_further = context["room"]["further"] or (context["evidence"] and context["evidence"]["further"])
    return Pages(
        own=render_to_string("print/section.html", context),
        further=render_to_string("print/further.html", context) if has_further else "",
    )


def has_evidence(run: Run) -> bool:
    """Whether what is frozen can be printed: a decision rests on it, or it was made of all that may be shown now."""
    if Decision.objects.filter(run=run, evidence__isnull=False).exists():
        return True
    newest = latest_evidence(run)
    shown = [reveal.round for reveal in shown_reveals(run)]
    return newest is not None and newest.rounds == shown and newest.snapshot_id == run.session.snapshot_id


def failed_html(record: Record, reason: str) -> str:
    context = {"run": record.run, "anchor": record.anchor, "title": record.title, "reason": reason}
    return render_to_string("print/section_failed.html", context)


def document(order: Order, chain: AuditChain | None) -> Composed:
    """The whole document, from the sections as they were made; one that failed says why. It prints the chain's head."""
    session = order.own_session
    sections = list(order.sections.select_related("job", "run").order_by("position"))
    records = [record_of(section, session) for section in sections]
    worksheets = [record for record in records if not record.has_answers]
    back = back_context(session, records)
    context = {
        "created": order.created_at.isoformat(timespec="seconds"),
        "front": front_context(order, session, records),
        "back": back | {"audit": chain},
        "lessons": lessons_of(session),
        "records": records,
        "sections": [html_of(section, record) for section, record in zip(sections, records, strict=True)],
        "furthers": [section.further_html for section in sections],
        "first_further": next(
            (
                f"{record.anchor}-further"
                for section, record in zip(sections, records, strict=True)
                if section.further_html
            ),
            "",
        ),
        "worksheets": [render_to_string("print/worksheet.html", worksheet_context(record)) for record in worksheets],
        "first_sheet": f"sheet-{worksheets[0].run.position}" if worksheets else "",
    }
    return Composed(render_to_string("print/document.html", context), back["participation"]["functions"].behind)


def lessons_of(session: Session) -> list[Lesson]:
    """What people learned in the session's module; empty where nothing is known."""
    titles = {each.module: each.title for each in modules_of(session.program.curriculum)}
    module = (session.module, titles.get(session.module, session.title))
    return [lesson(learned) for learned in learned_in(session.program, [module])]


def record_of(section: Section, session: Session) -> Record:
    section.run.session = session
    return read_record(section.run)


def html_of(section: Section, record: Record) -> str:
    return section.html or failed_html(record, section.job.error or "It was stopped before it was made.")
