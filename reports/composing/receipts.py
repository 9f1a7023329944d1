"""What each printed figure rests on: snapshot, period, evidence and record, each by its hash."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from analysis.catalogue import discover
from datasets.models import Snapshot
from datasets.queries import table_lines
from reports.composing.numbers import DASH, day
from reports.composing.register import Entry


@dataclass(frozen=True)
class Receipt:
    """Of one decision's figure. period: of the deals that the tables hold, unless the analysis read a part of it.

    decided_on: the evidence that the decision was taken on, where the figure has a newer one.
    """

    number: str
    anchor: str
    as_of: str
    period: str
    snapshot: str
    evidence: str
    decided_on: str
    record: str


@dataclass(frozen=True)
class Tables:
    """A snapshot that figures rest on, with those of its tables that their questions ask for; others: how many more."""

    snapshot: Snapshot
    as_of: str
    rows: list[dict[str, str]]
    others: int


def receipts_of(entries: list[Entry], tables: list[Tables]) -> list[Receipt]:
    periods = {each.snapshot.pk: deals_period(each) for each in tables}
    return [receipt(entry, periods) for entry in entries]


def receipt(entry: Entry, periods: dict[int, str]) -> Receipt:
    evidence, frozen = entry.line.evidence, entry.decision.evidence
    inputs = evidence.findings.inputs if evidence else None
    part = f"{day(inputs.since)} {DASH} {day(inputs.until)}" if inputs and inputs.since and inputs.until else ""
    return Receipt(
        number=entry.verdict.number,
        anchor=entry.anchor,
        as_of=entry.as_of,
        period=part or periods.get(evidence.snapshot_id or 0 if evidence else 0, ""),
        snapshot=inputs.snapshot if inputs else "",
        evidence=evidence.digest if evidence else "",
        decided_on=frozen.digest if frozen and frozen != evidence else "",
        record=entry.decision.digest,
    )


def tables_of(entries: list[Entry]) -> list[Tables]:
    """Each snapshot once, in the order in which the decisions come to it."""
    found: dict[int, Snapshot] = {}
    asked: dict[int, set[str]] = defaultdict(set)
    for entry in entries:
        snapshot = entry.line.evidence.snapshot if entry.line.evidence else None
        if snapshot is not None:
            found.setdefault(snapshot.pk, snapshot)
            asked[snapshot.pk] |= tables_asked(entry.verdict.number)
    return [tables_in(snapshot, asked[snapshot.pk]) for snapshot in found.values()]


def tables_asked(exercise: str) -> set[str]:
    module = discover().get(exercise)
    return set(module.NEEDS) if module else set()


def tables_in(snapshot: Snapshot, asked: set[str]) -> Tables:
    rows = [table_row(line) for line in table_lines(snapshot)]
    shown = [row for row in rows if row["name"] in asked]
    return Tables(snapshot, day(snapshot.as_of), shown, others=len(rows) - len(shown))


def table_row(line: dict[str, Any]) -> dict[str, str]:
    """A table of a snapshot as it is printed: name, rows, the period it covers, and the beginning of its hash."""
    period = f" {DASH} ".join(day(end) for end in line["period"]) if line["period"] else ""
    return {"name": line["name"], "rows": f"{line['rows']:,}", "period": period, "digest": line["digest"][:16]}


def deals_period(tables: Tables) -> str:
    return next((row["period"] for row in tables.rows if row["name"] == "deals"), "")
