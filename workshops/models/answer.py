"""What participants answered: append-only revisions, blind until the reveal."""

from django.db import models


class Round(models.TextChoices):
    FIRST = "1", "first answer"
    SECOND = "2", "second answer"
    VOTE = "vote", "sealed vote"


class Worksheet(models.Model):
    """One participant's place for one round of an exercise; what stands on it is its latest answer."""

    run = models.ForeignKey("workshops.Run", models.PROTECT, related_name="worksheets")
    enrolment = models.ForeignKey("workshops.Enrolment", models.PROTECT, related_name="worksheets")
    round = models.CharField(max_length=4, choices=Round)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "enrolment", "round"], name="one_worksheet_each"),)

    def __str__(self) -> str:
        return f"{self.run}, {self.enrolment}, {self.round}"


class Answer(models.Model):
    """One revision of a worksheet. Rows are added, never changed: what was typed once can be read again.

    `payload`: {instrument key: that instrument's answer}. `leaf` = HMAC(salt, canonical payload) is what the digest of
    the answers is made of; erasure deletes payload and salt and keeps the leaf.
    """

    worksheet = models.ForeignKey(Worksheet, models.PROTECT, related_name="answers")
    revision = models.PositiveIntegerField()
    payload = models.JSONField(null=True)
    salt = models.BinaryField(max_length=32, null=True)
    leaf = models.CharField(max_length=64)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["worksheet", "revision"], name="one_answer_per_revision"),)

    def __str__(self) -> str:
        return f"{self.worksheet}, revision {self.revision}"


class LateText(models.Model):
    """What reached us after its round was closed: not counted, but kept, and shown to whoever wrote it."""

    worksheet = models.ForeignKey(Worksheet, models.PROTECT, related_name="late_texts")
    payload = models.JSONField(null=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.worksheet}, late"


class Reveal(models.Model):
    """That a round of an exercise was shown: once, with its n and the digest of the answers that it shows."""

    run = models.ForeignKey("workshops.Run", models.PROTECT, related_name="reveals")
    round = models.CharField(max_length=4, choices=Round)
    closed_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)
    n = models.PositiveIntegerField()
    answers = models.ManyToManyField(Answer, related_name="+")
    answers_digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "round"], name="one_reveal_per_round"),)

    def __str__(self) -> str:
        return f"{self.run}, round {self.round}, n = {self.n}"
