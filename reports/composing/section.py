"""One exercise on its two pages: left the question and the room, right the evidence and what was decided on it.

Where a decision leaves no room for a drawing, the evidence has the second page and the decision a third.
"""

import re
from typing import Any

from analysis.answers import choice
from reports.composing import space
from reports.composing.agreement import statistics_of
from reports.composing.evidence import evidence
from reports.composing.numbers import interval, say
from reports.composing.pictures import pictures_of
from reports.composing.record import ROOM_FIGURE, Record
from reports.composing.room import room, whole
from reports.composing.verdict import verdict_of

SHOWN_FIGURES = 3
INSTRUMENTS = {
    "classify": "classify",
    "rank": "rank",
    "choice": "choose",
    "allocate": "share out",
    "estimate": "estimate",
    "rate": "rate",
    "rows": "propose and vote",
    "threshold": "set a limit",
    "pairwise": "compare in pairs",
}
Context = dict[str, Any]


def section_context(record: Record, paper: str) -> Context:
    """What `print/section.html` prints of one exercise."""
    currency = record.run.session.program.organisation.currency
    pictures = pictures_of(record)
    decision = verdict_of(record)
    page = space.PAGES[paper]
    of_room = [each for each in pictures if each.is_room]
    figures = headline_figures(record, currency)
    left = page - space.of_top(record.exercise.title, record.exercise.question, figures)
    statistics = statistics_of(record, currency)
    choices = fitted(options(record, currency), left - whole(statistics, of_room))
    return {
        "record": record,
        "exercise": record.exercise,
        "instrument": " + ".join(INSTRUMENTS.get(each.kind, each.kind) for each in record.exercise.instruments),
        "figures": figures,
        "options": choices,
        "room": room(record, statistics, of_room, currency, left - space.of_options(choices)),
        "evidence": evidence(record, [each for each in pictures if not each.is_room], currency, decision, page),
        "decision": decision,
    }


# --- figures -------------------------------------------------------------------------------------------------------


def headline_figures(record: Record, currency: str) -> list[Context]:
    """The first figures of the whole company that have a value, with interval and n."""
    figures = [figure for figure in (record.spoken or {}).get("figures", ()) if is_headline(figure)]
    return [{"value": value_of(each, currency), "label": label_of(each, currency)} for each in figures[:SHOWN_FIGURES]]


def is_headline(figure: Context) -> bool:
    return not figure["of"] and figure["value"] is not None and not figure["name"].startswith(ROOM_FIGURE)


def value_of(figure: Context, currency: str) -> str:
    return say(figure["value"], figure["unit"], currency)


def label_of(figure: Context, currency: str) -> str:
    limits = interval(figure["low"], figure["high"], figure["unit"], currency)
    said = f"95 % interval {limits}, " if limits else ""
    return f"{figure['label']} ({said}n = {figure['n']:,})"


# --- options -------------------------------------------------------------------------------------------------------


def options(record: Record, currency: str) -> list[Context]:
    """The options with what each costs and when it fits, the figures that `fits_when` names, and the closing vote."""
    votes = {row["option_key"]: row for row in closing_rows(record)}
    chosen = record.decision.option if record.is_decided and record.decision else ""
    return [
        {
            "letter": letter,
            "option": option,
            "fits": record.exercise.readable(option.fits_when),
            "here": figures_named(option.fits_when, record, currency),
            "vote": votes.get(option.key),
            "chosen": option.key == chosen,
            "means": "" if record.has_answers else option.means,
        }
        for letter, option in zip("ABCDEF", record.exercise.options, strict=False)
    ]


def fitted(choices: list[Context], left: float) -> list[Context]:
    """Figures under options give way, those under the chosen one last, where they would push the room off the page."""
    only_chosen = [row if row["chosen"] else row | {"here": []} for row in choices]
    for tried in (choices, only_chosen):
        if space.of_options(tried) <= left:
            return tried
    return [row | {"here": []} for row in choices]


def closing_rows(record: Record) -> list[Context]:
    tables = [table for table in (record.spoken or {}).get("tables", ()) if table["key"] == choice.TABLE]
    rows = [row for table in tables for row in table["rows"]]
    return [row for row in rows if row["round"] == max(str(each["round"]) for each in rows)]


def figure_names(record: Record) -> list[str]:
    return sorted({line.name for line in record.exercise.figures}, key=len, reverse=True)


def figures_named(text: str, record: Record, currency: str) -> list[str]:
    """What these tables say on each figure that the condition names; nothing of those that could not be made."""
    names = [name for name in figure_names(record) if re.search(rf"\b{re.escape(name)}\b", text)]
    found = (told(name, text, record, currency) for name in sorted(names, key=text.index))
    return [words for words in found if words]


def told(name: str, text: str, record: Record, currency: str) -> str:
    """One figure, or its least and greatest part; of parts that are categories only those that the condition names."""
    figures = meant([each for each in record.figures(name) if each["value"] is not None], text, record)
    if not figures:
        return ""
    label = record.words.name(name)
    if len(figures) == 1:
        part = f", {parts(figures[0], record)}" if figures[0]["of"] else ""
        return f"{label}{part}: {value_of(figures[0], currency)} (n = {figures[0]['n']:,})"
    low, high = (pick(figures, key=lambda figure: figure["value"]) for pick in (min, max))
    ends = [f"{value_of(each, currency)} ({parts(each, record)})" for each in (low, high)]
    return f"{label}: from {ends[0]} to {ends[1]}"


def meant(figures: list[Context], text: str, record: Record) -> list[Context]:
    named = {key for key, name in record.names.items() if name.lower() in text.lower()}
    return [figure for figure in figures if named & set(figure["of"])] or figures


def parts(figure: Context, record: Record) -> str:
    return ", ".join(record.names.get(part, part) for part in figure["of"])
