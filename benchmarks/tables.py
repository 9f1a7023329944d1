"""The sample company at a benchmark's size, kept as a snapshot keeps it."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings

from accounts.models import Organisation
from datasets.derived import finish
from datasets.sample.company import make_company
from datasets.snapshots import store_table

TABLES = ("deals", "stage_events", "stages", "accounts", "products", "reps", "approvals", "deal_reviews")
MANIFEST = "manifest.json"


def make_tables(folder: Path, deals: int) -> dict[str, int]:
    """Write the tables of so many deals and a manifest of them; rows by table."""
    settings.MEDIA_ROOT = folder
    owner = cast(Organisation, SimpleNamespace(pk=0))
    manifest = {
        name: store_table(owner, name, finish(name, rows), str(deals))
        for name, rows in make_company(deals=deals, tables=TABLES).items()
    }
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return {name: entry["rows"] for name, entry in manifest.items()}


def manifest_of(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((folder / MANIFEST).read_text())
    return found


def paths_of(folder: Path) -> dict[str, str]:
    return {name: str(folder / entry["path"]) for name, entry in manifest_of(folder).items()}
