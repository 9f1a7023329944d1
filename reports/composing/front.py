"""What comes first: the cover, one page that says it all, the contents."""

from typing import Any

from accounts.models import Role
from reports.composing.agreement import moved
from reports.composing.numbers import count, day
from reports.composing.opening import Count, Cover, cover_motif, deals_in, live_page
from reports.composing.people import released
from reports.composing.record import Record
from reports.composing.verdict import Verdict, verdict_of
from reports.models import Order
from reports.queries import people_revealed
from workshops.models import Session

REASONS_WORDS = 32
MOST_WITH_REASONS = 3  # decisions whose reasons fit on the one page as well
Context = dict[str, Any]


def front_context(order: Order, session: Session, records: list[Record]) -> Context:
    verdicts = [verdict for verdict in map(verdict_of, records) if verdict]
    return {
        "session": session,
        "organisation": session.program.organisation,
        "when": day(session_day(session)),
        "cover": cover_of(order, session, counts(session, records, verdicts)),
        "lede": lede(records, verdicts),
        "verdicts": verdicts,
        "reasons_words": REASONS_WORDS if len(verdicts) <= MOST_WITH_REASONS else 0,
        "open": [opened(record) for record in records if verdict_of(record) is None],
        "changed": moved(records),
        "foot": f"{session.title} · {day(session_day(session))}" + (" · sample company" if is_sample(session) else ""),
    }


def cover_of(order: Order, session: Session, counted: list[Count]) -> Cover:
    parts = [session.program.organisation.name, day(session_day(session)), session.place]
    return Cover(
        kind=f"Workshop output · Module {session.module}",
        title=session.title,
        lines=[session.program.title, " · ".join(part for part in parts if part)],
        counts=counted,
        motif=cover_motif(session.snapshot),
        url=live_page("workshops:session", session.pk) if order.has_live_record else "",
        leads_to="this workshop",
        is_sample=is_sample(session),
    )


def session_day(session: Session) -> Any:
    return (session.starts_at or session.created_at).date()


def is_sample(session: Session) -> bool:
    return session.program.organisation.is_sample


def counts(session: Session, records: list[Record], verdicts: list[Verdict]) -> list[Count]:
    """What stands on the cover: people, decisions, actions, deals; only what there is."""
    asked = session.program.enrolments.filter(role=Role.PARTICIPANT).count()
    actions = sum(len(verdict.actions) for verdict in verdicts)
    deals = deals_in(session.snapshot)
    all_counts = [
        (f"{released(people_revealed(session.program).get(session.pk, 0))} of {asked}", "people took part", asked),
        (f"{len(verdicts)} of {len(records)}", "decisions taken", len(verdicts)),
        (f"{actions:,}", "actions with an owner", actions),
        (f"{deals:,}", "deals in the evidence", deals),
        (f"{len(records)}", "exercises", not asked),
    ]
    return [Count(value, label) for value, label, there in all_counts if there]


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
