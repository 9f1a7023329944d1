from hashlib import sha256
from typing import Any

from django.db import models

from analysis.findings import CANONICAL_JSON, Findings, canonical
from jobs.models import Job


class Scenario(models.Model):
    """What one set of constraints would make of the session's tables: asked for by who runs the room, made by a job.

    A set of constraints stands once in a run. `body` and what it rests on are null until it was made first; made again,
    they are replaced.
    """

    run = models.ForeignKey("workshops.Run", models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=80)
    settings = models.JSONField(default=dict, help_text="the constraints, by the names that the analysis has for them")
    settings_digest = models.CharField(max_length=64)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    snapshot = models.ForeignKey("datasets.Snapshot", models.PROTECT, null=True, related_name="+")
    body = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "settings_digest"], name="one_scenario_per_set_of_constraints"),
        )
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.run.exercise}, {self.name}"

    @property
    def findings(self) -> Findings | None:
        return Findings.from_bytes(bytes(self.body)) if self.body else None

    @property
    def is_moving(self) -> bool:
        return self.job is not None and not self.job.has_ended

    @property
    def has_failed(self) -> bool:
        return (self.job is None and self.body is None) or self.stopped

    @property
    def stopped(self) -> bool:
        return self.job is not None and self.job.state in (Job.State.FAILED, Job.State.CANCELLED)

    @property
    def is_stale(self) -> bool:
        """Whether it rests on other tables than its session does now."""
        return self.body is not None and self.snapshot_id != self.run.session.snapshot_id


def digest_of_settings(settings: dict[str, Any]) -> str:
    return sha256(CANONICAL_JSON.encode(canonical(settings)).encode()).hexdigest()
