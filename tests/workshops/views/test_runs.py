import pytest
from django.urls import reverse

from jobs.models import Job
from workshops.actions.steps import advance
from workshops.models import LateText, Run
from workshops.queries import latest_answer
from workshops.steps import next_step, open_round, steps_of

Step = Run.Step


@pytest.fixture
def see(client, run):
    """The run's page as somebody sees it, redirects followed."""

    def see(person, **query):
        client.force_login(person)
        return client.get(reverse("workshops:run", args=[run.pk]), query, follow=True)

    return see


@pytest.fixture
def move(client, run, facilitator):
    def move(to):
        client.force_login(facilitator)
        return client.post(reverse("workshops:move", args=[run.pk]), {"to": to})

    return move


def test_a_press_moves_the_room_and_a_second_one_does_not(move, run):
    assert [move(Step.ANSWER_1).status_code, move(Step.ANSWER_1).status_code] == [302, 302]
    run.refresh_from_db()
    assert run.step == Step.ANSWER_1


def test_a_step_that_is_not_next_is_said_and_not_taken(client, move, run):
    response = client.get(move(Step.VOTE).url)
    assert "The room is not there yet" in response.text
    run.refresh_from_db()
    assert run.step == Step.BRIEF


def test_a_step_that_does_not_exist_is_refused(move):
    assert move("party").status_code == 422


def test_the_button_names_what_it_does(see, facilitator, run, go, answer, room):
    assert "Open the worksheet" in see(facilitator).text
    run = go(run, Step.ANSWER_1)
    for person in room:
        answer(run, person)
    assert "Close answers" in see(facilitator).text
    go(run, Step.CLOSED_1)
    assert "Reveal 6 answers" in see(facilitator).text


def test_the_facilitator_is_warned_before_a_room_is_too_small(see, facilitator, program):
    assert "0 are in the room: if fewer than 5 answer, nothing is shown" in see(facilitator).text


def test_four_answers_are_not_shown_and_the_page_says_why(see, facilitator, participant, run, answered_by_all, room):
    answered_by_all(run, Step.CLOSED_1, people=room[:4])
    assert "Go on without a reveal" in see(facilitator).text
    answered_by_all(run, Step.REVEAL_1)
    for person in (facilitator, participant):
        text = see(person).text
        assert "Only 4 people answered; with fewer than 5 somebody could be recognised" in text
        assert "Said by" not in text


def test_the_facilitator_reads_the_script_of_the_step(see, facilitator, run, go):
    assert "In an hour one of you will own one stage" in see(facilitator).text
    go(run, Step.ANSWER_1)
    text = see(facilitator).text
    assert "No talking. Deals you have seen" in text
    assert "In an hour one of you" not in text


def test_the_brief_promises_and_practises(see, participant):
    text = see(participant).text
    assert "Nobody sees your answer before the reveal, the facilitator included" in text
    assert "Our proposal came 19 working days after the request" in text


def test_the_reveal_shows_counts_and_sentences_without_names(see, run, answered_by_all, room):
    answered_by_all(run, Step.REVEAL_1)
    text = see(room[1]).text
    assert "6 answered" in text
    for person in room:
        assert f"Said by {person.name} in answer_1" in text  # their own words; the sentence is theirs to sign
    assert not [person.email for person in room if person.email in text]


def test_the_second_answer_starts_from_the_first(see, participant, run, answered_by_all):
    answered_by_all(run, Step.ANSWER_2)
    text = see(participant).text
    assert "Said by Ana in answer_1</textarea>" in text
    assert 'name="started_from" value="0"' in text


def test_a_page_left_behind_is_told_and_keeps_its_text(client, run, participant, go):
    go(run, Step.ANSWER_1)
    client.force_login(participant)
    address = reverse("workshops:moved", args=[run.pk])
    assert client.get(address, {"at": "answer_1"}).status_code == 204
    response = client.get(address, {"at": "brief"})
    assert "The room has moved on" in response.text


def test_evidence_that_waits_for_a_worker_says_so(see, participant, run, answered_by_all):
    answered_by_all(run, Step.EVIDENCE)
    assert "waiting for a worker" in see(participant).text


def test_evidence_that_failed_says_why_and_can_be_ordered_again(see, client, run, answered_by_all, facilitator):
    run = answered_by_all(run, Step.EVIDENCE)
    Job.objects.update(state=Job.State.FAILED, error="The disk is full")
    text = see(facilitator).text
    assert "The disk is full" in text
    assert "Try again" in text
    client.post(reverse("workshops:order_evidence", args=[run.pk]))
    assert list(Job.objects.order_by("created_at").values_list("state", flat=True)) == ["failed", "queued"]


