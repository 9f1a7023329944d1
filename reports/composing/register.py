"""Decisions of a program as its register prints them: the verdict, where its figure stands now, and its way so far."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from reports.composing.gauge import drawing
from reports.composing.numbers import day, interval, say
from reports.composing.record import Record, read_record
from reports.composing.verdict import Verdict, figure_label, tripwire_words, verdict_of
from reports.standing import Standing
from workshops.models import Action, Decision, Program, Run
from workshops.register import DecisionLine

STATES = {
    "reopened": "Open again",
    "review due": "Review due",
    "off course": "Off course",
    "cannot tell": "Cannot tell",
    "waiting": "Waits for new figures",
    "on course": "On course",
    "superseded": "Superseded",
}
MEANINGS = (
    ("On course", "The figure has come as far as was expected, from where it stood when the decision closed."),
    ("Off course", "It has not, and its 95 % interval does not hold the expected value either."),
    ("Cannot tell", "It has not, but the interval holds the expected value; or the figure could not be computed."),
    ("Waits for new figures", "No newer tables were analysed since it closed: the figure is the one it rests on."),
    ("Review due", "The day on which it was to be looked at again has passed."),
    ("Open again", "The decision was taken back to the table."),
    ("Superseded", "A later decision stands in its place."),
)


@dataclass(frozen=True)
class Step:
    """One station of a decision's life. state: past, now, ahead."""

    name: str
    note: str
    state: str


@dataclass(frozen=True)
class Wire:
    rule: str
    why: str


@dataclass(frozen=True)
class Deed:
    """An action with its state in words."""

    action: Action
    number: str
    state: str
    is_overdue: bool


@dataclass(frozen=True)
class Entry:
    """One decision. now, expected: the figure and what is expected of it, as they are printed."""

    line: DecisionLine
    record: Record
    verdict: Verdict
    anchor: str
    state: str
    figure: str
    now: str
    interval: str
    expected: str
    gauge: str
    life: list[Step]
    wires: list[Wire]
    deeds: list[Deed]

    @property
    def decision(self) -> Decision:
        return self.line.decision

    @property
    def meaning(self) -> str:
        return dict(MEANINGS)[self.state]

    @property
    def closed_on(self) -> str:
        closed = self.decision.closed_at
        return day(timezone.localtime(closed).date()) if closed else ""

    @property
    def n(self) -> str:
        return f"{self.line.n:,}"

    @property
    def as_of(self) -> str:
        return day(self.line.as_of) if self.line.as_of else ""

    @property
    def review(self) -> str:
        if self.line.days is None:
            return "no day set"
        return self.verdict.review + (f", {days_late(self.line.late)}" if self.line.days < 0 else "")


def entries_of(standing: Standing) -> list[Entry]:
    """Each decision of the program that was ever closed, by the number of its exercise."""
    runs = {run.pk: run for run in runs_with_decisions(standing.program)}
    lines = [line for line in standing.decisions if line.decision.run_id in runs]
    found = [entry_of(line, read_record(runs[line.decision.run_id]), standing.day) for line in lines]
    return sorted(
        (entry for entry in found if entry), key=lambda entry: (numbers_in(entry.verdict.number), entry.decision.pk)
    )


def runs_with_decisions(program: Program) -> list[Run]:
    runs = Run.objects.filter(session__program=program, decision__isnull=False)
    return list(runs.select_related("session__program__organisation", "session__program__curriculum"))


def numbers_in(exercise: str) -> tuple[int, ...]:
    """'4.10' → (4, 10), so that it follows 4.9."""
    return tuple(int(part) for part in exercise.split(".") if part.isdigit())


def entry_of(line: DecisionLine, record: Record, today: date) -> Entry | None:
    """None where there is nothing to print: neither a statement nor an option."""
    verdict = verdict_of(record)
    if verdict is None:
        return None
    figure, words = line.figure, figure_words(line, record)
    unit, currency = (figure.unit if figure else ""), line.currency
    return Entry(
        line=line,
        record=record,
        verdict=verdict,
        anchor=f"decision-{line.decision.pk}",
        state=STATES[line.state],
        figure=words,
        now=say(figure.value, unit, currency) if figure and figure.value is not None else "",
        interval=interval(figure.low, figure.high, unit, currency) if figure else "",
        expected=say(line.decision.expected_value, unit, currency) if line.decision.expected_value is not None else "",
        gauge=drawing(line.gauge, f"{words}: now, expected and tripwire on one line") if line.gauge else "",
        life=life_of(line.decision),
        wires=[Wire(tripwire_words(record, wire), wire.why) for wire in line.decision.tripwires.all()],
        deeds=[deed_of(action, record.exercise.id, today) for action in line.decision.actions.all()],
    )


