"""What comes last: register, participation, data, methods, and where the audit trail stands."""

from typing import Any

from datasets.models import Import
from datasets.queries import table_lines
from reports.composing.numbers import day
from reports.composing.people import functions_of, released
from reports.composing.receipts import table_row
from reports.composing.record import Record
from reports.composing.verdict import verdict_of
from workshops.models import Decision, Round, Session
from workshops.queries import participants

Context = dict[str, Any]
LONGEST_PROBLEMS = 12
NOT_SHOWN = (
    "Nothing here says why a figure is as it is, or that an option causes an outcome: the tables were not made by an "
    "experiment. The room’s answers are those of the people in it, not of the company."
)


def back_context(session: Session, records: list[Record]) -> Context:
    verdicts = [verdict for record in records if (verdict := verdict_of(record))]
    return {
        "register": verdicts,
        "elsewhere": decided_elsewhere(session),
        "actions": [(verdict, action) for verdict in verdicts for action in verdict.actions if not action.done_on],
        "participation": participation(session, records),
        "data": data_used(session),
        "locked": [record for record in records if (record.spoken or {}).get("needs")],
        "methods": methods(records),
        "frozen": [frozen(record) for record in records if record.evidence],
        "code": next((record.spoken["inputs"]["code"] for record in records if record.spoken), ""),
    }


def decided_elsewhere(session: Session) -> int:
    """Decisions of the program's other workshops: the decision register has them all, and would fill this document."""
    closed = Decision.objects.filter(run__session__program=session.program).exclude(state=Decision.State.DRAFT)
    return closed.exclude(run__session=session).count()


# --- participation -------------------------------------------------------------------------------------------------


def participation(session: Session, records: list[Record]) -> Context:
    """Totals only; groups under five are hidden, and another with them where one could be found by subtraction."""
    asked = participants(session.program).count()
    return {
        "asked": asked,
        "rows": [answered_row(record, asked) for record in records],
        "functions": functions_of(session.program),
        "has_answers": any(record.run.reveals.exists() for record in records),
    }


def answered_row(record: Record, asked: int) -> Context:
    n = dict(record.run.reveals.filter(revealed_at__isnull=False).values_list("round", "n"))
    return {"title": record.title, "cells": [str(asked), *(released(n.get(turn)) for turn in Round)]}


# --- data ----------------------------------------------------------------------------------------------------------


def data_used(session: Session) -> Context | None:
    snapshot = session.snapshot
    if snapshot is None:
        return None
    found = snapshot.imports.order_by("created_at", "pk").last()
    return {
        "pairs": [
            ("Snapshot", f"sha256 {snapshot.digest}"),
            ("As of", day(snapshot.as_of)),
            ("Taken", day(snapshot.created_at.date())),
            ("Files", ", ".join(found.uploads.order_by("pk").values_list("name", flat=True)) if found else ""),
        ],
        "tables": [table_row(line) for line in table_lines(snapshot)],
        "problems": problems(found),
    }


def problems(found: Import | None) -> list[Context]:
    """What was left out, repaired or derived at import: each kind once, with how often, the most frequent first."""
    sheets = found.report.get("sheets", []) if found else []
    told: dict[tuple[str, str, str], Context] = {}
    for item in (item for sheet in sheets for kind in ("problems", "notes") for item in sheet[kind]):
        entry = told.setdefault((item["table"], item["column"], item["code"]), row_of(item))
        entry["count"] += item.get("count", 0)
    listed = sorted(told.values(), key=lambda entry: -entry["count"])[:LONGEST_PROBLEMS]
    return [entry | {"n": f"{entry['count']:,}" if entry["count"] else "—"} for entry in listed]


def row_of(item: Context) -> Context:
    said = f"{item['column']}: {item['message']}" if item["column"] else item["message"]
    return {"table": item["table"], "message": said + (" (left out)" if item.get("rejected") else ""), "count": 0}


def frozen(record: Record) -> Context:
    return {
        "title": record.title,
        "as_of": record.spoken["inputs"]["as_of"] if record.spoken else "",
        "evidence": record.evidence.digest if record.evidence else "",
        "record": record.decision.digest if record.decision else "",
    }


# --- methods -------------------------------------------------------------------------------------------------------


def methods(records: list[Record]) -> list[tuple[str, str]]:
    """Each figure's name with how it was made, once."""
    found: dict[str, str] = {}
    for record in records:
        for figure in (record.spoken or {}).get("figures", ()):
            if figure["value"] is not None:
                found.setdefault(figure["method"], record.words.name(figure["name"]))
    return [*((name, method) for method, name in found.items()), ("What this does not show", NOT_SHOWN)]
