"""Decisions and actions of a program as a register shows them: what needs attention first."""

import math
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from analysis.findings import Figure
from workshops.boardroom import figure_in, label_of, value_of
from workshops.models import Action, Decision, Evidence, Program
from workshops.quantities import quantity
from workshops.queries import last_evidence_per_run

FILTERS = ("attention", "decisions", "actions", "all")


@dataclass(frozen=True)
class DecisionLine:
    """One decision: its expected figure beside the newest evidence for it."""

    decision: Decision
    option: str
    figure: Figure | None
    now: str
    expected: str
    days: int | None
    state: str

    @property
    def label(self) -> str:
        return label_of(self.figure, self.decision.run.file) if self.figure else ""

    @property
    def late(self) -> int:
        return -(self.days or 0)

    @property
    def needs_attention(self) -> bool:
        return self.state != "on course"


@dataclass(frozen=True)
class ActionLine:
    action: Action
    days: int

    @property
    def late(self) -> int:
        return -self.days

    @property
    def is_overdue(self) -> bool:
        return self.action.done_on is None and self.days < 0

    @property
    def needs_attention(self) -> bool:
        return self.is_overdue


@dataclass(frozen=True)
class Register:
    shown: str
    decisions: list[DecisionLine]
    actions: list[ActionLine]
    counts: dict[str, int]


def register_of(program: Program, shown: str) -> Register:
    """The lines of that filter, and how many each filter holds."""
    today = timezone.localdate()
    decisions = decision_lines(program, today)
    actions = [ActionLine(action, (action.due_on - today).days) for action in actions_of(program)]
    urgent = [line for line in decisions if line.needs_attention], [line for line in actions if line.needs_attention]
    chosen = {
        "attention": urgent,
        "decisions": (decisions, []),
        "actions": ([], actions),
        "all": (decisions, actions),
    }
    counts = {name: len(lines[0]) + len(lines[1]) for name, lines in chosen.items()}
    return Register(shown, *chosen[shown], counts)


def decisions_in(program: Program) -> QuerySet[Decision]:
    decisions = Decision.objects.filter(run__session__program=program).exclude(state=Decision.State.DRAFT)
    return decisions.select_related("run__session__program__organisation", "run__session__program__curriculum",
                                    "objective", "evidence").order_by("review_on", "pk")  # fmt: skip


def actions_of(program: Program) -> QuerySet[Action]:
    closed = Action.objects.filter(decision__run__session__program=program).exclude(
        decision__state=Decision.State.DRAFT
    )
    return closed.select_related("decision__run__session").order_by("done_on", "due_on", "pk")


def decision_lines(program: Program, today: date) -> list[DecisionLine]:
    decisions = list(decisions_in(program))
    newest = last_evidence_per_run(decision.run for decision in decisions)
    return [line_of(decision, newest.get(decision.run_id), program, today) for decision in decisions]


def line_of(decision: Decision, newest: Evidence | None, program: Program, today: date) -> DecisionLine:
    figure = figure_in(newest.findings if newest else None, decision.expected_figure)
    currency = program.organisation.currency
    days = (decision.review_on - today).days if decision.review_on else None
    return DecisionLine(
        decision=decision,
        option=decision.option.replace("_", " "),
        figure=figure,
        now=value_of(figure, currency) if figure else "",
        expected=quantity(decision.expected_value, figure.unit if figure else "", currency),
        days=days,
        state=state_of(decision, figure, days),
    )


def state_of(decision: Decision, figure: Figure | None, days: int | None) -> str:
    """reopened · review due · cannot tell (nothing to measure, or the interval holds both) · off course · on course."""
    if decision.state != Decision.State.CLOSED:
        return str(decision.state)
    if days is not None and days < 0:
        return "review due"
    if figure is None or figure.value is None or decision.expected_value is None:
        return "cannot tell"
    return course_of(decision, figure)


def course_of(decision: Decision, figure: Figure) -> str:
    """Whether the figure is where it was expected, seen from where it stood when the decision closed."""
    before = figure_in(decision.evidence.findings if decision.evidence else None, decision.expected_figure)
    start = before.value if before and before.value is not None else figure.value
    value, expected = float(figure.value or 0), float(decision.expected_value or 0)
    reached = value >= expected if expected >= float(start or 0) else value <= expected
    if reached or math.isclose(value, expected):
        return "on course"
    if figure.low is not None and figure.high is not None and figure.low <= expected <= figure.high:
        return "cannot tell"
    return "off course"
