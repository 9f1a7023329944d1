"""Decisions and actions of a program as a register shows them: what needs attention first."""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from analysis.findings import Figure, Findings
from workshops.boardroom import label_of
from workshops.gauge import Gauge, gauge_of
from workshops.listed import figure_in, figure_or_listed
from workshops.models import Action, Decision, Evidence, Program, Session
from workshops.quantities import quantity, with_unit
from workshops.queries import last_evidence_per_run

FILTERS = ("attention", "decisions", "actions", "all")
GRAVEST = ("reopened", "review due", "off course", "cannot tell", "waiting", "on course", "superseded")
URGENT = GRAVEST[:4]


@dataclass(frozen=True)
class DecisionLine:
    """One decision: its expected figure beside the newest evidence for it.

    state: reopened · review due · off course · cannot tell · waiting (no new tables since it closed) · on course ·
    superseded. course: what its figure alone says, one of the middle four. evidence: the newest on other tables than
    those that the decision rests on, else its own.
    """

    decision: Decision
    evidence: Evidence | None
    figure: Figure | None
    limits: list[float]
    currency: str
    course: str
    days: int | None
    state: str

    @property
    def label(self) -> str:
        return label_of(self.figure, self.decision.run.file) if self.figure else ""

    @property
    def option(self) -> str:
        """The option that was chosen, in the exercise's words."""
        names = {option.key: option.name for option in self.decision.run.file.options}
        return names.get(self.decision.option, self.decision.option)

    @property
    def now(self) -> str:
        """Empty where nothing is measured, or the evidence could not tell."""
        return self.said(self.figure.value) if self.figure else ""

    @property
    def expected(self) -> str:
        return self.said(self.decision.expected_value)

    @property
    def interval(self) -> str:
        if self.figure is None or self.figure.low is None or self.figure.high is None:
            return ""
        low = quantity(self.figure.low, self.figure.unit, self.currency)
        return f"{low}–{self.said(self.figure.high)}"

    @property
    def n(self) -> int:
        return self.figure.n if self.figure else 0

    def said(self, value: float | None) -> str:
        unit = self.figure.unit if self.figure else ""
        return with_unit(value, unit, self.currency)

    @property
    def gauge(self) -> Gauge | None:
        return gauge_of(self.figure, self.decision.expected_value, self.limits, self.state)

    @property
    def as_of(self) -> date | None:
        findings = findings_in(self.evidence)
        return findings.inputs.as_of if findings else None

    @property
    def snapshot(self) -> str:
        """The digest of the tables that the figure rests on; empty where there were none."""
        findings = findings_in(self.evidence)
        return findings.inputs.snapshot if findings else ""

    @property
    def late(self) -> int:
        return -(self.days or 0)

    @property
    def needs_attention(self) -> bool:
        return self.state in URGENT


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
    headline: str
    decisions: list[DecisionLine]
    actions: list[ActionLine]
    counts: dict[str, int]
    as_of: date | None


def register_of(program: Program, shown: str) -> Register:
    """The lines of that filter, and how many each filter holds."""
    today = timezone.localdate()
    decisions, actions = decision_lines(program, today), action_lines(program, today)
    urgent = [line for line in decisions if line.needs_attention], [line for line in actions if line.needs_attention]
    chosen: dict[str, tuple[list[DecisionLine], list[ActionLine]]] = {
        "attention": urgent,
        "decisions": (decisions, []),
        "actions": ([], actions),
        "all": (decisions, actions),
    }
    counts = {name: len(lines[0]) + len(lines[1]) for name, lines in chosen.items()}
    days = [line.as_of for line in decisions if line.as_of]
    return Register(
        shown, headline_of(decisions, actions), *chosen[shown], counts=counts, as_of=max(days, default=None)
    )


def headline_of(decisions: list[DecisionLine], actions: list[ActionLine]) -> str:
    """The gravest thing, as a sentence."""
    if not decisions and not actions:
        return _("Nothing is decided yet")
    for state in URGENT:
        if found := [line for line in decisions if line.state == state]:
            return about(state, found)
    if overdue := sum(line.is_overdue for line in actions):
        return ngettext("%(n)s action is overdue", "%(n)s actions are overdue", overdue) % {"n": overdue}
    if any(line.state == "waiting" for line in decisions):
        return _("Nothing needs attention; new figures will say whether the decisions hold")
    return _("Every decision is on course")


def about(state: str, found: list[DecisionLine]) -> str:
    return str(SAID[state] % {"n": len(found), "number": found[0].decision.run.exercise})


