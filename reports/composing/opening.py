"""The cover of any document: what it is, of whom, what was counted, and the way back to the living page."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from datasets.models import Snapshot
from datasets.snapshots import load_tables
from reports.composing.cover import Motif, motif

INK = "#14213D"


@dataclass(frozen=True)
class Count:
    value: str
    label: str


@dataclass(frozen=True)
class Cover:
    """kind: the line above the title; lines: those below it; leads_to: what the address is the living record of."""

    kind: str
    title: str
    lines: list[str]
    counts: list[Count]
    motif: Motif | None
    url: str
    leads_to: str
    is_sample: bool

    @property
    def qr(self) -> str:
        return segno.make(self.url, error="m").svg_data_uri(dark=INK, border=0) if self.url else ""


def live_page(name: str, pk: int) -> str:
    """The address of a page as somebody types it in from paper."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=[pk])


def cover_motif(snapshot: Snapshot | None) -> Motif | None:
    if snapshot is None or "deals" not in snapshot.tables:
        return None
    return motif(load_tables(snapshot, ["deals"])["deals"], snapshot.as_of)


def deals_in(snapshot: Snapshot | None) -> int:
    rows: int = snapshot.tables.get("deals", {}).get("rows", 0) if snapshot else 0
    return rows
