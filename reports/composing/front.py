"""What comes first: the cover, one page that says it all, the contents."""

from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

from accounts.models import Role
from datasets.snapshots import load_tables
from reports.composing.cover import Motif, motif
from reports.composing.numbers import count, day
from reports.composing.record import Record
from reports.composing.room import moved
from reports.composing.verdict import Verdict, verdict_of
from reports.models import Order
from workshops.models import Session, Worksheet

INK = "#14213D"
REASONS_WORDS = 32
MOST_WITH_REASONS = 3  # decisions whose reasons fit on the one page as well
Context = dict[str, Any]


def front_context(order: Order, records: list[Record]) -> Context:
    session = order.session
    verdicts = [verdict for verdict in map(verdict_of, records) if verdict]
    url = live_record(session) if order.has_live_record else ""
    return {
        "session": session,
        "organisation": session.program.organisation,
        "when": day(session_day(session)),
        "url": url,
        "qr": segno.make(url, error="m").svg_data_uri(dark=INK, border=0) if url else "",
        "motif": cover_motif(session),
        "counts": counts(session, records, verdicts),
        "lede": lede(records, verdicts),
        "verdicts": verdicts,
        "reasons_words": REASONS_WORDS if len(verdicts) <= MOST_WITH_REASONS else 0,
        "open": [opened(record) for record in records if verdict_of(record) is None],
        "changed": changes(records),
        "foot": f"{session.title} · {day(session_day(session))}" + (" · sample company" if is_sample(session) else ""),
        "is_sample": is_sample(session),
    }


def session_day(session: Session) -> Any:
    return (session.starts_at or session.created_at).date()


def is_sample(session: Session) -> bool:
    return session.program.organisation.is_sample


def live_record(session: Session) -> str:
    """Where the living page of this workshop is."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("workshops:session", args=[session.pk])


def cover_motif(session: Session) -> Motif | None:
    snapshot = session.snapshot
    if snapshot is None or "deals" not in snapshot.tables:
        return None
    return motif(load_tables(snapshot, ["deals"])["deals"], snapshot.as_of)


def counts(session: Session, records: list[Record], verdicts: list[Verdict]) -> list[Context]:
    """What stands on the cover: people, decisions, actions, deals; only what there is."""
    asked = session.program.enrolments.filter(role=Role.PARTICIPANT).count()
    actions = sum(len(verdict.actions) for verdict in verdicts)
    deals = (session.snapshot.tables.get("deals", {}) if session.snapshot else {}).get("rows", 0)
    all_counts = [
        (f"{people(session)} of {asked}", "people took part", asked),
        (f"{len(verdicts)} of {len(records)}", "decisions taken", len(verdicts)),
        (f"{actions:,}", "actions with an owner", actions),
        (f"{deals:,}", "deals in the evidence", deals),
        (f"{len(records)}", "exercises", not asked),
    ]
    return [{"value": value, "label": label} for value, label, there in all_counts if there]


def people(session: Session) -> int:
    """Participants who sent at least one answer that was shown."""
    shown = Worksheet.objects.filter(run__session=session, answers__isnull=False)
    return shown.values("enrolment").distinct().count()


def lede(records: list[Record], verdicts: list[Verdict]) -> str:
    closed = [verdict for verdict in verdicts if verdict.status != "draft"]
    actions = sum(len(verdict.actions) for verdict in verdicts)
    asked = count(len(records), "question")
    if closed:
        said = f"{asked.capitalize()} came to the table; {count(len(closed), 'decision')} closed"
        return f"{said}, with {count(actions, 'action')} that somebody owns."
    if any(record.has_figures for record in records):
        return "What the company’s own tables say on each question, before the room has decided anything."
    return "The questions of this workshop, and what each would need to be answered from the company’s own tables."


def opened(record: Record) -> Context:
    """A question that was not decided: what its evidence says."""
    headline = (record.spoken or {}).get("headline", "")
    return {"record": record, "headline": headline, "has_figures": record.has_figures}


def changes(records: list[Record]) -> list[str]:
    """What moved in the room between its rounds, computed; one line for each exercise."""
    told = [(record.exercise.id, moved(record)) for record in records if len(record.shown) > 1]
    return [f"{number} {' '.join(lines)}" for number, lines in told if lines]
