"""Findings as a page shows them: said in words, drawn for the desk and for a phone.

Drawing is slow beside everything else on a page and depends on the findings alone, so what was drawn once is kept in
the shared cache; the job that freezes evidence fills it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from analysis import answers, catalogue
from analysis.answers.rows import criteria_of
from analysis.charts import DESK, PHONE, Canvas, svg
from analysis.findings import Chart, Findings
from analysis.inputs import Inputs
from analysis.provenance import code_digest
from workshops.instruments import CLOSING
from workshops.instruments.setting import setting_said
from workshops.models import Evidence, Run
from workshops.provenance import provenance
from workshops.quantities import figure_said, table_said
from workshops.revealed import Revealed

KEPT_SECONDS = 7 * 24 * 3600
Draw = Callable[[Findings, Canvas], tuple[Chart, ...]]


@dataclass(frozen=True)
class Drawing:
    """One chart in two widths (SVG), the finding it shows, and the table it was drawn from."""

    key: str
    title: str
    wide: str
    narrow: str
    table: Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """Findings ready for a template: figures, tables, warnings and tripwires as dicts with their words."""

    headline: str
    figures: list[dict[str, Any]]
    tables: list[dict[str, Any]]
    drawings: list[Drawing]
    warnings: list[dict[str, Any]]
    needs: list[dict[str, Any]]
    tripwires: list[dict[str, Any]]
    inputs: dict[str, Any]

    @property
    def leading_figures(self) -> list[dict[str, Any]]:
        """Those about the whole; what is about a part stands in the tables."""
        return [figure for figure in self.figures if not figure["of"]]

    @property
    def methods(self) -> list[dict[str, Any]]:
        """One line per kind of figure: its name and how it was made."""
        firsts = {figure["label"].split(" · ")[0]: figure for figure in reversed(self.figures)}
        return [{"label": label, "method": figure["method"]} for label, figure in reversed(firsts.items())]

    @property
    def loose_tables(self) -> list[dict[str, Any]]:
        """Tables that no drawing shows."""
        drawn = {drawing.table["key"] for drawing in self.drawings}
        return [table for table in self.tables if table["key"] not in drawn]

    def without(self, other: "Shown") -> "Shown":
        """These less the figures, tables and drawings that stand in `other` too."""
        return Shown(
            headline=self.headline,
            figures=less(self.figures, other.figures),
            tables=less(self.tables, other.tables),
            drawings=[each for each in self.drawings if each.key not in {one.key for one in other.drawings}],
            warnings=[warning for warning in self.warnings if warning not in other.warnings],
            needs=[need for need in self.needs if need not in other.needs],
            tripwires=self.tripwires,
            inputs=self.inputs,
        )


def less(mine: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = {other["key"] for other in others}
    return [each for each in mine if each["key"] not in keys]


def shown(body: bytes, currency: str) -> Shown:
    """Frozen findings, whole."""
    return kept("whole", body, currency, catalogue.draw)


def shown_room(body: bytes, currency: str) -> Shown:
    """The room's part alone."""
    return kept("room", body, currency, answers.charts)


def kept(part: str, body: bytes, currency: str, draw: Draw) -> Shown:
    """From the cache that all processes share, by the hash of what it shows; without it drawn here and now."""
    key = f"shown:{part}:{currency}:{code_digest()[:16]}:{sha256(body).hexdigest()}"
    try:
        drawn: Shown | None = cache.get(key)
        if drawn is None:
            drawn = put(body, currency, draw)
            cache.set(key, drawn, KEPT_SECONDS)
        return drawn
    except RedisError:
        return put(body, currency, draw)


