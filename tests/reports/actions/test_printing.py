import errno
from hashlib import sha256

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from jobs.actions import take_job
from jobs.models import Job
from reports import tasks
from reports.actions import printing
from reports.actions.orders import order_output
from reports.models import Output

pytestmark = pytest.mark.django_db(transaction=True)


def stored(path):
    with default_storage.open(path) as file:
        return file.read()


@pytest.fixture
def session(new_session):
    """Of one exercise without tables: quick to print."""
    return new_session("4.1")


def test_an_order_becomes_one_version_of_one_file(order, make):
    output = Output.objects.get(order=make(order))
    body = stored(output.path)
    assert (output.version, output.session, output.kind) == (1, order.session, "workshop_output")
    assert output.sha256 == sha256(body).hexdigest()
    assert output.path == f"outputs/{output.sha256[:2]}/{output.sha256}.pdf"
    assert output.size == len(body)
    assert body.startswith(b"%PDF-1.7")


def test_the_head_of_the_audit_trail_that_is_printed_is_kept_beside_the_file(order, make):
    made = make(order)
    assert made.output.audit_head in made.html
    assert len(made.output.audit_head) == 64


def test_printing_twice_makes_one_output(order, make):
    made = make(order)
    tasks.print_order(str(made.job_id))
    assert Output.objects.count() == 1


def test_a_second_order_is_a_second_version_and_leaves_the_first_alone(session, make):
    first = make(order_output(session=session)).output
    second = make(order_output(session=session, paper="letter")).output
    assert [first.version, second.version] == [1, 2]
    assert default_storage.exists(first.path)
    assert first.sha256 != second.sha256


def test_a_worker_that_lost_its_lease_while_printing_writes_no_version(order, make, monkeypatch):
    real = printing.print_pdf

    def slow(html, paper, writing):
        Job.objects.filter(pk=order.job_id).update(lease_until=timezone.now())
        take_job(job_id=str(order.job_id), holder="another")
        return real(html, paper)

    monkeypatch.setattr(printing, "print_pdf", slow)
    made = make(order)
    assert not Output.objects.exists()
    assert (made.job.state, made.job.holder) == (Job.State.RUNNING, "another")


def test_what_a_dead_writer_left_half_written_is_written_anew(order, make):
    made = make(order)
    output = made.output
    output.delete()
    whole = stored(output.path)
    default_storage.delete(output.path)
    with open(default_storage.path(output.path), "wb") as half:
        half.write(whole[:1000])
    Job.objects.filter(pk=made.job_id).update(state=Job.State.QUEUED)
    tasks.print_order(str(made.job_id))
    again = Output.objects.get()
    assert again.path == output.path
    assert stored(again.path) == whole


def test_a_disk_that_is_full_fails_the_job_with_the_reason_and_a_retry_works(session, make, monkeypatch):
    earlier = make(order_output(session=session)).output
    order = order_output(session=session)

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "save", full)
        with pytest.raises(OSError, match="No space left"):
            make(order)
    job = Job.objects.get(pk=order.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "OSError: [Errno 28] No space left on device")
    assert Output.objects.get() == earlier
    assert default_storage.exists(earlier.path)
    assert make(order_output(session=session)).output.version == 2


def test_what_could_not_be_composed_is_not_printed(order, monkeypatch):
    Job.objects.filter(pk=order.job_id).update(state=Job.State.QUEUED)
    Job.objects.filter(pk=order.composing_id).update(state=Job.State.FAILED, error="KeyError: 'deals'")
    tasks.print_order(str(order.job_id))
    job = Job.objects.get(pk=order.job_id)
    assert (job.state, job.error) == (Job.State.FAILED, "KeyError: 'deals'")
