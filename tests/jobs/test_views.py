import pytest
from django.urls import reverse

from accounts.models import Role
from jobs.actions import finish_job, report_progress, take_job
from jobs.models import Job


@pytest.fixture
def sign_in(client):
    return lambda person: client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def job(order, member):
    return order("Import of deals", ordered_by=member)


@pytest.fixture
def page(job):
    return reverse("jobs:job", args=[job.pk])


@pytest.fixture
def cancel(job):
    return reverse("jobs:cancel", args=[job.pk])


def test_who_ordered_a_job_sees_how_far_it_is(client, sign_in, member, job, page):
    report_progress(job=take_job(job_id=str(job.pk), holder="one"), done=2, total=6, note="reading deals.csv")
    sign_in(member)
    text = client.get(page).text
    assert "Import of deals" in text
    assert "reading deals.csv" in text


def test_a_job_that_no_worker_has_taken_says_that_it_is_queued(client, sign_in, member, page):
    sign_in(member)
    assert "queued" in client.get(page).text.lower()


def test_htmx_gets_the_part_that_moves(client, sign_in, member, page):
    sign_in(member)
    assert "<html" not in client.get(page, headers={"HX-Request": "true"}).text


def test_a_job_that_failed_says_why(client, sign_in, member, job, page):
    Job.objects.update(state=Job.State.FAILED, error="The file has no rows.")
    sign_in(member)
    assert "The file has no rows." in client.get(page).text


def test_a_job_is_cancelled_by_who_ordered_it(client, sign_in, member, job, cancel, page, state_of):
    sign_in(member)
    response = client.post(cancel)
    assert (response.status_code, response.url, state_of(job)) == (302, page, Job.State.CANCELLED)


def test_cancelling_what_is_done_changes_nothing(client, sign_in, member, job, cancel, state_of):
    finish_job(job=take_job(job_id=str(job.pk), holder="one"), outcome={})
    sign_in(member)
    client.post(cancel)
    assert state_of(job) == Job.State.DONE


def test_cancelling_is_posted(client, sign_in, member, cancel, job, state_of):
    sign_in(member)
    assert client.get(cancel).status_code == 405
    assert state_of(job) == Job.State.QUEUED


def test_a_job_is_only_read(client, sign_in, member, page):
    sign_in(member)
    assert client.post(page).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_organisations_job_is_not_there(client, sign_in, stranger, page, cancel, method, state_of, job):
    sign_in(stranger)
    assert getattr(client, method)(page if method == "get" else cancel).status_code == 404
    assert state_of(job) == Job.State.QUEUED


def test_a_colleague_neither_sees_nor_stops_it(client, sign_in, join, page, cancel, state_of, job):
    sign_in(join("rita", Role.READER))
    assert (client.get(page).status_code, client.post(cancel).status_code) == (403, 403)
    assert state_of(job) == Job.State.QUEUED


def test_a_job_that_is_gone_is_not_there(client, sign_in, member, page):
    sign_in(member)
    Job.objects.all().delete()
    assert client.get(page).status_code == 404


def test_nobody_is_asked_to_sign_in(client, page):
    response = client.get(page)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={page}")
