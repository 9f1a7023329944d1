import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curriculum.loader import CONTENT, load_folder
from curriculum.problems import ContentErrors
from curriculum.schema import ExerciseFile


class Command(BaseCommand):
    help = "Lists every exercise that has a file, without a database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="id, title, question, instrument, tables, figures")
        parser.add_argument("--folder", type=Path, default=CONTENT, help="a folder with modules/ and exercises/")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            lines = [describe(file) for file in load_folder(folder).exercises.values()]
        except ContentErrors as errors:
            raise CommandError(str(errors)) from errors
        if options["json"]:
            self.stdout.write(json.dumps(lines, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(f"{line['id']}  {line['title']} ({line['instrument']})" for line in lines))


def describe(file: ExerciseFile) -> dict[str, Any]:
    return {
        "id": file.id,
        "title": file.title,
        "question": file.question,
        "instrument": file.kinds,
        "tables": list(file.data.tables),
        "figures": [figure.key for figure in file.figures],
    }
