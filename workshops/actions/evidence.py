"""Everything that writes evidence."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from analysis import catalogue, sources
from analysis.findings import Findings
from analysis.inputs import Inputs
from curriculum.models import Curriculum
from curriculum.queries import exercise_of
from datasets.models import Snapshot
from datasets.snapshots import open_tables
from jobs.actions import order_job
from jobs.models import Job
from workshops.models import Decision, Evidence, Run, Session
from workshops.program_tables import joined, last_day, program_tables
from workshops.provenance import provenance
from workshops.queries import EVIDENCE_TASK, evidence_jobs
from workshops.revealed import Revealed


@transaction.atomic
def order_evidence(*, run: Run, ordered_by: Person | None = None) -> Job:
    """A job that freezes what can be said now. One that still waits for a worker will see this too: it is returned."""
    Run.objects.select_for_update().get(pk=run.pk)
    waiting = evidence_jobs(run).filter(state=Job.State.QUEUED).last()
    return waiting or order_job(
        organisation=run.session.program.organisation,
        title=f"Evidence for {run.exercise}",
        task=EVIDENCE_TASK,
        arguments={"run": run.pk},
        ordered_by=ordered_by,
    )


def freeze_evidence(*, run: Run) -> Evidence:
    """Analyse the session's snapshot and the revealed answers, and keep what was found; the same again is the same row.

    No transaction is open while the analysis runs.
    """
    revealed = Revealed(run)
    rounds = revealed.rounds
    curriculum = run.session.program.curriculum
    findings = find(revealed=revealed, snapshot=run.session.snapshot, curriculum=curriculum, rounds=rounds)
    evidence, _ = Evidence.objects.get_or_create(
        run=run,
        digest=findings.digest,
        defaults={
            "snapshot": run.session.snapshot,
            "curriculum": curriculum,
            "rounds": rounds,
            "body": findings.to_bytes(),
        },
    )
    return evidence


def find(
    *, revealed: Revealed, snapshot: Snapshot | None, curriculum: Curriculum, rounds: list[str],
    until: datetime | None = None,
) -> Findings:  # fmt: skip
    """Findings on exactly these tables, this content and the answers of these rounds.

    Where the exercise reads a table that the program fills itself, with its rows as they were at `until`.
    """
    run = revealed.run
    content = sources.with_resolved(exercise_of(curriculum, run.exercise).content(), run.items)
    own = program_tables(run.session.program, content["data"]["tables"], until)
    rests_on = provenance(run, snapshot, revealed.digest(rounds))
    inputs = Inputs(
        tables=joined(open_tables(snapshot), own),
        provenance=replace(rests_on, as_of=max(rests_on.as_of, last_day(own) or rests_on.as_of)),
        answers=revealed.frame(rounds),
        content=content,
    )
    return catalogue.analyse(run.exercise, inputs)


@transaction.atomic
def use_snapshot(*, snapshot: Snapshot) -> list[Job]:
    """After a new snapshot: sessions without tables, and those in which no room has begun, rest on it from now on.

    A session that has begun keeps the tables that it began with, so that what a room saw does not change under it
    (`take_snapshot` moves it by hand). Rooms under way that had no tables get evidence; decided ones keep theirs.
    """
    sessions = Session.objects.select_for_update().filter(program__organisation=snapshot.organisation)
    moved = [session for session in sessions.order_by("pk") if session.snapshot_id is None or not has_begun(session)]
    Session.objects.filter(pk__in=[session.pk for session in moved]).update(snapshot=snapshot)
    runs = Run.objects.filter(session__in=moved).exclude(step=Run.Step.BRIEF)
    waiting = runs.select_related("session__program__organisation").order_by("pk")
    return [order_evidence(run=run) for run in waiting if has_revealed(run) and not is_decided(run)]


def has_begun(session: Session) -> bool:
    return session.runs.exclude(step=Run.Step.BRIEF).exists()


def has_revealed(run: Run) -> bool:
    """Evidence comes after the first reveal."""
    return run.reveals.filter(revealed_at__isnull=False).exists()


def is_decided(run: Run) -> bool:
    return Decision.objects.filter(run=run).exclude(state=Decision.State.DRAFT).exists()
