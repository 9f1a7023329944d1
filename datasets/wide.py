"""Stage histories that lie beside the deals: a pair of columns per stage, as HubSpot exports them."""

import re
from dataclasses import replace

import pandas as pd

from datasets.mapping import Field, Mapping
from datasets.reading import Sheet
from datasets.validation import ROW_SPAN

PAIR = re.compile(r'^Date (entered|exited) ["“”]?(.+?)(?: \(([^()]*)\))?["“”]?$', re.I)
TARGETS = {"entered": "entered_at", "exited": "exited_at"}


def stage_columns(headers: list[str]) -> dict[str, dict[str, str]]:
    """{stage: {entered_at: header, exited_at: header}}."""
    stages: dict[str, dict[str, str]] = {}
    for header in headers:
        if found := PAIR.match(header):
            stages.setdefault(found[2], {})[TARGETS[found[1].lower()]] = header
    return {stage: columns for stage, columns in stages.items() if "entered_at" in columns}


def with_stage_columns(sheet: Sheet, mapping: Mapping) -> list[tuple[Sheet, Mapping]]:
    """The deals, and the stage events that their columns hold: one row for each stage that a deal entered."""
    stages = stage_columns(list(sheet.rows.columns))
    ids = mapping.headers_of("deal_id")
    if mapping.table != "deals" or not stages or not ids:
        return [(sheet, mapping)]
    blocks = [block_of(sheet.rows, ids[0].header, n, *stage) for n, stage in enumerate(stages.items())]
    events = replace(sheet, rows=pd.concat(blocks), notes=())
    fields = tuple(Field(name, name, 1.0, "a pair of columns per stage") for name in events.rows.columns)
    used = {header for columns in stages.values() for header in columns.values()}
    return [
        (sheet, named_used(mapping, used)),
        (events, replace(mapping, table="stage_events", rows=len(events.rows), fields=fields)),
    ]


def block_of(rows: pd.DataFrame, ids: str, number: int, stage: str, columns: dict[str, str]) -> pd.DataFrame:
    block = rows[[ids, *columns.values()]].set_axis(["deal_id", *columns], axis=1)
    block = block[block["entered_at"].notna()]
    block = block.assign(stage=pd.Series(stage, index=block.index, dtype="str"))
    return block.set_axis(block.index + number * ROW_SPAN)


def named_used(mapping: Mapping, used: set[str]) -> Mapping:
    fields = tuple(replace(f, how="becomes stage_events") if f.header in used else f for f in mapping.fields)
    return replace(mapping, fields=fields)
