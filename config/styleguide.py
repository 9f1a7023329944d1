"""Specimens for the style guide: invented counts; their intervals, drawings and errors are made as everywhere else."""

from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.utils import timezone

from analysis.charts import Canvas, svg
from analysis.drawing.rows import Rows, interval_rows, percent, with_interval
from analysis.findings import Chart, Figure, Message
from analysis.methods.intervals import wilson_interval
from curriculum.instruments import SAATY_SCALE
from jobs.models import Job
from workshops.gauge import gauge_of
from workshops.instruments.allocate import AllocateForm
from workshops.instruments.pairwise import PairwiseForm

STAGES = (("Qualify", 811, 1142), ("Discovery", 537, 790), ("Proposal", 287, 512), ("Negotiation", 199, 276))
LOWEST = "Proposal"
COURSE = (
    (3, "Segments on the rise", "12 February 2026", "done", (("Pre-work", "18 of 18"), ("Decisions", "2"))),
    (4, "Sales process vulnerabilities", "12 March 2026", "next", (("Pre-work", "14 of 18"), ("Decisions", "–"))),
    (5, "Competitive position", "no date yet", "ahead", ()),
)
SWATCHES = (
    ("paper", "Paper", "read"),
    ("white", "White", "write"),
    ("wash", "Wash", "set apart"),
    ("line", "Line", "divide"),
    ("ink", "Ink", "act"),
    ("ink-2", "Second ink", "say more"),
    ("evidence", "Evidence", "what the figures say"),
    ("decision", "Decision", "what was decided"),
    ("tripwire", "Tripwire", "what opens it again"),
    ("alarm", "Alarm", "lost, or gone wrong"),
)


class SpecimenForm(forms.Form):
    owner = forms.CharField(help_text="One person, in the room or not.")
    decided_by = forms.ChoiceField(choices=[("owner", "Owner, after advice"), ("consent", "Consent")])
    review_on = forms.DateField(label="Review date")
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    table = forms.FileField(required=False, help_text="CSV, TSV, XLSX or Parquet.")
    channel = forms.ChoiceField(
        label="Tell me", choices=[("mail", "By mail"), ("never", "Not at all")], widget=forms.RadioSelect
    )
    named = forms.BooleanField(required=False, label="Show my name beside my dissent")

    def clean_review_on(self) -> date:
        raise forms.ValidationError("This day has passed. Choose one after 12 March 2026.")


def specimen(theme: str) -> dict[str, Any]:
    """Everything that the parts of the guide show, in one theme ("light" or "dark")."""
    rows = stage_rows()
    return {
        "theme": theme,
        "swatches": SWATCHES,
        "form": SpecimenForm(given(theme), prefix=theme),
        "rows": rows,
        "lowest": in_words(next(row for row in rows if row["label"] == LOWEST)),
        "total": f"{sum(row['n'] for row in rows):,}",
        "table": stage_table(rows),
        "wide": drawing(560, theme == "dark"),
        "narrow": drawing(290, theme == "dark"),
        "jobs": jobs(),
        "legs": [leg(*values) for values in COURSE],
        "tiles": (("price", "Pricing", "They wanted us, at a price we would not give."), ("rival", "Competitive", "")),
        "steps": STEPS,
        "terms": TERMS,
        "gauge": gauge_of(moving_on(rows), expected=0.62, limits=[0.52], state="on course"),
        "now": timezone.now(),
        "split": share_form(theme),
        "pairs": pair_form(theme),
        "pips": (True, True, True, True, False, False),
    }


def share_form(theme: str) -> forms.Form:
    """A split with a part still to give."""
    items = [{"key": key, "name": key} for key in ("North", "South", "Export and everything that has no region yet")]
    total = {"name": "Target", "unit": "points", "value": 100, "step": 5}
    initial = {"share-0": 40.0, "share-1": 35.0}
    return AllocateForm({"items": items, "total": total}, initial=initial, prefix=theme)


