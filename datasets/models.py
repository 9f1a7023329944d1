"""What an organisation has uploaded, and the immutable snapshots made of it."""

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file as it came, kept outside the web root under a random name."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255, help_text="what the sender called it")
    path = models.CharField(max_length=200, help_text="where the storage keeps it")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """Uploads on their way to a snapshot: mapped, checked, confirmed, imported. One unit, undone as one."""

    class State(models.TextChoices):
        CHECKING = "checking"
        READY = "ready", "waiting for your word"
        IMPORTING = "importing"
        IMPORTED = "imported"
        FAILED = "failed"
        UNDONE = "undone"

    class Mode(models.TextChoices):
        REPLACE = "replace", "replace the table"
        MERGE = "merge", "merge by key"

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="imports")
    uploads = models.ManyToManyField(Upload, related_name="imports")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.REPLACE)
    as_of = models.DateField(null=True, blank=True)
    mapping = models.JSONField(default=dict, help_text="{file: {table, columns: {header: column}}}, as confirmed")
    report = models.JSONField(default=dict, help_text="what the check found: tables, mapping, rows, problems")
    snapshot = models.ForeignKey("Snapshot", models.PROTECT, null=True, related_name="imports")
    replaced = models.ForeignKey("Snapshot", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Import {self.pk}, {self.state}"

    @property
    def is_under_way(self) -> bool:
        """A worker has it, or will."""
        return self.state in (self.State.CHECKING, self.State.IMPORTING) and not self.is_stopped

    @property
    def is_stopped(self) -> bool:
        """It failed, or its job ended without bringing it further."""
        waits = self.state in (self.State.CHECKING, self.State.IMPORTING)
        return self.state == self.State.FAILED or (waits and (self.job is None or self.job.has_ended))

    @property
    def can_be_undone(self) -> bool:
        return self.state == self.State.IMPORTED and self.snapshot is not None and self.snapshot.is_current


class Snapshot(models.Model):
    """All tables of an organisation at one moment: an immutable manifest of Parquet files.

    `digest` is over the logical content (names, types, rows in key order); each file's own sha256 stands beside it.
    `tables`: {table: {"digest", "path", "sha256", "rows"}}. Unchanged tables point to the files of the former manifest.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="snapshots")
    digest = models.CharField(max_length=64)
    tables = models.JSONField(default=dict)
    as_of = models.DateField()
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "digest"], name="one_snapshot_per_digest"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(is_current=True), name="one_current_snapshot"
            ),
        )
        get_latest_by = "created_at"

    def __str__(self) -> str:
        return f"Snapshot {self.digest[:12]}"


class RememberedMapping(models.Model):
    """How an organisation's file with these headers was mapped the last time."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="mappings")
    headers = models.CharField(max_length=64, help_text="sha256 of the normalised headers")
    table = models.CharField(max_length=40)
    columns = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "headers"], name="one_mapping_per_headers"),)

    def __str__(self) -> str:
        return f"{self.table}, {self.headers[:12]}"
