"""`rows`: cards to fill; in the second round dots on what the room proposed, mixed and without names.

What is voted on was fixed at the reveal (`proposals` among the parameters, `workshops.actions.proposals`). Where it was
not, because too few had answered, the second round asks for rows again.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.answers.proposals import Proposal, is_blank, label_of, proposal_id, said
from workshops.instruments.fields import ReasonField
from workshops.instruments.row_fields import ITEM, CardsField, DotsField, filled
from workshops.instruments.step import Payload, Row, Step

KIND = "rows"
TEMPLATE = "workshops/instruments/rows.html"
VOTE_TEMPLATE = "workshops/instruments/rows_vote.html"
VOTES = "votes"


class ReasonedForm(forms.Form):
    """A reason is asked for where the exercise says so: each row may have a column of its own for it."""

    may_stay_blank = True  # autosave sends what there is
    edit = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def ask(self, asked: Any) -> None:
        if asked:
            self.fields["reason"] = ReasonField()
            self.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]


class CardsForm(ReasonedForm):
    def __init__(self, parameters: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rows"] = CardsField(parameters)
        self.ask(parameters.get("ask_reason"))

    def clean(self) -> dict[str, Any]:
        """Without a script a button sends `edit`: `add`, or `remove:2` (0 the first); it is done here, once."""
        cleaned: dict[str, Any] = super().clean() or {}
        edit = cleaned.pop("edit", "") or ""
        if "rows" in cleaned and not self.field.items:
            cleaned["rows"] = edited(cleaned["rows"], edit, self.field.most)
        return cleaned

    @property
    def field(self) -> CardsField:
        field = self.fields["rows"]
        assert isinstance(field, CardsField)  # noqa: S101
        return field

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The rows as sent, as saved, or one blank card."""
        return self.field.cards(self["rows"].value())


def edited(rows: list[dict[str, str]], edit: str, most: int) -> list[dict[str, str]]:
    """With a blank row more, or without the one that was named; the same where neither can be."""
    what, _colon, place = edit.partition(":")
    if what == "add" and len(rows) < most:
        return [*rows, {}]
    if what == "remove" and place.isdigit() and int(place) < len(rows):
        return rows[: int(place)] + rows[int(place) + 1 :]
    return rows


