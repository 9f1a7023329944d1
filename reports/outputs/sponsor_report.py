"""The sponsor report: how a program stands, in totals, each figure with its receipt, and what this does not show."""

from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import AuditChain
from reports.composing.document import Composed
from reports.composing.learning import lesson
from reports.composing.numbers import NOTHING, count, day
from reports.composing.opening import Count, Cover, cover_motif, live_page
from reports.composing.people import functions_of
from reports.composing.receipts import receipts_of, tables_of
from reports.composing.register import STATES, entries_of
from reports.composing.sponsor import coming_rows, documents_of, stages_of, votes_of, watched_of
from reports.learning import learned_in
from reports.models import Order
from reports.outputs.decision_register import foot_of
from reports.standing import NOT_SHOWN, Standing, standing_of


def document(order: Order, chain: AuditChain | None) -> Composed:
    """The whole document. It prints the audit chain's head."""
    program = order.whole_program
    with timezone.override(ZoneInfo(program.time_zone)):
        standing = standing_of(program)
        entries = entries_of(standing)
        tables, functions = tables_of(entries), functions_of(program)
        context = {
            "created": order.created_at.isoformat(timespec="seconds"),
            "title": f"{program.title} – sponsor report",
            "description": f"How {program.title} of {program.organisation.name} stands, in totals.",
            "foot": foot_of(standing, "Sponsor report"),
            "cover": cover_of(order, standing),
            "lede": f"{standing.headline}.",
            "standing": standing,
            "glance": glance(standing),
            "stages": stages_of(standing),
            "objectives": program.objectives.all(),
            "entries": entries,
            "votes": votes_of(entries),
            "lessons": [lesson(learned) for learned in learned_in(program, standing.modules_begun)],
            "watched": watched_of(standing, entries),
            "fired": standing.fired,
            "coming": coming_rows(standing),
            "functions": functions,
            "documents": documents_of(standing),
            "receipts": receipts_of(entries, tables),
            "tables": tables,
            "not_shown": NOT_SHOWN,
            "audit": chain,
        }
        return Composed(render_to_string("print/sponsor.html", context), functions.behind)


def cover_of(order: Order, standing: Standing) -> Cover:
    program = standing.program
    counted = [
        Count(f"{standing.modules_held} of {len(standing.legs)}", "modules held"),
        Count(str(len(standing.decisions)), "decisions closed"),
        Count(str(standing.on_course), "on course"),
        Count(str(len(standing.open_actions)), "open actions"),
    ]
    return Cover(
        kind="Sponsor report",
        title=program.title,
        lines=[program.organisation.name, day(standing.day)],
        counts=counted,
        motif=cover_motif(standing.newest),
        url=live_page("reports:sponsor", program.pk) if order.has_live_record else "",
        leads_to="what the sponsor of this program sees",
        is_sample=program.organisation.is_sample,
    )


def glance(standing: Standing) -> list[Count]:
    """The figures at the top: each with what it is of."""
    decided, planned = standing.exercises
    others = [f"{n} {STATES[state].lower()}" for state, n in standing.states.items() if state != "on course"]
    return [
        Count(
            f"{standing.modules_held} of {len(standing.legs)}",
            f"modules held; {decided} of {planned} exercises decided",
        ),
        Count(came(standing), came_words(standing)),
        Count(f"{standing.on_course} of {len(standing.decisions)}", "decisions on course" + listed(others)),
        Count(f"{len(standing.open_actions)} of {len(standing.actions)}", "actions still open"),
    ]


def listed(parts: list[str]) -> str:
    return f"; {', '.join(parts)}" if parts else ""


def came(standing: Standing) -> str:
    """'17 of 18', on average over the sessions that may be counted."""
    return f"{standing.came if standing.counted else NOTHING} of {standing.asked}"


def came_words(standing: Standing) -> str:
    left_out = f"; {count(standing.hidden, 'session')} with fewer than five left out" if standing.hidden else ""
    if len(standing.counted) > 1:
        return f"took part on average, range {standing.range}{left_out}"
    return f"took part{left_out}"
