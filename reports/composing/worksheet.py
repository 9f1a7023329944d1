"""Blank worksheets: what a room would have answered on a screen, on paper, with a short code for the scribe."""

from typing import Any

from reports.composing.record import Record

Context = dict[str, Any]


def worksheet_context(record: Record) -> Context:
    return {
        "record": record,
        "exercise": record.exercise,
        "code": f"{record.run.session.join_code} · {record.exercise.id}",
        "instruments": [instrument for instrument in map(printed, record.content["instruments"]) if instrument],
        "options": record.exercise.options,
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


def prompt_of(parameters: Context, name: str) -> str:
    return (
        (parameters.get(f"{name}_prompt") or "").replace("{stage}", "this stage").replace("{segment}", "this segment")
    )


def listed(items: Any) -> list[Context]:
    """Items as dicts with key and name, whether resolved from tables, the fallback, or as written in the file."""
    plain = items["fallback"] if isinstance(items, dict) else items
    return [item if isinstance(item, dict) else {"key": str(item), "name": str(item)} for item in plain]


LAYOUTS = {"classify": classes, "rank": ranks}
