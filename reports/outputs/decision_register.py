"""The decision register: every decision of a program, each on a page of its own, what needs attention first."""

from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import AuditChain
from reports.composing.document import Composed
from reports.composing.numbers import count, day
from reports.composing.opening import Count, Cover, cover_motif, live_page
from reports.composing.receipts import receipts_of, tables_of
from reports.composing.register import MEANINGS, Entry, all_deeds, drafts, entries_of, owners
from reports.models import Order
from reports.standing import Standing, standing_of


def document(order: Order, chain: AuditChain | None) -> Composed:
    """The whole document. It prints the audit chain's head."""
    program = order.whole_program
    with timezone.override(ZoneInfo(program.time_zone)):
        standing = standing_of(program)
        entries = entries_of(standing)
        tables = tables_of(entries)
        context = {
            "created": order.created_at.isoformat(timespec="seconds"),
            "title": f"{program.title} – decision register",
            "description": f"Every decision of {program.title}, {program.organisation.name}.",
            "foot": foot_of(standing, "Decision register"),
            "cover": cover_of(order, standing, entries),
            "lede": lede(standing, entries),
            "first": [entry for entry in entries if entry.line.needs_attention],
            "late": [deed for deed in all_deeds(entries) if deed.is_overdue],
            "entries": entries,
            "owners": owners(entries),
            "deeds": all_deeds(entries),
            "drafts": drafts(program),
            "meanings": MEANINGS,
            "receipts": receipts_of(entries, tables),
            "tables": tables,
            "audit": chain,
        }
        return Composed(render_to_string("print/register.html", context))


def foot_of(standing: Standing, name: str) -> str:
    organisation = standing.program.organisation
    return f"{name} · {organisation.name} · {day(standing.day)}" + (
        " · sample company" if organisation.is_sample else ""
    )


def cover_of(order: Order, standing: Standing, entries: list[Entry]) -> Cover:
    program = standing.program
    deeds = all_deeds(entries)
    urgent = sum(entry.line.needs_attention for entry in entries) + sum(deed.is_overdue for deed in deeds)
    counted = [
        Count(str(len(entries)), "decisions closed"),
        Count(str(urgent), "need attention"),
        Count(str(sum(len(entry.wires) for entry in entries)), "tripwires set"),
        Count(f"{sum(deed.action.done_on is not None for deed in deeds)} of {len(deeds)}", "actions done"),
    ]
    return Cover(
        kind="Decision register",
        title=program.title,
        lines=[program.organisation.name, day(timezone.localdate())],
        counts=counted,
        motif=cover_motif(standing.newest),
        url=live_page("workshops:register", program.pk) if order.has_live_record else "",
        leads_to="the decisions of this program",
        is_sample=program.organisation.is_sample,
    )


def lede(standing: Standing, entries: list[Entry]) -> str:
    """What there is, and the gravest thing about it."""
    if not entries:
        return "No room of this program has closed a decision yet."
    deeds = all_deeds(entries)
    urgent, late = sum(entry.line.needs_attention for entry in entries), sum(deed.is_overdue for deed in deeds)
    waiting = sum(deed.action.done_on is None for deed in deeds)
    said = f"{count(len(entries), 'decision').capitalize()}, {count(waiting, 'open action')}. "
    needs = [
        count(n, one, many)
        for n, one, many in (
            (urgent, "decision needs attention", "decisions need attention"),
            (late, "action is overdue", "actions are overdue"),
        )
        if n
    ]
    if needs:
        return f"{said}{' and '.join(needs)}."
    if standing.states["waiting"]:
        return said + "Nothing is overdue; new figures will say whether the decisions hold."
    return said + "Nothing needs attention."