def pair_form(theme: str) -> forms.Form:
    """Two comparisons of three given."""
    criteria = [{"key": key, "name": name, "means": means} for key, name, means in CRITERIA]
    scale = [each.model_dump() for each in SAATY_SCALE]
    initial = {"pair-0": "3", "pair-2": "1/5"}
    return PairwiseForm({"criteria": criteria, "scale": scale}, initial=initial, prefix=theme)


CRITERIA = (
    ("growth", "Growth", "How fast demand rises"),
    ("fit", "Fit with what we sell", "How much of it we can serve today"),
    ("effort", "Effort to enter", "What the first year costs"),
)
STEPS = (
    {"name": "Answer alone", "state": "done", "note": "18 of 18"},
    {"name": "Reveal", "state": "done", "note": "10:12"},
    {"name": "Evidence", "state": "now", "note": "now"},
    {"name": "Answer again", "state": "ahead", "note": ""},
    {"name": "Decide", "state": "ahead", "note": ""},
)
TERMS = (
    {"name": "Owner", "value": "Hana", "note": "decides, after advice"},
    {"name": "We expect", "value": "56% → 62%", "note": "of proposals move on, by June"},
    {"name": "Review date", "value": "not set", "note": "", "missing": True},
)


def given(theme: str) -> dict[str, str]:
    values = {"owner": "Hana", "decided_by": "owner", "review_on": "2025-06-10", "channel": "mail"}
    return {f"{theme}-{name}": value for name, value in values.items()}


def stage_rows() -> list[dict[str, Any]]:
    """Share of deals that move on, with Wilson's 95 % interval."""
    rows = []
    for label, moved, n in STAGES:
        low, high = (float(limit) for limit in wilson_interval(moved, n))
        rows.append({"label": label, "value": moved / n, "low": low, "high": high, "n": n, "accent": label == LOWEST})
    return rows


def moving_on(rows: list[dict[str, Any]]) -> Figure:
    row = next(row for row in rows if row["label"] == LOWEST)
    return Figure(
        name="conversion",
        of=(LOWEST,),
        value=row["value"],
        unit="fraction",
        low=row["low"],
        high=row["high"],
        n=row["n"],
        method="Wilson",
    )


def in_words(row: dict[str, Any]) -> dict[str, str]:
    return {key: percent(row[key]) for key in ("value", "low", "high")} | {"n": f"{row['n']:,}"}


def stage_table(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "caption": "Share of deals that move on",
        "columns": [
            {"label": "Stage"},
            {"label": "Moved on", "is_num": True},
            {"label": "95% interval", "is_num": True},
            {"label": "n", "is_num": True},
        ],
        "rows": [
            {
                "is_lead": row["accent"],
                "cells": [
                    row["label"],
                    percent(row["value"]),
                    f"{percent(row['low'])}–{percent(row['high'])}",
                    f"{row['n']:,}",
                ],
            }
            for row in rows
        ],
    }


@cache
def drawing(width: int, dark: bool) -> str:
    canvas = Canvas(width=width, size=14, dark=dark)
    rows = stage_rows()
    words = "Share of deals that move on: " + "; ".join(f"{row['label']} {with_interval(row, percent)}" for row in rows)
    title = Message("specimen", {})
    return svg(Chart("specimen", "specimen", title, title, interval_rows(Rows(rows, percent), canvas)), canvas, words)


def jobs() -> list[Job]:
    """One in each state that looks different; never saved."""
    state = Job.State
    title = "Workshop output, module 4"
    return [
        Job(title=title, state=state.QUEUED),
        Job(title=title, state=state.RUNNING, done=3, total=8, note="4.3 How the room answered", attempts=1),
        Job(title=title, state=state.DONE, done=8, total=8),
        Job(title=title, state=state.FAILED, error="The disk is full: nothing was replaced. Make room and try again."),
    ]


def leg(number: int, name: str, when: str, state: str, facts: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    named = [{"name": fact, "value": value} for fact, value in facts]
    return {"number": number, "name": name, "when": when, "state": state, "facts": named}
