"""What an import would change: new, changed, unchanged and gone rows by key; and how uploaded rows meet those there."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from datasets.digests import kind_of
from datasets.schemas import TABLES

Frames = dict[str, pd.DataFrame]


def merging(current: Frames, mode: str) -> Callable[[Frames], Frames]:
    """Lays uploaded tables onto the current ones; others stay. Rows that were there have index 0 and below.

    merge: an uploaded row takes the place of the one with its key, but a column that the upload lacks keeps its values.
    """

    def lay(uploaded: Frames) -> Frames:
        there = {name: numbered(rows, name) for name, rows in current.items()}
        laid = {
            name: merged(there[name], rows, name) if mode == "merge" and name in there else rows
            for name, rows in uploaded.items()
        }
        return {**there, **laid}

    return lay


def numbered(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    stored = rows[[column for column in TABLES[name].stored if column in rows]]
    return stored.set_axis(pd.RangeIndex(-len(rows), 0))


def merged(there: pd.DataFrame, rows: pd.DataFrame, name: str) -> pd.DataFrame:
    key = [column for column in TABLES[name].key if column in rows and column in there]
    if not key:
        return rows
    was, now = keys_of(there, key), keys_of(rows, key)
    lacking = sorted(names_of(there) - names_of(rows))
    if lacking:
        kept = there.set_axis(pd.Index(was), axis=0)[lacking].reindex(now)
        rows = rows.assign(**{column: kept[column].to_numpy() for column in lacking}).astype(
            there[lacking].dtypes.to_dict()
        )
    both = pd.concat([there[~pd.Index(was).isin(now)], rows])
    return both[[column for column in TABLES[name].by_name if column in both]]


def keys_of(rows: pd.DataFrame, key: list[str]) -> pd.Index:
    if len(key) == 1:
        return pd.Index(rows[key[0]])
    return pd.Index(pd.util.hash_pandas_object(rows[key].astype(str), index=False))


def effect(
    current: Frames, prepared: Frames, uploaded: set[str], rejected: dict[str, int]
) -> dict[str, dict[str, Any]]:
    """{table: {new, changed, same, gone, rejected, rows}} for each uploaded table."""
    return {
        name: {
            **compared(current.get(name), prepared[name], name),
            "rejected": rejected.get(name, 0),
            "rows": len(prepared[name]),
        }
        for name in prepared
        if name in uploaded
    }


def compared(before: pd.DataFrame | None, after: pd.DataFrame, name: str) -> dict[str, int]:
    if before is None or before.empty:
        return {"new": len(after), "changed": 0, "same": 0, "gone": 0}
    was, now = fingerprints(before, name, names_of(after)), fingerprints(after, name, names_of(before))
    both = now.index.intersection(was.index)
    changed = int((was.loc[both].to_numpy() != now.loc[both].to_numpy()).sum())
    return {"new": len(now) - len(both), "changed": changed, "same": len(both) - changed, "gone": len(was) - len(both)}


def names_of(rows: pd.DataFrame) -> set[str]:
    return {str(column) for column in rows}


def fingerprints(rows: pd.DataFrame, name: str, others: set[str]) -> pd.Series:
    """Key → hash of the row; a column that only one side has counts where it is filled."""
    columns = sorted(column for column in names_of(rows) if column in others or rows[column].notna().any())
    plain = rows[columns].assign(
        **{c: rows[c].astype("float64") for c in columns if kind_of(rows[c]) in ("flag", "integer")}
    )
    values = pd.util.hash_pandas_object(plain, index=False).to_numpy()
    key = [column for column in TABLES[name].key if column in rows]
    return pd.Series(values, index=keys_of(rows, key)).groupby(level=0).first()
