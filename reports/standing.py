"""How a program stands, in totals: the one source of what a sponsor sees, on the page and on paper.

Nothing here is about one person but what was written for the register: owners, and who does what by when. People are
counted from revealed rounds alone, and no count of fewer than five leaves this module.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from analysis.answers.disclosure import may_show
from datasets.models import Snapshot
from datasets.queries import current_snapshot
from reports.queries import people_revealed
from workshops.course import Leg, course_of, sessions_with_runs
from workshops.models import Program, Session
from workshops.queries import participants
from workshops.register import ActionLine, DecisionLine, action_lines, decision_lines


@dataclass(frozen=True)
class Coming:
    """A workshop or a review that is still to come. day: by the program's clock; at: where an hour is known."""

    day: date
    title: str
    note: str
    at: datetime | None = None


@dataclass(frozen=True)
class Attendance:
    """Of a session that has begun: how many sent an answer that was revealed.

    people: None where it was fewer than five, or where no round was revealed so far.
    """

    session: Session
    people: int | None
    is_revealed: bool


@dataclass(frozen=True)
class Standing:
    program: Program
    day: date
    legs: list[Leg]
    sessions: list[Session]
    asked: int
    attendance: list[Attendance]
    decisions: list[DecisionLine]
    actions: list[ActionLine]
    newest: Snapshot | None

    @property
    def held(self) -> list[Session]:
        return [each.session for each in self.attendance]

    @property
    def modules_held(self) -> int:
        return len({session.module for session in self.held})

    @property
    def modules_begun(self) -> list[tuple[int, str]]:
        """(number, title) of the modules that have a session: their papers may have been sat."""
        return [(leg.number, leg.title) for leg in self.legs if leg.sessions]

    @property
    def exercises(self) -> tuple[int, int]:
        """Decided, and on the agenda, of the sessions that were held."""
        runs = [
            run for leg in self.legs for session in leg.sessions if session in self.held for run in session.runs.all()
        ]
        closed = {line.decision.run_id for line in self.decisions}
        return sum(run.pk in closed for run in runs), len(runs)

    @property
    def counted(self) -> list[int]:
        """People of the sessions whose count may be shown."""
        return [each.people for each in self.attendance if each.people is not None]

    @property
    def hidden(self) -> int:
        """Sessions whose count may not be shown."""
        return sum(each.is_revealed and each.people is None for each in self.attendance)

    @property
    def came(self) -> int:
        """On average over the sessions that may be counted; to be asked only where there is one."""
        return round(sum(self.counted) / len(self.counted))

    @property
    def range(self) -> str:
        return f"{min(self.counted)}–{max(self.counted)}"

    @cached_property
    def states(self) -> Counter[str]:
        """{state of `workshops.register`: decisions}."""
        return Counter(line.state for line in self.decisions)

    @property
    def on_course(self) -> int:
        return self.states["on course"]

    @property
    def open_actions(self) -> list[ActionLine]:
        return [line for line in self.actions if line.action.done_on is None]

    @property
    def overdue(self) -> int:
        return sum(line.is_overdue for line in self.actions)

    @property
    def has_newer_tables(self) -> bool:
        """Whether tables came after those that the decisions rest on: nobody has held them against the tripwires."""
        used = {line.evidence.snapshot_id for line in self.decisions if line.evidence}
        return bool(used) and self.newest is not None and self.newest.pk not in used

    @property
    def headline(self) -> str:
        """How far, and the gravest thing, in one sentence."""
        return f"{how_far(self.modules_held, len(self.legs))}; {gravest(self)}"

    @property
    def fired(self) -> str:
        """Whether a tripwire fired, and what was looked at to say so."""
        if fired := self.states["reopened"]:
            return ngettext("%(n)s decision is open again.", "%(n)s decisions are open again.", fired) % {"n": fired}
        if not self.decisions:
            return _("No decision is closed, so there is nothing to watch.")
        if self.newest and self.has_newer_tables:
            told = {"day": date_format(self.newest.as_of, "j F Y")}
            return _("No tripwire has fired. Tables as of %(day)s were not yet held against the tripwires.") % told
        return _("No tripwire has fired: they are looked at when new tables arrive; since the decisions none came.")

    @cached_property
    def coming(self) -> list[Coming]:
        """Workshops and reviews from today on, the next first."""
        ahead = [coming_session(session) for session in self.sessions if session.starts_at and session not in self.held]
        reviews = [review_of(line) for line in self.decisions if line.days is not None and line.days >= 0]
        return sorted([*ahead, *reviews], key=lambda each: (each.day, each.title))