def put(body: bytes, currency: str, draw: Draw) -> Shown:
    findings = Findings.from_bytes(body)
    wording = catalogue.wording(findings.exercise)
    said = wording.findings(findings)
    said["figures"] = [figure_said(figure, currency) for figure in said["figures"]]
    said["tables"] = [table_said(table, currency) for table in said["tables"]]
    tables = {table["key"]: table for table in said["tables"]}
    drawings = [
        Drawing(
            key=chart.key,
            title=wording.say(chart.title),
            wide=svg(chart, DESK, wording.say(chart.alternative)),
            narrow=svg(small, PHONE, wording.say(small.alternative)),
            table=tables[chart.table],
        )
        for chart, small in zip(draw(findings, DESK), draw(findings, PHONE), strict=True)
    ]
    names = ("headline", "figures", "tables", "warnings", "needs", "tripwires", "inputs")
    return Shown(drawings=drawings, **{name: said[name] for name in names})


def room_of(revealed: Revealed, rounds: list[str]) -> Shown:
    """How the room answered in these rounds: needs no tables and no worker."""
    run = revealed.run
    inputs = Inputs(
        tables={},
        provenance=provenance(run, None, revealed.digest(rounds)),
        answers=revealed.frame(rounds),
        content=run.content,
    )
    return shown_room(answers.analyse(run.exercise, inputs).to_bytes(), currency_of(run))


def evidence_of(evidence: Evidence, revealed: Revealed) -> Shown:
    """What the tables say: the frozen findings less the room's own part."""
    return shown(bytes(evidence.body), currency_of(revealed.run)).without(room_of(revealed, evidence.rounds))


def currency_of(run: Run) -> str:
    return run.session.program.organisation.currency


def sentences(revealed: Revealed, round_: str) -> list[dict[str, Any]]:
    """What people wrote in the round, by case, without their names and in an order that tells nothing."""
    frame = revealed.frame([round_])
    written = frame[frame["reason"].fillna("").str.strip() != ""]
    content = revealed.run.content
    names = names_in(content)
    rows = sorted({(*case_of(row, content), row["reason"].strip()) for row in written.to_dict("records")})
    items = list(dict.fromkeys(row[0] for row in rows))
    return [
        {
            "name": "" if item == CLOSING else names.get(item, item),
            "texts": [{"value": names.get(value, value), "text": text} for each, value, text in rows if each == item],
        }
        for item in sorted(items, key=lambda item: list(names).index(item) if item in names else len(names))
    ]


def case_of(row: Mapping[Any, Any], content: Mapping[str, Any]) -> tuple[str, str]:
    """(item, value) under which a reason is listed: a setting as people say it, all rows of a table in one place.

    So are all parts of a split and all comparisons, without their value: nobody's own are shown.
    """
    for instrument in content["instruments"]:
        parameters = instrument["parameters"]
        for setting in parameters.get("settings", ()):
            if row["item"] == setting["key"]:
                return setting["key"], setting_said(setting, float(row["value"]))
        if is_about(instrument, row):
            return instrument["key"], ""
    return row["item"], row["value"]


def is_about(instrument: Mapping[str, Any], row: Mapping[Any, Any]) -> bool:
    """Whether a row belongs to an instrument whose reasons stand together."""
    parameters = instrument["parameters"]
    if instrument["kind"] == "allocate":
        return row["item"] in [item["key"] for item in parameters["items"]]
    if instrument["kind"] == "pairwise":
        return bool(row["item"] == instrument["key"])
    return instrument["kind"] == "rows" and row["criterion"] in criteria_of(parameters)


def names_in(content: Mapping[str, Any]) -> dict[str, str]:
    """{key: name} of all items, categories, options, settings and abstentions of an exercise, in their order.

    What people wrote beside the rows of a table stands under its key, which has no name; what they wrote beside a
    choice, a split or comparisons under its question.
    """
    lists: list[Any] = [content["options"]]
    for instrument in content["instruments"]:
        parameters = instrument["parameters"]
        lists += [parameters.get("items", []), parameters.get("categories", []), [parameters.get("abstain") or {}]]
        lists += [parameters.get("settings", []), [{"key": instrument["key"], "name": question_of(instrument)}]]
    return {each["key"]: each["name"] for entries in lists for each in entries if "key" in each}


def question_of(instrument: Mapping[str, Any]) -> str:
    asked_by_prompt = instrument["kind"] in ("choice", "allocate", "pairwise")
    return str(instrument["parameters"]["prompt"]) if asked_by_prompt else ""
