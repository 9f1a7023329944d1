"""Columns that a table may lack."""

from typing import Any

import pandas as pd


def column(frame: pd.DataFrame, name: str, kind: Any) -> pd.Series:
    """The column as that kind, such as "str"; all null where there is none."""
    found: pd.Series = frame[name].astype(kind) if name in frame else pd.Series(None, index=frame.index, dtype=kind)
    return found
