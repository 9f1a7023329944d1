"""Long work as rows that people can watch."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of long work: which task does it, how far it is, who holds it.

    A job with children is done in two moves: its children first, side by side; whichever ends last queues `task` of the
    parent. A worker holds a job by a lease that it renews; the sweeper queues again what was queued and lost, or was
    held by a worker that died.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for its parts"
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    ENDED = (State.DONE, State.FAILED, State.CANCELLED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="jobs")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    task = models.CharField(max_length=120, help_text="dotted name of a task that takes this job's id")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0: not known")
    note = models.CharField(max_length=200, blank=True, help_text="what it is doing now")
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=["lease_until"], condition=Q(state__in=["queued", "running"]), name="jobs_to_sweep"),
        )
        ordering = ("created_at",)

    def __str__(self) -> str:
        return f"{self.title}, {self.state}"

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED
