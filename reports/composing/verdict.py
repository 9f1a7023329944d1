"""A decision as the reader meets it: what, who, the figure promised, what re-opens it, when it is looked at again."""

from dataclasses import dataclass
from typing import Any

from analysis.answers.disclosure import may_show
from reports.composing.numbers import day, say
from reports.composing.record import Record
from workshops.models import Action, Decision, Tripwire


@dataclass(frozen=True)
class Voice:
    text: str
    name: str


@dataclass(frozen=True)
class Verdict:
    number: str
    anchor: str
    statement: str
    option: str
    how: str
    reasons: str
    owner: str
    expected: str
    tripwires: list[str]
    review: str
    objective: str
    status: str
    digest: str
    dissent: list[Voice]
    actions: list[Action]


def verdict_of(record: Record) -> Verdict | None:
    """None where nothing was written down; a draft says that it is one."""
    decision = record.decision
    if decision is None or not (decision.statement or decision.option):
        return None
    names = {option.key: option.name for option in record.exercise.options}
    option = names.get(decision.option, decision.option)
    return Verdict(
        number=record.exercise.id,
        anchor=record.anchor,
        statement=decision.statement or option,
        option=f"{option}: {record.part_said(decision.named)}" if decision.named else option,
        how=how(decision),
        reasons=decision.reasons,
        owner=decision.owner,
        expected=expected(record, decision),
        tripwires=[tripwire_words(record, wire) for wire in decision.tripwires.order_by("pk")],
        review=day(decision.review_on) if decision.review_on else "",
        objective=decision.objective.text if decision.objective else "",
        status="draft" if decision.state == Decision.State.DRAFT else decision.get_state_display(),
        digest=decision.digest,
        dissent=[
            Voice(each.text, each.enrolment.membership.person.name if each.is_named else "")
            for each in decision.dissents.select_related("enrolment__membership__person").order_by("pk")
        ],
        actions=list(decision.actions.all()),
    )


def how(decision: Decision) -> str:
    parts = [f"Decided by {decision.decided_by}" if decision.decided_by else ""]
    if decision.confidence is not None:
        parts.append(f"confidence {decision.confidence} %")
    chances = sorted(decision.probabilities.values_list("percent", flat=True))
    if may_show(len(chances)):
        parts.append(f"the room gives it a median chance of {median(chances):g} % (n = {len(chances)})")
    said = "; ".join(part for part in parts if part)
    return f"{said}." if said else ""


def median(values: list[int]) -> float:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def figure_now(record: Record, key: str) -> dict[str, Any] | None:
    figures = (record.spoken or {}).get("figures", ())
    return next((figure for figure in figures if figure["key"] == key), None)


def figure_label(record: Record, key: str) -> str:
    """The figure's words; its key and part as words where the evidence has no such figure."""
    if figure := figure_now(record, key):
        return str(figure["label"])
    name, *parts = key.split(".")
    return " · ".join([name.replace("_", " ").capitalize(), *map(record.part_said, parts)])


def unit_of(record: Record, key: str) -> str:
    """Of the evidence's figure; of one that it lacks, as the exercise lists it."""
    figure = figure_now(record, key)
    return figure["unit"] if figure else record.exercise.unit_of(key)


def expected(record: Record, decision: Decision) -> str:
    """'Win rate: 62.1 % to 66.0 %'."""
    if decision.expected_value is None:
        return decision.expected_figure
    key = decision.expected_figure
    currency = record.run.session.program.organisation.currency
    figure = figure_now(record, key)
    target = say(decision.expected_value, unit_of(record, key), currency)
    if figure is None or figure["value"] is None:
        return f"{figure_label(record, key)}: {target}"
    return f"{figure_label(record, key)}: {say(figure['value'], figure['unit'], currency)} to {target}"


def tripwire_words(record: Record, wire: Tripwire) -> str:
    """'Win rate falls below 58.0 % over 2 quarters, from 75 deals'."""
    currency = record.run.session.program.organisation.currency
    limit = say(wire.threshold, unit_of(record, wire.figure), currency)
    told = f"{figure_label(record, wire.figure)} {wire.get_op_display()} {limit}{window_words(wire.window)}"
    return f"{told}, from {wire.min_n} {wire.min_n_of}"


def window_words(window: dict[str, Any]) -> str:
    if rolling := window.get("rolling"):
        return f" over {rolling} {window['period']}{'s' if rolling != 1 else ''}"
    for key, words in (("since", " since the decision"), ("until", " until {}"), ("at", " at {}")):
        if key in window:
            return words.format(window[key])
    return ""
