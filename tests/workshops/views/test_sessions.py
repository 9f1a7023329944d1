from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from workshops.models import Run, Session


@pytest.fixture
def page(client, session):
    def page(person):
        client.force_login(person)
        return client.get(reverse("workshops:session", args=[session.pk])).text

    return page


@pytest.fixture
def create(client, facilitator, program):
    def create(**changes):
        client.force_login(facilitator)
        data = {"module": 4, "starts_at": "2027-07-01T09:00", "place": "Room 1", "exercises": ["4.1"]} | changes
        return client.post(reverse("workshops:new_session", args=[program.pk]), data)

    return create


def test_a_session_is_made_with_its_runs_on_the_current_tables(create, snapshot):
    response = create()
    session = Session.objects.get()
    assert response.url == reverse("workshops:session", args=[session.pk])
    assert (session.snapshot, session.place) == (snapshot, "Room 1")
    assert [run.exercise for run in session.runs.all()] == ["4.1"]


def test_its_time_is_read_in_the_program_s_zone_and_shown_in_it(create, client):
    response = create()
    assert Session.objects.get().starts_at == datetime(2027, 7, 1, 7, 0, tzinfo=UTC)
    assert "1 July 2027, 09:00" in client.get(response.url).text


def test_what_an_earlier_session_left_can_be_taken_over(create, session, client, facilitator, program):
    other = Run.objects.create(session=session, exercise="3.1", position=2)
    client.force_login(facilitator)
    assert "3.1, left over" in client.get(reverse("workshops:new_session", args=[program.pk]) + "?module=4").text
    create(exercises=["4.1", other.exercise])
    assert [run.exercise for run in Session.objects.latest("pk").runs.all()] == ["4.1", "3.1"]


@pytest.mark.parametrize("change", [{"exercises": []}, {"exercises": ["9.9"]}, {"module": 7}, {"starts_at": "soon"}])
def test_a_session_that_cannot_be_is_refused(create, change):
    assert create(**change).status_code == 422
    assert not Session.objects.exists()


def test_the_code_is_shown_to_who_runs_the_room(page, facilitator, participant, session):
    assert f"{session.join_code[:3]} {session.join_code[3:]}" in page(facilitator)
    assert f"{session.join_code[:3]} {session.join_code[3:]}" not in page(participant)


def test_a_code_that_no_longer_works_says_so_and_is_renewed(client, page, facilitator, session):
    Session.objects.update(joining_ends_at=timezone.now() - timedelta(hours=1))
    assert "no longer works" in page(facilitator)
    client.post(reverse("workshops:renew_code", args=[session.pk]))
    text = page(facilitator)
    assert "works until" in text
    assert f"{session.join_code[:3]} {session.join_code[3:]}" not in text


def test_newer_tables_are_offered_and_taken(client, page, facilitator, session, snapshot):
    Session.objects.update(snapshot=None)
    assert "Use the tables of" in page(facilitator)
    client.post(reverse("workshops:use_newest_data", args=[session.pk]))
    session.refresh_from_db()
    assert session.snapshot == snapshot
    assert "Use the tables of" not in page(facilitator)


def test_the_page_asks_equally_often_for_one_and_for_three_exercises(
    client, facilitator, session, django_assert_max_num_queries
):
    client.force_login(facilitator)
    for position, exercise in enumerate(("3.1", "2.5"), start=2):
        Run.objects.create(session=session, exercise=exercise, position=position)
        with django_assert_max_num_queries(12):
            assert client.get(reverse("workshops:session", args=[session.pk])).status_code == 200
