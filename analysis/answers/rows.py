"""`rows`: people propose rows of a table, or fill given ones; then the room votes on all of them with dots.

The rows that the room keeps are, of given rows, the filling with most dots each (before a vote: that most people
wrote); of free rows those with a dot, before a vote all. The checks of the exercise look at these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from textwrap import shorten
from typing import Any

import pandas as pd

from analysis.answers.proposals import (
    Proposal,
    columns_of,
    given_items,
    ids_of,
    is_complete,
    label_of,
    merged,
    normal,
    said,
)
from analysis.answers.row_bars import row_bars
from analysis.charts import Canvas
from analysis.findings import Chart, Figure, Findings, Message, Scalar, Table
from analysis.inputs import Inputs
from analysis.methods.agreement import entropy_consensus
from analysis.wording import Words

KIND = "rows"
TABLE = "room_rows"
VOTES = "votes"
HIDDEN = {TABLE: ("row", "label")}
NAMED = 3  # rows named in one sentence
LONGEST = 70  # characters of such a name
PEOPLE_OF = ("group_rows", "group_votes_consensus")  # figures whose n are the people of the round
WORDS: Words = {
    TABLE: "What the room proposed",
    "row": "Key",
    "label": "In one line",
    "given_row": "Row",
    "proposers": "Proposed by",
    "votes": "Dots",
    "complete": "Complete",
    "group_rows": "Distinct proposals",
    "group_complete": "Proposals with every required column",
    "group_checks": "Checks of the table that are met",
    "group_votes_consensus": "Consensus of the dots (0 spread, 1 agreed)",
    "rows_check_failed": "{says}",
    "rows_check_failed_at": "{says}: {where}",
    "rows_duplicates": "{merged} of {rows} proposed rows {merged:says|say} the same as another: {left} different "
    "{left:one remains|ones remain}",
    "rows_votes_unclear": "{votes} {votes:dot|dots} of round {round} {votes:was|were} given to rows that nobody "
    "proposed, and {votes:is|are} left out",
    "rows_led": "“{row}” leads with {votes} of {dots} dots",
    "rows_tied": "{tied} proposals share the lead with {votes} of {dots} dots each",
    "rows_proposed": "{people} people made {rows} different proposals",
    "rows_proposed_often": "Proposed most often, by {proposers} of {people}: “{row}”",
    "rows_proposed_alike": "{tied} proposals were made most often, each by {proposers} of {people}",
    "rows_kept": "{agreed} of {items} {items:row|rows} {agreed:has|have} one filling with more than half of "
    "{agreed:its|their} dots",
    "rows_filled": "{agreed} of {items} {items:row|rows} {agreed:was|were} filled alike by more than half of the room",
    "rows_voted_alternative": "Dots on {rows} {rows:proposal|proposals} by {people} people: {values}.",
    "rows_proposed_alternative": "{rows} {rows:proposal|proposals} by {people} people, and how many made each: "
    "{values}.",
}


@dataclass(frozen=True)
class Round:
    """What one round proposed, or voted on. votes: {id: dots}; None where nobody voted in it.

    lost: dots on what nobody proposed. is_new: proposed in this round and not carried over from an earlier one.
    """

    name: str
    parameters: Mapping[str, Any]
    proposals: tuple[Proposal, ...]
    is_new: bool
    votes: dict[str, int] | None
    lost: int
    people: int

    def score(self, proposal: Proposal) -> tuple[int, int]:
        return (self.votes or {}).get(proposal.id, 0), proposal.proposers

    @cached_property
    def ordered(self) -> list[Proposal]:
        """Most dots first, then most proposers; fillings of given rows under one another."""
        given = given_items(self.parameters)
        place = {item: number for number, item in enumerate(given)}
        return sorted(
            self.proposals, key=lambda each: (place.get(each.item, 0), *(-part for part in self.score(each)), each.id)
        )

    @cached_property
    def leading(self) -> list[Proposal]:
        """Of each given row the first filling."""
        firsts: dict[str, Proposal] = {}
        for proposal in self.ordered:
            firsts.setdefault(proposal.item, proposal)
        return list(firsts.values())

    @cached_property
    def kept(self) -> list[Proposal]:
        if given_items(self.parameters):
            return self.leading
        voted = [each for each in self.ordered if self.score(each)[0]]
        return voted or self.ordered


def rows_of(instrument: Mapping[str, Any], answers: pd.DataFrame) -> pd.DataFrame:
    """Its rows among all answers of an exercise: those whose criterion is one of its columns, or `votes`."""
    return answers[answers["criterion"].isin(criteria_of(instrument["parameters"]))]


def criteria_of(parameters: Mapping[str, Any]) -> list[str]:
    """What its rows of answers have as criterion: its columns, and `votes`."""
    return [*columns_of(parameters), VOTES]


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item, criterion, value; `proposals` among the parameters are those that were fixed for the vote."""
    parameters = instrument["parameters"]
    rounds = rounds_of(parameters, rows)
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    if not rounds:
        return empty
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=tuple(figure for one in rounds for figure in figures_of(one)),
        tables=(table_of(parameters, rounds),),
        warnings=tuple(warning for one in rounds for warning in warnings_of(one, is_last=one is rounds[-1])),
        inputs=inputs.provenance,
    )


