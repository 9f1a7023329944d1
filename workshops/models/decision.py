"""What was decided, on which evidence, who disagreed, and what would re-open it."""

from django.db import models


class Decision(models.Model):
    """The record of one exercise's decision. A draft until it has all that `missing_for_closing` names."""

    class State(models.TextChoices):
        DRAFT = "draft"
        CLOSED = "closed"
        REOPENED = "reopened"
        SUPERSEDED = "superseded"

    class DecidedBy(models.TextChoices):
        CONSENT = "consent", "by consent"
        MAJORITY = "majority", "by majority"
        OWNER = "owner after advice", "by the owner, after advice"

    run = models.OneToOneField("workshops.Run", models.PROTECT, related_name="decision")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    option = models.CharField(max_length=60, blank=True, help_text="key of one of the exercise's options")
    named = models.CharField(max_length=200, blank=True, help_text="the part it is about: a stage, a segment, a unit")
    statement = models.CharField(max_length=300, blank=True, help_text="the decision in one sentence")
    reasons = models.TextField(blank=True)
    decided_by = models.CharField(max_length=20, choices=DecidedBy, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    review_on = models.DateField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, help_text="percent")
    expected_figure = models.CharField(max_length=200, blank=True, help_text="key of a figure in the evidence")
    expected_value = models.FloatField(null=True, blank=True)
    objective = models.ForeignKey(
        "workshops.StrategicObjective", models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    evidence = models.ForeignKey("workshops.Evidence", models.PROTECT, null=True, related_name="decisions")
    version = models.PositiveIntegerField(default=1, help_text="counts saves; a stale one is refused")
    saved_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="sha256 of the record as it was closed")
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="supersedes")

    def __str__(self) -> str:
        return f"{self.run.exercise}: {self.statement or self.option or 'draft'}"


class DraftRevision(models.Model):
    """A draft as it was saved once: added, never changed, so that no wording is lost to a later one."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    fields = models.JSONField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["decision", "version"], name="one_draft_per_version"),)

    def __str__(self) -> str:
        return f"{self.decision}, version {self.version}"


class Dissent(models.Model):
    """Disagreement in its own words. The name is shown only where its author asked for it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="dissents")
    enrolment = models.ForeignKey("workshops.Enrolment", models.PROTECT, related_name="dissents")
    text = models.TextField()
    is_named = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, help_text="sha256 of text and naming, so that a change is found by name")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Dissent on {self.decision}"


class Tripwire(models.Model):
    """A figure and a limit that re-open the decision on new data."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="tripwires")
    figure = models.CharField(max_length=200)
    op = models.CharField(max_length=1, choices=[("<", "falls below"), (">", "rises above")])
    threshold = models.FloatField()
    window = models.JSONField(help_text="{rolling, period} | {since: decision} | {until: …} | {at: …}")
    min_n = models.PositiveIntegerField()
    min_n_of = models.CharField(max_length=40, default="deals")
    why = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.figure} {self.op} {self.threshold}"


class Action(models.Model):
    """Something that someone does by a day because of the decision."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.what


class Probability(models.Model):
    """One participant's chance that the expected figure is reached by the review date; scored when it is known."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="probabilities")
    enrolment = models.ForeignKey("workshops.Enrolment", models.PROTECT, related_name="probabilities")
    percent = models.PositiveSmallIntegerField()
    stated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["decision", "enrolment"], name="one_probability_each"),)

    def __str__(self) -> str:
        return f"{self.percent} %"
