"""Reads about what an organisation has uploaded."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.models import Organisation, Person
from accounts.queries import organisations_of
from analysis.catalogue import discover
from analysis.inputs import Needs
from datasets.models import Import, RememberedMapping, Snapshot
from datasets.schemas import TABLES
from datasets.snapshots import Frames, load_tables

PERIODS = {"deals": ("created_on", "closed_on"), "stage_events": ("entered_at",), "leads": ("created_on",)}


def current_snapshot(organisation: Organisation) -> Snapshot | None:
    return Snapshot.objects.filter(organisation=organisation, is_current=True).first()


def snapshots_of(person: Person) -> QuerySet[Snapshot]:
    """Those of the person's organisations, the newest first."""
    return Snapshot.objects.filter(organisation__in=organisations_of(person)).order_by("-created_at", "-pk")


def imports_of(person: Person) -> QuerySet[Import]:
    """Those of the person's organisations, the newest first."""
    mine = Import.objects.filter(organisation__in=organisations_of(person))
    return mine.select_related("organisation", "job", "snapshot", "replaced").order_by("-created_at", "-pk")


def remembered_mappings(organisation: Organisation) -> dict[str, dict[str, Any]]:
    """{digest of headers: {table, columns, orders}}."""
    found = RememberedMapping.objects.filter(organisation=organisation).order_by("pk")
    return {
        memory.headers: {
            "table": memory.table,
            "columns": memory.columns.get("columns", {}),
            "orders": memory.columns.get("orders", {}),
        }
        for memory in found
    }


def table_lines(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What there is: one line per table with its rows and the period that it covers."""
    tables = load_tables(snapshot, [name for name in PERIODS if name in snapshot.tables])
    return [
        {
            "name": name,
            "row": TABLES[name].row,
            "rows": entry["rows"],
            "digest": entry["digest"],
            "period": period_of(name, tables),
        }
        for name, entry in sorted(snapshot.tables.items(), key=lambda item: list(TABLES).index(item[0]))
    ]


def period_of(name: str, tables: dict[str, Any]) -> tuple[Any, Any] | None:
    columns = [tables[name][column].dropna() for column in PERIODS.get(name, ()) if column in tables[name]]
    days = [column for column in columns if len(column)]
    return (min(day.min() for day in days).date(), max(day.max() for day in days).date()) if days else None


def columns_of(snapshot: Snapshot | None) -> dict[str, set[str]]:
    """{table: columns with at least one value}."""
    tables = load_tables(snapshot) if snapshot else {}
    return filled_columns(tables)


def filled_columns(tables: Frames) -> dict[str, set[str]]:
    return {name: {str(column) for column in rows if rows[column].notna().any()} for name, rows in tables.items()}


def unlocked(columns: dict[str, set[str]]) -> list[str]:
    """Exercises whose tables and columns are all there."""
    return sorted(key for key, exercise in discover().items() if has_all(columns, exercise.NEEDS))


def titles_of(exercises: Iterable[str]) -> list[str]:
    """'3.1 Segments on the rise': the first words of what describes each exercise."""
    known = discover()
    return [
        (known[key].__doc__ or key).strip().splitlines()[0].split(":")[0].rstrip(".")
        for key in exercises
        if key in known
    ]


def has_all(columns: dict[str, set[str]], needs: Needs) -> bool:
    return bool(needs) and all(lacks(columns, table, needed) == [] for table, needed in needs.items())


def lacks(columns: dict[str, set[str]], table: str, needed: Iterable[str]) -> list[str]:
    return [column for column in needed if column not in columns.get(table, set())]
