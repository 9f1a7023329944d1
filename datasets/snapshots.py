"""Snapshots: Parquet files in the storage, named by what they hold, and manifests that point to them."""

import hashlib
import io
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import Organisation
from analysis.inputs import LazyTables, Tables
from datasets.models import Snapshot

Frames = dict[str, pd.DataFrame]


class SnapshotDamaged(Exception):
    """A file of a snapshot is gone or not what was written; the message names it."""


def load_tables(snapshot: Snapshot, names: Iterable[str] | None = None) -> Frames:
    """The tables by name, rows in key order; all of them unless told. Raises SnapshotDamaged."""
    wanted = snapshot.tables if names is None else [name for name in names if name in snapshot.tables]
    return {name: read_table(snapshot.tables[name]) for name in wanted}


def open_tables(snapshot: Snapshot | None) -> Tables:
    """All tables, each read when it is first asked for, and SnapshotDamaged raised then; none without a snapshot."""
    entries = snapshot.tables if snapshot else {}
    return LazyTables({name: partial(read_table, entry) for name, entry in entries.items()})


def read_table(entry: Mapping[str, Any]) -> pd.DataFrame:
    try:
        with default_storage.open(entry["path"]) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise SnapshotDamaged(f"{entry['path']} is gone") from error
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise SnapshotDamaged(f"{entry['path']} is not what was written")
    return pd.read_parquet(io.BytesIO(content))


def store_tables(
    organisation: Organisation, tables: Mapping[str, pd.DataFrame], digests: Mapping[str, str], base: Snapshot | None
) -> dict[str, dict[str, Any]]:
    """The manifest's entries; a table that is as it was points to the file that is there."""
    known = base.tables if base else {}
    return {
        name: known[name]
        if known.get(name, {}).get("digest") == digest
        else store_table(organisation, name, tables[name], digest)
        for name, digest in digests.items()
    }


def store_table(organisation: Organisation, name: str, rows: pd.DataFrame, digest: str) -> dict[str, Any]:
    path = f"snapshots/{organisation.pk}/{name}-{digest}.parquet"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            content = file.read()
    else:
        buffer = io.BytesIO()
        rows.to_parquet(buffer, index=False, compression="zstd")
        content = buffer.getvalue()
        path = default_storage.save(path, ContentFile(content))
    return {"digest": digest, "path": path, "sha256": hashlib.sha256(content).hexdigest(), "rows": len(rows)}
