"""What people learned in the modules of a program, as it may leave the room: totals of five or more, with intervals."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from analysis import learning
from analysis.answers.disclosure import may_show
from analysis.charts import DESK, PHONE, Canvas, svg
from analysis.findings import Chart, Findings
from analysis.provenance import code_digest
from assessments.queries import learning_of
from workshops.models import Program
from workshops.quantities import table_said

CHART = TABLE = "gain_by_skill"
LEADING = ("gain_points", "gain_g")
COLUMNS = ("skill", "people", "before", "after", "change", "low", "high", "clear")
KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Learned:
    """One module. spoken: its findings with their words."""

    module: int
    title: str
    findings: Findings
    spoken: dict[str, Any]

    @property
    def headline(self) -> str:
        said: str = self.spoken["headline"]
        return said

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Change and gain of the whole group; none where fewer than five sat both papers."""
        named = {figure["key"]: figure for figure in self.spoken["figures"]}
        found = [named[key] for key in LEADING if key in named]
        return [figure for figure in found if figure["value"] is not None and may_show(figure["n"])]

    @property
    def table(self) -> dict[str, Any] | None:
        """Change by skill, of skills that five or more answered on both papers."""
        found = next((table for table in self.spoken["tables"] if table["key"] == TABLE), None)
        if not self.figures or found is None:
            return None
        columns = [column for column in found["columns"] if column["key"] in COLUMNS]
        return found | {"columns": columns, "rows": [row for row in found["rows"] if may_show(row["people"])]}

    @property
    def warnings(self) -> list[str]:
        return [each["message"] for each in self.spoken["warnings"] if each["message"] != self.headline]

    def chart(self, canvas: Canvas) -> Chart | None:
        """The change by skill; None where there is nothing to draw, or a skill that too few answered."""
        table = self.table
        if table is None or len(table["rows"]) < len(self.findings.table(TABLE).rows):
            return None
        return next((chart for chart in learning.charts(self.findings, canvas) if chart.key == CHART), None)

    def drawing(self, chart: Chart, canvas: Canvas) -> str:
        return svg(chart, canvas, learning.wording().say(chart.alternative))

    def title_of(self, chart: Chart) -> str:
        return learning.wording().say(chart.title)


def learned_in(program: Program, modules: Iterable[tuple[int, str]]) -> list[Learned]:
    """Of these modules (number, title) those of which something is known."""
    found = ((number, title, learning_of(program, number)) for number, title in modules)
    words = learning.wording()
    return [Learned(number, title, findings, words.findings(findings)) for number, title, findings in found if findings]


# --- on a page -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A module's change by skill as components/chart.html takes it, in two widths."""

    title: str
    wide: str
    narrow: str


def drawn(learned: Learned) -> Drawn | None:
    """From the cache that all processes share, by the hash of what it shows; without it drawn here and now."""
    key = f"learned:{code_digest()[:16]}:{sha256(learned.findings.to_bytes()).hexdigest()}"
    try:
        found: Drawn | None = cache.get(key)
        if found is None and (found := draw(learned)):
            cache.set(key, found, KEPT_SECONDS)
        return found
    except RedisError:
        return draw(learned)


def draw(learned: Learned) -> Drawn | None:
    wide, narrow = learned.chart(DESK), learned.chart(PHONE)
    if wide is None or narrow is None:
        return None
    return Drawn(learned.title_of(wide), learned.drawing(wide, DESK), learned.drawing(narrow, PHONE))


def page_of(learned: Learned) -> dict[str, Any]:
    """What a page shows of one module, its numbers as text."""
    return {
        "module": learned.module,
        "title": learned.title,
        "headline": learned.headline,
        "gain": gain_of(learned),
        "drawing": drawn(learned),
        "table": table_said(learned.table, "") if learned.table else None,
        "warnings": learned.warnings,
    }


def gain_of(learned: Learned) -> dict[str, Any] | None:
    """The change in points of the whole group, its limits where there are any, and n."""
    found = next((figure for figure in learned.figures if figure["key"] == "gain_points"), None)
    if found is None:
        return None
    limits = {name: "" if found[name] is None else learning.points_said(found[name]) for name in ("low", "high")}
    return {"value": learning.points_said(found["value"]), "n": found["n"], **limits}
