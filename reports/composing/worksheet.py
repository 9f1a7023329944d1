"""Blank worksheets: what a room would have answered on a screen, on paper, with a short code for the scribe."""

import re
from typing import Any

from analysis.sources import resolve, with_resolved
from analysis.totals import total_of
from curriculum.schema import ExerciseFile
from reports.composing.record import Record
from workshops.instruments.amount import scale_of
from workshops.instruments.pairwise import codes_of, pairs_of
from workshops.instruments.setting import plain, setting_said

ENDS = ("least", "most")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
MOST_LINES = 6  # of a blank table, so that a page holds it
Context = dict[str, Any]


def worksheet_context(record: Record) -> Context:
    """The sheet of a room: its own items, and the code that it was joined by."""
    code = f"{record.run.session.join_code} · {record.exercise.id}"
    return sheet_context(record.exercise, record.content, f"sheet-{record.run.position}", code)


def blank_context(exercise: ExerciseFile) -> Context:
    """The sheet of any room: the items of the file, and a line for the room's code."""
    content = exercise.content()
    return sheet_context(exercise, with_resolved(content, resolve(content, {})), f"sheet-{exercise.id}")


def sheet_context(exercise: ExerciseFile, content: Context, anchor: str, code: str = "") -> Context:
    """code: that of the room; '' for a line to write it on."""
    return {
        "exercise": exercise,
        "anchor": anchor,
        "code": code,
        "instruments": [instrument for instrument in map(printed, content["instruments"]) if instrument],
        "options": exercise.options,
    }


def printed(instrument: Context) -> Context | None:
    """What the paper of one instrument shows; None for a kind that has no paper yet."""
    layout = LAYOUTS.get(instrument["kind"])
    return layout(instrument["parameters"]) if layout else None


def classes(parameters: Context) -> Context:
    """A row a case, a column a class, one box to tick in each row."""
    abstain = parameters.get("abstain")
    return {
        "kind": "classify",
        "prompt": prompt_of(parameters, "items"),
        "items": [item["name"] for item in listed(parameters["items"])],
        "categories": [*listed(parameters["categories"]), *([abstain] if abstain else [])],
        "reason": parameters.get("ask_reason", ""),
    }


def ranks(parameters: Context) -> Context:
    """A row an item, a box for its place."""
    items = [item["name"] for item in listed(parameters["items"])]
    return {
        "kind": "rank",
        "prompt": parameters.get("prompt") or prompt_of(parameters, "items"),
        "items": items,
        "last": parameters.get("top") or len(items),
        "reason": parameters.get("ask_reason", ""),
    }


def settings(parameters: Context) -> Context:
    """A row a setting with both ends of its scale, a box for each answer."""
    return {
        "kind": "threshold",
        "prompt": parameters["prompt"],
        "settings": [
            {"name": each["name"], "means": each["means"], "ends": [setting_said(each, each[end]) for end in ENDS]}
            for each in parameters["settings"]
        ],
        "again": parameters["rounds"] > 1,
        "reason": parameters.get("ask_reason", ""),
    }


def cards(parameters: Context) -> Context:
    """The table to fill, as many rows as there are or may be; the keys of choices under it; room for the dots."""
    given = [item["name"] for item in listed(parameters.get("items") or ())]
    return {
        "kind": "rows",
        "prompt": parameters["prompt"],
        "columns": parameters["columns"],
        "choices": choices_of(parameters["columns"]),
        "given": given,
        "lines": given or [""] * min(parameters.get("most_rows", 5), MOST_LINES),
        "dots": parameters.get("dots", 5) if parameters["rounds"] > 1 else 0,
        "reason": parameters.get("ask_reason", ""),
    }


def ratings(parameters: Context) -> Context:
    """A row an item, a column a criterion, in each cell a mark from 1 to 5."""
    return {
        "kind": "rate",
        "prompt": parameters.get("prompt") or prompt_of(parameters, "items"),
        "items": [item["name"] for item in listed(parameters["items"])],
        "criteria": parameters["criteria"],
        "abstain": parameters["abstain"]["name"],
        "reason": parameters.get("ask_reason", ""),
    }


def ranges(parameters: Context) -> Context:
    """A row an item, boxes for low, likely and high."""
    return {
        "kind": "estimate",
        "prompt": parameters.get("prompt") or prompt_of(parameters, "items"),
        "items": [item["name"] for item in listed(parameters["items"])],
        "unit": "%" if parameters["unit"] == "percent" else parameters["unit"],
        "abstain": parameters["abstain"]["name"],
        "reason": parameters.get("ask_reason", ""),
    }


def alternatives(parameters: Context) -> Context:
    """A row an alternative, a box to tick one of them for each answer, and beside it how sure one is."""
    return {
        "kind": "choice",
        "prompt": parameters["prompt"],
        "items": parameters["items"],
        "turns": ["First answer", "Second answer"] if parameters["rounds"] > 1 else ["Answer"],
        "reason": parameters.get("ask_reason", ""),
    }


def shares(parameters: Context) -> Context:
    """A row an item, a box for its amount in each answer, and the total to reach below."""
    total = total_of(parameters, {}) if "step" not in parameters["total"] else parameters["total"]
    scale, word = scale_of(total)
    return {
        "kind": "allocate",
        "prompt": parameters["prompt"],
        "items": [item["name"] for item in listed(parameters["items"])],
        "total": plain(float(f"{total['value'] / scale:.10g}")),
        "step": plain(float(f"{total['step'] / scale:.10g}")),
        "unit": "points" if total["unit"] == "points" else str(word),
        "again": parameters["rounds"] > 1,
        "reason": parameters.get("ask_reason", ""),
    }


def pairs(parameters: Context) -> Context:
    """A row for each two criteria: the scale from one to the other, a circle to draw."""
    return {
        "kind": "pairwise",
        "prompt": parameters["prompt"],
        "criteria": parameters["criteria"],
        "pairs": [[each["name"] for each in pair] for pair in pairs_of(parameters)],
        "scale": parameters["scale"],
        "values": [each["value"] for _code, each in codes_of(parameters["scale"])],
        "reason": parameters.get("ask_reason", ""),
    }


def choices_of(columns: list[Context]) -> list[Context]:
    """Columns with the same choices said together: {columns: "Sales, Product", choices: names}."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for column in columns:
        if names := tuple(choice["name"] for choice in column.get("choices") or ()):
            alike.setdefault(names, []).append(column["name"])
    return [{"columns": ", ".join(own), "choices": ", ".join(names)} for names, own in alike.items()]


def prompt_of(parameters: Context, name: str) -> str:
    return PLACEHOLDER.sub(lambda found: f"this {found[1]}", parameters.get(f"{name}_prompt") or "")


def listed(items: Any) -> list[Context]:
    """Items as dicts with key and name, whether resolved from tables, the fallback, or as written in the file."""
    plain = items["fallback"] if isinstance(items, dict) else items
    return [item if isinstance(item, dict) else {"key": str(item), "name": str(item)} for item in plain]


LAYOUTS = {
    "classify": classes, "rank": ranks, "threshold": settings, "rows": cards, "rate": ratings, "estimate": ranges,
    "choice": alternatives, "allocate": shares, "pairwise": pairs,
}  # fmt: skip
