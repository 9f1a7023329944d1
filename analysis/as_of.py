"""The company's tables as they stood at the end of a day, and the days on which a tripwire is looked at.

What a table knew on a day follows from its own days: when a row was made, when something about it became known. A
column without such a day holds today's value on every day: good for today's analysis, not for a backtest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

import pandas as pd

from analysis.company.deals import day_after, deals_as_of
from analysis.company.periods import period_ends
from analysis.company.pipeline.passages import events_as_of
from analysis.findings import Scalar
from analysis.inputs import Inputs, LazyTables, Tables


@dataclass(frozen=True)
class History:
    """made: the day a row came to be; `period` where it is known once that is over, empty where nobody wrote it down.

    key: what the row is about, which never changes. later: columns that became known on a day of their own, by the
    column of that day; `period` likewise.
    """

    made: str
    key: tuple[str, ...]
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def dated(self) -> frozenset[str]:
        """Columns whose value on a past day is known."""
        filled = {column for columns in self.later.values() for column in columns}
        return frozenset({self.made, *self.key, *self.later, *filled} - {""})


CLOSING = {"closed_on": ("state",), "fired_on": ()}
HISTORIES: Mapping[str, History] = {
    "deals": History("created_on", ("deal_id",), {"closed_on": ("outcome",)}),
    "stage_events": History("entered_at", ("deal_id", "stage"), {"exited_at": ()}),
    "stages": History("", ("stage", "pipeline")),
    "accounts": History("", ("account_id",), {"since": (), "churned_on": ()}),
    "reps": History("hired_on", ("rep_id",), {"left_on": ("left_to", "left_reason")}),
    "products": History("", ("product_id",)),
    "targets": History("", ("period", "unit_type", "unit_id"), {"period": ("actual",)}),
    "forecasts": History("made_on", ("period", "unit_id", "forecast", "low", "high"), {"period": ("actual",)}),
    "revenue": History("booked_on", ("deal_id", "amount"), {"invoiced_on": (), "recognised_on": ()}),
    "leads": History("created_on", ("lead_id", "channel", "campaign"), {"qualified_on": ()}),
    "touches": History("touched_at", ("lead_id", "channel", "campaign")),
    "campaigns": History("period", ("campaign", "channel", "cost")),
    "usage": History(
        "period",
        ("account_id", "active_days", "seats_used", "logins", "tickets", "severity_1_tickets", "nps"),
    ),
    "tool_usage": History("period", ("rep_id", "tool", "active_days", "available_days")),
    "training": History(
        "completed_on", ("rep_id", "course", "skill", "pre_score", "post_score", "max_score", "group", "reliability")
    ),
    "competencies": History("rated_on", ("rep_id", "competency", "rater", "rating")),
    "competitor_notes": History("noted_on", ("competitor", "source_type", "topic", "price", "channel", "collected_by")),
    "benchmarks": History("as_of", ("metric", "segment", "value", "low", "high", "source")),
    "claims": History("made_on", ("claim_id", "claimed_by", "metric", "segment", "claimed_value")),
    "approvals": History(
        "requested_at",
        ("deal_id", "level", "requested_discount_pct"),
        {"decided_at": ("granted_discount_pct", "decision")},
    ),
    "roadmap": History("", ("feature",), {"delivered_on": ()}),
    "leaders": History("started_on", ("team", "leader"), {"ended_on": ("reason",)}),
    "compliance": History("", ("rep_id", "training_course"), {"completed_on": ()}),
    "deal_reviews": History("reviewed_on", ("deal_id", "reviewer", "reason", "competitor", "stage")),
    "escalations": History("opened_at", ("deal_id", "level"), {"closed_at": ()}),
    "critical_roles": History("as_of", ("role", "holder", "successor", "readiness")),
    "decisions": History("opened_on", ("id", "kind", "figure", "expected"), CLOSING),
    "actions": History("opened_on", ("id", "kind"), CLOSING),
    "reviews": History("opened_on", ("id", "kind"), CLOSING),
    "lessons": History(
        "written_on", ("lesson_id", "deal_id", "product_id", "segment", "competitor", "outcome", "text")
    ),
    "fx_rates": History("on", ("currency", "rate")),
}
UNDATED = History("", ())
STOOD = {"deals": deals_as_of, "stage_events": events_as_of}


def tables_as_of(tables: Tables, day: date) -> Tables:
    """Each table less the rows made after `day`, with what became known later blank again; unchanged ones are shared.

    Deals as `deals_as_of` has them; leads whose deal was decided later are not won yet. Rows without a day stay.
    """
    return LazyTables({name: partial(stood, tables, name, day) for name in tables})


def stood(tables: Tables, name: str, day: date) -> pd.DataFrame:
    rows = table_as_of(name, tables[name], day)
    return leads_as_of(rows, tables["deals"], day) if name == "leads" and "deals" in tables else rows


def inputs_as_of(inputs: Inputs) -> Inputs:
    """The tables as they stood on the day that is looked from."""
    return replace(inputs, tables=tables_as_of(inputs.tables, inputs.provenance.as_of))


def table_as_of(name: str, rows: pd.DataFrame, day: date) -> pd.DataFrame:
    if name in STOOD:
        return STOOD[name](rows, day)
    history = HISTORIES.get(name, UNDATED)
    if history.made and (unknown := is_later(rows, history.made, day)).any():
        rows = rows[~unknown]
    for known_on, columns in history.later.items():
        if (later := is_later(rows, known_on, day)).any():
            rows = blanked(rows, later, (known_on, *columns))
    return rows


def is_later(rows: pd.DataFrame, column: str, day: date) -> pd.Series:
    """Which rows' day lies after `day`; a period counts from its last day. A table without the column says none."""
    if column not in rows:
        return pd.Series(False, index=rows.index)
    days = period_ends(rows) - pd.Timedelta(days=1) if column == "period" else rows[column]
    return days >= day_after(day)


