"""A worker that dies without a word, on a real Valkey and with real processes."""

import os
import signal
import threading

import pytest
from django.db import connection
from django.utils import timezone

from config import embedded, stack
from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from datasets.sample.company import CRM_TABLES, make_company
from datasets.sample.files import write_tables
from jobs.models import Job
from reports.actions.orders import order_output
from reports.models import Output
from workshops.actions.programs import create_program, create_session

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]
LEASE = 3  # seconds, so that the sweeper finds what was lost while somebody waits


@pytest.fixture
def until():
    def until(condition, what, seconds=300):
        for _ in range(seconds * 50):
            if found := condition():
                return found
            threading.Event().wait(0.02)
        return pytest.fail(f"{what} did not happen within {seconds} seconds")

    return until


@pytest.fixture
def environment(settings, tmp_path, monkeypatch):
    """What child processes need to work on this test's own database, files and Valkey."""
    monkeypatch.setenv("CHARTROOM_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("REDIS_URL", raising=False)
    settings.JOB_LEASE_SECONDS = LEASE
    return {
        "DATABASE_URL": database_url(),
        "REDIS_URL": embedded.broker_url(tmp_path / "var"),
        "CHARTROOM_MEDIA": str(settings.MEDIA_ROOT),
        "JOB_LEASE_SECONDS": str(LEASE),
        "LOG_LEVEL": "WARNING",
    }


def database_url():
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


@pytest.fixture
def queue(environment, until):
    """A Valkey of this test's own, and beat with its sweeper."""
    valkey = stack.start_valkey()
    until(stack.valkey_answers, "Valkey's answer")
    beat = stack.start_beat(environment)
    yield
    beat.stop()
    valkey.stop()


@pytest.fixture
def start_worker(environment, queue):
    """Starts a worker of one process; those still alive at the end are ended."""
    workers = []

    def start_worker():
        workers.append(stack.start_worker(environment, concurrency=1))
        return workers[-1]

    yield start_worker
    for worker in workers:
        worker.stop()


@pytest.fixture
def session(organisation, tmp_path):
    """A module 4 of three exercises on a small sample company."""
    folder = tmp_path / "company"
    write_tables(make_company(seed=3, deals=600, tables=CRM_TABLES), folder)
    imported = import_paths(organisation=organisation, paths=[folder])
    program = create_program(
        organisation=organisation, title="Spring", curriculum=store_curriculum(loaded=load_folder())
    )
    return create_session(
        program=program,
        module=4,
        starts_at=timezone.now(),
        snapshot=imported.snapshot,
        exercises=["4.1", "3.1", "2.5"],
    )


def states(order):
    return list(Job.objects.filter(section__order=order).values_list("state", flat=True))


def test_a_report_survives_a_worker_killed_in_the_middle(session, start_worker, until):
    order = order_output(session=session)
    worker = start_worker()
    until(lambda: Job.State.DONE in states(order), "The first section")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.process.wait()

    left = states(order)
    assert left.count(Job.State.DONE) >= 1
    assert len(left) - left.count(Job.State.DONE) >= 1
    assert not Output.objects.exists()

    start_worker()
    until(lambda: Job.objects.get(pk=order.job_id).has_ended, "The report's end")
    order.job.refresh_from_db()
    assert (order.job.state, order.job.error) == (Job.State.DONE, "")
    assert set(states(order)) == {Job.State.DONE}
    assert Output.objects.filter(session=session).values_list("version", flat=True).get() == 1
    # What was done before stays done; what the dead worker held is rendered once more, and nothing else is.
    renders = sorted(order.sections.values_list("renders", flat=True))
    assert renders[:2] == [1, 1]
    assert renders[2] <= 2
    assert not Job.objects.filter(state__in=[Job.State.RUNNING, Job.State.QUEUED, Job.State.WAITING]).exists()


def test_without_a_worker_an_output_stays_queued_and_is_made_once_one_comes(session, start_worker, until):
    order = order_output(session=session)
    # Nobody takes it, not even the sweeper, which is a task itself: past its lease it is still queued.
    until(
        lambda: not Job.objects.filter(state=Job.State.QUEUED, lease_until__gt=timezone.now()).exists(),
        "The lease's end",
    )
    assert set(states(order)) == {Job.State.QUEUED}
    assert not Output.objects.exists()
    start_worker()
    until(lambda: Output.objects.filter(order=order).exists(), "The output")
