from hashlib import sha256

import pytest
from django.core.files.storage import default_storage

from accounts.models import AuditEntry
from curriculum.actions import store_curriculum
from curriculum.queries import NoSuchContent
from jobs.models import Job
from reports import tasks
from reports.actions import handouts
from reports.actions.handouts import order_handout, take_handout
from reports.models import Handout
from reports.rendering import Printed

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7 of a guide"
SHA256 = sha256(PDF).hexdigest()


@pytest.fixture
def curriculum(loaded):
    return store_curriculum(loaded=loaded)


@pytest.fixture
def ordered(curriculum, organisation, facilitator):
    """Orders a handout of module 4, the guide on A4 unless told."""

    def ordered(**other):
        about = {"kind": "guide", "paper": "A4", "module": 4, "ordered_by": facilitator} | other
        return order_handout(curriculum=curriculum, organisation=organisation, **about)

    return ordered


@pytest.fixture
def quick(monkeypatch):
    """Prints without laying out; what was to be printed is kept."""
    seen = []

    def print_pdf(html, paper, writing):
        seen.append((html, paper))
        writing()
        return Printed(PDF, 30)

    monkeypatch.setattr(handouts, "print_pdf", print_pdf)
    return seen


def test_an_order_is_one_job_and_audited(ordered, queued, facilitator):
    handout = ordered()
    assert queued() == [("reports.tasks.make_handout", str(handout.job_id))]
    assert handout.job.title == "Facilitator guide, module 4, A4"
    entry = AuditEntry.objects.get(action="handout.order")
    assert entry.subject == f"handout:{handout.pk}"
    assert entry.detail == {"kind": "guide", "module": 4, "paper": "A4", "sha256": ""}


def test_a_second_order_waits_for_the_same_job(ordered, queued):
    first, second = ordered(), ordered(ordered_by=None)
    assert (first.pk, first.job_id) == (second.pk, second.job_id)
    assert len(queued()) == 1


def test_what_is_made_is_not_made_again_for_another_organisation(
    ordered, quick, queued, curriculum, other_organisation
):
    handout = ordered()
    tasks.make_handout(str(handout.job_id))
    queued()
    again = order_handout(curriculum=curriculum, module=4, kind="guide", paper="A4", organisation=other_organisation)
    assert (again.pk, again.sha256) == (handout.pk, SHA256)
    assert queued() == []
    assert not AuditEntry.objects.filter(chain__organisation=other_organisation).exists()


def test_another_kind_paper_or_module_is_another(ordered):
    made = {ordered().pk, ordered(kind="worksheets").pk, ordered(paper="letter").pk, ordered(module=1).pk}
    assert len(made) == 4


def test_a_module_that_is_not_there_is_not_ordered(ordered):
    with pytest.raises(NoSuchContent):
        ordered(module=9)
    assert not Handout.objects.exists()


def test_an_order_becomes_a_file_named_by_its_hash(ordered, quick):
    handout = ordered(paper="letter")
    tasks.make_handout(str(handout.job_id))
    handout.refresh_from_db()
    assert (handout.sha256, handout.pages, handout.size) == (SHA256, 30, len(PDF))
    assert handout.path == f"handouts/{SHA256[:2]}/{SHA256}.pdf"
    with default_storage.open(handout.path) as file:
        assert file.read() == PDF
    assert handout.job.state == Job.State.DONE
    assert handout.job.result["page"] == f"/curriculum/4/handouts/?version={handout.curriculum_id}"
    assert quick[0][1] == "letter"


def test_a_job_that_no_handout_has_ends_quietly(ordered, quick):
    ordered()
    tasks.make_handout("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
    assert quick == []


def test_made_twice_is_made_once(ordered, quick):
    handout = ordered()
    for _ in range(2):
        tasks.make_handout(str(handout.job_id))
    assert len(quick) == 1


def test_a_failure_stays_on_the_row_and_the_next_order_tries_again(ordered, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError("No space left on device")

    handout = ordered()
    monkeypatch.setattr(handouts, "print_pdf", full)
    with pytest.raises(OSError, match="No space left"):
        tasks.make_handout(str(handout.job_id))
    failed = Job.objects.get(pk=handout.job_id)
    assert (failed.state, failed.error) == ("failed", "OSError: No space left on device")
    handout.refresh_from_db()
    assert not handout.is_made
    assert ordered().job_id != failed.pk


def test_a_worker_that_lost_its_lease_keeps_nothing(ordered, quick, monkeypatch):
    handout = ordered()
    real = handouts.store

    def stolen(*arguments):
        Job.objects.filter(pk=handout.job_id).update(holder="another")
        return real(*arguments)

    monkeypatch.setattr(handouts, "store", stolen)
    tasks.make_handout(str(handout.job_id))
    handout.refresh_from_db()
    assert not handout.is_made


def test_a_cancelled_one_stops_before_it_is_stored(ordered, quick):
    handout = ordered()
    Job.objects.filter(pk=handout.job_id).update(cancel_requested=True)
    tasks.make_handout(str(handout.job_id))
    assert Job.objects.get(pk=handout.job_id).state == Job.State.CANCELLED
    assert not ordered().is_made


def test_a_download_without_an_organisation_is_not_audited(ordered, quick, facilitator):
    handout = ordered()
    tasks.make_handout(str(handout.job_id))
    handout.refresh_from_db()
    assert take_handout(handout=handout, actor=facilitator, organisation=None) == PDF
    assert not AuditEntry.objects.filter(action="handout.download").exists()


def test_without_its_organisation_the_file_stays(ordered, quick, organisation):
    handout = ordered()
    tasks.make_handout(str(handout.job_id))
    Job.objects.all().delete()
    handout.refresh_from_db()
    assert (handout.job, handout.is_made) == (None, True)
