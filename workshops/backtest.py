"""What the frozen evidence says of each setting: shown on a `threshold`'s second worksheet, where the sliders move.

The table named in `parameters.backtest` has a row a combination of settings, and what each would have done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analysis import catalogue
from analysis.answers.disclosure import may_show
from analysis.answers.threshold import numbers, people_at
from analysis.findings import Findings, Table
from workshops.instruments import Step
from workshops.instruments.setting import SettingField, setting_said
from workshops.models import Round, Run
from workshops.quantities import quantity, with_unit
from workshops.queries import latest_evidence
from workshops.revealed import Revealed
from workshops.worksheets import Sheet

Setting = dict[str, Any]
Settings = Sequence[Setting]


@dataclass(frozen=True)
class GridRow:
    """One row of the backtest. at: kept units, in the order of the settings; values: null where not known."""

    at: tuple[float, ...]
    values: tuple[float | None, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Curve:
    """Two of what is shown, by their places among the heads: more of `across` is sought, and less of `up`, its price.

    room: first settings together, in kept units, each with the number of people who set them so.
    """

    across: int
    up: int
    room: tuple[tuple[tuple[float, ...], int], ...]


@dataclass(frozen=True)
class Backtest:
    """heads: of what is shown. rows: the whole grid. room: {setting: first settings of the room, sorted}.

    Without rows the evidence is not there yet, or its tables are not. curve: where two results are drawn together.
    """

    settings: Settings
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]
    room: Mapping[str, list[float]]
    own: Mapping[str, float]
    currency: str
    curve: Curve | None = None

    @property
    def data(self) -> dict[str, Any]:
        """For the script, numbers as people type them."""
        return {
            "settings": [self.scale(field) for field in self.fields],
            "heads": self.heads,
            "rows": [{"at": self.typed(row.at), "values": row.values, "said": row.said} for row in self.rows],
            "curve": self.curve_data,
        }

    @property
    def curve_data(self) -> dict[str, Any] | None:
        if self.curve is None:
            return None
        room = [{"at": self.typed(at), "people": people} for at, people in self.curve.room]
        median = [self.quantile(setting, 0.5) for setting in self.settings]
        return {
            "across": self.curve.across,
            "up": self.curve.up,
            "room": room,
            "median": self.typed(median) if self.has_room else None,
        }

    @cached_property
    def fields(self) -> list[SettingField]:
        return [SettingField(setting) for setting in self.settings]

    def scale(self, field: SettingField) -> dict[str, Any]:
        setting = field.setting
        return {
            "name": setting["name"],
            "least": field.typed(setting["least"]),
            "most": field.typed(setting["most"]),
            "unit": self.currency if field.is_money else field.unit,
            "room": [field.typed(value) for value in self.room.get(setting["key"], ())],
        }

    def typed(self, at: Sequence[float]) -> list[float]:
        return [field.typed(value) for field, value in zip(self.fields, at, strict=True)]

    def said(self, setting: Setting, value: float) -> str:
        return quantity(value, "money", self.currency) if setting["unit"] == "money" else setting_said(setting, value)

    def nearest(self, at: Sequence[float]) -> GridRow:
        """The row whose settings are nearest, each measured by its own scale."""
        return min(self.rows, key=lambda row: self.distance(row.at, at))

    def distance(self, one: Sequence[float], other: Sequence[float]) -> float:
        spans = [setting["most"] - setting["least"] for setting in self.settings]
        return sum(((a - b) / span) ** 2 for a, b, span in zip(one, other, spans, strict=True))

    @property
    def columns(self) -> list[dict[str, Any]]:
        """As components/ledger.html takes them."""
        heads = [_("Where"), *(setting["name"] for setting in self.settings), *self.heads]
        return [{"label": head, "is_num": place > 0} for place, head in enumerate(heads)]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """At the room's quartiles and median, else at quarters of the scales; and at one's own first settings."""
        keys = [setting["key"] for setting in self.settings]
        places = [(name, [self.quantile(setting, share) for setting in self.settings]) for name, share in self.shares]
        if all(key in self.own for key in keys):
            places.append((_("Your first answer"), [self.own[key] for key in keys]))
        return [self.line(name, self.nearest(at), is_lead=name == self.shares[1][0]) for name, at in places]

    def line(self, name: str, row: GridRow, *, is_lead: bool) -> dict[str, Any]:
        at = [self.said(setting, value) for setting, value in zip(self.settings, row.at, strict=True)]
        return {"cells": [name, *at, *row.said], "is_lead": is_lead}

    @property
    def has_room(self) -> bool:
        return all(self.room.get(setting["key"]) for setting in self.settings)

    @property
    def shares(self) -> list[tuple[str, float]]:
        if self.has_room:
            return [
                (_("A quarter of the room set less"), 0.25),
                (_("The room's median"), 0.5),
                (_("A quarter set more"), 0.75),
            ]
        return [(_("A quarter up the scale"), 0.25), (_("Half way"), 0.5), (_("Three quarters up"), 0.75)]

    def quantile(self, setting: Setting, share: float) -> float:
        if self.has_room:
            return float(pd.Series(self.room[setting["key"]]).quantile(share))
        return float(setting["least"] + share * (setting["most"] - setting["least"]))


def backtest_for(sheet: Sheet, step: Step) -> Backtest | None:
    """None where the exercise has no backtest, or the room has not revealed its first settings."""
    named = step.parameters.get("backtest")
    if not named or sheet.round != Round.SECOND:
        return None
    evidence = latest_evidence(sheet.run)
    settings = step.parameters["settings"]
    currency = currency_of(sheet.run)
    heads, rows = grid_of(evidence.findings, settings, named, currency) if evidence else ((), ())
    own = (sheet.blank.get(step.instrument["key"]) or {}).get("settings") or {}
    told = first_numbers(sheet.run, settings)
    curve = curve_of(named, told, settings)
    return Backtest(settings, heads, rows, first_settings(told), own, currency, curve)


def currency_of(run: Run) -> str:
    return run.session.program.organisation.currency


def grid_of(
    findings: Findings, settings: Settings, named: Mapping[str, Any], currency: str
) -> tuple[tuple[str, ...], tuple[GridRow, ...]]:
    """What the table is called and holds; nothing where the findings lack it, or one of its columns."""
    table = next((table for table in findings.tables if table.key == named["table"]), None)
    keys, shows = [setting["key"] for setting in settings], list(named["shows"])
    if table is None or not {*keys, *shows} <= {column.key for column in table.columns}:
        return (), ()
    columns, wording = {column.key: column for column in table.columns}, catalogue.wording(findings.exercise)
    units = [columns[show].unit for show in shows]
    rows = tuple(grid_row(row, keys, shows, units, currency) for row in on_grid(table, keys))
    return tuple(columns[show].label or wording.name(show) for show in shows), rows


def on_grid(table: Table, keys: list[str]) -> list[Mapping[str, Any]]:
    """Rows that say for which settings they stand."""
    return [row for row in table.rows if all(row[key] is not None for key in keys)]


def grid_row(row: Mapping[str, Any], keys: list[str], shows: list[str], units: list[str], currency: str) -> GridRow:
    values = tuple(row[show] for show in shows)
    said = tuple(with_unit(value, unit, currency) or "–" for value, unit in zip(values, units, strict=True))
    return GridRow(tuple(float(row[key]) for key in keys), values, said)


def first_numbers(run: Run, settings: Settings) -> pd.DataFrame:
    """What the room set first, a row a number; none before it was revealed, or of a room that was too small."""
    revealed = Revealed(run)
    rounds = [Round.FIRST] if Round.FIRST in revealed.rounds else []
    return numbers(revealed.frame(rounds), [setting["key"] for setting in settings])


def first_settings(told: pd.DataFrame) -> dict[str, list[float]]:
    """{setting: what the room set first}, where enough people did."""
    given = {str(key): sorted(map(float, part)) for key, part in told.groupby("item")["value"]}
    return {key: values for key, values in given.items() if may_show(len(values))}


def curve_of(named: Mapping[str, Any], told: pd.DataFrame, settings: Settings) -> Curve | None:
    """With the room's dots where five people set every setting."""
    if not (both := named.get("curve")):
        return None
    across, up = (list(named["shows"]).index(column) for column in both)
    keys = [setting["key"] for setting in settings]
    dots = people_at(told, keys)
    at = (tuple(map(float, row)) for row in dots[keys].itertuples(index=False))
    return Curve(across, up, tuple(zip(at, map(int, dots["people"]), strict=True)))
