"""Reads about jobs: whose someone can see, and how far one is with all that it waits for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import Person
from accounts.queries import organisations_of
from jobs.models import Job


def jobs_of(person: Person) -> QuerySet[Job]:
    """Those of the person's organisations; who may look at one is in `permissions.py`."""
    return Job.objects.filter(organisation__in=organisations_of(person)).select_related("organisation")


@dataclass(frozen=True)
class Progress:
    """A job as its watcher sees it: one line, whatever it is made of.

    While its parts are made, `done` and `total` count the parts; then they are its own. `state` is 'queued' until the
    first worker has taken something of it.
    """

    job: Job
    state: str
    done: int
    total: int
    note: str

    def __getattr__(self, name: str) -> Any:
        """All else is as the job has it."""
        return getattr(self.job, name)

    @property
    def is_untouched(self) -> bool:
        """Whether no worker has taken any of it yet."""
        return self.state == Job.State.QUEUED and self.job.attempts == 0

    def get_state_display(self) -> str:
        return str(Job.State(self.state).label)


def progress_of(job: Job) -> Progress:
    """Follows a job that waits down to what it waits for."""
    if job.state != Job.State.WAITING:
        return Progress(job, job.state, job.done, job.total, job.note)
    leaves = leaves_under(job)
    ended = sum(leaf.has_ended for leaf in leaves)
    begun = any(leaf.started_at for leaf in leaves)
    state = Job.State.RUNNING if begun else Job.State.QUEUED
    return Progress(job, state, ended, len(leaves), note_of(leaves, ended))


def leaves_under(job: Job) -> list[Job]:
    """The jobs below it that have none below them, in the order in which they were ordered."""
    children = list(job.children.order_by("created_at", "pk"))
    return [leaf for child in children for leaf in (leaves_under(child) or [child])]


def note_of(leaves: list[Job], ended: int) -> str:
    """What is being made now; the last step's own words once all parts are there."""
    running = next((leaf for leaf in leaves if leaf.state == Job.State.RUNNING), None)
    if running:
        return f"{running.title}: {running.note}" if running.note else running.title
    return "putting the parts together" if leaves and ended == len(leaves) else ""
