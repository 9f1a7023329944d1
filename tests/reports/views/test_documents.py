import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import AuditEntry, Role
from jobs.actions import take_job
from jobs.models import Job
from reports.actions.orders import order_output
from reports.models import Kind, Order, Output

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def session(new_session):
    return new_session("4.1")


@pytest.fixture
def output(session):
    """A version whose file says what it is."""
    order = order_output(session=session)
    path = default_storage.save("outputs/ab/abc.pdf", ContentFile(b"%PDF-1.7 whole"))
    return Output.objects.create(
        order=order, session=session, kind=order.kind, version=3, path=path, sha256="ab" * 32, size=14, pages=12
    )


@pytest.fixture
def people(enrolled, facilitator, admin, member, stranger):
    return {
        "participant": enrolled("pia"),
        "sponsor": enrolled("sue", Role.SPONSOR),
        "co_facilitator": enrolled("carl", Role.CO_FACILITATOR),
        "facilitator": facilitator,
        "admin": admin,
        "member": member,
        "stranger": stranger,
    }


def page_of(session):
    return reverse("reports:session", args=[session.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("participant", 200),
        ("sponsor", 200),
        ("co_facilitator", 200),
        ("facilitator", 200),
        ("admin", 200),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_who_may_see_and_take_documents(role, status, client, people, session, output):
    client.force_login(people[role])
    assert client.get(page_of(session)).status_code == status
    assert client.get(reverse("reports:download", args=[output.pk])).status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("participant", 403),
        ("sponsor", 403),
        ("co_facilitator", 302),
        ("facilitator", 302),
        ("admin", 302),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_who_may_order(role, status, client, people, session):
    client.force_login(people[role])
    assert client.post(reverse("reports:order", args=[session.pk]), {"paper": "letter"}).status_code == status
    assert Order.objects.filter(paper="letter").count() == (1 if status == 302 else 0)


def test_who_is_not_signed_in_is_asked_to(client, session, output):
    for name, pk in (("session", session.pk), ("download", output.pk)):
        assert client.get(reverse(f"reports:{name}", args=[pk])).url.startswith("/accounts/login/")


def test_a_version_shows_number_and_hash(client, facilitator, session, output):
    client.force_login(facilitator)
    html = client.get(page_of(session)).content.decode()
    assert "Workshop output, version 3" in html
    assert "abababababababab" in html
    assert "12 pages A4" in html


def test_nothing_yet_says_what_to_do(client, facilitator, session):
    client.force_login(facilitator)
    assert "Nothing printed yet" in client.get(page_of(session)).content.decode()


def test_an_order_that_no_worker_has_taken_says_so(client, facilitator, session):
    client.force_login(facilitator)
    client.post(reverse("reports:order", args=[session.pk]), {"paper": "A4"})
    html = client.get(page_of(session)).content.decode()
    assert "No worker has taken it yet." in html
    assert 'hx-trigger="every 2s"' in html


def test_a_part_under_way_is_counted(client, facilitator, new_session):
    session = new_session("4.1", "3.1")
    order = order_output(session=session, ordered_by=facilitator)
    first = order.sections.order_by("position").first()
    take_job(job_id=str(first.job_id), holder="somebody")
    client.force_login(facilitator)
    html = client.get(page_of(session), **HTMX).content.decode()
    assert "0 of 2" in html
    assert "Exercise 4.1" in html
    assert "No worker has taken it yet." not in html
    assert "<html" not in html


def test_a_failed_order_stays_with_its_reason_until_the_next_version(client, facilitator, session):
    order = order_output(session=session)
    Job.objects.filter(pk=order.job_id).update(state=Job.State.FAILED, error="No space left on device")
    client.force_login(facilitator)
    assert "No space left on device" in client.get(page_of(session)).content.decode()


def test_participants_do_not_see_what_is_under_way(client, people, session):
    order_output(session=session)
    client.force_login(people["participant"])
    html = client.get(page_of(session)).content.decode()
    assert "No worker has taken it yet." not in html
    assert "Print the workshop output" not in html.replace("print the workshop output", "")


def test_a_paper_that_does_not_exist_is_refused(client, facilitator, session):
    client.force_login(facilitator)
    response = client.post(reverse("reports:order", args=[session.pk]), {"paper": "A3"})
    assert response.status_code == 422
    assert "A3 is not one of the available choices" in response.content.decode()
    assert not Order.objects.exists()


def test_a_download_is_the_file_and_is_audited(client, people, output):
    client.force_login(people["sponsor"])
    response = client.get(reverse("reports:download", args=[output.pk]))
    assert response.content == b"%PDF-1.7 whole"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="module-4-v3.pdf"'
    entry = AuditEntry.objects.get(action="output.download")
    assert entry.subject == f"output:{output.pk}"
    assert entry.detail == {"kind": "workshop_output", "version": 3, "sha256": "ab" * 32}


@pytest.mark.parametrize(("name", "wrong"), [("session", "post"), ("order", "get"), ("download", "post")])
def test_the_wrong_method_is_refused(name, wrong, client, facilitator, session, output):
    client.force_login(facilitator)
    pk = output.pk if name == "download" else session.pk
    assert getattr(client, wrong)(reverse(f"reports:{name}", args=[pk])).status_code == 405


def test_what_is_not_there_is_404(client, facilitator):
    client.force_login(facilitator)
    assert client.get("/sessions/999/documents/").status_code == 404
    assert client.post("/sessions/999/documents/order/").status_code == 404
    assert client.get("/outputs/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/").status_code == 404


# --- documents of a whole program ----------------------------------------------------------------------------------


@pytest.fixture
def register(program):
    """A version of the decision register."""
    order = order_output(program=program, kind=Kind.DECISION_REGISTER)
    path = default_storage.save("outputs/cd/cde.pdf", ContentFile(b"%PDF-1.7 whole"))
    return Output.objects.create(
        order=order, program=program, kind=order.kind, version=2, path=path, sha256="cd" * 32, size=14, pages=7
    )


def page_of_program(program):
    return reverse("reports:program", args=[program.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("participant", 200),
        ("sponsor", 200),
        ("co_facilitator", 200),
        ("facilitator", 200),
        ("admin", 200),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_who_may_see_and_take_documents_of_a_program(role, status, client, people, program, register):
    client.force_login(people[role])
    assert client.get(page_of_program(program)).status_code == status
    assert client.get(reverse("reports:download", args=[register.pk])).status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("participant", 403),
        ("sponsor", 403),
        ("co_facilitator", 302),
        ("facilitator", 302),
        ("admin", 302),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_who_may_order_documents_of_a_program(role, status, client, people, program):
    client.force_login(people[role])
    sent = {"kind": "sponsor_report", "paper": "letter"}
    assert client.post(reverse("reports:order_of_program", args=[program.pk]), sent).status_code == status
    assert Order.objects.filter(kind="sponsor_report", program=program).count() == (1 if status == 302 else 0)


def test_a_version_of_the_register_shows_number_and_hash(client, facilitator, program, register):
    client.force_login(facilitator)
    html = client.get(page_of_program(program)).text
    assert "Decision register, version 2" in html
    assert "cdcdcdcdcdcdcdcd" in html
    assert "Newest" in html


def test_a_link_may_name_the_document_to_print(client, facilitator, program):
    client.force_login(facilitator)
    form = client.get(page_of_program(program) + "?kind=sponsor_report").context["form"]
    assert form["kind"].value() == "sponsor_report"


@pytest.mark.parametrize("sent", [{"paper": "A4"}, {"kind": "workshop_output", "paper": "A4"}])
def test_a_kind_that_is_not_of_a_program_is_refused(sent, client, facilitator, program):
    client.force_login(facilitator)
    response = client.post(reverse("reports:order_of_program", args=[program.pk]), sent)
    assert response.status_code == 422
    assert not Order.objects.exists()


def test_a_register_under_way_does_not_hide_behind_a_report_that_is_made(client, facilitator, program, register):
    order_output(program=program, kind=Kind.SPONSOR_REPORT)
    client.force_login(facilitator)
    html = client.get(page_of_program(program)).text
    assert "Sponsor report: Spring" in html
    assert 'hx-trigger="every 2s"' in html
    assert "Decision register: Spring" not in html  # its version is there


def test_a_download_names_the_file(client, people, register):
    client.force_login(people["participant"])
    response = client.get(reverse("reports:download", args=[register.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="decision-register-v2.pdf"'


def test_the_wrong_method_on_a_programs_documents_is_refused(client, facilitator, program):
    client.force_login(facilitator)
    assert client.post(page_of_program(program)).status_code == 405
    assert client.get(reverse("reports:order_of_program", args=[program.pk])).status_code == 405


def test_a_program_that_is_not_there_is_404(client, facilitator):
    client.force_login(facilitator)
    assert client.get("/programs/999/documents/").status_code == 404
    assert client.post("/programs/999/documents/order/").status_code == 404
