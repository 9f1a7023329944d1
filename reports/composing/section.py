"""One exercise on its two pages: left the question and the room, right the evidence and what was decided on it."""

import re
from typing import Any

from analysis import answers, catalogue
from analysis.charts import PAPER, svg
from analysis.findings import Chart
from reports.composing.numbers import interval, say
from reports.composing.record import ROOM_FIGURE, ROUNDS, TOO_FEW, Record
from reports.composing.tables import ROOM, Printable, printable, room_table
from reports.composing.verdict import verdict_of

SHOWN_FIGURES = 3
OWN_PARTS = 12  # a figure with more parts than this is read in its table
INSTRUMENTS = {
    "classify": "classify",
    "rank": "rank",
    "choice": "choose",
    "allocate": "spread points",
    "estimate": "estimate",
    "rate": "rate",
    "rows": "propose and vote",
    "threshold": "set a limit",
    "pairwise": "compare in pairs",
}
Context = dict[str, Any]


def section_context(record: Record) -> Context:
    """What `print/section.html` prints of one exercise."""
    currency = record.run.session.program.organisation.currency
    charts = drawn(record)
    return {
        "record": record,
        "exercise": record.exercise,
        "instrument": " + ".join(INSTRUMENTS.get(each.kind, each.kind) for each in record.exercise.instruments),
        "figures": headline_figures(record, currency),
        "options": options(record, currency),
        "room": room(record, [each for each in charts if each["is_room"]], currency),
        "evidence": evidence(record, [each for each in charts if not each["is_room"]], currency),
        "decision": verdict_of(record),
    }


def drawn(record: Record) -> list[Context]:
    """The charts of the findings, evidence first, each with its sentence."""
    findings = record.findings
    if findings is None:
        return []
    rooms = {chart.key for chart in answers.charts(findings, PAPER)}
    return [picture(record, chart, chart.key in rooms) for chart in catalogue.draw(findings, PAPER)]


def picture(record: Record, chart: Chart, is_room: bool) -> Context:
    alternative = record.words.say(chart.alternative)
    return {
        "title": record.words.say(chart.title),
        "svg": svg(chart, PAPER, alternative),
        "table": chart.table,
        "is_room": is_room,
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
            "fits": readable(option.fits_when, record),
            "here": figures_named(option.fits_when, record, currency),
            "vote": votes.get(option.key),
            "chosen": option.key == chosen,
        }
        for letter, option in zip("ABCDEF", record.exercise.options, strict=False)
    ]


def closing_rows(record: Record) -> list[Context]:
    tables = [table for table in (record.spoken or {}).get("tables", ()) if table["key"].startswith(ROOM)]
    rows = [row for table in tables for row in table["rows"] if "option_key" in row]
    return [row for row in rows if row["round"] == max(str(each["round"]) for each in rows)]


def figure_names(record: Record) -> list[str]:
    return sorted({line.name for line in record.exercise.figures}, key=len, reverse=True)


def readable(text: str, record: Record) -> str:
    """The keys of figures in a sentence as words."""
    pattern = "|".join(re.escape(name) for name in figure_names(record))
    return re.sub(rf"\b(?:{pattern})\b", lambda found: found[0].replace("_", " "), text) if pattern else text


def figures_named(text: str, record: Record, currency: str) -> list[str]:
    """What these tables say on each figure that the condition names; nothing of those that could not be made."""
    names = [name for name in figure_names(record) if re.search(rf"\b{re.escape(name)}\b", text)]
    found = (told(name, record, currency) for name in sorted(names, key=text.index))
    return [words for words in found if words]


def told(name: str, record: Record, currency: str) -> str:
    figures = [
        figure
        for figure in (record.spoken or {}).get("figures", ())
        if figure["name"] == name and figure["value"] is not None
    ]
    if not figures:
        return ""
    label = record.words.name(name)
    if len(figures) == 1:
        return f"{part_of(figures[0], label)} {value_of(figures[0], currency)} (n = {figures[0]['n']:,})"
    low, high = (pick(figures, key=lambda figure: figure["value"]) for pick in (min, max))
    return f"{label} from {value_of(low, currency)} ({parts(low)}) to {value_of(high, currency)} ({parts(high)})"


