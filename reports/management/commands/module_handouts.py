"""`manage.py module_handouts --module N --out DIR`: the facilitator guide and the worksheets, made by Celery tasks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from curriculum.queries import NoSuchContent, latest_curriculum
from reports.actions.handouts import order_handout
from reports.models import Handout
from reports.rendering import PAPERS
from reports.waiting import NotMade, a_worker, copy_to, wait_until_done


class Command(BaseCommand):
    help = "Write a module's facilitator guide and blank worksheets, from the curriculum that was loaded last"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--module", required=True, type=int, help="1 to 8")
        parser.add_argument("--out", required=True, type=Path, help="folder to write the two files into")
        parser.add_argument("--paper", choices=PAPERS, default="A4")

    def handle(self, *args: Any, **options: Any) -> None:
        options["out"].mkdir(parents=True, exist_ok=True)
        with a_worker():
            try:
                for handout in order_both(options["module"], options["paper"]):
                    self.write(handout, options["out"])
            except (NoSuchContent, NotMade) as error:
                raise CommandError(str(error)) from error

    def write(self, handout: Handout, folder: Path) -> None:
        if not handout.is_made and handout.job:
            wait_until_done(handout.job, lambda line: None)
            handout.refresh_from_db()
        target = folder / f"{handout.name}.pdf"
        copy_to(handout, target)
        self.stdout.write(f"{target.name}: {handout.pages} pages, sha256 {handout.sha256}")


def order_both(module: int, paper: str) -> list[Handout]:
    """On behalf of the sample organisation, or of the oldest: a job belongs to one. Raises NoSuchContent, NotMade."""
    organisation = Organisation.objects.order_by("-is_sample", "pk").first()
    if organisation is None:
        raise NotMade("There is no organisation to order for yet; run manage.py sample_program first.")
    curriculum = latest_curriculum()
    return [
        order_handout(curriculum=curriculum, module=module, kind=kind, paper=paper, organisation=organisation)
        for kind in Handout.Kind
    ]
