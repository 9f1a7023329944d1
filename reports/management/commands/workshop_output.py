"""`manage.py workshop_output MODULE --data DIR --out FILE.pdf`: a company's files to a document, and nothing left over.

In a database, a file store and a broker of its own, all in a temporary folder: a worker that already runs serves
another database, and what it holds is none of this command's business.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from curriculum.loader import load_folder
from datasets.folder import read_folder
from datasets.problems import BadInput
from reports.fonts import FontsMissing, build_fonts
from reports.rendering import PAPERS

BAD_INPUT = 2  # the exit code of argparse for a bad command line, too
OWN = ("DATABASE_URL", "REDIS_URL", "CHARTROOM_MEDIA", "TEST_DATABASE")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("module", type=int, help="1 to 8")
    parser.add_argument("--data", required=True, type=Path, help="folder of CSV, TSV, XLSX or Parquet files")
    parser.add_argument("--out", required=True, type=Path, help="the PDF to write")
    parser.add_argument(
        "--answers", type=Path, help="CSV with one row per answered item; without it worksheets are blank"
    )
    parser.add_argument("--paper", choices=PAPERS, default="A4")
    parser.add_argument("--company", default="", help="the name on the cover; the folder's where it is left out")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day to look from, 2026-09-30")


class Command(BaseCommand):
    help = "One workshop's output from a folder of tables"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check(options)
            build_fonts(settings.BASE_DIR / "node_modules", settings.FONT_DIR)
        except (BadInput, FontsMissing) as error:
            self.stderr.write(" ".join(str(error).split()))
            raise SystemExit(BAD_INPUT) from error
        with TemporaryDirectory(prefix="chartroom-") as folder:
            raise SystemExit(run_in(Path(folder), options))


def check(options: dict[str, Any]) -> None:
    """What can be told wrong before anything is started. Raises BadInput."""
    modules = sorted(int(number) for number in load_folder().modules)
    if options["module"] not in modules:
        raise BadInput("no_module", f"There is no module {options['module']}, but {', '.join(map(str, modules))}.")
    if not options["out"].resolve().parent.is_dir():
        raise BadInput("no_folder", f"There is no folder {options['out'].parent} to write into.")
    if options["answers"] and not options["answers"].is_file():
        raise BadInput("no_answers", f"There is no file {options['answers'].name}.")
    read_folder(options["data"], as_of=options["as_of"])


def run_in(folder: Path, options: dict[str, Any]) -> int:
    """The exit code of the work, done with a database, files and servers in `folder`."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    # A worker's process leaves its copy of the fonts in the folder for temporary files: that one is ours, too.
    temporary = folder / "temporary"
    temporary.mkdir()
    environment |= {"CHARTROOM_VAR": str(folder), "TMPDIR": str(temporary)}
    environment.setdefault("LOG_LEVEL", "WARNING")
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    for command in (
        [*manage, "migrate", "--verbosity", "0"],
        [sys.executable, "-m", "config.stack", *manage, *words(options)],
    ):
        code = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False).returncode  # noqa: S603
        if code:
            return code
    return 0


def words(options: dict[str, Any]) -> list[str]:
    """The command line of the inner command, its paths absolute."""
    said = ["workshop_output_here", str(options["module"]), "--paper", options["paper"]]
    for name in ("data", "out", "answers"):
        if options[name]:
            said += [f"--{name}", str(options[name].resolve())]
    for name in ("company", "as_of"):
        if options[name]:
            said += [f"--{name.replace('_', '-')}", str(options[name])]
    return said
