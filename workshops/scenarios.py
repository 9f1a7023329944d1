"""The page of scenarios: what stands side by side, and what is missing before any can be made."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from analysis.findings import Need
from jobs.queries import Progress, progress_of
from workshops.actions.scenarios import MADE_BY, MOST
from workshops.display import Drawing, Shown, currency_of, shown
from workshops.models import Run, Scenario
from workshops.quantities import quantity

TILES = "tiles"
BALANCE = "fraction"  # a variation about the mean is read as a percentage


@dataclass(frozen=True)
class Side:
    """One scenario: `cells` of the table, in the order of `COLUMNS`, empty until it was made."""

    scenario: Scenario
    job: Progress | None
    shown: Shown | None
    cells: list[str]

    @property
    def tiles(self) -> Drawing | None:
        return next((one for one in self.shown.drawings if one.key == TILES), None) if self.shown else None

    @property
    def moves(self) -> dict[str, Any] | None:
        return next((one for one in self.shown.tables if one["key"] == "moved_accounts"), None) if self.shown else None

    @property
    def cautions(self) -> list[str]:
        """What may be better, or differ on another machine."""
        codes = ("not_proved", "out_of_time", "in_lots")
        return [each["message"] for each in self.shown.warnings if each["code"] in codes] if self.shown else []


def columns() -> list[dict[str, Any]]:
    labels = (
        _("Scenario"), _("Customers kept"), _("Even within"), _("Load limit"), _("Regions"), _("Variation today"),
        _("On paper"), _("Allowing for error"), _("Moves"), _("Customers moved"), _("Won with them, 12 months"),
        _("Highest load"),
    )  # fmt: skip
    return [{"label": label, "is_num": place > 4} for place, label in enumerate(labels)]


def page_of(run: Run) -> dict[str, Any]:
    query = run.scenarios.select_related("job", "snapshot", "run__session")
    sides = [side_of(scenario, currency_of(run)) for scenario in query.order_by("created_at", "pk")]
    made = [side for side in sides if side.cells]
    return {
        "sides": sides,
        "is_moving": any(side.scenario.is_moving for side in sides),
        "columns": columns(),
        "rows": [{"cells": side.cells, "is_lead": False} for side in made],
        "is_full": len(sides) >= MOST,
        "missing": missing_tables(run),
    }


def side_of(scenario: Scenario, currency: str) -> Side:
    job = progress_of(scenario.job) if scenario.job else None
    body = bytes(scenario.body) if scenario.body else b""
    return Side(scenario, job, shown(body, currency) if body else None, cells_of(scenario, currency))


def cells_of(scenario: Scenario, currency: str) -> list[str]:
    """Of a scenario that was made; with too little in the tables only what was asked."""
    findings = scenario.findings
    if findings is None:
        return []
    asked = [scenario.name, *asked_in_words(scenario.settings)]
    maps = findings.rows("maps")
    if len(maps) < 2:
        return asked + ["–"] * (len(columns()) - len(asked))
    today, after = maps[0], maps[1]
    low, high = (quantity(after[name], BALANCE) for name in ("low", "high"))
    found = [
        quantity(today["paper"], BALANCE), quantity(after["paper"], BALANCE),
        f"{quantity(after['after'], BALANCE)} ({low}–{high})", quantity(after["moves"], ""),
        quantity(after["customers_moved"], ""), quantity(after["amount_moved"], "money", currency),
        quantity(after["heaviest_load"], "fraction"),
    ]  # fmt: skip
    return asked + [text or "–" for text in found]


def asked_in_words(settings: dict[str, Any]) -> list[str]:
    where = _("next door too") if settings["across"] else _("own only")
    kept, within, load = (quantity(settings[name], "fraction") for name in ("kept", "tolerance", "most_load"))
    return [kept, f"±{within}", load, where]


def missing_tables(run: Run) -> tuple[Need, ...]:
    """Those that the session's snapshot does not have; of columns the job tells."""
    snapshot = run.session.snapshot
    known = snapshot.tables if snapshot else {}
    needs = MADE_BY[run.exercise].NEEDS
    return tuple(Need(table, tuple(columns)) for table, columns in needs.items() if table not in known)
