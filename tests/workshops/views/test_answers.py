import pytest
from django.urls import reverse

from workshops.models import Answer, Run, Worksheet
from workshops.queries import latest_answer

Step = Run.Step


@pytest.fixture
def run(run, go):
    return go(run, Step.ANSWER_1)


@pytest.fixture
def save(client, run, participant):
    """Posts a screen of the worksheet as the participant, by autosave unless `go` names a button."""

    def save(reason="", category="pricing", started_from=0, key="causes-1", go=None, person=None):
        client.force_login(person or participant)
        data = {"category": category, "reason": reason, "started_from": started_from} | ({"go": go} if go else {})
        headers = {} if go else {"HX-Request": "true"}
        return client.post(reverse("workshops:save_answer", args=[run.pk, "1", key]), data, headers=headers)

    return save


def texts(worksheet):
    return [answer.payload["causes"]["Qualify"]["reason"] for answer in worksheet.answers.order_by("revision")]


def test_autosave_adds_revisions_and_returns_their_number(save):
    responses = [save("a first line"), save("a better line", started_from=1)]
    assert [response.status_code for response in responses] == [200, 200]
    assert 'name="started_from" value="2"' in responses[1].text
    assert texts(Worksheet.objects.get()) == ["a first line", "a better line"]


def test_the_same_text_twice_is_one_revision(save):
    assert [save("once").status_code, save("once").status_code] == [200, 200]
    assert Answer.objects.count() == 1


def test_a_stale_save_shows_both_texts_and_keeps_the_saved_one(save):
    save("from the phone")
    response = save("from the laptop")
    assert response.status_code == 409
    assert "from the phone" in response.text
    assert "from the laptop" in response.text
    assert 'name="started_from" value="1"' in response.text
    assert texts(Worksheet.objects.get()) == ["from the phone"]


def test_a_stale_save_without_a_script_gives_the_form_back(save):
    save("from the phone")
    response = save("from the laptop", go="next")
    assert response.status_code == 409
    assert "from the laptop</textarea>" in response.text


def test_two_tabs_on_two_screens_do_not_clash(save):
    save("about Qualify", key="causes-1")
    assert save("about Discovery", key="causes-2").status_code == 200
    payload = latest_answer(Worksheet.objects.get()).payload["causes"]
    assert [payload[item]["reason"] for item in ("Qualify", "Discovery")] == ["about Qualify", "about Discovery"]


def test_a_revision_that_never_was_is_stale(save):
    assert save("odd", started_from=7).status_code == 409


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"category": "weather"}, "Class"),
        ({"reason": "x" * 1001}, "What makes you think so?"),
        ({"started_from": ""}, "started_from"),
    ],
)
def test_what_cannot_be_saved_names_its_field(save, change, named):
    response = save(**change)
    assert response.status_code == 422
    assert named in response.text
    assert not Answer.objects.exists()


def test_without_a_script_a_refused_text_stands_in_the_form(save):
    response = save("y" * 1001, go="next")
    assert response.status_code == 422
    assert "y" * 1001 in response.text


def test_an_unknown_screen_or_round_is_not_found(client, run, participant):
    client.force_login(participant)
    for round_, key in [("1", "causes-99"), ("2", "causes-1"), ("vote", "decision"), ("9", "causes-1")]:
        address = reverse("workshops:save_answer", args=[run.pk, round_, key])
        assert client.post(address, {"started_from": 0}).status_code == 404


def test_a_button_leads_through_the_cases_to_the_waiting_page(client, save, run):
    keys = [f"causes-{number}" for number in range(1, 6)]
    for revision, key in enumerate(keys):
        response = save("seen it", key=key, started_from=revision, go="next")
    assert response.url == reverse("workshops:run", args=[run.pk])
    assert "Your answer is in. The others are still writing." in client.get(response.url).text
    assert Worksheet.objects.get().done_at


def test_the_last_button_leads_back_to_a_case_without_an_answer(client, save, run):
    response = save("only the last", key="causes-5", go="next")
    assert Worksheet.objects.get().done_at is None
    assert 'aria-current="step">Qualify' in client.get(response.url).text


def test_typing_again_takes_done_back(save):
    save("one", go="finish")
    assert Worksheet.objects.get().done_at
    save("two", started_from=1)
    assert Worksheet.objects.get().done_at is None


def test_spaces_and_signs_are_kept_as_typed(save):
    typed = "  <b>5 %</b> & “more” \n\n  =cmd() "
    save(typed)
    assert texts(Worksheet.objects.get()) == [typed]


def test_who_joined_late_lands_on_the_open_worksheet(client, run, enrolled):
    late = enrolled("late")
    client.force_login(late)
    assert "Done, next case" in client.get(reverse("workshops:run", args=[run.pk])).text
