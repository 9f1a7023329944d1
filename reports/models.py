"""Documents: what was ordered, its sections in the making, the versions made, who signed them off; handouts."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from workshops.models import Program, Session


class Kind(models.TextChoices):
    """A kind of document. Of a session, or of a whole program: `SESSION_KINDS` says which."""

    WORKSHOP_OUTPUT = "workshop_output", "Workshop output"
    DECISION_REGISTER = "decision_register", "Decision register"
    SPONSOR_REPORT = "sponsor_report", "Sponsor report"


SESSION_KINDS = (Kind.WORKSHOP_OUTPUT,)
PROGRAM_KINDS = tuple(kind for kind in Kind if kind not in SESSION_KINDS)
OF_ITS_OWN = Q(kind__in=SESSION_KINDS, session__isnull=False, program__isnull=True) | Q(
    kind__in=PROGRAM_KINDS, session__isnull=True, program__isnull=False
)


class About(models.Model):
    """What a document is about: a session or a program, exactly the one that its kind asks for."""

    kind = models.CharField(max_length=30, choices=Kind)
    session: Session | None
    program: Program | None

    class Meta:
        abstract = True

    @property
    def subject(self) -> Session | Program:
        found = self.session or self.program
        if found is None:
            raise ValueError("A document is about a session or a program.")
        return found

    @property
    def own_session(self) -> Session:
        """That of a document about a session. Raises ValueError for one about a program."""
        if self.session is None:
            raise ValueError("A document about a program has no session.")
        return self.session

    @property
    def whole_program(self) -> Program:
        """The program that it is about, or that its session belongs to."""
        subject = self.subject
        return subject if isinstance(subject, Program) else subject.program


class Order(About):
    """An output asked for. Its job prints; that waits for the one that composes, which waits for one per section."""

    Kind: ClassVar = Kind
    PAPERS = (("A4", "A4"), ("letter", "Letter"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("workshops.Session", models.CASCADE, null=True, blank=True, related_name="orders")
    program = models.ForeignKey("workshops.Program", models.CASCADE, null=True, blank=True, related_name="orders")
    job = models.OneToOneField("jobs.Job", models.CASCADE, related_name="order")
    composing = models.OneToOneField("jobs.Job", models.CASCADE, related_name="composed_order")
    paper = models.CharField(max_length=6, choices=PAPERS, default="A4")
    has_live_record = models.BooleanField(default=True, help_text="whether its reader can open the page that it is of")
    html = models.TextField(blank=True, help_text="the whole document, composed")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=OF_ITS_OWN, name="order_of_session_or_program"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.subject}"


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


class Output(About):
    """One version of a document: an immutable file, named by its hash. Versions count per subject and kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.OneToOneField(Order, models.PROTECT, related_name="output")
    session = models.ForeignKey("workshops.Session", models.PROTECT, null=True, blank=True, related_name="outputs")
    program = models.ForeignKey("workshops.Program", models.PROTECT, null=True, blank=True, related_name="outputs")
    version = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    audit_head = models.CharField(max_length=64)
    people = models.JSONField(
        default=dict, help_text="participants by function, behind what it printed of them; see `disclosure.steady`"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=OF_ITS_OWN, name="output_of_session_or_program"),
            models.UniqueConstraint(fields=["session", "kind", "version"], name="one_output_per_version"),
            models.UniqueConstraint(fields=["program", "kind", "version"], name="one_program_output_per_version"),
        )
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}, version {self.version}"

    @property
    def title(self) -> str:
        """'Decision register, version 2', 'Workshop output of module 4, version 1'."""
        module = f" of module {self.session.module}" if self.session else ""
        return f"{self.get_kind_display()}{module}, version {self.version}"

    @property
    def name(self) -> str:
        """Of its file, whatever the version: 'module-4', 'decision-register', 'sponsor-report'."""
        return f"module-{self.session.module}" if self.session else self.kind.replace("_", "-")

    @property
    def file_name(self) -> str:
        """'module-4-v3.pdf': the same for whoever takes it."""
        return f"{self.name}-v{self.version}.pdf"


class Reading(models.Model):
    """What one sponsor did with one version: took it, and said that it was read, with a remark if there is one."""

    output = models.ForeignKey(Output, models.PROTECT, related_name="readings")
    enrolment = models.ForeignKey("workshops.Enrolment", models.CASCADE, related_name="readings")
    taken_at = models.DateTimeField(auto_now_add=True)
    signed_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["output", "enrolment"], name="one_reading_each"),)
        ordering = ("taken_at", "pk")

    def __str__(self) -> str:
        return f"{self.output}, {'signed off' if self.signed_at else 'taken'}"


class Handout(models.Model):
    """A module of one version of the curriculum on paper: made once, by whoever asks first, then the same for all.

    `path` is empty until its job has made the file; where that failed, the next who asks orders another job.
    """

    class Kind(models.TextChoices):
        GUIDE = "guide", "Facilitator guide"
        WORKSHEETS = "worksheets", "Blank worksheets"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    curriculum = models.ForeignKey("curriculum.Curriculum", models.CASCADE, related_name="handouts")
    module = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    paper = models.CharField(max_length=6, choices=Order.PAPERS, default="A4")
    job = models.OneToOneField("jobs.Job", models.SET_NULL, null=True, related_name="handout")
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["curriculum", "module", "kind", "paper"], name="one_handout_of_a_kind"),
        )
        ordering = ("module", "kind", "paper")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, module {self.module}, {self.get_paper_display()}"

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def is_under_way(self) -> bool:
        return not self.is_made and self.job is not None and not self.job.has_ended

    @property
    def name(self) -> str:
        """Of its file, whatever the paper: 'module-4-guide'."""
        return f"module-{self.module}-{self.kind}"

    @property
    def file_name(self) -> str:
        """'module-4-guide-a4.pdf'."""
        return f"{self.name}-{self.paper.lower()}.pdf"
