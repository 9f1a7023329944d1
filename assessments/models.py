"""Papers before and after a workshop, who sat them, what they answered, and what a group learned."""

from django.db import models

from analysis.findings import Findings
from curriculum.items import AnyItem, ItemsFile
from curriculum.models import Curriculum
from curriculum.queries import items_of

PINNED: dict[tuple[str, int], ItemsFile] = {}


def pinned_items(curriculum: Curriculum, module: int) -> ItemsFile:
    """Read once per process: a curriculum is named by the hash of its content, which never changes."""
    key = (curriculum.digest, module)
    if key not in PINNED:
        PINNED[key] = items_of(curriculum, module)
    return PINNED[key]


class When(models.TextChoices):
    BEFORE = "before", "before the workshop"
    AFTER = "after", "after the workshop"


FORMS = (("A", "A"), ("B", "B"))


class Paper(models.Model):
    """The items of one module, put to a program before or after its workshop. Opened once, closed once.

    `curriculum` is the one that the program had when its first paper of the module opened: both ask the same skills.
    """

    program = models.ForeignKey("workshops.Program", models.CASCADE, related_name="papers")
    curriculum = models.ForeignKey("curriculum.Curriculum", models.PROTECT, related_name="+")
    module = models.PositiveSmallIntegerField()
    when = models.CharField(max_length=6, choices=When)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["program", "module", "when"], name="one_paper_each"),)
        ordering = ("module", "pk")

    def __str__(self) -> str:
        return f"Module {self.module}, {self.get_when_display()}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def items(self, form: str) -> tuple[AnyItem, ...]:
        """What form A or B asks. Raises curriculum.queries.NoSuchContent."""
        return pinned_items(self.curriculum, self.module).paper(form)

    def skill_name(self, item: AnyItem) -> str:
        return pinned_items(self.curriculum, self.module).skills[item.skill]


class Sitting(models.Model):
    """One participant with one paper. Its form is drawn when it begins; the other paper then has the other form."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="sittings")
    enrolment = models.ForeignKey("workshops.Enrolment", models.PROTECT, related_name="sittings")
    form = models.CharField(max_length=1, choices=FORMS)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["paper", "enrolment"], name="one_sitting_each"),)

    def __str__(self) -> str:
        return f"{self.paper}, form {self.form}"


class Response(models.Model):
    """One revision of an answer to an item. Rows are added, never changed; the latest stands.

    payload: {"answer": of the item's type, null while blank, "certainty": percent or null, "later": whether marked}.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="responses")
    item = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()
    payload = models.JSONField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sitting", "item", "revision"], name="one_response_each"),)
        ordering = ("sitting", "item", "revision")

    def __str__(self) -> str:
        return f"{self.item}, revision {self.revision}"


class Learning(models.Model):
    """What a group learned in a module, as it was found and frozen: bytes, and their hash. Never changed.

    people: the enrolments it counts, so that the next version does not differ by one to four people.
    """

    program = models.ForeignKey("workshops.Program", models.CASCADE, related_name="learning")
    module = models.PositiveSmallIntegerField()
    people = models.JSONField(default=list)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["program", "module", "digest"], name="one_learning_per_digest"),)
        get_latest_by = ("made_at", "pk")

    def __str__(self) -> str:
        return f"Module {self.module}, {self.digest[:12]}"

    @property
    def findings(self) -> Findings:
        return Findings.from_bytes(bytes(self.body))
