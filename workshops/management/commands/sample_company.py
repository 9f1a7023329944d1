"""`manage.py sample_company DIR`: the sample company's tables, and the answers of its sample room, as CSV files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from datasets.sample.company import make_company
from datasets.sample.files import write_table, write_tables
from workshops.sample.answers import answers_frame
from workshops.sample.size import add_size_arguments


class Command(BaseCommand):
    help = "Write the sample company's tables and answers.csv into a folder"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        add_size_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        tables = make_company(options["seed"], options["deals"])
        try:
            written = write_tables(tables, folder)
            written.append(write_table(answers_frame(tables), folder / "answers.csv"))
        except OSError as error:
            raise CommandError(f"Cannot write into {folder}: {error.strerror}.", returncode=2) from error
        for path in written:
            self.stdout.write(str(path))
