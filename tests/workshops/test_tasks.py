import uuid

import pytest

from jobs.models import Job
from tests.workshops.scenarios import CONSTRAINTS
from workshops import tasks
from workshops.actions.scenarios import order_scenario
from workshops.models import Evidence, Run, Scenario, Session


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


@pytest.fixture
def scenario(territory_run):
    return order_scenario(run=territory_run, constraints=CONSTRAINTS)


@pytest.fixture
def ended(scenario):
    """Does the scenario's job; the job as it then is, and the scenario."""

    def ended():
        tasks.make_scenario(str(scenario.job_id))
        scenario.job.refresh_from_db()
        return scenario.job, Scenario.objects.filter(pk=scenario.pk).first()

    return ended


def test_the_task_makes_a_scenario_once(ended):
    job, scenario = ended()
    assert (job.state, job.result["digest"]) == (Job.State.DONE, scenario.digest)
    made_at = scenario.made_at
    assert ended()[1].made_at == made_at


def test_a_scenario_that_is_gone_is_said(scenario):
    job = scenario.job
    Scenario.objects.all().delete()
    tasks.make_scenario(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "The scenario is no longer there.")


def test_a_scenario_whose_job_was_cancelled_is_not_made(ended):
    Job.objects.update(cancel_requested=True)
    job, scenario = ended()
    assert (job.state, scenario.body) == (Job.State.CANCELLED, None)


def test_a_scenario_without_tables_is_refused_with_their_names(ended, territory_run):
    Session.objects.filter(pk=territory_run.session_id).update(snapshot=None)
    job, scenario = ended()
    assert (job.state, scenario.body) == (Job.State.FAILED, None)
    assert "reps (rep_id)" in job.error


def test_a_scenario_on_a_damaged_file_is_said(ended, territory_snapshot):
    territory_snapshot.tables["deals"] = territory_snapshot.tables["deals"] | {"sha256": "0" * 64}
    territory_snapshot.save()
    job, _ = ended()
    assert job.state == Job.State.FAILED
    assert "is not what was written" in job.error


def test_a_solver_that_fails_is_kept_on_the_row_and_raised(ended, scenario, monkeypatch):
    def broken(**_given):
        raise RuntimeError("HiGHS found no linear map")

    monkeypatch.setattr(tasks.scenarios, "find_scenario", broken)
    with pytest.raises(RuntimeError, match="no linear map"):
        ended()
    job = Job.objects.get(pk=scenario.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "RuntimeError: HiGHS found no linear map")


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_makes_a_scenario(work_off, territory_run):
    job = work_off(lambda: order_scenario(run=territory_run, constraints=CONSTRAINTS).job, "analysis")
    assert job.state == Job.State.DONE
    assert Scenario.objects.get().digest == job.result["digest"]
