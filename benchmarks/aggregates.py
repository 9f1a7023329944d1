"""The aggregates that exercises rest on: as our shared readers make them, and as SQL, from the same columns of Parquet.

Each pair gives the same table; the benchmark compares them before it measures, and a test does so, too. Limits that
come with our tables (of conversion and elapsed days) are in our time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from analysis.company.deals import deals_as_of
from analysis.company.losses.rivals import with_rival
from analysis.company.pipeline.dwell import elapsed_by_stage, stay_rows
from analysis.company.pipeline.holders import OURS, held_days
from analysis.company.pipeline.passages import Passages, conversion_by_stage, read_passages
from analysis.company.win_rate import count_outcomes
from analysis.findings import Provenance
from analysis.inputs import Inputs

Paths = Mapping[str, str]


@dataclass(frozen=True)
class Aggregate:
    """ours: paths of tables and as_of → a table. theirs: SQL, in which {deals}, {stage_events}, {stages} are tables
    as they stood on that day."""

    ours: Callable[[Paths, date], pd.DataFrame]
    theirs: str


def inputs_at(as_of: date) -> Inputs:
    return Inputs(tables={}, provenance=Provenance(snapshot="", answers="", code="", as_of=as_of))


def read(paths: Paths, table: str, *columns: str) -> pd.DataFrame:
    return pd.read_parquet(paths[table], columns=list(columns))


def by_segment(paths: Paths, as_of: date) -> pd.DataFrame:
    deals = deals_as_of(read(paths, "deals", "outcome", "created_on", "closed_on", "segment"), as_of)
    return count_outcomes(deals, "segment").reset_index()


def by_segment_and_quarter(paths: Paths, as_of: date) -> pd.DataFrame:
    columns = ("outcome", "created_on", "closed_on", "closed_quarter", "segment")
    deals = deals_as_of(read(paths, "deals", *columns), as_of)
    return count_outcomes(deals, "segment", "closed_quarter").reset_index()


def by_rival(paths: Paths, as_of: date) -> pd.DataFrame:
    deals = deals_as_of(read(paths, "deals", "outcome", "created_on", "closed_on", "competitor"), as_of)
    return count_outcomes(with_rival(deals), "competitor").reset_index()


def passages_of(paths: Paths, as_of: date, *columns: str) -> Passages:
    deals = read(paths, "deals", "deal_id", "outcome", "created_on", "closed_on")
    events = read(paths, "stage_events", "deal_id", "stage", "entered_at", *columns)
    return read_passages(events, deals_as_of(deals, as_of), read(paths, "stages", "stage", "position", "kind"), as_of)


def conversion(paths: Paths, as_of: date) -> pd.DataFrame:
    table = conversion_by_stage(passages_of(paths, as_of), inputs_at(as_of).provenance)
    return table[["stage", "moved_on", "lost", "withdrawn", "open"]]


def elapsed(paths: Paths, as_of: date) -> pd.DataFrame:
    passages = passages_of(paths, as_of, "dwell_days")
    passages.deals["product"] = ""
    return elapsed_by_stage(stay_rows(passages, inputs_at(as_of)), passages.stages)[["stage", "visits", "total_days"]]


def waiting(paths: Paths, as_of: date) -> pd.DataFrame:
    held = held_days(passages_of(paths, as_of, "dwell_days", "waiting_on"), inputs_at(as_of).provenance)
    stays = np.bincount(held.stays["stage"], minlength=len(held.stages))
    days, ours = held.days().sum(axis=0), held.days(OURS).sum(axis=0)
    return pd.DataFrame({"stage": held.stages, "stays": stays, "total_days": days, "internal_days": ours})


OUTCOMES = """count(*) filter (outcome in ('won', 'lost')) as deals, count(*) filter (outcome = 'won') as won,
    count(*) filter (outcome = 'open') as open"""
OPEN_STAGES = "(select stage, position from {stages} where kind = 'open')"
CONVERSION = f"""
    with visits as (
        select distinct e.deal_id, s.position, s.stage
        from {{stage_events}} e join {OPEN_STAGES} s using (stage)
    ), last as (select deal_id, max(position) as furthest from visits group by deal_id)
    select visits.stage,
        count(*) filter (position < furthest or outcome = 'won') as moved_on,
        count(*) filter (position = furthest and outcome = 'lost') as lost,
        count(*) filter (position = furthest and outcome = 'withdrawn') as withdrawn,
        count(*) filter (position = furthest and outcome = 'open') as open
    from visits join last using (deal_id) join {{deals}} using (deal_id)
    group by visits.stage, position order by position"""
STAYS = f"""
    (select s.stage, s.position, e.waiting_on, coalesce(e.dwell_days, date_diff('second', e.entered_at,
        case when d.outcome = 'open' then greatest(timestamp '{{as_of}}', e.entered_at) else d.closed_on end)
        / 86400.0) as days
     from {{stage_events}} e join {OPEN_STAGES} s using (stage) join {{deals}} d using (deal_id))"""

STILL_OPEN = "closed_on >= timestamp '{end}'"
KNOWN_DEALS = f"""(select * replace (case when {STILL_OPEN} then 'open' else outcome end as outcome,
    case when {STILL_OPEN} then null else closed_quarter end as closed_quarter,
    case when {STILL_OPEN} then null else closed_on end as closed_on)
    from '{{deals}}' where created_on < timestamp '{{end}}' or created_on is null)"""
KNOWN_EVENTS = "(select * from '{stage_events}' where entered_at < timestamp '{end}')"

AGGREGATES = {
    "win_rate_by_segment": Aggregate(
        by_segment, f"select segment, {OUTCOMES} from {{deals}} where segment is not null group by 1 order by 1"
    ),
    "win_rate_by_segment_and_quarter": Aggregate(
        by_segment_and_quarter,
        f"""select segment, closed_quarter, {OUTCOMES} from {{deals}}
        where segment is not null and closed_quarter is not null group by 1, 2 order by 1, 2""",
    ),
    "win_rate_by_competitor": Aggregate(
        by_rival,
        f"""select competitor, {OUTCOMES} from {{deals}} where competitor is not null
        and lower(trim(competitor)) not in ('', 'none', 'no competitor', 'no rival', 'nobody', 'n/a', 'na', 'unknown',
        '-', '–') group by 1 order by 1""",
    ),
    "conversion_by_stage": Aggregate(conversion, CONVERSION),
    "elapsed_by_stage": Aggregate(
        elapsed,
        f"""select stage, count(*) as visits, sum(days) as total_days from {STAYS} where days >= 0
        group by stage, position order by position""",
    ),
    "waits_by_stage": Aggregate(
        waiting,
        f"""select stage, count(*) as stays, sum(days) as total_days,
        coalesce(sum(days) filter (waiting_on = 'internal'), 0) as internal_days from {STAYS}
        where days >= 0 and waiting_on is not null group by stage, position order by position""",
    ),
}


def known_on(paths: Paths, as_of: date) -> dict[str, str]:
    """What SQL reads instead of the files, so that both sides leave out what came after the day."""
    end = as_of + timedelta(days=1)
    deals, events = (sql.format(**paths, end=end) for sql in (KNOWN_DEALS, KNOWN_EVENTS))
    return {"deals": deals, "stage_events": events, "stages": f"'{paths['stages']}'"}


def ours(name: str, paths: Paths, as_of: date) -> pd.DataFrame:
    return AGGREGATES[name].ours(paths, as_of)


def theirs(name: str, paths: Paths, as_of: date) -> pd.DataFrame:
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        sql = AGGREGATES[name].theirs.format(**known_on(paths, as_of), as_of=as_of)
        found: Any = connection.execute(sql).df()
    return pd.DataFrame(found)
