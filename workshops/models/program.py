"""Programs, who takes part, and their sessions."""

from functools import cached_property
from typing import Any

from django.db import models

from accounts.models import Role
from analysis.sources import with_resolved
from curriculum.models import Curriculum
from curriculum.queries import exercise_of
from curriculum.schema import ExerciseFile

PINNED: dict[tuple[str, str], ExerciseFile] = {}


def pinned_file(curriculum: Curriculum, exercise: str) -> ExerciseFile:
    """Read once per process: a curriculum is named by the hash of its content, which never changes."""
    key = (curriculum.digest, exercise)
    if key not in PINNED:
        PINNED[key] = exercise_of(curriculum, exercise)
    return PINNED[key]


class Program(models.Model):
    """A cohort on its way through the modules, on one version of the curriculum."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="programs")
    curriculum = models.ForeignKey("curriculum.Curriculum", models.PROTECT, related_name="programs")
    title = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    stands_for_more = models.BooleanField(
        default=False, help_text="participants are a sample of more people: answers carry intervals"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class StrategicObjective(models.Model):
    """What the company wants to reach; metrics, decisions and tripwires name the one they serve. Three to seven."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    measure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["program", "position"], name="one_objective_per_position"),)
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text


class Enrolment(models.Model):
    """What a member of the organisation is in one program."""

    ROLES = (Role.FACILITATOR, Role.CO_FACILITATOR, Role.PARTICIPANT, Role.SPONSOR)

    program = models.ForeignKey(Program, models.CASCADE, related_name="enrolments")
    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="enrolments")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in ROLES])
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["program", "membership"], name="one_enrolment_each"),)

    def __str__(self) -> str:
        return f"{self.membership.person}, {self.role}"


class Session(models.Model):
    """One workshop of a program: a module on a day, on one snapshot of the company's tables."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="sessions")
    module = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    snapshot = models.ForeignKey("datasets.Snapshot", models.PROTECT, null=True, blank=True, related_name="sessions")
    join_code = models.CharField(max_length=8, unique=True)
    joining_ends_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("starts_at", "module", "pk")

    def __str__(self) -> str:
        return self.title


class Run(models.Model):
    """One exercise in one session, and the step at which the room is.

    Steps only go forward. Closing freezes who answered; a reveal is one irreversible event and fixes its n.
    """

    class Step(models.TextChoices):
        BRIEF = "brief", "Brief"
        ANSWER_1 = "answer_1", "Answer alone"
        CLOSED_1 = "closed_1", "Answers closed"
        REVEAL_1 = "reveal_1", "Reveal"
        EVIDENCE = "evidence", "Evidence"
        ANSWER_2 = "answer_2", "Second answer"
        CLOSED_2 = "closed_2", "Second answers closed"
        REVEAL_2 = "reveal_2", "Second reveal"
        VOTE = "vote", "Sealed vote"
        VOTE_CLOSED = "vote_closed", "Vote closed"
        VOTE_REVEAL = "vote_reveal", "Vote revealed"
        DECIDE = "decide", "Decide"
        DECIDED = "decided", "Decided"

    session = models.ForeignKey(Session, models.CASCADE, related_name="runs")
    exercise = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    items = models.JSONField(
        default=dict, help_text="{instrument key: items}, resolved from the snapshot when the room opened, then fixed"
    )
    step = models.CharField(max_length=12, choices=Step, default=Step.BRIEF)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "exercise"], name="one_run_per_exercise"),)
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.exercise}, {self.step}"

    @cached_property
    def file(self) -> ExerciseFile:
        """The exercise as the program pinned it. Raises curriculum.queries.NoSuchContent."""
        return pinned_file(self.session.program.curriculum, self.exercise)

    @property
    def content(self) -> dict[str, Any]:
        """The exercise's front matter, its items as this room was asked them."""
        return with_resolved(self.file.content(), self.items)

    @property
    def rounds(self) -> int:
        """How often the room answers before it votes: 1 or 2."""
        return max(instrument.parameters.rounds for instrument in self.file.instruments)