def part_of(figure: Context, label: str) -> str:
    return f"{label}, {parts(figure)}:" if figure["of"] else f"{label}:"


def parts(figure: Context) -> str:
    return " · ".join(figure["of"])


# --- how the room answered -----------------------------------------------------------------------------------------


def room(record: Record, charts: list[Context], currency: str) -> Context:
    """Counts, agreement and movement of the rounds that may be shown; why nothing is shown where none may."""
    spoken = record.spoken or {}
    tables = [table for table in spoken.get("tables", ()) if table["key"].startswith(ROOM)]
    printed = [room_table(table, currency) for table in tables]
    return {
        "rounds": [f"{ROUNDS.get(reveal.round, reveal.round)}: {reveal.n} answers" for reveal in record.shown],
        "sentences": room_sentences(record, currency),
        "charts": charts,
        "tables": [table for table in printed if table],
        "warnings": [each["message"] for each in spoken.get("warnings", ()) if each["code"] == TOO_FEW],
        "hidden": hidden_rounds(record),
    }


def hidden_rounds(record: Record) -> list[str]:
    """Rounds that were revealed, or closed, with too few answers to be shown."""
    needed = record.exercise.group.min_answers
    rounds = record.run.reveals.filter(n__lt=needed).order_by("closed_at", "pk").values_list("round", flat=True)
    return [f"{ROUNDS.get(turn, turn)}: fewer than {needed} answered, so nothing of it is shown." for turn in rounds]


def room_sentences(record: Record, currency: str) -> list[str]:
    """Each statistic of agreement once, both rounds in one sentence."""
    names = dict.fromkeys(figure["name"] for figure in record.room_figures)
    return [sentence(record, name, currency) for name in names]


def sentence(record: Record, name: str, currency: str) -> str:
    figures = [figure for figure in record.room_figures if figure["name"] == name]
    label = record.words.name(name)
    values = [value_of(figure, currency) for figure in figures]
    if figures[0]["unit"] == "people":
        return f"{label}: {values[-1]} of {figures[-1]['n']}."
    return f"{label}: {', then '.join(values)} (n = {', '.join(dict.fromkeys(str(each['n']) for each in figures))})."


# --- evidence ------------------------------------------------------------------------------------------------------


def evidence(record: Record, charts: list[Context], currency: str) -> Context | None:
    """What the company's tables say, in the order in which one reads it; None where nothing was analysed."""
    spoken = record.spoken
    if spoken is None:
        return None
    warnings = [each["message"] for each in spoken["warnings"] if each["code"] != TOO_FEW]
    return {
        "headline": spoken["headline"],
        "charts": charts,
        "tables": laid_out([printable(table, currency) for table in evidence_tables(spoken)]),
        "warnings": warnings,
        "needs": [{"table": need["table"], "columns": ", ".join(need["columns"])} for need in spoken["needs"]],
        "digest": record.evidence.digest if record.evidence else "",
        "inputs": spoken["inputs"],
        "method": methods_line(spoken),
    }


def evidence_tables(spoken: Context) -> list[Context]:
    return [table for table in spoken["tables"] if not table["key"].startswith(ROOM) and table["rows"]]


def methods_line(spoken: Context) -> str:
    """How the figures were made, in one line, each method once; and the day they speak of."""
    figures = [figure for figure in spoken["figures"] if not figure["name"].startswith(ROOM_FIGURE)]
    methods = list(dict.fromkeys(figure["method"] for figure in figures if figure["value"] is not None))
    if not methods:
        return ""
    return f"{'; '.join(methods)}. As of {spoken['inputs']['as_of']}."


def laid_out(tables: list[Printable]) -> list[list[Printable]]:
    """Rows of tables: two narrow ones stand side by side."""
    rows: list[list[Printable]] = []
    for table in tables:
        if rows and table.is_narrow and len(rows[-1]) == 1 and rows[-1][0].is_narrow:
            rows[-1].append(table)
        else:
            rows.append([table])
    return rows
