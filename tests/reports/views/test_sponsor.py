"""The sponsor's page, and the sign-off."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role
from datasets.models import Snapshot
from reports.actions.orders import order_output
from reports.models import Kind, Output, Reading
from workshops.actions.evidence import freeze_evidence
from workshops.actions.programs import create_session
from workshops.models import Decision, Evidence

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 9, 30)


@pytest.fixture
def people(enrolled, facilitator, admin, member, stranger, join):
    return {
        "participant": enrolled("pia"),
        "sponsor": enrolled("sue", Role.SPONSOR),
        "co_facilitator": enrolled("carl", Role.CO_FACILITATOR),
        "facilitator": facilitator,
        "admin": admin,
        "reader": join("rea", Role.READER),
        "member": member,
        "stranger": stranger,
    }


@pytest.fixture
def shelve(program):
    """Makes a version of a document of the program, or of a session."""

    def shelve(kind=Kind.SPONSOR_REPORT, session=None, version=1):
        about = {"session": session} if session else {"program": program}
        path = default_storage.save("outputs/ab/abc.pdf", ContentFile(b"%PDF-1.7 whole"))
        order = order_output(kind=kind, **about)
        digest = f"{version:x}" * 64
        return Output.objects.create(
            order=order, kind=kind, version=version, path=path, sha256=digest, size=14, pages=6, **about
        )

    return shelve


@pytest.fixture
def closed(new_session, organisation):
    """A closed decision on evidence that has no figures, its tables the current ones: quick to make."""
    tables = Snapshot.objects.create(organisation=organisation, digest="a" * 64, as_of=AS_OF, is_current=True)
    run = new_session("4.1").runs.get()
    evidence = freeze_evidence(run=run)
    Evidence.objects.filter(pk=evidence.pk).update(snapshot=tables)
    return Decision.objects.create(run=run, state="closed", statement="Answer in five days", evidence=evidence)


def page_of(client, person, program):
    client.force_login(person)
    return client.get(reverse("reports:sponsor", args=[program.pk]))


def sign(client, person, output, **data):
    client.force_login(person)
    return client.post(reverse("reports:sign_off", args=[output.pk]), data)


# --- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("participant", 200),
        ("sponsor", 200),
        ("co_facilitator", 200),
        ("facilitator", 200),
        ("admin", 200),
        ("reader", 403),
        ("member", 403),
        ("stranger", 404),
    ],
)
def test_who_may_see_what_the_sponsor_sees(role, status, client, people, program):
    assert page_of(client, people[role], program).status_code == status


def test_who_is_not_signed_in_is_asked_to(client, program):
    response = client.get(reverse("reports:sponsor", args=[program.pk]))
    assert response.url.startswith("/accounts/login/")


def test_the_wrong_method_is_refused(client, facilitator, program, shelve):
    client.force_login(facilitator)
    assert client.post(reverse("reports:sponsor", args=[program.pk])).status_code == 405
    assert client.get(reverse("reports:sign_off", args=[shelve().pk])).status_code == 405


def test_a_program_that_is_not_there_is_404(client, facilitator):
    client.force_login(facilitator)
    assert client.get("/programs/999/sponsor/").status_code == 404


def test_before_anything_is_held_it_says_so(client, people, program):
    text = page_of(client, people["sponsor"], program).text
    assert "No module is held yet; nothing is decided" in text
    assert "No room has closed a decision yet." in text
    assert "Nothing is printed yet." in text
    assert "The first report is still to come." in text


def test_a_decided_program_stands_in_totals_with_receipts_and_the_same_for_everybody(decided, program, client, people):
    evidence = Decision.objects.get(run=decided).evidence
    response = page_of(client, people["sponsor"], program)
    assert "the one decision waits for new figures" in response.text
    assert "6 of 7" in response.text  # six answered, and the one who reads this as a participant was asked, too
    assert "Answer every proposal within five working days" in response.text
    assert f"evidence {evidence.digest[:8]}, snapshot {evidence.snapshot.digest[:8]}" in response.text
    assert response.context["standing"].exercises == (1, 1)
    pages = [response.text, *(page_of(client, people[role], program).text for role in ("participant", "facilitator"))]
    starts = [page.index('<section class="figs"') for page in pages]
    assert len({page[start : page.index('id="documents"')] for page, start in zip(pages, starts, strict=True)}) == 1


def test_a_room_under_five_is_left_out_of_the_average(new_session, room, answer, program, client, people):
    answer(new_session("4.1").runs.get(), room[:4])
    response = page_of(client, people["sponsor"], program)
    assert response.context["standing"].hidden == 1
    assert "Fewer than five" in response.text
    assert "4 of 7" not in response.text


def test_what_comes_next_is_in_order(program, closed, client, people):
    create_session(program=program, module=3, exercises=["3.1"], starts_at=timezone.now() + timedelta(days=9))
    Decision.objects.update(review_on=timezone.localdate() + timedelta(days=20))
    coming = page_of(client, people["sponsor"], program).context["coming"]
    assert [each.title.split(":")[0] for each in coming] == ["Module 3", "Decision 4.1 is reviewed"]


def test_what_is_known_of_tripwires_is_said_and_no_more(program, closed, organisation, client, people):
    assert "since the decisions none came" in page_of(client, people["sponsor"], program).text
    Snapshot.objects.update(is_current=False)
    Snapshot.objects.create(organisation=organisation, digest="b" * 64, as_of=AS_OF, is_current=True)
    text = page_of(client, people["sponsor"], program).text
    assert "No tripwire has fired. Tables as of 30 September 2026 were not yet held against the tripwires." in text
    Decision.objects.update(state=Decision.State.REOPENED)
    text = page_of(client, people["sponsor"], program).text
    assert "1 decision is open again." in text
    assert "the one decision is open again" in text


def test_a_sponsor_is_led_to_it_from_the_list_and_a_participant_to_the_map(client, people, program):
    for role, name in (("sponsor", "reports:sponsor"), ("participant", "workshops:program")):
        client.force_login(people[role])
        assert f'<a href="{reverse(name, args=[program.pk])}">' in client.get(reverse("workshops:programs")).text


def test_a_sponsor_who_administers_the_company_comes_to_the_map(client, enrolled, program):
    person = enrolled("both", Role.SPONSOR)
    person.memberships.update(role=Role.ADMIN)
    client.force_login(person)
    page = client.get(reverse("workshops:programs")).text
    assert f'<a href="{reverse("workshops:program", args=[program.pk])}">' in page


def test_the_map_leads_everybody_to_it(client, people, program):
    client.force_login(people["participant"])
    page = client.get(reverse("workshops:program", args=[program.pk])).text
    assert reverse("reports:sponsor", args=[program.pk]) in page
    assert "What my sponsor sees" in page


def test_ten_decisions_cost_no_more_queries_than_one(closed, program, client, people, django_assert_max_num_queries):
    sponsor = people["sponsor"]
    for _ in range(9):
        run = create_session(program=program, module=4, exercises=["4.1"]).runs.get()
        Decision.objects.create(run=run, state="closed", statement="Again", evidence=closed.evidence)
    client.force_login(sponsor)
    with django_assert_max_num_queries(18):
        page = client.get(reverse("reports:sponsor", args=[program.pk]))
    assert len(page.context["standing"].decisions) == 10


# --- documents and sign-off ----------------------------------------------------------------------------------------


def test_the_newest_version_of_each_document_stands_with_its_fingerprint(client, people, program, new_session, shelve):
    shelve(version=1)
    newest, output = shelve(version=2), shelve(Kind.WORKSHOP_OUTPUT, new_session("4.1"))
    response = page_of(client, people["sponsor"], program)
    assert {each.output for each in response.context["shelf"]} == {newest, output}
    assert newest.sha256 in response.text
    assert response.context["lead"].output == newest


def test_it_is_taken_then_signed_off_once_and_audited(client, people, program, shelve):
    sponsor, output = people["sponsor"], shelve()
    assert "It can be signed off once you have taken it." in page_of(client, sponsor, program).text
    client.get(reverse("reports:download", args=[output.pk]))
    response = sign(client, sponsor, output, remark="Page 3 tells me most")
    assert response.url == reverse("reports:sponsor", args=[program.pk])
    sign(client, sponsor, output, remark="Something else")
    reading = Reading.objects.get()
    assert (reading.remark, reading.signed_at is not None) == ("Page 3 tells me most", True)
    entry = AuditEntry.objects.get(action="output.sign_off")
    assert entry.detail == {"kind": "sponsor_report", "version": 1, "sha256": output.sha256}
    assert "You have signed off every document that there is." in page_of(client, sponsor, program).text


def test_what_was_never_taken_cannot_be_signed_off(client, people, shelve):
    response = sign(client, people["sponsor"], shelve(), remark="Fine")
    assert response.status_code == 422
    assert "it cannot have been read before" in response.text
    assert ">\nFine</textarea>" in response.text
    assert not Reading.objects.exists()


def test_a_remark_that_is_too_long_is_kept_in_the_form(client, people, shelve):
    output = shelve()
    client.force_login(people["sponsor"])
    client.get(reverse("reports:download", args=[output.pk]))
    response = sign(client, people["sponsor"], output, remark="x" * 2001)
    assert response.status_code == 422
    assert Reading.objects.get().signed_at is None


@pytest.mark.parametrize(
    ("role", "status"),
    [("participant", 403), ("co_facilitator", 403), ("facilitator", 403), ("admin", 403), ("stranger", 404)],
)
def test_only_a_sponsor_signs_off(role, status, client, people, shelve):
    assert sign(client, people[role], shelve()).status_code == status


def test_a_document_that_is_not_there_is_404(client, people):
    client.force_login(people["sponsor"])
    assert client.post("/outputs/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/read/").status_code == 404


def test_a_remark_is_read_by_who_runs_the_program_and_by_no_participant(client, people, program, shelve):
    output = shelve()
    client.force_login(people["sponsor"])
    client.get(reverse("reports:download", args=[output.pk]))
    sign(client, people["sponsor"], output, remark="Page 3 tells me most")
    assert "Page 3 tells me most" in page_of(client, people["facilitator"], program).text
    text = page_of(client, people["participant"], program).text
    assert "Page 3" not in text
    assert "Read and signed off on" in text


def test_a_download_by_anybody_else_is_no_reading(client, people, shelve):
    client.force_login(people["participant"])
    client.get(reverse("reports:download", args=[shelve().pk]))
    assert not Reading.objects.exists()
