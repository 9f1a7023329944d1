import threading

import pytest
from django.db import OperationalError, connection

from jobs import work
from jobs.actions import request_cancel, take_job
from jobs.models import Job
from jobs.work import Refused, run_job

State = Job.State


@pytest.fixture
def job(order):
    return order()


def run(job, action):
    run_job(str(job.pk), action)
    job.refresh_from_db()


def test_what_the_action_returns_becomes_the_result(job):
    run(job, lambda work: {"rows": 3})
    assert (job.state, job.result) == (State.DONE, {"rows": 3})


def test_a_callable_outcome_is_called_once_inside_the_ending_transaction(job):
    seen = []

    def write():
        seen.append(connection.in_atomic_block)
        return {"written": True}

    run(job, lambda work: write)
    assert (job.result, seen) == ({"written": True}, [True])


def test_a_refusal_is_shown_as_it_was_said(job):
    def refuse(work):
        raise Refused("The file has no rows.")

    run(job, refuse)
    assert (job.state, job.error) == (State.FAILED, "The file has no rows.")


def test_an_unforeseen_error_is_kept_on_the_row_and_raised_for_the_log(job):
    def fail(work):
        raise KeyError("stage")

    with pytest.raises(KeyError):
        run_job(str(job.pk), fail)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "KeyError: 'stage'")


def test_a_cancelled_action_stops_where_it_reports(job):
    def act(work):
        request_cancel(job=work.job)
        work.progress(1, 2)
        raise AssertionError("went on after it was cancelled")

    run(job, act)
    assert (job.state, job.error) == (State.CANCELLED, "")


def test_a_job_that_is_gone_ends_quietly(job):
    Job.objects.all().delete()
    run_job(str(job.pk), lambda work: pytest.fail("ran"))


def test_a_job_that_another_worker_holds_is_not_done_twice(job):
    take_job(job_id=str(job.pk), holder="worker two")
    run(job, lambda work: pytest.fail("ran"))
    assert (job.state, job.holder) == (State.RUNNING, "worker two")


def test_a_worker_that_lost_its_lease_keeps_nothing(job, expire):
    def act(work):
        expire(work.job)
        take_job(job_id=str(job.pk), holder="worker two")
        return lambda: pytest.fail("wrote its outcome")

    run(job, act)
    assert (job.state, job.holder, job.result) == (State.RUNNING, "worker two", {})


def until(condition, what):
    for _ in range(600):
        if condition():
            return
        threading.Event().wait(0.05)
    pytest.fail(f"{what} did not happen within half a minute")


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_action_works(job, settings):
    settings.JOB_LEASE_SECONDS = 3

    def act(work):
        first = Job.objects.get().lease_until
        until(lambda: Job.objects.get().lease_until > first, "a heartbeat")
        return {}

    run(job, act)
    assert job.state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_heartbeat_that_misses_the_database_goes_on(job, settings, monkeypatch):
    settings.JOB_LEASE_SECONDS = 1
    beats = []

    def miss_first(*, job):
        beats.append(job)
        if len(beats) == 1:
            raise OperationalError("server closed the connection")

    monkeypatch.setattr(work, "renew_lease", miss_first)

    def act(work):
        until(lambda: len(beats) > 1, "the second heartbeat")
        return {}

    run(job, act)
    assert job.state == State.DONE


def test_the_heartbeat_ends_with_the_job(job):
    run(job, lambda work: {})
    assert not [thread for thread in threading.enumerate() if thread.name == f"heartbeat of {job.pk}"]
