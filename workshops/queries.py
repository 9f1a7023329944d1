"""What a person can see at all, and reads that several pages share; what one may do is in `permissions.py`."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from accounts.models import Person, Role
from analysis.inputs import ANSWER_COLUMNS, no_answers
from curriculum.queries import exercises_of
from jobs.models import Job
from workshops.instruments import rows_of
from workshops.models import (
    Answer,
    Decision,
    Enrolment,
    Evidence,
    Program,
    Reveal,
    Round,
    Run,
    Session,
    Worksheet,
)

EVIDENCE_TASK = "workshops.tasks.freeze_evidence"
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


def programs_joined(person: Person) -> QuerySet[Program]:
    """Those that `person` takes part in or may run: what stands on the first page, newest first."""
    runs_all = Q(organisation__memberships__person=person, organisation__memberships__role__in=RUNS_ALL_PROGRAMS)
    enrolled = Q(pk__in=Enrolment.objects.filter(membership__person=person).values("program"))
    return (
        Program.objects.filter(runs_all | enrolled)
        .distinct()
        .select_related("organisation")
        .annotate(sessions_held=Count("sessions", distinct=True), people=Count("enrolments", distinct=True))
        .order_by("-created_at", "-pk")
    )


def role_in(person: Person, program: Program) -> Role | None:
    """What `person` is in `program`; who may run every program of the organisation is a facilitator of each."""
    if program.organisation.memberships.filter(person=person, role__in=RUNS_ALL_PROGRAMS).exists():
        return Role.FACILITATOR
    enrolment = enrolment_of(person, program)
    return Role(enrolment.role) if enrolment else None


def enrolment_of(person: Person, program: Program) -> Enrolment | None:
    return program.enrolments.filter(membership__person=person).first()


def participants(program: Program) -> QuerySet[Enrolment]:
    """Those who are asked to answer."""
    return program.enrolments.filter(role=Role.PARTICIPANT)


def people_of(program: Program) -> QuerySet[Enrolment]:
    """Everybody enrolled, by name."""
    return program.enrolments.select_related("membership__person").order_by("membership__person__name", "pk")


def runs_with_files(session: Session) -> list[Run]:
    """The session's exercises in order, their decisions and files at hand."""
    runs = list(session.runs.select_related("decision").order_by("position"))
    modules = {int(run.exercise.split(".")[0]) for run in runs}
    files = {file.id: file for module in modules for file in exercises_of(session.program.curriculum, module)}
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
        "answered": len(standing_answers(run, round)),
        "done": run.worksheets.filter(round=round_, done_at__isnull=False).count(),
        "asked": participants(run.session.program).count(),
    }


def revealed(run: Run) -> QuerySet[Reveal]:
    """The rounds that were shown, in their order."""
    return run.reveals.filter(revealed_at__isnull=False).order_by("closed_at", "pk")


def shown_reveals(run: Run) -> list[Reveal]:
    """Revealed rounds that enough people answered: of the others nothing is shown, printed or analysed."""
    smallest = run.file.group.min_answers
    return [reveal for reveal in revealed(run) if reveal.n >= smallest]


def answers_frame(run: Run) -> pd.DataFrame:
    """The answers of revealed rounds in long format (`ANSWER_COLUMNS`), participants under opaque ids.

    A round that fewer than `min_answers` people answered is left out: nothing of it may be shown.
    """
    return frame_of(run, [reveal.round for reveal in shown_reveals(run)])


def frame_of(run: Run, rounds: Iterable[str]) -> pd.DataFrame:
    """The same for the rounds named."""
    reveals = run.reveals.filter(round__in=list(rounds)).prefetch_related("answers__worksheet__enrolment__membership")
    content = run.content
    rows = [
        row
        for reveal in reveals
        for answer in reveal.answers.all()
        if answer.payload is not None
        for row in answer_rows(run, content, answer)
    ]
    if not rows:
        return no_answers()
    frame = pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))
    return frame.sort_values(["round", "participant", "item", "criterion"], kind="stable", ignore_index=True)


def answer_rows(run: Run, content: dict[str, Any], answer: Answer) -> list[dict[str, Any]]:
    worksheet = answer.worksheet
    common = {
        "exercise": run.exercise,
        "round": "1" if worksheet.round == Round.VOTE else worksheet.round,
        "participant": opaque(worksheet.enrolment),
        "function": worksheet.enrolment.membership.function,
    }
    return [common | row for row in rows_of(content, answer.payload or {})]


def opaque(enrolment: Enrolment) -> str:
    """One name per participant and program, the same in every round, that leads back to nobody."""
    return salted_hmac("workshops.participant", f"{enrolment.program_id}:{enrolment.pk}").hexdigest()[:16]


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
