"""`manage.py verify_evidence [--recompute]`: re-hash all frozen evidence and what it rests on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workshops.models import Evidence
from workshops.verification import differences, recomputed


class Command(BaseCommand):
    help = "Re-hash all frozen evidence and what it rests on; exit 1, and each name, where anything differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--recompute", action="store_true", help="run the analyses again and compare at 1e-8")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        for kind, name in recomputed() if options["recompute"] else ():
            if kind == "difference":
                found.append(name)
            else:
                self.stdout.write(f"{kind}: {name}")
        for name in found:
            self.stderr.write(name)
        if found:
            raise CommandError(f"{len(found)} differences.", returncode=1)
        self.stdout.write(f"{Evidence.objects.count()} pieces of evidence and all that they rest on are as they were.")
