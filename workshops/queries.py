"""What a person can see at all, and reads that several pages share; what one may do is in `permissions.py`."""

from collections.abc import Iterable

import pandas as pd
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import Membership, Person, Role
from curriculum.models import ContentVersion
from curriculum.queries import read_exercise
from jobs.models import Job
from workshops.instruments import rows_of
from workshops.models import (
    Answer,
    Decision,
    Enrolment,
    Evidence,
    Program,
    Reveal,
    Run,
    Scenario,
    Session,
    Worksheet,
)
from workshops.revealed import Revealed

EVIDENCE_TASK = "workshops.tasks.freeze_evidence"
SCENARIO_TASK = "workshops.tasks.make_scenario"
SEATS = "_seats"
Seat = tuple[Membership | None, Enrolment | None]
RUNS_ALL_PROGRAMS = (Role.ADMIN, Role.FACILITATOR)


def programs_of(person: Person) -> QuerySet[Program]:
    """Programs of the organisations that `person` belongs to."""
    return Program.objects.filter(organisation__memberships__person=person)


def sessions_of(person: Person) -> QuerySet[Session]:
    return Session.objects.filter(program__organisation__memberships__person=person).select_related(
        "program__organisation", "program__curriculum", "snapshot"
    )


def runs_of(person: Person) -> QuerySet[Run]:
    return Run.objects.filter(session__program__organisation__memberships__person=person).select_related(
        "session__program__organisation", "session__program__curriculum", "session__snapshot"
    )


def decisions_of(person: Person) -> QuerySet[Decision]:
    return Decision.objects.filter(run__session__program__organisation__memberships__person=person).select_related(
        "run__session__program__organisation", "run__session__program__curriculum", "evidence", "objective"
    )


def scenarios_of(person: Person) -> QuerySet[Scenario]:
    return Scenario.objects.filter(run__session__program__organisation__memberships__person=person).select_related(
        "run__session__program__organisation", "run__session__program__curriculum", "run__session__snapshot",
        "snapshot", "job",
    )  # fmt: skip


def programs_joined(person: Person) -> QuerySet[Program]:
    """Those that `person` takes part in or may run: what stands on the first page, newest first.

    is_sponsored: whether the person is no more there than its sponsor, whose way leads to the sponsor's page.
    """
    runs_all = Q(organisation__memberships__person=person, organisation__memberships__role__in=RUNS_ALL_PROGRAMS)
    enrolled = Q(pk__in=Enrolment.objects.filter(membership__person=person).values("program"))
    seats = Enrolment.objects.filter(program=OuterRef("pk"), membership__person=person)
    sponsored = seats.filter(role=Role.SPONSOR).exclude(membership__role__in=RUNS_ALL_PROGRAMS)
    return (
        Program.objects.filter(runs_all | enrolled)
        .distinct()
        .select_related("organisation")
        .annotate(sessions_held=Count("sessions", distinct=True), people=Count("enrolments", distinct=True))
        .annotate(is_sponsored=Exists(sponsored))
        .order_by("-created_at", "-pk")
    )


def role_in(person: Person, program: Program) -> Role | None:
    """What `person` is in `program`; who may run every program of the organisation is a facilitator of each."""
    membership, enrolment = seat_in(person, program)
    if membership and membership.role in RUNS_ALL_PROGRAMS:
        return Role.FACILITATOR
    return Role(enrolment.role) if enrolment else None


def enrolment_of(person: Person, program: Program) -> Enrolment | None:
    return seat_in(person, program)[1]


def seat_in(person: Person, program: Program) -> Seat:
    """The person's place in the organisation and in the program, read once for each person object: once a request."""
    seats: dict[int, Seat] = getattr(person, SEATS, {})  # by attribute: a request's person is a lazy stand-in
    setattr(person, SEATS, seats)
    if program.pk not in seats:
        enrolment = program.enrolments.filter(membership__person=person).select_related("membership").first()
        members = Membership.objects.filter(organisation_id=program.organisation_id, person=person)
        seats[program.pk] = (enrolment.membership if enrolment else members.first(), enrolment)
    return seats[program.pk]


def participants(program: Program) -> QuerySet[Enrolment]:
    """Those who are asked to answer."""
    return program.enrolments.filter(role=Role.PARTICIPANT)


def people_of(program: Program) -> QuerySet[Enrolment]:
    """Everybody enrolled, by name."""
    return program.enrolments.select_related("membership__person").order_by("membership__person__name", "pk")


def runs_with_files(session: Session) -> list[Run]:
    """The session's exercises in order, their decisions and files at hand."""
    runs = list(session.runs.select_related("decision").order_by("position"))
    contents = session.program.curriculum.contents.filter(
        kind=ContentVersion.Kind.EXERCISE, key__in=[run.exercise for run in runs]
    )
    files = {key: read_exercise(body) for key, body in contents.values_list("key", "body")}
    for run in runs:
        run.session = session
        run.file = files[run.exercise]
    return runs


def latest_answer(worksheet: Worksheet) -> Answer | None:
    """The answer that stands; None on a blank worksheet."""
    return worksheet.answers.order_by("revision").last()


def standing_answers(run: Run, round_: str) -> list[Answer]:
    """The latest revision of each worksheet of the round that answers anything; of erased ones none."""
    newest = Answer.objects.filter(worksheet=OuterRef("worksheet")).order_by("-revision").values("pk")[:1]
    latest = Answer.objects.filter(worksheet__run=run, worksheet__round=round_, pk=Subquery(newest))
    content = run.content
    return [answer for answer in latest.order_by("pk") if rows_of(content, answer.payload or {})]


def answered(run: Run, round_: str) -> dict[str, int]:
    """How many have answered, said that they are done, and are asked; never who or what."""
    return {
        "answered": len(standing_answers(run, round_)),
        "done": run.worksheets.filter(round=round_, done_at__isnull=False).count(),
        "asked": participants(run.session.program).count(),
    }


def shown_reveals(run: Run) -> list[Reveal]:
    """Revealed rounds that enough people answered, in their order."""
    revealed = Revealed(run)
    return [revealed.reveals[name] for name in revealed.rounds]


def answers_frame(run: Run) -> pd.DataFrame:
    """The answers of revealed rounds in long format (`ANSWER_COLUMNS`), participants under opaque ids.

    A round that fewer than `min_answers` people answered is left out: nothing of it may be shown.
    """
    revealed = Revealed(run)
    return revealed.frame(revealed.rounds)


def latest_evidence(run: Run) -> Evidence | None:
    return run.evidence.order_by("made_at", "pk").last()


def evidence_jobs(run: Run) -> QuerySet[Job]:
    """The run's evidence jobs, oldest first."""
    jobs = Job.objects.filter(organisation_id=run.session.program.organisation_id, task=EVIDENCE_TASK)
    return jobs.filter(arguments__run=run.pk).order_by("created_at", "pk")


def last_evidence_per_run(runs: Iterable[Run]) -> dict[int, Evidence]:
    """The newest evidence of each run by the run's id, in one query for all of them."""
    newest = Evidence.objects.filter(run__in=list(runs)).values("run").annotate(last=Max("pk")).values("last")
    return {evidence.run_id: evidence for evidence in Evidence.objects.filter(pk__in=newest)}
