"""What was learned, as pages show it: said in words, drawn for the desk and for a phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.core.cache import cache
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from analysis.answers.disclosure import may_show
from analysis.calibration import bands, overconfidence
from analysis.charts import DESK, PHONE, svg
from analysis.findings import Chart, Findings, Table
from analysis.learning import BAND_UNITS, POINTS, charts, curve_of, person_scores, wording
from analysis.provenance import code_digest
from assessments.models import Paper, Sitting
from assessments.queries import responses_frame

KEPT_SECONDS = 7 * 24 * 3600
HARDEST = 3


@dataclass(frozen=True)
class Drawing:
    """One chart in two widths (SVG), the finding it shows, and the table it was drawn from."""

    key: str
    title: str
    wide: str
    narrow: str
    table: Mapping[str, Any]


@dataclass(frozen=True)
class GroupShown:
    headline: str
    n: int
    figures: list[dict[str, Any]]
    drawings: dict[str, Drawing]
    items: list[dict[str, Any]]
    warnings: list[str]
    methods: str


def group_shown(findings: Findings) -> GroupShown:
    """From the cache that all processes share, by the hash of what it shows; without it drawn here and now."""
    key = f"learning:{code_digest()[:16]}:{findings.digest}"
    try:
        kept: GroupShown | None = cache.get(key)
        if kept is None:
            kept = put(findings)
            cache.set(key, kept, KEPT_SECONDS)
        return kept
    except RedisError:
        return put(findings)


def put(findings: Findings) -> GroupShown:
    words = wording()
    return GroupShown(
        headline=words.say(findings.headline),
        n=findings.figure("gain_points").n,
        figures=[figure_said(findings, name) for name in ("gain_points", "gain_g", "overconfidence")],
        drawings={
            pair[0].key: drawing(findings, *pair)
            for pair in zip(charts(findings, DESK), charts(findings, PHONE), strict=True)
        },
        items=[dict(row) for row in findings.table("items").rows if row["right_after"] is not None][:HARDEST],
        warnings=[words.say(warning) for warning in findings.warnings],
        methods=words.name("method_note"),
    )


def drawing(findings: Findings, wide: Chart, narrow: Chart) -> Drawing:
    words = wording()
    return Drawing(
        key=wide.key,
        title=words.say(wide.title),
        wide=svg(wide, DESK, words.say(wide.alternative)),
        narrow=svg(narrow, PHONE, words.say(narrow.alternative)),
        table=(gain_said if wide.table == "gain_by_skill" else table_said)(findings.table(wide.table)),
    )


def figure_said(findings: Findings, name: str) -> dict[str, Any]:
    figure = findings.figure(name)
    scale = 100 if figure.unit == "fraction" else 1
    limits = {key: getattr(figure, key) for key in ("value", "low", "high")}
    said = {
        key: number_said(None if v is None else scale * v, figure.unit.replace("fraction", ""))
        for key, v in limits.items()
    }
    unit = "" if figure.unit == "g" else _("points")
    return {"label": wording().name(name), "n": figure.n, "unit": unit, **said}


def gain_said(table: Table) -> dict[str, Any]:
    """Change by skill in four columns that fit beside its drawing: skill, score before → after, change, interval."""
    words = wording()
    heads = (words.name("skill"), _("Score"), words.name("change"), _("Interval"))
    return {
        "caption": words.name(table.key),
        "columns": [{"label": head, "is_num": place > 0} for place, head in enumerate(heads)],
        "rows": [{"cells": gain_cells(row)} for row in table.rows],
    }


def gain_cells(row: Mapping[str, Any]) -> list[str]:
    before, after = (number_said(row[when], POINTS) for when in ("before", "after"))
    low, high = (number_said(row[limit], POINTS) for limit in ("low", "high"))
    interval = _("%(low)s to %(high)s") % {"low": low, "high": high} if low and high else "–"
    return [str(row["skill"]), f"{before} → {after}", number_said(row["change"], POINTS, signed=True), interval]


def table_said(table: Table) -> dict[str, Any]:
    """As components/ledger.html takes it; a dash for null."""
    spoken = wording().table(table)
    columns = spoken["columns"]
    return {
        "caption": spoken["title"],
        "columns": [{"label": column["label"], "is_num": place > 0} for place, column in enumerate(columns)],
        "rows": [
            {"cells": [number_said(row[column["key"]], column["unit"]) or "–" for column in columns]}
            for row in spoken["rows"]
        ],
    }


def number_said(value: Any, unit: str, *, signed: bool = False) -> str:
    """Points whole, fractions in percent, counts as they are; empty for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value)
    digits = 2 if unit in ("g", "r", "alpha") else 0
    shown = round(100 * value if unit == "fraction" else value, digits) or 0  # no minus before a zero
    sign = "+" if signed and shown > 0 else ""
    return f"{sign}{shown:.{digits}f}{'%' if unit == 'fraction' else ''}".replace("-", "−")


# --- the person alone -------------------------------------------------------------------------------------------------


def own_shown(sittings: list[Sitting]) -> dict[str, Any]:
    """The person's own change by skill and own calibration; for that person's eyes alone."""
    frame = responses_frame(sittings)
    scores = person_scores(frame).iloc[0]
    by_skill = [
        (skill, *(round(float(100 * part.loc[part["when"] == when, "score"].mean())) for when in ("before", "after")))
        for skill, part in frame.groupby("skill")
    ]
    return {
        "before": round(scores["before"]),
        "after": round(scores["after"]),
        "change": number_said(float(scores["after"] - scores["before"]), POINTS, signed=True),
        "skills": [{"cells": [skill, str(before), str(after)]} for skill, before, after in by_skill],
        "curve": own_curve(frame),
        "surer": overconfidence(frame).value,
    }


def own_curve(frame: pd.DataFrame) -> Drawing | None:
    """None where no certainty was stated often enough for a point."""
    table = Table.from_frame("calibration", bands(frame), BAND_UNITS)
    wide, narrow = (curve_of(table.rows, canvas, own=True) for canvas in (DESK, PHONE))
    if wide is None or narrow is None:
        return None
    words = wording()
    return Drawing(
        key="own",
        title=words.say(wide.title),
        wide=svg(wide, DESK, words.say(wide.alternative)),
        narrow=svg(narrow, PHONE, words.say(narrow.alternative)),
        table=table_said(table),
    )


def slow_down(paper: Paper | None) -> list[dict[str, Any]]:
    """Mean score by skill of a closed first paper, lowest first: where to slow down. Nothing under five people."""
    if paper is None or paper.is_open:
        return []
    sittings = list(paper.sittings.filter(finished_at__isnull=False).select_related("paper__curriculum"))
    if not may_show(len(sittings)):
        return []
    means = responses_frame(sittings).groupby("skill")["score"].mean().sort_values(kind="stable")
    return [{"skill": skill, "points": round(100 * mean), "n": len(sittings)} for skill, mean in means.items()]
