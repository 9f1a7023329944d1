"""For commands that order a document and stay until it is there."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage

from config.stack import running_stack, worker_answers
from jobs.models import Job
from jobs.queries import progress_of
from reports.models import Handout, Order, Output

PATIENCE = 1800.0  # seconds without an end


class NotMade(Exception):
    """The document was not made; the message says why."""


@contextmanager
def a_worker() -> Iterator[None]:
    """The worker that answers, or one of our own for the block."""
    if worker_answers():
        yield
        return
    with running_stack():
        yield


def wait_for(order: Order, tell: Callable[[str], object], seconds: float = PATIENCE) -> Output:
    """The output, once there is one; `tell` is given each line of progress once. Raises NotMade."""
    wait_until_done(order.job, tell, seconds)
    return Output.objects.get(order=order)


def wait_until_done(job: Job, tell: Callable[[str], object], seconds: float = PATIENCE) -> None:
    """Raises NotMade where it ends otherwise, or does not end."""
    deadline, said = time.monotonic() + seconds, ""
    while not job.has_ended:
        if time.monotonic() > deadline:
            raise NotMade(f"{job.title}: not finished after {seconds:.0f} s")
        said = tell_once(line_of(job), said, tell)
        time.sleep(0.2)
        job.refresh_from_db()
    if job.state != job.State.DONE:
        raise NotMade(f"{job.title}: {job.error or job.get_state_display()}")


def line_of(job: Job) -> str:
    progress = progress_of(job)
    counted = f" {progress.done} of {progress.total}" if progress.total else ""
    return f"{progress.get_state_display()}{counted} {progress.note}".strip()


def tell_once(line: str, said: str, tell: Callable[[str], object]) -> str:
    if line != said:
        tell(line)
    return line


def copy_to(output: Output | Handout, target: Path) -> None:
    """Whole or not at all."""
    draft = target.with_name(f".{target.name}.draft")
    with default_storage.open(output.path) as file:
        draft.write_bytes(file.read())
    draft.replace(target)


def failures_of(order: Order) -> list[str]:
    """Sections that the document says could not be printed, each with its reason."""
    return [
        f"Exercise {section.run.exercise} could not be printed: {section.job.error}"
        for section in order.sections.select_related("job", "run")
        if not section.html
    ]
