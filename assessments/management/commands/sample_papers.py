"""`manage.py sample_papers`: the sample program's papers of module 4, sat by its people. Safe to repeat."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from assessments.sample import make_papers


class Command(BaseCommand):
    help = "Let the people of the sample program sit both papers of module 4, where they have not"

    def handle(self, *args: Any, **options: Any) -> None:
        programs = apps.get_model("workshops", "Program").objects.filter(organisation__is_sample=True)
        for program in programs.select_related("organisation", "curriculum").order_by("pk"):
            make_papers(program)
