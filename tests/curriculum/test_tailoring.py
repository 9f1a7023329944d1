"""An organisation's own curriculum through its pages: draft, preview, version; whom it touches and whom not."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from curriculum.actions import StaleDraft, publish_draft, save_draft, store_curriculum
from curriculum.loader import load_folder
from curriculum.models import Curriculum, Tailoring, TailoringDraft
from curriculum.patch import NewText, Patch
from curriculum.queries import curriculum_for, exercise_of, exercises_of, latest_curriculum, module_of
from tests.curriculum.conftest import own_exercise
from workshops.actions.programs import create_program, create_session

pytestmark = pytest.mark.django_db
QUESTION = "At which step do we give up, and what do we stop doing first?"


@pytest.fixture
def at(organisation):
    """The address of a page of tailoring."""
    return lambda name, *args: reverse(f"curriculum:{name}", args=[organisation.slug, *args])


@pytest.fixture
def desk(client, facilitator, curriculum):
    client.force_login(facilitator)
    return client


def fields_of(page):
    """What the form on a page would send if nothing were typed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def keep(desk, url, **changes):
    sent = fields_of(desk.get(url)) | changes
    return desk.post(url, {name: value for name, value in sent.items() if value is not None})


def reword(desk, at, says=QUESTION):
    return keep(desk, at("tailor_file", "4.1"), **{"text:question": says})


def test_words_are_kept_in_a_draft_and_meet_nobody_until_it_is_a_version(desk, at, organisation, curriculum):
    assert reword(desk, at).status_code == 302
    assert TailoringDraft.objects.get().saves == 1
    assert curriculum_for(organisation) == curriculum
    page = desk.get(at("tailor_preview")).text
    assert QUESTION in page
    assert exercise_of(curriculum, "4.1").question in page
    desk.post(at("tailor_publish"))
    own = curriculum_for(organisation)
    assert exercise_of(own, "4.1").question == QUESTION
    assert own != latest_curriculum() == curriculum
    assert not TailoringDraft.objects.exists()
    entry = AuditEntry.objects.filter(action="curriculum.tailor").get()
    assert entry.detail["version"] == 1


def test_what_was_not_touched_is_no_change(desk, at):
    keep(desk, at("tailor_file", "4.1"))
    assert Patch.model_validate_json(TailoringDraft.objects.get().patch).is_empty


def test_the_books_own_words_again_undo_a_change(desk, at, curriculum):
    reword(desk, at)
    reword(desk, at, exercise_of(curriculum, "4.1").question)
    assert Patch.model_validate_json(TailoringDraft.objects.get().patch).is_empty


def test_minutes_order_and_what_is_left_out(desk, at, organisation, curriculum):
    keep(desk, at("tailor_file", "4.1"), **{"minutes:3": "19"})
    keep(desk, at("tailor"), **{"place:4.6": "0.5"})  # refused: places are whole numbers
    keep(desk, at("tailor"), **{"place:4.6": "1", "place:4.1": "6", "hide:4.3": "on"})
    page = desk.get(at("tailor_preview")).text
    assert "Left out" in page
    assert "The agendas of module 4" in page
    desk.post(at("tailor_publish"))
    own = curriculum_for(organisation)
    assert {step.n: step.minutes for step in exercise_of(own, "4.1").steps}[3] == 19
    listed = [file.id for file in exercises_of(own, 4)]
    assert listed[0] == "4.6"
    assert "4.3" not in listed
    assert [file.id for file in exercises_of(curriculum, 4)] == list(module_of(curriculum, 4).exercises)


def test_a_fault_is_said_beside_the_form_and_nothing_is_kept(desk, at):
    answer = reword(desk, at, "How do we leverage this?")
    assert answer.status_code == 422
    assert "says nothing here" in answer.text
    answer = keep(desk, at("tailor_file", "4.1"), **{"minutes:3": "2", "minimum:3": "9"})
    assert answer.status_code == 422
    assert not TailoringDraft.objects.exists()


def test_an_exercise_of_ones_own_is_added_read_and_taken_out_again(desk, at, organisation):
    answer = keep(desk, at("tailor_add"), text=own_exercise())
    assert answer.status_code == 302
    assert "Our own way of losing" in desk.get(at("tailor")).text
    assert desk.get(at("tailor_file", "4.7")).status_code == 404  # its words are its file's
    desk.post(at("tailor_publish"))
    own = curriculum_for(organisation)
    assert exercise_of(own, "4.7").title == "Our own way of losing"
    book = desk.get(reverse("curriculum:exercise", args=["4.7"]), {"version": own.pk})
    assert book.status_code == 200
    desk.post(at("tailor_remove", "4.7"))
    assert "Our own way of losing" not in desk.get(at("tailor")).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Send a file, or its text"),
        ({"text": "# none"}, "Line 1"),
        ({"text": own_exercise("4.3")}, "taken by the book"),
    ],
)
def test_an_own_exercise_that_cannot_be_taken(desk, at, sent, said):
    answer = desk.post(at("tailor_add"), {"started_from": 0, **sent})
    assert answer.status_code == 422
    assert said in answer.text


