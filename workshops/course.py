"""The program as a path through its modules: what is done, what is next, and the one thing that is missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role
from analysis.answers.disclosure import may_show
from curriculum.models import ContentVersion
from curriculum.queries import modules_of
from workshops.models import Decision, Program, Run, Session, Worksheet

FEWEST = 5  # below it no exercise shows anything


@dataclass(frozen=True)
class Leg:
    """A module and its sessions. state: done, next, ahead."""

    number: int
    title: str
    exercises: int
    sessions: list[Session] = field(default_factory=list)
    state: str = "ahead"

    @property
    def last(self) -> Session | None:
        return self.sessions[-1] if self.sessions else None

    @property
    def took_part(self) -> str:
        """How many answered in the last session, as it may leave the room."""
        people = getattr(self.last, "attended", 0)
        return str(people) if people == 0 or may_show(people) else _("under 5")

    @property
    def decided(self) -> int:
        return sum(is_decided(run) for session in self.sessions for run in session.runs.all())

    @property
    def planned(self) -> int:
        return sum(len(session.runs.all()) for session in self.sessions) or self.exercises

    @property
    def open_decisions(self) -> int:
        """Rooms that have come to the decision and have not closed it."""
        return sum(run.step == Run.Step.DECIDE for session in self.sessions for run in session.runs.all())


@dataclass(frozen=True)
class Missing:
    """The headline, and where to mend it. to: what the button leads to; label: what it says."""

    headline: str
    label: str = ""
    to: str = ""
    session: Session | None = None
    run: Run | None = None


def is_decided(run: Run) -> bool:
    decision = getattr(run, "decision", None)
    return decision is not None and decision.state != Decision.State.DRAFT


def sessions_with_runs(program: Program) -> QuerySet[Session]:
    """In order of date, runs and decisions at hand, `attended` = people who answered anything in it."""
    attended = Count("runs__worksheets__enrolment", distinct=True, filter=Q(runs__worksheets__answers__isnull=False))
    return (
        program.sessions.annotate(attended=attended)
        .select_related("snapshot")
        .prefetch_related("runs__decision")
        .order_by("starts_at", "module", "pk")
    )


def course_of(program: Program, sessions: Sequence[Session]) -> list[Leg]:
    """All modules of the pinned curriculum with their sessions, in order."""
    following = next_session(sessions)
    keys = program.curriculum.contents.filter(kind=ContentVersion.Kind.EXERCISE).values_list("key", flat=True)
    offered = Counter(key.split(".")[0] for key in keys)
    return [
        Leg(
            number=module.module,
            title=module.title,
            exercises=offered[str(module.module)],
            sessions=[session for session in sessions if session.module == module.module],
            state=state_of(module.module, sessions, following),
        )
        for module in modules_of(program.curriculum)
    ]


def state_of(module: int, sessions: Sequence[Session], following: Session | None) -> str:
    if following and following.module == module:
        return "next"
    return "done" if any(session.module == module for session in sessions) else "ahead"


def next_session(sessions: Sequence[Session]) -> Session | None:
    """The first that has anything left to decide."""
    return next((s for s in sessions if not all(is_decided(run) for run in s.runs.all())), None)


def current_run(session: Session) -> Run | None:
    """The exercise that the room is at, or comes to next."""
    return next((run for run in session.runs.all() if not is_decided(run)), None)


def missing_in(program: Program, sessions: Sequence[Session]) -> Missing:
    """What is next, and the one thing that stands in its way."""
    session = next_session(sessions)
    people = program.enrolments.filter(role=Role.PARTICIPANT).count()
    if session is None:
        return nothing_planned(sessions)
    name = _("Module %(module)s") % {"module": session.module}
    run = current_run(session)
    if run and run.step != Run.Step.BRIEF:
        headline = _("%(name)s is running: %(exercise)s stands at “%(step)s”") % {
            "name": name, "exercise": run.exercise, "step": run.get_step_display().lower(),
        }  # fmt: skip
        return Missing(headline, _("Go to the room"), "run", session, run)
    if problem := problem_of(session, people):
        headline = _("%(name)s is next, except that %(problem)s") % {"name": name, "problem": problem[0]}
        return Missing(headline, problem[1], problem[2], session, run)
    return Missing(_("%(name)s is ready") % {"name": name}, _("Open the session"), "session", session, run)


def nothing_planned(sessions: Sequence[Session]) -> Missing:
    if sessions:
        return Missing(_("Every exercise so far is decided; plan the next session"), _("Plan a session"), "new_session")
    return Missing(_("Nothing is planned yet; start with a session"), _("Plan the first session"), "new_session")


def problem_of(session: Session, people: int) -> tuple[str, str, str] | None:
    """(what is missing, what the button says, where it leads), the gravest first."""
    if session.snapshot_id is None:
        return _("it has no data yet"), _("Upload the tables"), "data"
    if people < FEWEST:
        count = ngettext("only %(n)s person is enrolled", "only %(n)s people are enrolled", people) % {"n": people}
        rest = _("answers of fewer than 5 are never shown")
        return f"{count}: {rest}", _("Add people"), "people"
    if session.starts_at is None:
        return _("it has no date yet"), _("Open the session"), "session"
    return None


def answered_in(session: Session) -> int:
    """How many people have answered anything in the session."""
    worksheets = Worksheet.objects.filter(run__session=session, answers__isnull=False)
    return worksheets.values("enrolment").distinct().count()