def test_evidence_cannot_be_ordered_before_the_reveal(client, run, facilitator):
    client.force_login(facilitator)
    assert client.post(reverse("workshops:order_evidence", args=[run.pk])).status_code == 409
    assert not Job.objects.exists()


PLANTED = "quokka"


@pytest.mark.parametrize("closing", [Step.CLOSED_1, Step.CLOSED_2, Step.VOTE_CLOSED])
def test_nobody_reads_an_answer_before_its_reveal(
    closing, client, run, room, go, answer, facilitator, co_facilitator, admin, sponsor, session
):
    """Words are planted by one participant; every page that every other role can reach is searched for them."""
    author, *others = room
    while run.step != closing:
        run = advance(run=run, to=next_step(run.step, run.rounds))
        if open_round(run.step):
            last = next_step(run.step, run.rounds) == closing
            answer(run, author, PLANTED if last else "early")
            assert_unread(client, run, [*others, facilitator, co_facilitator, admin, sponsor], session)
            for person in others:
                answer(run, person, "plain")
    assert_unread(client, run, [*others, facilitator, co_facilitator, admin, sponsor], session)
    run = advance(run=run, to=next_step(run.step, run.rounds))
    assert PLANTED in page_of(client, others[0], reverse("workshops:run", args=[run.pk]))


def assert_unread(client, run, people, session):
    program = run.session.program
    addresses = [
        reverse("workshops:run", args=[run.pk]),
        reverse("workshops:answered", args=[run.pk]),
        reverse("workshops:moved", args=[run.pk]) + "?at=brief",
        reverse("workshops:evidence", args=[run.pk]),
        reverse("workshops:session", args=[session.pk]),
        reverse("workshops:program", args=[program.pk]),
        reverse("workshops:people", args=[program.pk]),
        reverse("workshops:register", args=[program.pk]) + "?show=all",
        reverse("workshops:decision", args=[run.pk]),
    ]
    read = [(person.name, address) for person in people for address in addresses
            if PLANTED in page_of(client, person, address)]  # fmt: skip
    assert not read


def page_of(client, person, address):
    client.force_login(person)
    return client.get(address, follow=True).text


def test_who_has_not_answered_is_told_to_nobody(client, run, room, go, answer, facilitator):
    """The facilitator sees how many, never who."""
    run = go(run, Step.ANSWER_1)
    for person in room[:3]:
        answer(run, person, "plain")
    text = page_of(client, facilitator, reverse("workshops:run", args=[run.pk]))
    assert ">3 <small>of 6</small>" in text
    assert not [person.name for person in room if person.name in text]


@pytest.mark.parametrize("step", steps_of(2)[:-1])
def test_every_step_has_a_page_for_both_sides(step, see, run, answered_by_all, facilitator, participant):
    answered_by_all(run, step)
    for person in (facilitator, participant):
        assert see(person).status_code == 200


@pytest.mark.parametrize("step", [Step.ANSWER_1, Step.REVEAL_1, Step.EVIDENCE, Step.VOTE_REVEAL, Step.DECIDE])
def test_pages_ask_the_database_equally_often_for_six_and_for_thirty(
    step, client, run, room, enrolled, answered_by_all, go, answer, facilitator, django_assert_max_num_queries
):
    crowd = [*room, *(enrolled(f"guest{number}") for number in range(24))]
    answered_by_all(run, step, people=crowd)
    if step == Step.ANSWER_1:
        for person in crowd:
            answer(Run.objects.get(pk=run.pk), person)
    for person in (facilitator, crowd[0]):
        client.force_login(person)
        address = reverse("workshops:decision" if step == Step.DECIDE else "workshops:run", args=[run.pk])
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


def test_text_that_comes_late_is_kept_and_said(client, run, participant, answered_by_all):
    run = answered_by_all(run, Step.CLOSED_1)
    client.force_login(participant)
    address = reverse("workshops:save_answer", args=[run.pk, "1", "causes-1"])
    for _ in range(2):
        response = client.post(address, {"category": "pricing", "reason": "just too late", "started_from": 1})
        assert response.status_code == 409
    assert "The round was closed before this arrived" in response.text
    assert "just too late" in response.text
    assert "just too late" in str(LateText.objects.get().payload)
    sheet = run.worksheets.get(enrolment__membership__person=participant)
    assert "just too late" not in str(latest_answer(sheet).payload)
    assert "It is kept for you and not counted" in client.get(reverse("workshops:run", args=[run.pk])).text
