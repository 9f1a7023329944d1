"""What was ever loaded of the curriculum. Rows are added, never changed: a running program keeps its version."""

from django.db import models
from django.utils import timezone


class ContentVersion(models.Model):
    """One module, exercise or items file as it was read once: whole, as JSON, named by its hash."""

    class Kind(models.TextChoices):
        MODULE = "module"
        EXERCISE = "exercise"
        ITEMS = "items"

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=8, help_text="'4' (module, its items) or '4.1'")
    body = models.TextField(help_text="JSON as it was hashed; a JSON column would not keep the order of keys")
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, {self.digest[:12]}"


class Curriculum(models.Model):
    """A whole curriculum: which version of each module and exercise. Programs pin one."""

    digest = models.CharField(max_length=64, unique=True)
    contents = models.ManyToManyField(ContentVersion, related_name="curricula")
    loaded_at = models.DateTimeField(
        null=True, default=timezone.now, help_text="last time; going back to an older one counts. Empty: tailored"
    )

    class Meta:
        get_latest_by = ("loaded_at", "pk")
        verbose_name_plural = "curricula"

    def __str__(self) -> str:
        return f"Curriculum {self.digest[:12]}"


class Tailoring(models.Model):
    """One version of an organisation's own curriculum: a patch on the book, and what came of it. Never changed."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="tailorings")
    version = models.PositiveIntegerField()
    base = models.ForeignKey(Curriculum, models.PROTECT, related_name="tailored")
    curriculum = models.ForeignKey(Curriculum, models.PROTECT, related_name="tailorings")
    patch = models.TextField(help_text="curriculum.patch.Patch as JSON")
    made_by = models.ForeignKey("accounts.Person", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "version"], name="one_tailoring_per_version"),)
        get_latest_by = "version"
        ordering = ("-version",)

    def __str__(self) -> str:
        return f"{self.organisation}, version {self.version}"


class TailoringDraft(models.Model):
    """What an organisation is about to change; one at a time. `saves` counts, so that nobody overwrites another."""

    organisation = models.OneToOneField("accounts.Organisation", models.CASCADE, related_name="tailoring_draft")
    patch = models.TextField()
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.organisation}, draft"
