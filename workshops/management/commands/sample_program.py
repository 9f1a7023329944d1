"""`manage.py sample_program`: the sample company with a program to look around in. Safe to repeat."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workshops.models import Session
from workshops.sample.people import CO_FACILITATOR, FACILITATOR, SPONSOR
from workshops.sample.program import Sample, described, make_sample, sample_exists
from workshops.sample.size import add_size_arguments


class Command(BaseCommand):
    help = "Make the sample company and its program, as far as they are not there yet"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_size_arguments(parser)
        parser.add_argument("--whole", action="store_true", help="a program that has been through all eight modules")
        parser.add_argument("--if-none", action="store_true", help="do nothing where the sample is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        whole = options["whole"]
        if options["if_none"] and sample_exists(whole=whole):
            self.stdout.write("The sample program is there already.")
            return
        for line in told(make_sample(seed=options["seed"], deals=options["deals"], whole=whole)):
            self.stdout.write(line)


def told(sample: Sample) -> list[str]:
    return [
        f"{sample.organisation}: {sample.program}, {sample.program.enrolments.count()} people",
        *(session_line(session) for session in sample.sessions),
        f"Facilitator {described(FACILITATOR)}, with {described(CO_FACILITATOR)}; sponsor {described(SPONSOR)}",
    ]


def session_line(session: Session) -> str:
    runs = ", ".join(f"{run.exercise} {run.get_step_display().lower()}" for run in session.runs.order_by("position"))
    day = session.starts_at.date().isoformat() if session.starts_at else "no day"
    return f"{session.title}, {day}, join code {session.join_code}: {runs}"
