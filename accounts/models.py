"""People, organisations, what someone is in one, and the trail of what was done."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class Role(models.TextChoices):
    """What a person may be, in an organisation or in one of its programs."""

    ADMIN = "admin", "organisation admin"
    FACILITATOR = "facilitator", "facilitator"
    CO_FACILITATOR = "co_facilitator", "co-facilitator"
    PARTICIPANT = "participant", "participant"
    SPONSOR = "sponsor", "sponsor"
    READER = "reader", "reader"
    MEMBER = "member", "member"


class Function(models.TextChoices):
    """Where in the company a person works: one of the partitions that totals may be published by."""

    SALES = "sales"
    MARKETING = "marketing"
    PRODUCT = "product"
    FINANCE = "finance"
    OPERATIONS = "operations", "sales operations"
    OTHER = "other"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "Person":
        """A person; without an e-mail one who cannot sign in again, without a password one who signs in by code."""
        person = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        person.set_password(password)
        person.save()
        if person.email:
            # Unproven until a code that was mailed there comes back; without the row allauth would ask twice.
            addresses = person.emailaddress_set  # type: ignore[attr-defined]  # allauth has no types
            addresses.create(email=person.email, primary=True, verified=False)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who takes part. E-mail is the login; a joiner without one cannot return on another device."""

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email or f"Person {self.pk}"


class Organisation(models.Model):
    """A company. Everything else belongs to one, and every query goes through it."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    fiscal_year_starts = models.PositiveSmallIntegerField(default=1, help_text="month, 1 to 12")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a person belongs to an organisation, as what, and in which function.

    `role` reaches over the whole organisation: admin, facilitator (of any program), reader (of the lesson library) or
    plain member. What someone is in one program stands on `workshops.Enrolment`.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    function = models.CharField(max_length=20, choices=Function, default=Function.OTHER)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_each"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"


class SignInLink(models.Model):
    """A way in without a code, for people of the sample organisation on this machine. Works once."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Sign-in link of {self.person}, {'used' if self.used_at else 'open'}"


class SubjectKey(models.Model):
    """The opaque name under which the audit trail knows a person. Erasing someone deletes this row's person."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, models.SET_NULL, null=True, related_name="subject_key")

    def __str__(self) -> str:
        return str(self.key)


class AuditChain(models.Model):
    """The head of an organisation's audit trail. Entries are appended under a lock on this row."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="audit_chain")
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.organisation}, {self.length} entries"


class AuditEntry(models.Model):
    """One thing that was done: download, reveal, decision, role change, export. Never changed, never deleted."""

    chain = models.ForeignKey(AuditChain, models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True, help_text="a SubjectKey; null where the system acted")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "number"], name="one_audit_entry_per_number"),)
        ordering = ("chain", "number")

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"