def test_programs_that_have_begun_keep_theirs_and_others_may_take_the_newest(
    desk, at, organisation, curriculum, facilitator
):
    begun, fresh = (create_program(organisation=organisation, title=t, curriculum=curriculum) for t in ("Begun", "New"))
    create_session(program=begun, module=4)
    reword(desk, at)
    preview = desk.get(at("tailor_preview")).text
    assert "stays as it is" in preview
    assert "may take it" in preview
    desk.post(at("tailor_publish"))
    for program, moves in ((begun, False), (fresh, True)):
        assert ("Take the newest version" in desk.get(reverse("workshops:program", args=[program.pk])).text) == moves
        desk.post(reverse("workshops:take_newest", args=[program.pk]))
        program.refresh_from_db()
        assert (program.curriculum != curriculum) == moves
    assert begun.sessions.get().runs.count() == len(module_of(curriculum, 4).exercises)


def test_a_new_program_begins_with_the_organisations_version(desk, at, organisation):
    reword(desk, at)
    desk.post(at("tailor_publish"))
    desk.post(
        reverse("workshops:new_program"),
        {"organisation": organisation.pk, "title": "Ours", "objectives": "One\nTwo\nThree"},
    )
    assert organisation.programs.get().curriculum == curriculum_for(organisation)


def test_an_older_version_and_the_book_can_be_taken_again(desk, at, organisation, curriculum):
    reword(desk, at)
    desk.post(at("tailor_publish"))
    desk.post(at("tailor_take", 0))
    desk.post(at("tailor_publish"))
    assert curriculum_for(organisation) == curriculum
    desk.post(at("tailor_take", 1))
    desk.post(at("tailor_publish"))
    assert exercise_of(curriculum_for(organisation), "4.1").question == QUESTION
    assert [each.version for each in organisation.tailorings.all()] == [3, 2, 1]
    assert desk.post(at("tailor_take", 9)).status_code == 404


def test_a_draft_can_be_thrown_away(desk, at):
    reword(desk, at)
    desk.post(at("tailor_discard"))
    assert not TailoringDraft.objects.exists()
    assert "There is no draft" in desk.get(at("tailor_preview")).text


def test_whoever_saves_last_is_told_that_another_was_faster(desk, at, organisation):
    stale = fields_of(desk.get(at("tailor_file", "4.1")))
    reword(desk, at)
    answer = desk.post(at("tailor_file", "4.1"), stale | {"text:title": "Mine"}, follow=True)
    assert "Somebody else changed the draft" in answer.text
    with pytest.raises(StaleDraft):
        save_draft(organisation=organisation, patch=Patch(), started_from=7)


def test_a_draft_that_the_new_book_has_no_place_for_is_not_made_a_version(desk, at, organisation, facilitator):
    gone = Patch(texts=(NewText(file="4.1", place=("options", "gone", "name"), text="Else"),))
    save_draft(organisation=organisation, patch=gone, started_from=0)
    assert "no such text" in desk.get(at("tailor_preview")).text
    answer = desk.post(at("tailor_publish"), follow=True)
    assert "no such text" in answer.text
    assert not Tailoring.objects.exists()


def test_publishing_without_a_draft_makes_nothing(desk, at, organisation, facilitator):
    assert publish_draft(organisation=organisation, actor=facilitator) is None
    assert desk.post(at("tailor_publish")).status_code == 302


def test_a_newer_book_does_not_take_a_version_away(desk, at, organisation, folder):
    reword(desk, at)
    desk.post(at("tailor_publish"))
    folder.change("priority: must\ndecider", "priority: should\ndecider")
    newest = store_curriculum(loaded=load_folder(folder.path))
    assert latest_curriculum() == newest
    assert exercise_of(curriculum_for(organisation), "4.1").question == QUESTION


def test_members_read_it_and_others_do_not(desk, at, organisation, client, member, stranger):
    reword(desk, at)
    desk.post(at("tailor_publish"))
    own = curriculum_for(organisation)
    url = reverse("curriculum:exercise", args=["4.1"])
    for person, status in ((member, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get(url, {"version": own.pk}).status_code == status
    client.force_login(member)
    assert QUESTION in client.get(url, {"version": own.pk}).text
    for wrong in ("9999", "x"):
        assert client.get(url, {"version": wrong}).status_code == 404


PAGES = (("tailor",), ("tailor_file", "4.1"), ("tailor_file", "4"), ("tailor_add",), ("tailor_preview",))
POSTS = (("tailor_remove", "4.7"), ("tailor_publish",), ("tailor_discard",), ("tailor_take", 0))


@pytest.mark.parametrize("place", [*PAGES, *POSTS])
def test_who_may(client, at, curriculum, admin, member, stranger, place):
    def ask():
        return (client.post if place in POSTS else client.get)(at(*place)).status_code

    assert ask() == 302
    for person, status in ((stranger, 404), (member, 403), (admin, 302 if place in POSTS else 200)):
        client.force_login(person)
        assert ask() == status


def test_without_a_book_there_is_nothing_to_tailor(client, at, facilitator):
    client.force_login(facilitator)
    assert client.get(at("tailor")).status_code == 404
    assert not Curriculum.objects.exists()


def test_a_file_that_the_book_has_not(desk, at):
    for key in ("4.9", "9", "x"):
        assert desk.get(at("tailor_file", key)).status_code == 404