def figure_words(line: DecisionLine, record: Record) -> str:
    return figure_label(record, line.decision.expected_figure) if line.decision.expected_figure else ""


def deed_of(action: Action, number: str, today: date) -> Deed:
    if action.done_on:
        return Deed(action, number, f"done {day(action.done_on)}", is_overdue=False)
    late = (today - action.due_on).days
    return Deed(action, number, days_late(late) if late > 0 else "open", is_overdue=late > 0)


def days_late(days: int) -> str:
    return f"{days} {'day' if days == 1 else 'days'} late"


def life_of(decision: Decision) -> list[Step]:
    """Draft, closed, and what became of it since. A station that was not reached says so."""
    drafted = decision.revisions.order_by("version").first()
    closed = timezone.localtime(decision.closed_at).date() if decision.closed_at else None
    successor = decision.superseded_by
    notes = {
        Decision.State.DRAFT: day(timezone.localtime(drafted.saved_at).date()) if drafted else "",
        Decision.State.CLOSED: day(closed) if closed else "",
        Decision.State.REOPENED: "" if decision.state == Decision.State.REOPENED else "not so far",
        Decision.State.SUPERSEDED: f"by {successor.run.exercise}" if successor else "not so far",
    }
    order = list(Decision.State)
    reached = order.index(Decision.State(decision.state))
    names = ("Drafted", "Closed", "Opened again", "Superseded")
    return [
        Step(name, notes[state], "now" if place == reached else standing_at(place, reached, state, notes[state]))
        for place, (name, state) in enumerate(zip(names, order, strict=True))
    ]


def standing_at(place: int, reached: int, state: Decision.State, note: str) -> str:
    """A decision is superseded without being opened again, unless it says otherwise."""
    skipped = state == Decision.State.REOPENED and note == "not so far"
    return "past" if place < reached and not skipped else "ahead"


# --- over all of them ----------------------------------------------------------------------------------------------


def owners(entries: list[Entry]) -> list[dict[str, Any]]:
    """Who owns how many decisions and open actions, and what falls due first; by name."""
    decisions: dict[str, list[Entry]] = defaultdict(list)
    deeds: dict[str, list[Deed]] = defaultdict(list)
    for entry in entries:
        decisions[entry.verdict.owner].append(entry)
        for deed in entry.deeds:
            if deed.action.done_on is None:
                deeds[deed.action.who].append(deed)
    return [
        {
            "name": name or "not named",
            "decisions": ", ".join(entry.verdict.number for entry in decisions[name]) or "—",
            "actions": len(deeds[name]),
            "next": day(min(deed.action.due_on for deed in deeds[name])) if deeds[name] else "—",
        }
        for name in sorted({*decisions, *deeds})
    ]


def all_deeds(entries: list[Entry]) -> list[Deed]:
    """Of all decisions: the open ones by the day they are due, then those that are done."""
    found = [deed for entry in entries for deed in entry.deeds]
    return sorted(found, key=lambda deed: (deed.action.done_on is not None, deed.action.due_on, deed.action.pk))


def drafts(program: Program) -> list[dict[str, str]]:
    """Questions whose rooms came to the decision and have not closed it."""
    found = Decision.objects.filter(run__session__program=program, state=Decision.State.DRAFT)
    runs = [run for run in runs_with_decisions(program) if run.pk in set(found.values_list("run", flat=True))]
    records = [read_record(run) for run in runs]
    ordered = sorted(records, key=lambda record: numbers_in(record.exercise.id))
    return [
        {"number": record.exercise.id, "question": record.exercise.question, "draft": draft_words(record)}
        for record in ordered
    ]


def draft_words(record: Record) -> str:
    statement = record.decision.statement if record.decision else ""
    return f"draft: {statement}" if statement else "nothing is written down yet"
