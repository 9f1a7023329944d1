import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.actions.people import add_member
from accounts.models import AuditEntry, Person, Role
from curriculum.actions import publish_draft, save_draft, store_curriculum
from curriculum.patch import NewText, Patch
from jobs.actions import take_job
from jobs.models import Job
from reports.models import Handout

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HTTP_HX_REQUEST": "true"}
PAGE = "/curriculum/4/handouts/"
SENT = {"kind": "worksheets", "paper": "letter"}


@pytest.fixture
def curriculum(loaded):
    return store_curriculum(loaded=loaded)


@pytest.fixture
def handout(curriculum):
    """A guide whose file says what it is."""
    path = default_storage.save("handouts/ab/abc.pdf", ContentFile(b"%PDF-1.7 whole"))
    return Handout.objects.create(
        curriculum=curriculum, module=4, kind="guide", paper="A4", path=path, sha256="ab" * 32, size=14, pages=30,
        made_at=timezone.now(),
    )  # fmt: skip


def file_of(handout):
    return reverse("reports:handout", args=[handout.pk])


def test_who_is_not_signed_in_is_asked_to(client, handout):
    for address in (PAGE, file_of(handout)):
        assert client.get(address).url == f"/accounts/login/?next={address}"


def test_members_of_any_organisation_may_see_and_take_it(client, member, stranger, handout):
    for person in (member, stranger):
        client.force_login(person)
        assert client.get(PAGE).status_code == 200
        assert client.get(file_of(handout)).content == b"%PDF-1.7 whole"


def test_someone_without_an_organisation_may_not(client, handout):
    client.force_login(Person.objects.create_user(email="nobody@example.com", name="Nobody"))
    for answer in (client.get(PAGE), client.post(PAGE, SENT), client.get(file_of(handout))):
        assert answer.status_code == 403
    assert Handout.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "delete"])
def test_the_wrong_method_is_refused(method, client, member, handout):
    client.force_login(member)
    assert getattr(client, method)(PAGE).status_code == 405
    assert client.post(file_of(handout)).status_code == 405


def test_a_module_or_version_that_is_not_there_is_404(client, member, curriculum):
    client.force_login(member)
    for address in ("/curriculum/9/handouts/", f"{PAGE}?version=999", f"{PAGE}?version=x"):
        assert client.get(address).status_code == 404
        assert client.post(address, SENT).status_code == 404
    assert not Handout.objects.exists()


def test_before_the_first_load_there_is_nothing(client, member):
    client.force_login(member)
    assert client.get(PAGE).status_code == 404


def test_a_handout_that_is_not_made_cannot_be_taken(client, member, handout):
    Handout.objects.update(made_at=None)
    client.force_login(member)
    assert client.get(file_of(handout)).status_code == 404
    assert client.get("/handouts/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/").status_code == 404


@pytest.fixture
def own(curriculum, organisation, admin):
    """The organisation's own version, in which 4.1 asks something else."""
    text = NewText(file="4.1", place=("question",), text="Where do our own deals end?")
    save_draft(organisation=organisation, patch=Patch(texts=(text,)), started_from=0)
    return publish_draft(organisation=organisation, actor=admin).curriculum


def test_a_version_of_an_organisation_is_for_its_members_alone(client, member, stranger, own, organisation):
    address = f"{PAGE}?version={own.pk}"
    client.force_login(member)
    assert client.post(address, SENT).url == address
    assert "your own version" in client.get(address).text
    Handout.objects.update(made_at=timezone.now())
    client.force_login(stranger)
    assert [client.get(address).status_code, client.post(address, SENT).status_code] == [404, 404]
    assert client.get(file_of(Handout.objects.get())).status_code == 404


def test_it_is_printed_on_behalf_of_whoever_tailored_it(client, stranger, own, organisation, other_organisation):
    add_member(organisation=organisation, person=stranger, role=Role.MEMBER)
    other_organisation.name = "Aalen"  # the first by name
    other_organisation.save()
    client.force_login(stranger)
    client.post(f"{PAGE}?version={own.pk}", SENT)
    assert Handout.objects.get().job.organisation == organisation


def test_an_order_leads_back_to_the_same_version(client, member, organisation, curriculum):
    client.force_login(member)
    address = f"{PAGE}?version={curriculum.pk}"
    assert client.post(address, SENT).url == address
    made = Handout.objects.get()
    assert (made.curriculum, made.module, made.kind, made.paper) == (curriculum, 4, "worksheets", "letter")
    assert (made.job.organisation, made.job.ordered_by) == (organisation, member)


def test_an_order_under_way_is_shown_and_asked_for_again(client, member, stranger, curriculum):
    client.force_login(member)
    client.post(PAGE, SENT)
    html = client.get(PAGE).text
    assert "No worker has taken it yet." in html
    assert 'hx-trigger="every 2s"' in html
    take_job(job_id=str(Handout.objects.get().job_id), holder="somebody")
    fragment = client.get(PAGE, **HTMX).text
    assert "Blank worksheets, module 4, Letter" in fragment
    assert "Cancel" in fragment
    assert "<html" not in fragment
    client.force_login(stranger)
    assert "Cancel" not in client.get(PAGE).text


def test_a_failed_one_says_why(client, member, curriculum):
    client.force_login(member)
    client.post(PAGE, SENT)
    Job.objects.update(state=Job.State.FAILED, error="No space left on device")
    html = client.get(PAGE).text
    assert "No space left on device" in html
    assert "every 2s" not in html


def test_what_is_there_shows_pages_and_hash(client, member, handout):
    client.force_login(member)
    html = client.get(PAGE).text
    assert "A4 · 30 pages" in html
    assert "abababababab" in html
    assert f'href="{file_of(handout)}"' in html
    assert html.count("Not printed yet") == 1  # the worksheets


def test_the_form_offers_what_is_not_there_yet(client, member, handout):
    client.force_login(member)
    form = client.get(PAGE).context["form"]
    assert (form["kind"].value(), form["paper"].value()) == ("guide", "letter")
    client.post(PAGE, {"kind": "guide", "paper": "letter"})
    form = client.get(PAGE).context["form"]
    assert (form["kind"].value(), form["paper"].value()) == ("worksheets", "A4")


@pytest.mark.parametrize("sent", [{"kind": "guide", "paper": "A3"}, {"kind": "poster", "paper": "A4"}, {}])
def test_what_cannot_be_printed_is_refused(sent, client, member, curriculum):
    client.force_login(member)
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not Handout.objects.exists()


def test_a_download_names_the_file_and_is_audited(client, member, handout):
    client.force_login(member)
    answer = client.get(file_of(handout))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="module-4-guide-a4.pdf"'
    entry = AuditEntry.objects.get(action="handout.download")
    assert entry.subject == f"handout:{handout.pk}"
    assert entry.detail == {"kind": "guide", "module": 4, "paper": "A4", "sha256": "ab" * 32}


def test_the_page_takes_the_same_few_queries_however_much_there_is(
    client, member, handout, django_assert_max_num_queries
):
    client.force_login(member)
    client.get(PAGE)
    for kind, paper in (("guide", "letter"), ("worksheets", "A4")):
        client.post(PAGE, {"kind": kind, "paper": paper})
    with django_assert_max_num_queries(15):
        client.get(PAGE)
