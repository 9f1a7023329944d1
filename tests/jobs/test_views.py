import pytest
from django.urls import reverse

from jobs.actions import finish_job, order_job, take_job
from jobs.models import Job
from jobs.queries import progress_of

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def job(organisation, member):
    return order_job(organisation=organisation, title="Counting", task="t", ordered_by=member)


@pytest.fixture
def family(organisation, facilitator):
    """A job that waits for one that waits for two parts."""

    def order(title, **options):
        return order_job(organisation=organisation, title=title, task="t", ordered_by=facilitator, **options)

    whole = order("Document", waits_for_children=True)
    middle = order("Composing", parent=whole, waits_for_children=True)
    return whole, middle, [order(f"Part {number}", parent=middle) for number in (1, 2)]


def end(job):
    finish_job(job=take_job(job_id=str(job.pk), holder="a worker"), outcome={})


@pytest.mark.parametrize(
    ("who", "status"), [("member", 200), ("facilitator", 200), ("admin", 200), ("colleague", 403), ("stranger", 404)]
)
def test_who_may_watch_and_stop_a_job(who, status, client, request, job, join):
    person = join("cora") if who == "colleague" else request.getfixturevalue(who)
    client.force_login(person)
    assert client.get(reverse("jobs:job", args=[job.pk])).status_code == status
    stopped = client.post(reverse("jobs:cancel", args=[job.pk])).status_code
    assert stopped == (302 if status == 200 else status)
    job.refresh_from_db()
    assert (job.state == Job.State.CANCELLED) == (status == 200)


def test_a_job_that_nobody_took_says_so(client, member, job):
    client.force_login(member)
    html = client.get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "No worker has taken it yet." in html
    assert "Cancel" in html


def test_the_part_that_moves_is_asked_for_alone(client, member, job):
    client.force_login(member)
    html = client.get(reverse("jobs:job", args=[job.pk]), **HTMX).content.decode()
    assert "<html" not in html
    assert 'hx-trigger="every 2s"' in html


def test_a_job_that_ended_is_not_asked_for_again(client, member, job):
    end(job)
    client.force_login(member)
    html = client.get(reverse("jobs:job", args=[job.pk]), **HTMX).content.decode()
    assert "hx-get" not in html
    assert "done" in html


@pytest.mark.parametrize(("name", "wrong"), [("job", "post"), ("cancel", "get")])
def test_the_wrong_method_is_refused(name, wrong, client, member, job):
    client.force_login(member)
    assert getattr(client, wrong)(reverse(f"jobs:{name}", args=[job.pk])).status_code == 405


def test_a_job_that_is_not_there_is_404(client, member):
    client.force_login(member)
    assert client.get("/jobs/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/").status_code == 404


def test_a_document_is_queued_until_a_part_of_it_is_taken(family):
    whole, _, (first, _) = family
    seen = progress_of(whole)
    assert (seen.state, seen.done, seen.total, seen.is_untouched) == (Job.State.QUEUED, 0, 2, True)
    take_job(job_id=str(first.pk), holder="a worker")
    seen = progress_of(whole)
    assert (seen.state, seen.note, seen.is_untouched) == (Job.State.RUNNING, "Part 1", False)


def test_parts_that_are_made_are_counted(family):
    whole, middle, parts = family
    end(parts[0])
    assert (progress_of(whole).done, progress_of(whole).total) == (1, 2)
    end(parts[1])
    seen = progress_of(whole)
    assert (seen.done, seen.total, seen.note) == (2, 2, "putting the parts together")
    end(middle)
    whole.refresh_from_db()
    assert progress_of(whole).state == Job.State.QUEUED


def test_cancelling_a_document_cancels_all_that_it_waits_for(client, facilitator, family):
    whole, _, _ = family
    client.force_login(facilitator)
    client.post(reverse("jobs:cancel", args=[whole.pk]))
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.CANCELLED}
