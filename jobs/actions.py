"""Everything that writes jobs: order, take, report, end, cancel, sweep.

The row decides, never the message: a message for a job that somebody holds, or that has ended, does nothing. So a lost
message costs a minute (the sweeper sends another), and one delivered twice costs nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Organisation, Person
from jobs.models import Job
from jobs.queue import queue_on_commit

State = Job.State
Outcome = dict[str, Any] | Callable[[], dict[str, Any]]


class Cancelled(Exception):
    """Somebody asked for the job to stop; raised where it next reports its progress."""


class LeaseLost(Exception):
    """The job was taken by another worker meanwhile; what this one did must not be kept."""


def lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


@transaction.atomic
def order_job(
    *,
    organisation: Organisation,
    title: str,
    task: str,
    arguments: dict[str, Any] | None = None,
    ordered_by: Person | None = None,
    parent: Job | None = None,
    waits_for_children: bool = False,
) -> Job:
    """A job, queued on commit; with `waits_for_children` queued when the last of its children has ended."""
    job = Job.objects.create(
        organisation=organisation,
        title=title,
        task=task,
        arguments=arguments or {},
        ordered_by=ordered_by,
        parent=parent,
        state=State.WAITING,
    )
    if not waits_for_children:
        queue_job(job)
    return job


def queue_job(job: Job) -> None:
    """To be called in a transaction. The lease of a queued job is how long its message may take."""
    job.state = State.QUEUED
    job.holder = ""
    job.queued_at = timezone.now()
    job.lease_until = lease_end()
    job.save(update_fields=["state", "holder", "queued_at", "lease_until"])
    queue_on_commit(job.task, str(job.pk))


@transaction.atomic
def take_job(*, job_id: str, holder: str) -> Job | None:
    """The job, now held by `holder`; None where it is gone, has ended, waits for its parts, or another holds it."""
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.state not in (State.QUEUED, State.RUNNING):
        return None
    if job.state == State.RUNNING and job.lease_until and job.lease_until > timezone.now():
        return None
    if job.cancel_requested:
        end_job(job, State.CANCELLED)
        return None
    job.state, job.holder, job.lease_until = State.RUNNING, holder, lease_end()
    job.attempts += 1
    job.started_at = job.started_at or timezone.now()
    job.save(update_fields=["state", "holder", "lease_until", "attempts", "started_at"])
    return job


def held_by(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, holder=job.holder)


def renew_lease(*, job: Job) -> None:
    """Heartbeat. Raises LeaseLost."""
    if not held_by(job).update(lease_until=lease_end()):
        raise LeaseLost(str(job.pk))


def report_progress(*, job: Job, done: int, total: int, note: str = "") -> None:
    """What people see of it while it runs. Raises Cancelled, LeaseLost."""
    if not held_by(job).update(done=done, total=total, note=note, lease_until=lease_end()):
        raise LeaseLost(str(job.pk))
    if Job.objects.filter(pk=job.pk, cancel_requested=True).exists():
        raise Cancelled


@transaction.atomic
def finish_job(*, job: Job, outcome: Outcome) -> None:
    """End it well. A callable `outcome` writes what was made, in this transaction, only if the lease still holds.

    Raises LeaseLost.
    """
    held = held_by(job).select_for_update().first()
    if held is None:
        raise LeaseLost(str(job.pk))
    held.result = outcome() if callable(outcome) else outcome
    held.save(update_fields=["result"])
    end_job(held, State.DONE)


@transaction.atomic
def fail_job(*, job: Job, error: str, state: Job.State = State.FAILED) -> None:
    """End it with a reason; nothing where the lease was lost, for then another worker has it."""
    held = held_by(job).select_for_update().first()
    if held:
        end_job(held, state, error)


def end_job(job: Job, state: Job.State, error: str = "") -> None:
    """To be called in a transaction, under the job's lock. The last child to end queues its parent."""
    job.state, job.error, job.ended_at, job.lease_until, job.holder = state, error, timezone.now(), None, ""
    job.save(update_fields=["state", "error", "ended_at", "lease_until", "holder"])
    if job.parent_id:
        count_child(job.parent_id)


def count_child(parent_id: Any) -> None:
    parent = Job.objects.select_for_update().get(pk=parent_id)
    children = parent.children.all()
    parent.total = len(children)
    parent.done = sum(child.has_ended for child in children)
    parent.save(update_fields=["done", "total"])
    if parent.state == State.WAITING and parent.done == parent.total:
        queue_job(parent)


@transaction.atomic
def release_children(*, job: Job) -> None:
    """To be called when the last child was ordered: a job without children is queued at once."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.state == State.WAITING and all(child.has_ended for child in locked.children.all()):
        queue_job(locked)


@transaction.atomic
def request_cancel(*, job: Job) -> None:
    """Ask it and all below it to stop. What is not yet running ends now; what runs ends at its next report."""
    family = Job.objects.select_for_update().filter(pk__in=[job.pk, *descendants(job.pk)])
    family.exclude(state__in=Job.ENDED).update(cancel_requested=True)
    for member in family.filter(state__in=[State.WAITING, State.QUEUED]).order_by("parent_id"):
        member.refresh_from_db()
        if not member.has_ended and member.state != State.RUNNING:
            end_job(member, State.CANCELLED)


def descendants(pk: Any) -> list[Any]:
    """Ids of its children, of their children, and so on."""
    children = list(Job.objects.filter(parent=pk).values_list("pk", flat=True))
    return [*children, *(below for child in children for below in descendants(child))]


def sweep_jobs() -> int:
    """Queue again what was lost: messages that never came, jobs whose worker died. Returns how many were touched."""
    late = Job.objects.filter(state__in=[State.QUEUED, State.RUNNING], lease_until__lt=timezone.now())
    return sum(revive_job(pk) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def revive_job(pk: Any) -> bool:
    job = Job.objects.select_for_update().filter(pk=pk, lease_until__lt=timezone.now()).first()
    if job is None or job.has_ended:
        return False
    if job.attempts >= settings.JOB_MAX_ATTEMPTS:
        end_job(job, State.FAILED, f"Given up after {job.attempts} attempts: each time its worker died")
    else:
        queue_job(job)
    return True
