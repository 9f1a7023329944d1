"""Links into the sample program, for whoever sits at this machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from accounts.actions.sign_in import make_link
from accounts.models import Person, Role
from workshops.models import Enrolment

SHOWN = (Role.FACILITATOR, Role.PARTICIPANT, Role.SPONSOR)


class Command(BaseCommand):
    help = "Print links that sign in, once each, as people of the sample program. They work on this machine alone."

    def handle(self, **options: Any) -> None:
        for role in SHOWN:
            if person := first_of(role):
                path = reverse("accounts:sign_in_link", args=[make_link(person=person)])
                self.stdout.write(f"Sign in as {role.label} ({person}): {settings.PUBLIC_URL}{path}")


def first_of(role: Role) -> Person | None:
    """The first who is this in the newest program of a sample organisation."""
    enrolments = Enrolment.objects.filter(role=role, program__organisation__is_sample=True)
    enrolment = enrolments.select_related("membership__person").order_by("-program", "pk").first()
    return enrolment.membership.person if enrolment else None
