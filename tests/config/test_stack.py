"""Broker, worker and beat around a command, with real processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import children, lock, stack

ROOT = Path(__file__).parents[2]


def run(*command):
    return subprocess.run(
        [sys.executable, "-m", "config.stack", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


LOSE_A_JOB = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from accounts.models import Organisation
from jobs.actions import order_job, take_job
from jobs.models import Job
organisation = Organisation.objects.create(name="Nordhafen", slug="nordhafen")
job = order_job(organisation=organisation, title="Lost", task="nobody.knows.this")
take_job(job_id=str(job.pk), holder="a worker that died")
Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
"""
WAIT_FOR_THE_SWEEPER = """
import django; django.setup()
import time
from jobs.models import Job
deadline = time.monotonic() + 60
while Job.objects.get().state == "running" and time.monotonic() < deadline:
    time.sleep(0.1)
print(Job.objects.get().state)
raise SystemExit(7)
"""


@pytest.mark.stack
@pytest.mark.embedded
@pytest.mark.timeout(300)
def test_beat_and_worker_find_what_a_dead_worker_left_within_a_minute(migrated_folder, monkeypatch):
    """And the command's exit code is its own, and nothing is left running."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    subprocess.run([sys.executable, "-c", LOSE_A_JOB], cwd=ROOT, check=True)
    found = run(sys.executable, "-c", WAIT_FOR_THE_SWEEPER)
    assert (found.returncode, found.stdout) == (7, "queued\n"), found.stderr
    assert (migrated_folder / "stack.lock").read_text() == ""


def test_a_folder_is_held_once(tmp_path):
    path = tmp_path / "stack.lock"
    with (
        lock.hold(path, kind="run", url="http://127.0.0.1:8000"),
        pytest.raises(lock.Taken) as taken,
        lock.hold(path, kind="command"),
    ):
        pytest.fail("held twice")
    assert taken.value.holder["url"] == "http://127.0.0.1:8000"
    with lock.hold(path, kind="command"):
        assert lock.read(path)["kind"] == "command"
    assert lock.read(path) is None


def test_a_server_that_ends_at_its_start_is_named_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setenv("CHARTROOM_VAR", str(tmp_path))
    child = children.start("valkey", [sys.executable, "-c", "raise SystemExit('FATAL: bad configuration')"])
    with pytest.raises(stack.StackError, match=r"Valkey ended at its start:\nFATAL: bad configuration"):
        stack.wait_for("Valkey", lambda: False, child, seconds=30)


def test_a_server_that_never_answers_is_given_up(tmp_path):
    with pytest.raises(stack.StackError, match="Valkey did not answer within 0 s"):
        stack.wait_for("Valkey", lambda: False, seconds=0)
