"""`manage.py analyse ID --data DIR`: what an exercise finds in a folder of tables. Needs no database."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from analysis import catalogue, sources
from analysis.charts import DESK
from analysis.findings import Provenance
from analysis.inputs import Inputs, no_answers
from analysis.provenance import code_digest
from curriculum.loader import load_folder
from curriculum.problems import ContentErrors
from datasets.folder import Prepared, read_folder
from datasets.problems import BadInput
from workshops.answer_files import BadAnswers, answers_digest, read_answers
from workshops.plain_text import findings_text

BAD_INPUT = 2  # the exit code of argparse for a bad command line, too


class Command(BaseCommand):
    help = "Findings of one exercise on the tables in a folder"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("exercise", help="such as 4.1")
        parser.add_argument("--data", required=True, type=Path, help="folder of CSV, TSV, XLSX or Parquet files")
        parser.add_argument("--answers", type=Path, help="CSV with one row per answered item")
        parser.add_argument("--json", action="store_true", help="the findings as JSON instead of text")
        parser.add_argument("--as-of", type=date.fromisoformat, help="the day to look from, 2026-09-30")
        parser.add_argument("--from", type=date.fromisoformat, dest="since", help="first day of the window")
        parser.add_argument("--to", type=date.fromisoformat, dest="until", help="last day of the window")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            spoken = spoken_findings(
                options["exercise"],
                data=options["data"],
                answers=options["answers"],
                days={name: options[name] for name in ("as_of", "since", "until")},
            )
        except (BadAnswers, BadInput, ContentErrors, catalogue.UnknownExercise) as error:
            self.stderr.write(" ".join(str(error).split()))
            raise SystemExit(BAD_INPUT) from error
        self.stdout.write(json.dumps(spoken, ensure_ascii=False) if options["json"] else findings_text(spoken))


def spoken_findings(exercise: str, *, data: Path, answers: Path | None, days: dict[str, date | None]) -> dict[str, Any]:
    """The findings as the stable JSON, charts drawn. Raises UnknownExercise, BadInput, BadAnswers, ContentErrors."""
    content = content_of(exercise)
    if content is None and exercise not in catalogue.discover():
        raise catalogue.UnknownExercise(exercise)
    inputs = inputs_from(content, read_folder(data, as_of=days["as_of"]), answers, days)
    findings = catalogue.analyse(exercise, inputs)
    drawn = replace(findings, charts=catalogue.draw(findings, DESK))
    title = content["title"] if content else ""
    return {"title": title, **catalogue.wording(exercise).findings(drawn)}


def content_of(exercise: str) -> dict[str, Any] | None:
    """The front matter of the exercise's file; None where it has none. Raises ContentErrors."""
    file = load_folder().exercises.get(exercise)
    return file.content() if file else None


def inputs_from(
    content: dict[str, Any] | None, prepared: Prepared, answers: Path | None, days: dict[str, date | None]
) -> Inputs:
    """Tables, answers and content, and what they all rest on."""
    asked = sources.with_resolved(content, sources.resolve(content, prepared.tables)) if content else {}
    if answers and not content:
        raise BadAnswers("This exercise has no file that says what its answers mean.")
    rows = read_answers(answers, asked) if answers else no_answers()
    provenance = Provenance(
        snapshot=prepared.digest,
        answers=answers_digest(rows),
        code=code_digest(),
        as_of=days["as_of"] or prepared.as_of or timezone.localdate(),
        since=days["since"],
        until=days["until"],
    )
    return Inputs(tables=prepared.tables, provenance=provenance, answers=rows, content=asked)
