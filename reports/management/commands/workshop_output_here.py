"""The inside of `workshop_output`: works in the database at hand, which its caller made and will throw away."""

from typing import Any

from django.core.management.base import BaseCommand

from curriculum.queries import NoSuchContent
from datasets.problems import BadInput
from reports.actions.orders import order_output
from reports.actions.throwaway import make_session
from reports.management.commands.workshop_output import BAD_INPUT, add_arguments
from reports.waiting import NotMade, copy_to, failures_of, wait_for
from workshops.answer_files import BadAnswers


class Command(BaseCommand):
    help = "Internal: what workshop_output runs in its throw-away database"

    def add_arguments(self, parser: Any) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.make(options)
        except (BadInput, BadAnswers, NoSuchContent) as error:
            self.stderr.write(" ".join(str(error).split()))
            raise SystemExit(BAD_INPUT) from error
        except NotMade as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from error

    def make(self, options: dict[str, Any]) -> None:
        wanted = {name: options[name] for name in ("module", "data", "answers", "company", "as_of")}
        session = make_session(**wanted)
        order = order_output(session=session, paper=options["paper"], has_live_record=False)
        output = wait_for(order, self.stderr.write)
        for line in failures_of(order):
            self.stderr.write(line)
        copy_to(output, options["out"])
        exercises = ", ".join(session.runs.order_by("position").values_list("exercise", flat=True))
        self.stdout.write(f"{options['out'].name}: {output.pages} pages on {exercises}; sha256 {output.sha256}")
