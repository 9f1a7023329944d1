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
    loaded_at = models.DateTimeField(default=timezone.now, help_text="last time; going back to an older one counts")

    class Meta:
        get_latest_by = ("loaded_at", "pk")
        verbose_name_plural = "curricula"

    def __str__(self) -> str:
        return f"Curriculum {self.digest[:12]}"