def standing_of(program: Program) -> Standing:
    """As of now. Days are the program's: the caller has entered its time zone."""
    today = timezone.localdate()
    sessions = list(sessions_with_runs(program))
    return Standing(
        program=program,
        day=today,
        legs=course_of(program, sessions),
        sessions=sessions,
        asked=participants(program).count(),
        attendance=attendance_of(program, sessions),
        decisions=decision_lines(program, today),
        actions=action_lines(program, today),
        newest=current_snapshot(program.organisation),
    )


def attendance_of(program: Program, sessions: Sequence[Session]) -> list[Attendance]:
    """Of the sessions that have begun, in their order."""
    counts = people_revealed(program)
    begun = [session for session in sessions if session.starts_at and session.starts_at <= timezone.now()]
    return [
        Attendance(
            session,
            people=counts[session.pk] if may_show(counts.get(session.pk, 0)) else None,
            is_revealed=session.pk in counts,
        )
        for session in begun
    ]


def coming_session(session: Session) -> Coming:
    starts = timezone.localtime(session.starts_at)
    title = _("Module %(module)s: %(title)s") % {"module": session.module, "title": plain_title(session)}
    return Coming(starts.date(), title, session.place, starts)


def plain_title(session: Session) -> str:
    """'Module 4 · Where the process leaks' → 'Where the process leaks'."""
    return session.title.removeprefix(f"Module {session.module} · ")


def review_of(line: DecisionLine) -> Coming:
    decision = line.decision
    title = _("Decision %(number)s is reviewed") % {"number": decision.run.exercise}
    return Coming(decision.review_on or timezone.localdate(), title, decision.owner)


def how_far(held: int, modules: int) -> str:
    if not held:
        return _("No module is held yet")
    if held == modules:
        return _("All modules are held")
    if 2 * held == modules:
        return _("Half of the program is done")
    values = {"held": counted(held), "modules": counted(modules)}
    said = (
        ngettext("%(held)s of %(modules)s modules is held", "%(held)s of %(modules)s modules are held", held) % values
    )
    return said[:1].upper() + said[1:]


def gravest(standing: Standing) -> str:
    """What about its decisions a sponsor should know first."""
    found, total = standing.states, len(standing.decisions)
    if not total:
        return _("nothing is decided")
    for state, verb in GRAVE:
        if n := found[state]:
            return f"{which_decisions(n, total)} {verb % n}"
    return _("every decision is on course")


def which_decisions(n: int, total: int) -> str:
    values = {"n": counted(n), "total": counted(total)}
    if n == total:
        return ngettext("the one decision", "all %(total)s decisions", total) % values
    return _("%(n)s of %(total)s decisions") % values


def counted(n: int) -> str:
    """In a headline small numbers are words."""
    return str(WORDS[n]) if n < len(WORDS) else str(n)


WORDS = (
    gettext_lazy("none"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
    gettext_lazy("eleven"),
    gettext_lazy("twelve"),
)
NOT_SHOWN = (
    gettext_lazy("Anybody’s own answer, mark or certainty, nor who gave which vote: only totals leave a room."),
    gettext_lazy("Groups of fewer than five people, and totals from which one could be worked out."),
    gettext_lazy("Who was late, silent or of another mind between two rounds."),
    gettext_lazy("Notes of those who ran the workshops, and answers that no room has revealed yet."),
    gettext_lazy("Deals still open, in figures of deals that closed; the workshop outputs count them beside these."),
    gettext_lazy("Why a figure is as it is: no experiment was made, and no option is shown to cause an outcome."),
)

GRAVE = (
    ("reopened", ngettext_lazy("is open again", "are open again")),
    ("off course", ngettext_lazy("is off course", "are off course")),
    ("review due", ngettext_lazy("waits for its review", "wait for a review")),
    ("cannot tell", ngettext_lazy("cannot be told yet", "cannot be told yet")),
    ("waiting", ngettext_lazy("waits for new figures", "wait for new figures")),
)
