"""Tables that a program fills itself, such as `training` from its papers, beside those that were uploaded.

`settings.PROGRAM_TABLES` names the function that makes each, so that the apps do not import one another.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pandas as pd
from django.conf import settings
from django.utils.module_loading import import_string

from workshops.models import Program

Frames = dict[str, pd.DataFrame]


def program_tables(program: Program, wanted: Iterable[str], until: datetime | None = None) -> Frames:
    """Those of `wanted` of which the program had rows at that moment, today unless told."""
    named = {table: settings.PROGRAM_TABLES[table] for table in wanted if table in settings.PROGRAM_TABLES}
    made = {table: import_string(path)(program, until) for table, path in named.items()}
    return {table: rows for table, rows in made.items() if len(rows)}


def joined(uploaded: Mapping[str, pd.DataFrame], own: Frames) -> Frames:
    """The uploaded tables with the program's own rows below theirs."""
    known = {table: uploaded[table] for table in own if table in uploaded}
    both = {
        table: pd.concat([known[table], rows.dropna(axis=1, how="all")], ignore_index=True) if table in known else rows
        for table, rows in own.items()
    }
    return {**uploaded, **both}


def last_day(own: Frames) -> date | None:
    """The last day that the program's own rows tell of."""
    days = [rows[column].max() for rows in own.values() for column in rows.select_dtypes("datetime")]
    known = [day for day in days if pd.notna(day)]
    return max(known).date() if known else None
