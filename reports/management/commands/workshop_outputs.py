"""`manage.py workshop_outputs --out DIR`: the documents of the sample program, made by Celery tasks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.actions.orders import order_output
from reports.models import Kind, Order
from reports.rendering import PAPERS
from reports.sample import held_sessions, sample_program
from reports.waiting import NotMade, a_worker, copy_to, failures_of, wait_for


class Command(BaseCommand):
    help = "Write the sample program's documents: each held workshop's, the decision register, the sponsor report"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="folder to write module-N.pdf and the others into")
        parser.add_argument("--paper", choices=PAPERS, default="A4")

    def handle(self, *args: Any, **options: Any) -> None:
        program = sample_program()
        if program is None:
            raise CommandError("There is no sample program; run manage.py sample_program first.")
        folder, paper = options["out"], options["paper"]
        folder.mkdir(parents=True, exist_ok=True)
        with a_worker():
            orders = [order_output(session=session, paper=paper) for session in held_sessions(program)]
            orders.append(order_output(program=program, kind=Kind.DECISION_REGISTER, paper=paper))
            for order in orders:
                self.write(order, folder)
            # Last, for it lists the others with their versions.
            self.write(order_output(program=program, kind=Kind.SPONSOR_REPORT, paper=paper), folder)

    def write(self, order: Order, folder: Path) -> None:
        try:
            output = wait_for(order, lambda line: None)
        except NotMade as error:
            raise CommandError(str(error)) from error
        if failed := failures_of(order):
            raise CommandError(" ".join(failed))
        target = folder / f"{output.name}.pdf"
        copy_to(output, target)
        self.stdout.write(f"{target.name}: {output.pages} pages, sha256 {output.sha256}")