# --- rounds --------------------------------------------------------------------------------------------------------


def rounds_of(parameters: Mapping[str, Any], rows: pd.DataFrame) -> list[Round]:
    """The rounds in their order. One that only votes votes on what the rounds before it proposed."""
    found: list[Round] = []
    names: dict[str, str] = {}
    proposals: tuple[Proposal, ...] = ()
    for name, part in rows.groupby("round"):
        is_vote = part["criterion"] == VOTES
        is_new = not (is_vote.any() and found)
        if is_new:
            proposals = merged(parameters, part[~is_vote])
            names = ids_of(parameters, part[~is_vote], proposals)
        elif parameters.get("proposals"):
            proposals = tuple(map(Proposal.from_fixed, parameters["proposals"]))
            names |= {each.id: each.id for each in proposals}
        votes, lost = counted(part[is_vote], names) if is_vote.any() else (None, 0)
        people = int(part["participant"].nunique())
        found.append(Round(str(name), parameters, proposals, is_new, votes, lost, people))
    return found


def counted(votes: pd.DataFrame, names: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """{id: dots}, and dots on what is not known."""
    dots = pd.to_numeric(votes["value"], errors="coerce").fillna(0).astype(int)
    known = votes["item"].map(names)
    return {str(key): int(sum_) for key, sum_ in dots.groupby(known).sum().items()}, int(dots[known.isna()].sum())


# --- figures -------------------------------------------------------------------------------------------------------


def figures_of(one: Round) -> list[Figure]:
    """Proposals and completeness where they were made, checks always, agreement where there was a vote."""
    checks = [met(check, one) for check in one.parameters.get("checks") or ()]
    made = [] if not one.is_new else made_of(one)
    checked = [figure(one, "group_checks", sum(not at for at in checks), "checks", len(checks), "Count")]
    agreed = [] if one.votes is None else [agreement(one)]
    return made + (checked if checks else []) + agreed


def made_of(one: Round) -> list[Figure]:
    rows = len(one.proposals)
    complete = sum(is_complete(one.parameters, each.cells) for each in one.proposals)
    return [
        figure(one, "group_rows", rows, "rows", one.people, "Count, rows that say the same merged"),
        figure(one, "group_complete", complete / rows if rows else None, "fraction", rows, "Share of the proposals"),
    ]


def figure(one: Round, name: str, value: float | None, unit: str, n: int, method: str) -> Figure:
    return Figure(name=name, of=(one.name,), value=value, unit=unit, n=n, method=f"{method}; the room is counted")


def agreement(one: Round) -> Figure:
    """1 − entropy of the dots over that of an even spread; of given rows the mean over those that got dots."""
    parts = [part for part in votes_by_item(one) if sum(part)]
    each = [entropy_consensus(part) if len(part) > 1 else 1.0 for part in parts]
    known = [value for value in each if value is not None]
    method = "1 − entropy of the dots over that of an even spread"
    return figure(one, "group_votes_consensus", fmean(known) if known else None, "", one.people, method)


def votes_by_item(one: Round) -> list[list[int]]:
    """The dots of each given row's fillings; of free rows one list."""
    parts: dict[str, list[int]] = {}
    for proposal in one.ordered:
        parts.setdefault(proposal.item, []).append(one.score(proposal)[0])
    return list(parts.values())


# --- checks --------------------------------------------------------------------------------------------------------


def met(check: Mapping[str, Any], one: Round) -> list[str]:
    """Where the check fails: rows, or names that are missing; nothing where it is met."""
    if check.get("covers"):
        there = {normal(said(one.parameters, check["covers"], each.cells)) for each in one.kept}
        return [name for name in check.get("names", ()) if normal(name) not in there]
    wanted = check.get("count") or 1
    return [label_of(one.parameters, each) for each in one.kept if chosen(each, check["choice"], one) != wanted]


def chosen(proposal: Proposal, choice: str, one: Round) -> int:
    """In how many of its cells the choice stands; free text that reads the same is none."""
    columns = [column["key"] for column in one.parameters["columns"] if column.get("choices")]
    return sum(proposal.cells.get(column) == choice for column in columns)


def warnings_of(one: Round, *, is_last: bool) -> list[Message]:
    """Merged duplicates where rows were proposed; of the last round each check that fails, in its own sentence."""
    rows = sum(each.rows for each in one.proposals)
    merged_away = rows - len(one.proposals)
    told = []
    if one.is_new and merged_away and not given_items(one.parameters):
        told.append(Message("rows_duplicates", {"merged": merged_away, "rows": rows, "left": len(one.proposals)}))
    if one.lost:
        told.append(Message("rows_votes_unclear", {"votes": one.lost, "round": one.name}))
    checks = one.parameters.get("checks") or () if is_last else ()
    return told + [failed(check["says"], at) for check in checks if (at := met(check, one))]


def failed(says: str, at: Sequence[str]) -> Message:
    """The sentence of the check, and where it fails unless it says so itself; of many places the first."""
    where = [place for place in at if normal(place) not in normal(says)]
    if not where:
        return Message("rows_check_failed", {"says": says})
    named = "; ".join(map(shortened, where[:NAMED]))
    more = f" and {len(where) - NAMED} more" if len(where) > NAMED else ""
    return Message("rows_check_failed_at", {"says": says.rstrip("."), "where": f"{named}{more}"})


def shortened(label: str) -> str:
    """For a sentence; the table has it whole."""
    return shorten(label, LONGEST, placeholder=" …")


# --- table and chart -----------------------------------------------------------------------------------------------


def table_of(parameters: Mapping[str, Any], rounds: Sequence[Round]) -> Table:
    """round, row (id), label, given_row where rows are given, the columns, proposers, votes, complete."""
    columns = {column["key"]: column["name"] for column in parameters["columns"]}
    names = {item["key"]: item["name"] for item in parameters.get("items") or ()}
    lines = [
        {"round": one.name, "row": each.id, "label": label_of(parameters, each)}
        | ({"given_row": names.get(each.item, each.item)} if names else {})
        | {column: said(parameters, column, each.cells) or None for column in columns}
        | {
            "proposers": each.proposers,
            "votes": None if one.votes is None else one.score(each)[0],
            "complete": is_complete(parameters, each.cells),
        }
        for one in rounds
        for each in one.ordered
    ]
    heads = ["round", "row", "label", *(["given_row"] if names else []), *columns, "proposers", "votes", "complete"]
    frame = pd.DataFrame(lines, columns=heads).astype(object)
    return Table.from_frame(TABLE, frame.where(frame.notna(), None), {"proposers": "people", "votes": "dots"}, columns)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Bars of the last round: dots where it voted, else people who proposed; of given rows each one's first filling."""
    tables = [table for table in findings.tables if table.key == TABLE and table.rows]
    if not tables:
        return ()
    rows = pd.DataFrame(list(tables[0].rows))
    last = rows[rows["round"] == rows["round"].max()]
    by = "votes" if last["votes"].notna().any() else "proposers"
    people = {figure.of[0]: figure.n for figure in findings.figures if figure.name in PEOPLE_OF}
    drawn = drawn_rows(last, by)
    title, alternative = sentences(last, drawn, by, people.get(str(last["round"].iloc[0]), 0))
    return (Chart(TABLE, TABLE, title, alternative, row_bars(drawn, canvas)),)


def drawn_rows(last: pd.DataFrame, by: str) -> list[dict[str, Any]]:
    """label, value, of (all of a given row, else None) of each bar. Free rows without a dot have no bar."""
    given, chosen_ = "given_row" in last, last[last[by] > 0]
    kept = last.drop_duplicates("given_row") if given else chosen_ if len(chosen_) else last
    total: Mapping[Any, Any] = dict(last.groupby("given_row")[by].sum()) if given else {}
    return [
        {"label": str(row["label"]), "value": int(row[by]), "of": int(total[row["given_row"]]) if given else None}
        for row in kept.to_dict("records")
    ]


def sentences(last: pd.DataFrame, drawn: list[dict[str, Any]], by: str, people: int) -> tuple[Message, Message]:
    values = "; ".join(f"{shortened(row['label'])} {row['value']}" for row in drawn[:NAMED])
    seen: dict[str, Scalar] = {"rows": len(last), "people": people, "values": values}
    alternative = Message("rows_voted_alternative" if by == "votes" else "rows_proposed_alternative", seen)
    if "given_row" in last:
        agreed = sum(2 * row["value"] > row["of"] for row in drawn)
        code = "rows_kept" if by == "votes" else "rows_filled"
        return Message(code, {"agreed": agreed, "items": len(drawn)}), alternative
    return title_of(drawn, by, people), alternative


def title_of(drawn: list[dict[str, Any]], by: str, people: int) -> Message:
    """The leading proposal, or that several lead; before a vote what was proposed most often."""
    most, row = drawn[0]["value"], shortened(drawn[0]["label"])
    if by == "proposers" and most < 2:
        return Message("rows_proposed", {"people": people, "rows": len(drawn)})
    tied = sum(each["value"] == most for each in drawn)
    if by == "proposers":
        code = "rows_proposed_alike" if tied > 1 else "rows_proposed_often"
        return Message(code, {"proposers": most, "people": people, "row": row, "tied": tied})
    dots = sum(each["value"] for each in drawn)
    return Message("rows_tied" if tied > 1 else "rows_led", {"votes": most, "dots": dots, "row": row, "tied": tied})
