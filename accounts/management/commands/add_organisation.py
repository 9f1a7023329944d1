"""The first step of a real installation: an organisation and who administers it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions.people import create_organisation, find_or_create_person


class Command(BaseCommand):
    help = "Make an organisation; its admin signs in with a code sent to the address given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--admin", required=True, metavar="EMAIL")
        parser.add_argument("--admin-name", default="", metavar="NAME")

    def handle(self, *, name: str, admin: str, admin_name: str, **options: Any) -> None:
        try:
            validate_email(admin)
        except ValidationError as error:
            raise CommandError(f"{admin} is not an e-mail address") from error
        with transaction.atomic():
            person = find_or_create_person(email=admin, name=admin_name)
            organisation = create_organisation(name=name, admin=person)
        self.stdout.write(f"{organisation.name} ({organisation.slug}) is there; {person.email} administers it.")
        self.stdout.write(f"Sign in at {settings.PUBLIC_URL}/accounts/login/code/ with that address.")
        if "filebased" in settings.EMAIL_BACKEND:
            self.stdout.write(f"No mail server is set: the code is written to {settings.EMAIL_FILE_PATH}.")