def blanked(rows: pd.DataFrame, later: pd.Series, columns: Iterable[str]) -> pd.DataFrame:
    """The rows with these columns null where `later`; a period, and a lead's won, is no day and stays."""
    return rows.assign(
        **{column: rows[column].mask(later) for column in columns if column in rows and column != "period"}
    )


def leads_as_of(leads: pd.DataFrame, deals: pd.DataFrame, day: date) -> pd.DataFrame:
    """`won` is false again where its deal was decided later, and the deal unknown where that was made later.

    A lead without a deal keeps today's value.
    """
    if "deal_id" not in leads or "closed_on" not in deals:
        return leads
    deal = deals.drop_duplicates("deal_id").set_index("deal_id")
    decided = leads["deal_id"].map(deal["closed_on"]) >= day_after(day)
    leads = leads.assign(won=leads["won"].mask(decided, False)) if "won" in leads and decided.any() else leads
    made = leads["deal_id"].map(deal["created_on"]) >= day_after(day) if "created_on" in deal else decided & False
    return leads.assign(deal_id=leads["deal_id"].mask(made)) if made.any() else leads


def without_history(needs: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Of {table: columns}, the columns that hold today's value on every day, and so may not be backtested."""
    undated = {
        table: tuple(column for column in columns if column not in HISTORIES.get(table, UNDATED).dated)
        for table, columns in needs.items()
    }
    return {table: columns for table, columns in undated.items() if columns}


# --- when a tripwire is looked at -----------------------------------------------------------------------------------

FREQUENCIES = {"month": "M", "quarter": "Q", "year": "Y"}


class Span(NamedTuple):
    """First and last day, both included."""

    since: date
    until: date


def baseline(window: Mapping[str, Scalar], decided_on: date) -> Span | None:
    """The frozen window that a rolling one is compared with: as many periods, the last of them over on the day.

    None for windows that do not roll.
    """
    if "rolling" not in window:
        return None
    last = last_period(window, decided_on)
    return span_of(last - many(window) + 1, last)


def looks(window: Mapping[str, Scalar], decided_on: date, as_of: date) -> list[Span]:
    """The windows at which a tripwire was or is to be looked at up to `as_of`, oldest first; no day is in two of them.

    Rolling: whole windows one after the other, from the first period that begins after the decision. Since the
    decision: one, which grows. Windows that end with an event give none: tables do not know it.
    """
    if "since" in window:
        return [Span(decided_on + timedelta(days=1), as_of)] if as_of > decided_on else []
    if "rolling" not in window:
        return []
    first, last = last_period(window, decided_on) + 1, last_period(window, as_of)
    if first.start_time.date() <= decided_on:
        first += 1
    whole = max((last - first).n + 1, 0) // many(window)
    starts = [first + place * many(window) for place in range(whole)]
    return [span_of(start, start + many(window) - 1) for start in starts]


def many(window: Mapping[str, Scalar]) -> int:
    return int(window["rolling"] or 1)


def last_period(window: Mapping[str, Scalar], day: date) -> pd.Period:
    """The last whole period that is over at the end of `day`."""
    return pd.Period(day + timedelta(days=1), FREQUENCIES[str(window["period"])]) - 1


def span_of(first: pd.Period, last: pd.Period) -> Span:
    return Span(first.start_time.date(), last.end_time.date())
