"""`manage.py workshop_outputs --out DIR`: the documents of the sample program, made by Celery tasks."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from config.stack import running_stack, worker_answers
from reports.actions.orders import order_output
from reports.rendering import PAPERS
from reports.waiting import NotMade, copy_to, failures_of, wait_for
from workshops.models import Session


class Command(BaseCommand):
    help = "Write the workshop output of each session that the sample program has held"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="folder to write module-N.pdf into")
        parser.add_argument("--paper", choices=PAPERS, default="A4")

    def handle(self, *args: Any, **options: Any) -> None:
        sessions = held_sessions()
        if not sessions:
            raise CommandError("There is no sample program; run manage.py sample_program first.")
        options["out"].mkdir(parents=True, exist_ok=True)
        with a_worker():
            orders = [order_output(session=session, paper=options["paper"]) for session in sessions]
            for order in orders:
                self.write(order, options["out"])

    def write(self, order: Any, folder: Path) -> None:
        try:
            output = wait_for(order, lambda line: None)
        except NotMade as error:
            raise CommandError(str(error)) from error
        if failed := failures_of(order):
            raise CommandError(" ".join(failed))
        target = folder / f"module-{order.session.module}.pdf"
        copy_to(output, target)
        self.stdout.write(f"{target.name}: {output.pages} pages, sha256 {output.sha256}")


def held_sessions() -> QuerySet[Session]:
    """Those of the sample program that have begun, in order."""
    sessions = Session.objects.filter(program__organisation__is_sample=True, starts_at__lte=timezone.now())
    return sessions.select_related("program__organisation").order_by("module", "pk")


@contextmanager
def a_worker() -> Iterator[None]:
    """The worker that answers, or one of our own for the block."""
    if worker_answers():
        yield
        return
    with running_stack():
        yield
