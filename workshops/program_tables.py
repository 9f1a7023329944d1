"""Tables that a program fills itself, such as `training` from its papers, beside those that were uploaded.

`settings.PROGRAM_TABLES` names the function that makes each, so that the apps do not import one another.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

import pandas as pd
from django.conf import settings
from django.utils.module_loading import import_string

from analysis.inputs import LazyTables, Tables
from workshops.models import Program

Frames = dict[str, pd.DataFrame]


def program_tables(program: Program, wanted: Iterable[str], until: datetime | None = None) -> Frames:
    """Those of `wanted` of which the program had rows at that moment, today unless told."""
    named = {table: settings.PROGRAM_TABLES[table] for table in wanted if table in settings.PROGRAM_TABLES}
    made = {table: import_string(path)(program, until) for table, path in named.items()}
    return {table: rows for table, rows in made.items() if len(rows)}


def joined(uploaded: Tables, own: Frames) -> Tables:
    """The uploaded tables with the program's own rows below theirs."""
    makers = {table: partial(uploaded.__getitem__, table) for table in uploaded}
    return LazyTables(makers | {table: partial(below, uploaded.get(table), rows) for table, rows in own.items()})


def below(uploaded: pd.DataFrame | None, rows: pd.DataFrame) -> pd.DataFrame:
    if uploaded is None:
        return rows
    return pd.concat([uploaded, rows.dropna(axis=1, how="all")], ignore_index=True)


def last_day(own: Frames) -> date | None:
    """The last day that the program's own rows tell of."""
    days = [rows[column].max() for rows in own.values() for column in rows.select_dtypes("datetime")]
    known = [day for day in days if pd.notna(day)]
    return max(known).date() if known else None
