from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs.actions import (
    Cancelled,
    LeaseLost,
    fail_job,
    finish_job,
    release_children,
    renew_lease,
    report_progress,
    request_cancel,
    sweep_jobs,
    take_job,
)
from jobs.models import Job

State = Job.State
TASK = "datasets.tasks.check_import"


def take(job, holder="worker one"):
    return take_job(job_id=str(job.pk), holder=holder)


# --- order -----------------------------------------------------------------------------------------------------------


def test_a_job_is_queued_when_its_order_is_committed(order, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = order(arguments={"import": 3})
        assert queued() == []
    assert queued() == [(TASK, str(job.pk))]
    assert (job.state, job.arguments) == (State.QUEUED, {"import": 3})


@pytest.mark.django_db(transaction=True)
def test_nothing_is_queued_when_the_order_is_rolled_back(order, queued):
    def order_and_fail():
        with transaction.atomic():
            order()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        order_and_fail()
    assert queued() == []
    assert not Job.objects.exists()


def test_an_unreachable_broker_leaves_the_job_queued(order, state_of, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*args, **options):
        raise OperationalError("Connection refused")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = order()
    assert state_of(job) == State.QUEUED


# --- take ------------------------------------------------------------------------------------------------------------


def test_taking_gives_the_lease_and_counts_the_attempt(order, settings):
    job = take(order())
    assert (job.state, job.holder, job.attempts) == (State.RUNNING, "worker one", 1)
    assert job.lease_until - timezone.now() <= timedelta(seconds=settings.JOB_LEASE_SECONDS)
    assert job.lease_until > job.started_at


def test_a_job_that_is_held_cannot_be_taken(running):
    assert take(running, "worker two") is None
    running.refresh_from_db()
    assert (running.holder, running.attempts) == ("worker one", 1)


def test_a_job_whose_lease_ran_out_is_taken_over(running, expire):
    expire(running)
    assert take(running, "worker two").attempts == 2


def test_a_job_that_waits_for_its_parts_cannot_be_taken(order):
    assert take(order(waits_for_children=True)) is None


def test_a_job_that_has_ended_cannot_be_taken(running):
    finish_job(job=running, outcome={})
    assert take(running) is None


def test_a_job_that_is_gone_cannot_be_taken(order):
    job = order()
    Job.objects.all().delete()
    assert take(job) is None


def test_a_cancelled_job_that_is_taken_ends(order, state_of):
    job = order()
    Job.objects.update(cancel_requested=True)
    assert take(job) is None
    assert state_of(job) == State.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_takes_the_job(order, race):
    job = order()
    taken = race(lambda: take(job, "one"), lambda: take(job, "two"))
    assert sorted(each is None for each in taken) == [False, True]
    assert Job.objects.get().attempts == 1


# --- heartbeat and progress ------------------------------------------------------------------------------------------


def test_a_heartbeat_renews_the_lease(running, expire):
    expire(running)
    renew_lease(job=running)
    running.refresh_from_db()
    assert running.lease_until > timezone.now()


def test_a_heartbeat_for_a_job_of_another_worker_is_refused(running, expire):
    expire(running)
    take(running, "worker two")
    with pytest.raises(LeaseLost):
        renew_lease(job=running)


def test_progress_is_kept_where_people_can_see_it(running):
    report_progress(job=running, done=2, total=6, note="4.1")
    running.refresh_from_db()
    assert (running.done, running.total, running.note) == (2, 6, "4.1")


def test_progress_of_a_lost_job_changes_nothing(running, expire):
    expire(running)
    take(running, "worker two")
    with pytest.raises(LeaseLost):
        report_progress(job=running, done=2, total=6)
    running.refresh_from_db()
    assert running.done == 0


def test_progress_tells_that_somebody_cancelled(running):
    request_cancel(job=running)
    with pytest.raises(Cancelled):
        report_progress(job=running, done=1, total=6)


# --- finish and fail -------------------------------------------------------------------------------------------------


def test_finishing_keeps_the_result_and_frees_the_lease(running):
    finish_job(job=running, outcome={"rows": 8800})
    running.refresh_from_db()
    assert (running.state, running.result, running.holder, running.lease_until) == (
        State.DONE,
        {"rows": 8800},
        "",
        None,
    )
    assert running.ended_at


def test_a_worker_that_lost_its_lease_writes_nothing(running, expire, organisation):
    def outcome():
        organisation.name = "written too late"
        organisation.save()
        return {}

    expire(running)
    take(running, "worker two")
    with pytest.raises(LeaseLost):
        finish_job(job=running, outcome=outcome)
    organisation.refresh_from_db()
    assert organisation.name == "Nordhafen Instruments"


def test_an_outcome_that_fails_leaves_neither_result_nor_end(running, organisation, state_of):
    def outcome():
        organisation.name = "half written"
        organisation.save()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        finish_job(job=running, outcome=outcome)
    organisation.refresh_from_db()
    assert (organisation.name, state_of(running)) == ("Nordhafen Instruments", State.RUNNING)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_that_finish_one_writes(order, race, expire):
    first = take(order(), "one")
    expire(first)
    second = take(first, "two")
    ended = race(
        lambda: finish_job(job=first, outcome={"by": "one"}), lambda: finish_job(job=second, outcome={"by": "two"})
    )
    assert isinstance(ended[0], LeaseLost)
    assert ended[1] is None
    assert Job.objects.get().result == {"by": "two"}


def test_failing_keeps_the_reason(running):
    fail_job(job=running, error="No snapshot yet")
    running.refresh_from_db()
    assert (running.state, running.error) == (State.FAILED, "No snapshot yet")


def test_a_lost_job_is_not_failed_by_who_lost_it(running, expire, state_of):
    expire(running)
    take(running, "worker two")
    fail_job(job=running, error="late")
    assert state_of(running) == State.RUNNING


# --- children --------------------------------------------------------------------------------------------------------


@pytest.fixture
def family(order):
    """A job that waits for two parts."""
    parent = order("Report", waits_for_children=True)
    return parent, order("4.1", parent=parent), order("3.1", parent=parent)


def end(job, **fields):
    finish_job(job=take(job), outcome=fields)


def test_a_parent_waits_until_its_last_child_has_ended(family, state_of):
    parent, one, two = family
    end(one)
    assert state_of(parent) == State.WAITING
    end(two)
    assert state_of(parent) == State.QUEUED


def test_a_parent_counts_its_children(family):
    parent, one, _ = family
    end(one)
    parent.refresh_from_db()
    assert (parent.done, parent.total) == (1, 2)


def test_a_child_that_fails_does_not_hold_its_parent_up(family, state_of):
    parent, one, two = family
    fail_job(job=take(one), error="no competitors named")
    end(two)
    assert state_of(parent) == State.QUEUED


def test_a_parent_without_children_is_queued_when_released(order, state_of):
    parent = order(waits_for_children=True)
    release_children(job=parent)
    assert state_of(parent) == State.QUEUED


def test_releasing_a_parent_whose_children_work_queues_nothing(family, state_of):
    parent, *_ = family
    release_children(job=parent)
    assert state_of(parent) == State.WAITING


def test_releasing_twice_queues_once(order, queued, django_capture_on_commit_callbacks):
    parent = order(waits_for_children=True)
    with django_capture_on_commit_callbacks(execute=True):
        release_children(job=parent)
        release_children(job=parent)
    assert queued() == [(TASK, str(parent.pk))]


@pytest.mark.django_db(transaction=True)
def test_children_that_end_together_queue_their_parent_once(family, race, queued):
    parent, one, two = family
    queued()
    taken = [take(one), take(two)]
    assert race(*[lambda job=job: finish_job(job=job, outcome={}) for job in taken]) == [None, None]
    assert queued() == [(TASK, str(parent.pk))]


# --- cancel ----------------------------------------------------------------------------------------------------------


def test_cancelling_a_queued_job_ends_it(order, state_of):
    job = order()
    request_cancel(job=job)
    assert state_of(job) == State.CANCELLED


def test_cancelling_a_running_job_leaves_it_to_stop_by_itself(running):
    request_cancel(job=running)
    running.refresh_from_db()
    assert (running.state, running.cancel_requested) == (State.RUNNING, True)


def test_cancelling_reaches_children_and_their_children(family, order, state_of):
    parent, one, two = family
    below = order("a part of 4.1", parent=one)
    request_cancel(job=parent)
    assert {state_of(job) for job in (parent, one, two, below)} == {State.CANCELLED}


def test_cancelling_what_has_ended_changes_nothing(running, state_of):
    finish_job(job=running, outcome={})
    request_cancel(job=running)
    assert state_of(running) == State.DONE


# --- sweep -----------------------------------------------------------------------------------------------------------


def test_the_sweeper_queues_again_what_a_dead_worker_held(running, expire, queued, django_capture_on_commit_callbacks):
    expire(running)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_jobs() == 1
    assert queued() == [(TASK, str(running.pk))]
    running.refresh_from_db()
    assert (running.state, running.holder, running.attempts) == (State.QUEUED, "", 1)


def test_the_sweeper_queues_again_what_the_broker_lost(order, expire, queued, django_capture_on_commit_callbacks):
    job = order()
    expire(job)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_jobs()
    assert queued() == [(TASK, str(job.pk))]


def test_the_sweeper_leaves_alone_what_is_alive(running, order, family):
    assert sweep_jobs() == 0


def test_a_job_whose_worker_always_dies_is_given_up(running, expire, settings):
    Job.objects.update(attempts=settings.JOB_MAX_ATTEMPTS)
    expire(running)
    sweep_jobs()
    running.refresh_from_db()
    assert running.state == State.FAILED
    assert running.error == "Given up after 5 attempts: each time its worker died"


def test_a_child_that_is_given_up_lets_its_parent_go_on(family, expire, state_of, settings):
    parent, one, two = family
    end(two)
    take(one)
    Job.objects.filter(pk=one.pk).update(attempts=settings.JOB_MAX_ATTEMPTS)
    expire(one)
    sweep_jobs()
    assert state_of(parent) == State.QUEUED


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_queue_a_lost_job_once(order, expire, race, queued):
    job = order()
    queued()
    expire(job)
    assert sum(race(sweep_jobs, sweep_jobs)) == 1
    assert queued() == [(TASK, str(job.pk))]
