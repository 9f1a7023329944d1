from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curriculum.actions import store_curriculum
from curriculum.loader import CONTENT, load_folder
from curriculum.problems import ContentErrors


class Command(BaseCommand):
    help = "Reads the curriculum's files and stores each version not seen before. Errors are printed as file:line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only read the files; store nothing")
        parser.add_argument("--folder", type=Path, default=CONTENT, help="a folder with modules/ and exercises/")

    def handle(self, *, check: bool, folder: Path, **options: Any) -> None:
        try:
            loaded = load_folder(folder)
        except ContentErrors as errors:
            raise CommandError(f"{errors}\n{len(errors.problems)} problems; nothing was stored") from errors
        found = f"{len(loaded.modules)} modules, {len(loaded.exercises)} exercises"
        stored = "sound" if check else f"stored as curriculum {store_curriculum(loaded=loaded).digest[:12]}"
        self.stdout.write(f"{found}: {stored}")
