"""Rows that people propose: which of them say the same, and what becomes of them when they are merged.

Two rows are one proposal where the columns of `same_by` hold the same words, whatever their case, spaces and
punctuation; of given rows (`items`) only fillings of the same one can be. What merged rows differ in is settled by the
commonest words, ties by the alphabet. A proposal's id is made of its words alone, so it tells nothing of who wrote it,
and a vote finds it again.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pandas as pd

Parameters = Mapping[str, Any]
Cells = dict[str, str]
MARKS = re.compile(r"[^\w\s%€$£+<>=]+", re.UNICODE)


@dataclass(frozen=True)
class Proposal:
    """cells: column → words, or the key of a choice. item: the given row that it fills; empty where rows are free.

    proposers: people who wrote it. rows: how often it was written.
    """

    id: str
    item: str
    cells: Cells
    proposers: int
    rows: int

    @classmethod
    def from_fixed(cls, fixed: Mapping[str, Any]) -> "Proposal":
        """As it was kept when it was revealed (`fixed`)."""
        return cls(**{name: fixed[name] for name in ("id", "item", "cells", "proposers", "rows")})

    def fixed(self) -> dict[str, Any]:
        """What is kept of it for the vote."""
        return {
            "id": self.id, "item": self.item, "cells": self.cells, "proposers": self.proposers, "rows": self.rows,
        }  # fmt: skip


def normal(text: str) -> str:
    """The words alone: no case, no punctuation, one space between them."""
    return " ".join(MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())


def columns_of(parameters: Parameters) -> list[str]:
    return [column["key"] for column in parameters["columns"]]


def words_of(parameters: Parameters, cells: Mapping[str, str]) -> tuple[str, ...]:
    """By which a row is told from others: its `same_by`; where those are blank, all of it."""
    words = tuple(normal(cells.get(column, "")) for column in parameters["same_by"])
    return words if any(words) else tuple(normal(cells.get(column, "")) for column in columns_of(parameters))


def proposal_id(parameters: Parameters, cells: Mapping[str, str], item: str = "") -> str:
    """The id of what this row proposes: `p` and ten hexadecimal digits."""
    words = json.dumps([item, *words_of(parameters, cells)], ensure_ascii=False)
    return f"p{sha256(words.encode()).hexdigest()[:10]}"


def is_blank(parameters: Parameters, cells: Mapping[str, str]) -> bool:
    return not any(normal(cells.get(column, "")) for column in columns_of(parameters))


def is_complete(parameters: Parameters, cells: Mapping[str, str]) -> bool:
    """Whether every required column is filled."""
    return all(normal(cells.get(column["key"], "")) for column in parameters["columns"] if column.get("required", True))


def merged(parameters: Parameters, rows: pd.DataFrame) -> tuple[Proposal, ...]:
    """The distinct proposals of one round, by item and then by id: an order that tells nothing of their authors.

    rows: participant, item, criterion (a column), value, as `ANSWER_COLUMNS`. item is the given row, or any name that
    tells a person's rows apart.
    """
    piles: dict[str, list[tuple[str, str, Cells]]] = {}
    given = given_items(parameters)
    for person, item, cells in written(parameters, rows):
        of = item if given else ""
        piles.setdefault(proposal_id(parameters, cells, of), []).append((person, of, cells))
    found = [one_of(parameters, key, pile) for key, pile in piles.items()]
    return tuple(sorted(found, key=lambda each: (given.index(each.item) if each.item in given else 0, each.id)))


def given_items(parameters: Parameters) -> list[str]:
    return [item["key"] for item in parameters.get("items") or ()]


def written(parameters: Parameters, rows: pd.DataFrame) -> Iterable[tuple[str, str, Cells]]:
    """(participant, item, cells) of each row that anything stands in."""
    own = rows[rows["criterion"].isin(columns_of(parameters))]
    for (person, item), part in own.groupby(["participant", "item"], sort=True):
        cells = {str(name): str(value) for name, value in zip(part["criterion"], part["value"], strict=True)}
        if not is_blank(parameters, cells):
            yield str(person), str(item), cells


def one_of(parameters: Parameters, key: str, pile: Sequence[tuple[str, str, Cells]]) -> Proposal:
    cells = {
        column: said
        for column in columns_of(parameters)
        if (said := commonest([row.get(column, "") for *_, row in pile]))
    }
    return Proposal(key, pile[0][1], cells, proposers=len({person for person, *_ in pile}), rows=len(pile))


def commonest(texts: Sequence[str]) -> str:
    """As most wrote it; of several spellings of the same words the commonest, ties by the alphabet; no blanks."""
    spelled = Counter(" ".join(text.split()) for text in texts if normal(text))
    words: Counter[str] = Counter()
    for text, times in spelled.items():
        words[normal(text)] += times
    return min(spelled, key=lambda text: (-words[normal(text)], -spelled[text], text), default="")


def ids_of(parameters: Parameters, rows: pd.DataFrame, proposals: Sequence[Proposal]) -> dict[str, str]:
    """{what a vote may call a proposal: its id}: the id itself, or a row's own name where it means one alone."""
    known = {each.id: each.id for each in proposals}
    meant: dict[str, set[str]] = {}
    for _, item, cells in written(parameters, rows) if not given_items(parameters) else ():
        meant.setdefault(item, set()).add(proposal_id(parameters, cells))
    return {name: next(iter(ids)) for name, ids in meant.items() if len(ids) == 1 and ids <= known.keys()} | known


# --- words ---------------------------------------------------------------------------------------------------------


def said(parameters: Parameters, column: str, cells: Mapping[str, str]) -> str:
    """A cell in words: the name of the choice, or the text."""
    value = cells.get(column, "")
    choices = next((each.get("choices") or () for each in parameters["columns"] if each["key"] == column), ())
    return next((str(choice["name"]) for choice in choices if choice["key"] == value), value)


def label_of(parameters: Parameters, proposal: Proposal) -> str:
    """What tells it from others, in one line; of a given row first its name."""
    named = {column["key"]: column for column in parameters["columns"]}
    shown = [column for column in parameters["same_by"] if proposal.cells.get(column)] or list(proposal.cells)
    parts = [
        f"{named[column]['name']}: {said(parameters, column, proposal.cells)}"
        if named[column].get("choices")
        else said(parameters, column, proposal.cells)
        for column in shown
    ]
    names = {item["key"]: item["name"] for item in parameters.get("items") or ()}
    return ", ".join([*([names[proposal.item]] if proposal.item in names else []), *parts])
