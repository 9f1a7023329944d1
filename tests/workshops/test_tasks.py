import uuid

import pytest

from jobs.models import Job
from workshops import tasks
from workshops.models import Evidence, Run


@pytest.fixture
def job(run, answered_by_all):
    answered_by_all(run, Run.Step.REVEAL_1)
    return Job.objects.get()


@pytest.fixture
def outcome(job):
    def outcome():
        job.refresh_from_db()
        return job.state

    return outcome


def test_the_task_freezes_and_ends_its_job(job, outcome):
    tasks.freeze_evidence(str(job.pk))
    assert outcome() == Job.State.DONE
    assert job.result["digest"] == Evidence.objects.get().digest


def test_the_task_delivered_twice_freezes_once(job):
    tasks.freeze_evidence(str(job.pk))
    tasks.freeze_evidence(str(job.pk))
    job.refresh_from_db()
    assert (job.attempts, Evidence.objects.count()) == (1, 1)


def test_the_task_of_a_job_that_is_gone_ends_quietly(db):
    tasks.freeze_evidence(str(uuid.uuid4()))
    assert not Evidence.objects.exists()


def test_a_job_that_was_cancelled_freezes_nothing(job, outcome):
    Job.objects.update(cancel_requested=True)
    tasks.freeze_evidence(str(job.pk))
    assert outcome() == Job.State.CANCELLED
    assert not Evidence.objects.exists()


def test_a_run_that_is_gone_is_said(job, outcome):
    Job.objects.update(arguments={"run": 0})
    tasks.freeze_evidence(str(job.pk))
    assert outcome() == Job.State.FAILED
    assert job.error == "The exercise is no longer there."


def test_a_damaged_file_is_said_in_one_sentence(job, outcome, run, snapshot):
    run.session.snapshot = snapshot
    run.session.save()
    entry = snapshot.tables["deals"]
    snapshot.tables["deals"] = entry | {"sha256": "0" * 64}
    snapshot.save()
    tasks.freeze_evidence(str(job.pk))
    assert outcome() == Job.State.FAILED
    assert "is not what was written" in job.error


def test_what_nobody_foresaw_is_kept_on_the_row_and_raised(job, outcome, monkeypatch):
    def broken(**_given):
        raise OSError("disk full")

    monkeypatch.setattr(tasks.evidence, "freeze_evidence", broken)
    with pytest.raises(OSError, match="disk full"):
        tasks.freeze_evidence(str(job.pk))
    assert outcome() == Job.State.FAILED
    assert job.error == "OSError: disk full"


def test_a_new_snapshot_refreshes_sessions_without_tables(session, snapshot):
    tasks.refresh_evidence(snapshot.pk)
    session.refresh_from_db()
    assert session.snapshot == snapshot


def test_a_snapshot_that_is_gone_changes_nothing(session):
    tasks.refresh_evidence(0)
    session.refresh_from_db()
    assert session.snapshot is None
