"""Documents: what was ordered, its sections in the making, and the versions that were made."""

import uuid

from django.db import models


class Order(models.Model):
    """An output asked for. Its job prints; that waits for the one that composes, which waits for one per section."""

    class Kind(models.TextChoices):
        WORKSHOP_OUTPUT = "workshop_output", "Workshop output"

    PAPERS = (("A4", "A4"), ("letter", "Letter"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=Kind)
    session = models.ForeignKey("workshops.Session", models.CASCADE, related_name="orders")
    job = models.OneToOneField("jobs.Job", models.CASCADE, related_name="order")
    composing = models.OneToOneField("jobs.Job", models.CASCADE, related_name="composed_order")
    paper = models.CharField(max_length=6, choices=PAPERS, default="A4")
    has_live_record = models.BooleanField(default=True, help_text="whether its reader can open the session's page")
    html = models.TextField(blank=True, help_text="the whole document, composed")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.session}"


class Section(models.Model):
    """One exercise's part of an output: its HTML, or why it could not be printed."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="sections")
    job = models.OneToOneField("jobs.Job", models.CASCADE, related_name="section")
    run = models.ForeignKey("workshops.Run", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    html = models.TextField(blank=True)
    further_html = models.TextField(blank=True, help_text="evidence beyond its two pages")
    renders = models.PositiveIntegerField(default=0, help_text="how often it was rendered, for the tests of faults")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "run"], name="one_section_per_run"),)
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.order}, {self.run.exercise}"


class Output(models.Model):
    """One version of a document: an immutable file, named by its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.OneToOneField(Order, models.PROTECT, related_name="output")
    session = models.ForeignKey("workshops.Session", models.PROTECT, related_name="outputs")
    kind = models.CharField(max_length=30, choices=Order.Kind)
    version = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    audit_head = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "kind", "version"], name="one_output_per_version"),)
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.session}, version {self.version}"