class DotsForm(ReasonedForm):
    def __init__(self, parameters: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parameters = parameters
        self.proposals = [Proposal.from_fixed(each) for each in parameters["proposals"]]
        self.fields["votes"] = DotsField([each.id for each in self.proposals], parameters.get("dots", 5))
        self.ask(parameters.get("ask_reason"))

    @property
    def dots(self) -> int:
        return int(self.parameters.get("dots", 5))

    def clean(self) -> dict[str, Any]:
        """Without a script a button sends `edit`: `more:` or `less:` and the id of a proposal."""
        cleaned: dict[str, Any] = super().clean() or {}
        what, _colon, key = (cleaned.pop("edit", "") or "").partition(":")
        if "votes" in cleaned and key in self.fields["votes"].ids:  # type: ignore[attr-defined]
            cleaned["votes"] = stepped(cleaned["votes"], key, {"more": 1, "less": -1}.get(what, 0), self.dots)
        return cleaned

    @property
    def spent(self) -> int:
        return sum(int(dots) for dots in self.given.values() if str(dots).isdigit())

    @property
    def left(self) -> int:
        return max(self.dots - self.spent, 0)

    @property
    def given(self) -> dict[str, Any]:
        return dict(self["votes"].value() or {})

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The proposals as the page lists them: under the row they fill, free ones in one list, in a mixed order."""
        names = {item["key"]: item["name"] for item in self.parameters.get("items") or ()}
        items = dict.fromkeys(each.item for each in self.proposals)
        return [
            {
                "name": names.get(item, ""),
                "proposals": [self.shown(each) for each in self.proposals if each.item == item],
            }
            for item in items
        ]

    def shown(self, proposal: Proposal) -> dict[str, Any]:
        cells = [
            {"name": column["name"], "text": text, "leads": column["key"] in self.parameters["same_by"]}
            for column in self.parameters["columns"]
            if (text := said(self.parameters, column["key"], proposal.cells))
        ]
        label = label_of(self.parameters, proposal)
        return {"id": proposal.id, "cells": cells, "dots": self.given.get(proposal.id) or 0, "label": label}


def stepped(votes: dict[str, int], key: str, step: int, dots: int) -> dict[str, int]:
    """One dot more or less on a proposal, as far as there are any."""
    changed = votes | {key: votes.get(key, 0) + step}
    fits = changed[key] >= 0 and sum(changed.values()) <= dots
    return {each: number for each, number in (changed if fits else votes).items() if number}


# --- what an instrument offers -------------------------------------------------------------------------------------


def steps(instrument: dict[str, Any]) -> list[Step]:
    parameters = instrument["parameters"]
    if parameters.get("proposals"):
        return [Step(instrument["key"], KIND, _("Your dots"), parameters["prompt"], instrument, VOTE_TEMPLATE)]
    return [Step(instrument["key"], KIND, _("Your rows"), parameters["prompt"], instrument, TEMPLATE)]


def is_vote(instrument: dict[str, Any]) -> bool:
    return bool(instrument["parameters"].get("proposals"))


def begin_again(instrument: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """A vote begins without dots; where rows are asked for again, it goes on from the first ones."""
    return {} if is_vote(instrument) else answer


def answer_to(step: Step, payload: Payload) -> dict[str, Any]:
    answer: dict[str, Any] = payload.get(step.instrument["key"]) or {}
    return answer


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    answer = answer_to(step, payload)
    if is_vote(step.instrument):
        initial = {"votes": answer.get("votes") or {}, "reason": answer.get("reason", "")}
        return DotsForm(step.parameters, data, initial=initial)
    initial = {"rows": answer.get("rows") or [], "reason": answer.get("reason", "")}
    return CardsForm(step.parameters, data, initial=initial)


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    name = "votes" if is_vote(step.instrument) else "rows"
    return payload | {step.instrument["key"]: {name: cleaned[name], "reason": cleaned.get("reason", "")}}


def is_answered(step: Step, payload: Payload) -> bool:
    """A vote with one dot; a free row; of given rows each with something in it."""
    answer = answer_to(step, payload)
    if is_vote(step.instrument):
        return bool(answer.get("votes"))
    rows_ = [row for row in answer.get("rows") or () if filled(row)]
    return len(rows_) >= max(len(step.parameters.get("items") or ()), 1)


def summary(step: Step, payload: Payload) -> str:
    answer = answer_to(step, payload)
    if is_vote(step.instrument):
        spent, dots = sum((answer.get("votes") or {}).values()), step.parameters.get("dots", 5)
        return _("%(spent)s of %(dots)s dots given") % {"spent": spent, "dots": dots} if spent else ""
    rows_ = len([row for row in answer.get("rows") or () if filled(row)])
    return ngettext("%(n)s row", "%(n)s rows", rows_) % {"n": rows_} if rows_ else ""


def text(step: Step, payload: Payload) -> str:
    """Each row in a line, dots with what they are on; then the reason."""
    answer, parameters = answer_to(step, payload), step.parameters
    if is_vote(step.instrument):
        votes = answer.get("votes") or {}
        known = {each["id"]: label_of(parameters, Proposal.from_fixed(each)) for each in parameters["proposals"]}
        lines = [f"{votes[key]} · {known[key]}" for key in known if key in votes]
    else:
        lines = [row_said(parameters, row) for row in answer.get("rows") or () if filled(row)]
    return "\n".join([*lines, *([answer["reason"]] if answer.get("reason") else [])])


def row_said(parameters: dict[str, Any], row: dict[str, str]) -> str:
    names = {item["key"]: item["name"] for item in parameters.get("items") or ()}
    cells = [
        f"{each['name']}: {said(parameters, each['key'], row)}"
        for each in parameters["columns"]
        if row.get(each["key"])
    ]
    return "; ".join([*([names.get(row[ITEM], row[ITEM])] if ITEM in row else []), *cells])


def answer_from(instrument: dict[str, Any], long: Sequence[Row]) -> dict[str, Any] | None:
    """What a worksheet holds of one person's long rows; None where none of them is a cell or a vote."""
    parameters = instrument["parameters"]
    columns = [column["key"] for column in parameters["columns"]]
    own = [row for row in long if row.get("criterion") in (*columns, VOTES)]
    if not own:
        return None
    cards: dict[str, dict[str, str]] = {}
    for row in own:
        if row["criterion"] != VOTES:
            begun = {ITEM: row["item"]} if parameters.get("items") else {}
            cards.setdefault(row["item"], begun)[row["criterion"]] = row["value"]
    votes = {row["item"]: int(row["value"]) for row in own if row["criterion"] == VOTES}
    given = {"rows": list(cards.values())} | ({VOTES: votes} if votes else {})
    return given | {"reason": next((row["reason"] for row in own if row.get("reason")), "")}


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    """A row a cell: item = the given row, or what the row proposes (its id); or of a vote, a row a proposal with dots.

    A person's rows that say the same are one: its first cells stand.
    """
    answer, parameters = payload[instrument["key"]] or {}, instrument["parameters"]
    long: dict[tuple[str, str], Row] = {
        (key, VOTES): {"item": key, "criterion": VOTES, "value": str(dots)}
        for key, dots in (answer.get("votes") or {}).items()
    }
    for row in answer.get("rows") or ():
        if is_blank(parameters, row):
            continue
        item = row.get(ITEM) or proposal_id(parameters, row)
        for column in parameters["columns"]:
            if value := row.get(column["key"], "").strip():
                long.setdefault((item, column["key"]), {"item": item, "criterion": column["key"], "value": value})
    reasons = [answer.get("reason", ""), *[""] * len(long)]
    return [row | {"reason": reason} for row, reason in zip(long.values(), reasons, strict=False)]
