"""Fields of `rows`: cards of a table that a person fills, and dots on the proposals of the room."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

CELL_LENGTH = 500
ITEM = "item"  # in a kept row: the given row that it fills
CELL = re.compile(r"row-(\d+)-([a-z][a-z0-9_]*)")
DOTS = "dots-"
Cells = dict[str, str]


class CardsWidget(forms.Widget):
    """Reads `row-<n>-<column>`: whatever numbers were sent, in their order. The template draws the cards."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Cells]:
        cards: dict[int, Cells] = {}
        for key in data:
            if found := CELL.fullmatch(key):
                cards.setdefault(int(found[1]), {})[found[2]] = data[key]
        return [cards[number] for number in sorted(cards)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


class CardsField(forms.Field):
    """Rows as dicts {column: text or key of a choice}; of given rows with `item`. Text is kept as typed."""

    widget = CardsWidget

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        super().__init__(required=False, label=_("Rows"))
        self.parameters = parameters
        self.columns: list[dict[str, Any]] = list(parameters["columns"])
        self.items: list[dict[str, Any]] = list(parameters.get("items") or ())
        self.most = len(self.items) or parameters.get("most_rows", 5)

    def clean(self, value: Any) -> list[Cells]:
        rows = [self.row(number, cells) for number, cells in enumerate(value or (), start=1)]
        if len([row for row in rows if filled(row)]) > self.most:
            raise ValidationError(
                ngettext_lazy("There is room for %(n)s row.", "There is room for %(n)s rows.", self.most)
                % {"n": self.most}
            )
        return rows[: max(self.most, len([row for row in rows if filled(row)]))]

    def row(self, number: int, cells: Mapping[str, Any]) -> Cells:
        """One row with its known columns alone. Raises ValidationError that names row and column."""
        kept = {column["key"]: self.cell(number, column, cells.get(column["key"]) or "") for column in self.columns}
        if not self.items:
            return kept
        item = str(cells.get(ITEM) or "")
        if item not in {each["key"] for each in self.items}:
            raise ValidationError(_("Row %(row)s fills no row that is asked for.") % {"row": number})
        return {ITEM: item} | kept

    def cell(self, number: int, column: Mapping[str, Any], value: Any) -> str:
        text, where = str(value), {"row": number, "column": column["name"], "most": CELL_LENGTH}
        choices = [choice["key"] for choice in column.get("choices") or ()]
        if choices and text and text not in choices:
            raise ValidationError(_("Row %(row)s, %(column)s: this is none of the choices.") % where)
        if len(text) > CELL_LENGTH:
            raise ValidationError(_("Row %(row)s, %(column)s: at most %(most)s characters.") % where)
        return text

    def cards(self, rows: list[Cells] | None) -> list[dict[str, Any]]:
        """What the template draws: number, name of a given row, and its cells; of free rows at least one card."""
        rows = list(rows or ())
        if self.items:
            known = {row.get(ITEM): row for row in rows}
            rows = [known.get(item["key"], {}) | {ITEM: item["key"]} for item in self.items]
        names = {item["key"]: item["name"] for item in self.items}
        return [self.card(number, row, names.get(row.get(ITEM, ""), "")) for number, row in enumerate(rows or [{}])]

    def card(self, number: int | str, row: Cells, name: str = "") -> dict[str, Any]:
        cells = [
            {
                "name": f"row-{number}-{column['key']}",
                "column": column,
                "value": row.get(column["key"], ""),
                "choices": column.get("choices") or (),
            }
            for column in self.columns
        ]
        return {"number": number, "item": row.get(ITEM, ""), "name": name, "cells": cells}

    @property
    def blank(self) -> dict[str, Any]:
        """A card to copy; `__n__` stands for its number."""
        return self.card("__n__", {})


def filled(row: Mapping[str, str]) -> bool:
    return any(value.strip() for column, value in row.items() if column != ITEM)


class DotsWidget(forms.Widget):
    """Reads `dots-<id of a proposal>`; {id: text}."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {key.removeprefix(DOTS): str(data[key]) for key in data if key.startswith(DOTS)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


class DotsField(forms.Field):
    """{id of a proposal: dots}, none with 0; at most `dots` in all."""

    widget = DotsWidget

    def __init__(self, ids: list[str], dots: int) -> None:
        super().__init__(required=False, label=_("Dots"))
        self.ids, self.dots = ids, dots

    def clean(self, value: Any) -> dict[str, int]:
        given = {key: whole(text) for key, text in (value or {}).items() if str(text).strip()}
        if not given.keys() <= set(self.ids):
            raise ValidationError(_("One of these proposals is not on this page any more."))
        spent = sum(given.values())
        if spent > self.dots:
            raise ValidationError(
                _("%(spent)s dots are given, and there are %(dots)s. Take some back.")
                % {"spent": spent, "dots": self.dots}
            )
        return {key: dots for key, dots in given.items() if dots}


def whole(text: Any) -> int:
    """Raises ValidationError for what is no number of dots."""
    if not str(text).strip().isdigit():
        raise ValidationError(_("Dots are whole numbers, 0 or more."))
    return int(text)
