"""Check tables, or import them into an organisation, from the command line."""

import json
from argparse import ArgumentParser
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from datasets.actions.imports import import_paths
from datasets.folder import files_in, prepare, report
from datasets.mapping import propose
from datasets.models import Import
from datasets.problems import BadInput
from datasets.reading import read_path, read_several


class Command(BaseCommand):
    help = "What importing these files or folders would do (--check), or the import itself (--organisation SLUG)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--check", action="store_true", help="change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON list, an entry per file or sheet")
        parser.add_argument("--organisation", metavar="SLUG")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--replace", dest="mode", action="store_const", const="replace", default="replace")
        mode.add_argument("--merge", dest="mode", action="store_const", const="merge")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--dates", choices=["day", "month"], help="what comes first where both orders fit")

    def handle(self, *, paths: list[Path], check: bool, organisation: str | None, **options: Any) -> None:
        if not check and not organisation:
            raise CommandError("Say --check, or which --organisation the tables belong to.", returncode=2)
        orders = {"*": options["dates"]} if options["dates"] else None
        try:
            entries = (
                self.checked(paths, options["as_of"], orders, organisation)
                if check
                else self.imported(paths, organisation, orders, options)
            )
        except BadInput as bad:
            raise CommandError(str(bad), returncode=2) from bad
        self.stdout.write(json.dumps(entries, ensure_ascii=False, indent=1) if options["json"] else as_text(entries))

    def checked(
        self, paths: list[Path], as_of: date | None, orders: dict[str, str] | None, slug: str | None
    ) -> list[dict[str, Any]]:
        """As the organisation would read it, where one is named."""
        files = [file for path in paths for file in files_in(path)]
        if not files:
            raise BadInput("no_file", "There is no CSV, TSV, XLSX or Parquet file here.")
        sheets, unread = read_several(partial(read_path, file) for file in files)
        year = (
            Organisation.objects.filter(slug=slug).values_list("fiscal_year_starts", flat=True).first() if slug else 1
        )
        mappings = [propose(sheet) for sheet in sheets]
        return report(prepare(sheets, mappings, as_of, orders=orders, unread=unread, fiscal_start=year or 1))

    def imported(
        self, paths: list[Path], slug: str | None, orders: dict[str, str] | None, options: dict[str, Any]
    ) -> list[dict[str, Any]]:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation '{slug}'.", returncode=2)
        import_ = import_paths(
            organisation=organisation, paths=paths, mode=options["mode"], as_of=options["as_of"], orders=orders
        )
        return list(self.with_snapshot(import_))

    def with_snapshot(self, import_: Import) -> list[dict[str, Any]]:
        digest = import_.snapshot.digest if import_.snapshot else ""
        return [{**entry, "snapshot": digest} for entry in import_.report["sheets"]]


def as_text(entries: list[dict[str, Any]]) -> str:
    return "\n".join(line for entry in entries for line in lines_of(entry))


def lines_of(entry: dict[str, Any]) -> list[str]:
    mapped = sum(bool(column) for column in entry["mapping"].values())
    head = f"{entry['file']}: {entry['table'] or 'not recognised'}, {entry['rows']:,} rows, {mapped} columns mapped"
    notes = [f"  {note['message']}" for note in entry["notes"]]
    places = [(p, f"row {p['row']}" if p["row"] else "", p["column"]) for p in entry["problems"]]
    return [
        head,
        *notes,
        *(
            f"  {', '.join(part for part in (row, column) if part)}: {p['message']}".replace("  : ", "  ")
            for p, row, column in places
        ),
    ]