SAID = {
    "reopened": ngettext_lazy("Decision %(number)s is open again", "%(n)s decisions are open again", "n"),
    "review due": ngettext_lazy("The review of decision %(number)s is late", "%(n)s reviews are late", "n"),
    "off course": ngettext_lazy("Decision %(number)s is off course", "%(n)s decisions are off course", "n"),
    "cannot tell": ngettext_lazy(
        "Of decision %(number)s nobody can tell yet", "Of %(n)s decisions nobody can tell yet", "n"
    ),
}


def next_workshop(program: Program) -> Session | None:
    """The one that has a date and is still to come: it begins with the register."""
    return program.sessions.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk").first()


def decisions_in(program: Program) -> QuerySet[Decision]:
    decisions = Decision.objects.filter(run__session__program=program).exclude(state=Decision.State.DRAFT)
    return (
        decisions.select_related(
            "run__session__program__organisation",
            "run__session__program__curriculum",
            "objective",
            "evidence__snapshot",
            "superseded_by__run",
        )
        .prefetch_related("tripwires")
        .order_by("review_on", "pk")
    )


def action_lines(program: Program, today: date) -> list[ActionLine]:
    """Open ones first, by the day they are due; then those that are done."""
    closed = Action.objects.filter(decision__run__session__program=program).exclude(
        decision__state=Decision.State.DRAFT
    )
    ordered = closed.select_related("decision__run__session").order_by("due_on", "pk")
    lines = [ActionLine(action, (action.due_on - today).days) for action in ordered]
    return sorted(lines, key=lambda line: line.action.done_on is not None)


def decision_lines(program: Program, today: date) -> list[DecisionLine]:
    """The gravest first, and of the same state the one to be looked at next."""
    decisions = list(decisions_in(program))
    newest = last_evidence_per_run(decision.run for decision in decisions)
    lines = [line_of(decision, newest.get(decision.run_id), program, today) for decision in decisions]
    return sorted(lines, key=lambda line: GRAVEST.index(line.state))


def line_of(decision: Decision, newest: Evidence | None, program: Program, today: date) -> DecisionLine:
    newest = newest if is_news(newest, decision.evidence) else decision.evidence
    figure = figure_or_listed(decision.run.file, findings_in(newest), decision.expected_figure)
    days = (decision.review_on - today).days if decision.review_on else None
    course = course_of(decision, newest, figure)
    watched = [wire.threshold for wire in decision.tripwires.all() if wire.figure == decision.expected_figure]
    return DecisionLine(
        decision=decision,
        evidence=newest,
        figure=figure,
        limits=watched,
        currency=program.organisation.currency,
        course=course,
        days=days,
        state=state_of(decision, course, days),
    )


def is_news(newest: Evidence | None, frozen: Evidence | None) -> bool:
    """Whether the newest evidence rests on other tables than the decision's: the same ones tell nothing new."""
    return newest is not None and (frozen is None or newest.snapshot_id != frozen.snapshot_id)


def findings_in(evidence: Evidence | None) -> Findings | None:
    return thawed(bytes(evidence.body)) if evidence else None


@lru_cache(maxsize=256)
def thawed(body: bytes) -> Findings:
    """Read once in each process: evidence never changes."""
    return Findings.from_bytes(body)


def state_of(decision: Decision, course: str, days: int | None) -> str:
    """What is to be done about it comes before what its figure says."""
    if decision.state != Decision.State.CLOSED:
        return str(decision.state)
    return "review due" if days is not None and days < 0 else course


def course_of(decision: Decision, newest: Evidence | None, figure: Figure | None) -> str:
    """Whether the figure is where it was expected, seen from where it stood when the decision closed."""
    if figure is None or figure.value is None or decision.expected_value is None:
        return "cannot tell"
    frozen = decision.evidence
    before = figure_in(findings_in(frozen), decision.expected_figure)
    start = before.value if before and before.value is not None else figure.value
    if has_reached(float(figure.value), float(decision.expected_value), float(start)):
        return "on course"
    if frozen and not is_news(newest, frozen):
        return "waiting"
    if figure.low is not None and figure.high is not None and figure.low <= decision.expected_value <= figure.high:
        return "cannot tell"
    return "off course"


def has_reached(value: float, expected: float, start: float) -> bool:
    """Whether `value` has come as far as expected, in the direction in which it was expected to move from `start`."""
    reached = value >= expected if expected >= start else value <= expected
    return reached or math.isclose(value, expected)
