"""Everything that writes assessments: papers opened and closed, sittings, responses, and what a group learned."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import Person
from analysis.answers.disclosure import SMALLEST_GROUP, may_show
from analysis.learning import analyse, provenance
from assessments.marking import is_complete
from assessments.models import Learning, Paper, Response, Sitting, When
from assessments.queries import (
    LEARNING_TASK,
    Program,
    answers_digest,
    latest_response,
    learning_jobs,
    paired_sittings,
    responses_frame,
    standing_payloads,
)
from curriculum.queries import items_of
from jobs.actions import order_job
from jobs.models import Job
from jobs.work import Refused


class NotNow(Exception):
    """The paper cannot be opened, begun or written in as things stand; the message says why."""


class StaleRevision(Exception):
    """The item was answered elsewhere in between. `theirs` is what stands, None where nothing does."""

    def __init__(self, *, theirs: Response | None) -> None:
        super().__init__(f"Saved in between: {theirs}.")
        self.theirs = theirs


class PaperClosed(Exception):
    """The paper was closed, or the sitting finished, before this came."""


# --- papers -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_paper(*, program: Program, module: int, when: str, actor: Person | None = None) -> Paper:
    """A paper that participants may sit from now on; opened before, it is returned as it is.

    The one after the workshop closes the one before it. Raises NotNow; curriculum.queries.NoSuchContent.
    """
    type(program).objects.select_for_update().get(pk=program.pk)
    papers = {paper.when: paper for paper in Paper.objects.filter(program=program, module=module)}
    if when in papers:
        return papers[when]
    first = papers.get(When.BEFORE)
    if when == When.AFTER and first is None:
        raise NotNow("The paper before the workshop was never opened, so there is nothing to compare with.")
    curriculum = first.curriculum if first else program.curriculum
    items_of(curriculum, module)
    if first and first.is_open:
        close_paper(paper=first, actor=actor)
    paper = Paper.objects.create(program=program, curriculum=curriculum, module=module, when=when)
    note(paper, "open", actor)
    return paper


@transaction.atomic
def close_paper(*, paper: Paper, actor: Person | None = None) -> Paper:
    """Nobody writes in it any more. Who answered every item counts as finished; closing the second orders findings."""
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if not locked.is_open:
        return locked
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    for sitting in Sitting.objects.select_for_update().filter(paper=locked, finished_at=None):
        if answered_all(sitting):
            finish_sitting(sitting=sitting)
    note(locked, "close", actor)
    if locked.when == When.AFTER:
        order_learning(program=locked.program, module=locked.module, ordered_by=actor)
    return locked


def note(paper: Paper, what: str, actor: Person | None) -> None:
    record(
        organisation=paper.program.organisation,
        actor=actor,
        action=f"paper.{what}",
        subject=f"paper:{paper.pk}",
        detail={"module": paper.module, "when": str(paper.when)},
    )


# --- sittings ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def start_sitting(*, paper: Paper, enrolment: Any) -> Sitting:
    """The participant's sitting, begun now or taken up again on any device. Raises NotNow for a closed paper.

    Under the paper's lock, so that two who begin at once do not both fill the same place of the draw.
    """
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    sitting = locked.sittings.filter(enrolment=enrolment).first()
    if sitting:
        return sitting
    if not locked.is_open:
        raise NotNow("The paper is closed.")
    return Sitting.objects.create(paper=locked, enrolment=enrolment, form=draw_form(locked, enrolment))


def draw_form(paper: Paper, enrolment: Any) -> str:
    """Form A or B: the other one than the person sat before; else by the draw.

    The draw is in pairs by order of beginning: the first of each pair gets the form that a hash of paper and person
    says, the second the other. So halves differ by one at most, and nobody who opens or sits a paper can steer it.
    """
    before = Sitting.objects.filter(
        paper__program=paper.program_id, paper__module=paper.module, enrolment=enrolment
    ).first()
    if before:
        return other_form(before.form)
    drawn = paper.sittings.order_by("pk")
    if len(drawn) % 2:
        return other_form(drawn[len(drawn) - 1].form)
    lot = sha256(f"{paper.program_id}/{paper.module}/{paper.when}/{enrolment.pk}".encode()).digest()
    return "AB"[lot[0] % 2]


def other_form(form: str) -> str:
    return "B" if form == "A" else "A"


@transaction.atomic
def save_response(*, sitting: Sitting, item: str, payload: dict[str, Any], started_from: int) -> Response:
    """Add the revision after `started_from` (0 while the item is blank); what already stands is returned as it is.

    Raises StaleRevision; PaperClosed where the paper or the sitting has ended.
    """
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    latest = latest_response(locked, item)
    if latest and latest.payload == payload:
        return latest
    # Read after the lock: closing a paper takes the lock of every sitting that is not finished.
    if locked.finished_at or not Paper.objects.filter(pk=locked.paper_id, closed_at=None).exists():
        raise PaperClosed
    if (latest.revision if latest else 0) != started_from:
        raise StaleRevision(theirs=latest)
    return Response.objects.create(sitting=locked, item=item, revision=started_from + 1, payload=payload)


@transaction.atomic
def finish_sitting(*, sitting: Sitting) -> Sitting:
    """What stands is handed in; what is blank scores nothing. Pressed twice it is finished once."""
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if locked.finished_at is None:
        locked.finished_at = timezone.now()
        locked.save(update_fields=["finished_at"])
    return locked


def answered_all(sitting: Sitting) -> bool:
    payloads = standing_payloads(sitting)
    return all(is_complete(item, payloads.get(item.id, {}).get("answer")) for item in sitting.paper.items(sitting.form))


# --- what the group learned -------------------------------------------------------------------------------------------


@transaction.atomic
def order_learning(*, program: Program, module: int, ordered_by: Person | None = None) -> Job:
    """A job that freezes what can be said now; one that still waits for a worker is returned."""
    type(program).objects.select_for_update().get(pk=program.pk)
    waiting = learning_jobs(program, module).filter(state=Job.State.QUEUED).last()
    return waiting or order_job(
        organisation=program.organisation,
        title=f"What the group learned in module {module}",
        task=LEARNING_TASK,
        arguments={"program": program.pk, "module": module},
        ordered_by=ordered_by,
    )


def freeze_learning(*, program: Program, module: int) -> Learning:
    """Analyse the finished pairs of sittings and keep what was found; the same again is the same row.

    Raises jobs.work.Refused: before the second paper is closed, under five people, or where the people counted differ
    from those of the last version by one to four: the two side by side would show what these few answered.
    """
    after = Paper.objects.filter(program=program, module=module, when=When.AFTER).first()
    if after is None or after.closed_at is None:
        raise Refused("The paper after the workshop is not closed yet.")
    pairs = paired_sittings(program, module)
    if not may_show(len(pairs)):
        raise Refused(f"Fewer than {SMALLEST_GROUP} people sat both papers: nothing is shown of them.")
    last = Learning.objects.filter(program=program, module=module).order_by("made_at", "pk").last()
    if last and 0 < len(set(pairs) ^ set(last.people)) < SMALLEST_GROUP:
        raise Refused("Too few people came or went since the last version: beside it, a new one would show theirs.")
    return insert_learning(program, after, pairs)


def insert_learning(program: Program, after: Paper, pairs: dict[int, list[Sitting]]) -> Learning:
    frame = responses_frame([sitting for both in pairs.values() for sitting in both])
    day = timezone.localdate(after.closed_at)
    findings = analyse(frame, provenance(answers_digest(frame), day))
    learning, _ = Learning.objects.get_or_create(
        program=program,
        module=after.module,
        digest=findings.digest,
        defaults={"body": findings.to_bytes(), "people": sorted(pairs)},
    )
    return learning
