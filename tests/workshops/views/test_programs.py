import pytest
from django.urls import reverse

from accounts.models import Person, Role
from workshops.actions.programs import create_session
from workshops.models import Program, Run

Step = Run.Step
OBJECTIVES = "Grow\nKeep\n\nLearn\n"


@pytest.fixture
def create(client, facilitator, organisation, curriculum):
    def create(**changes):
        client.force_login(facilitator)
        data = {"organisation": organisation.pk, "title": "Autumn", "objectives": OBJECTIVES} | changes
        return client.post(reverse("workshops:new_program"), data)

    return create


@pytest.fixture
def map_of(client, program):
    def map_of(person):
        client.force_login(person)
        return client.get(reverse("workshops:program", args=[program.pk])).text

    return map_of


def test_a_program_is_made_with_its_objectives(create, curriculum):
    response = create()
    program = Program.objects.get()
    assert response.url == reverse("workshops:program", args=[program.pk])
    assert (program.curriculum, program.objectives.count()) == (curriculum, 3)


@pytest.mark.parametrize("lines", ["One\nTwo", "\n".join("abcdefgh"), "One\nTwo\n" + "x" * 301])
def test_three_to_seven_objectives_of_a_length_that_fits(create, lines):
    response = create(objectives=lines)
    assert response.status_code == 422
    assert "Autumn" in response.text  # nothing typed is lost
    assert not Program.objects.exists()


def test_a_program_in_another_company_is_refused(create, other_organisation):
    assert create(organisation=other_organisation.pk).status_code == 422
    assert not Program.objects.exists()


def test_the_list_says_what_to_do_where_there_is_none(client, facilitator, member):
    texts = {}
    for person in (facilitator, member):
        client.force_login(person)
        texts[person] = client.get(reverse("workshops:programs")).text
    assert "Create a program" in texts[facilitator]
    assert "You take part in no program yet" in texts[member]


def test_the_list_asks_the_database_equally_often_for_thirty(
    client, facilitator, program, organisation, curriculum, django_assert_max_num_queries
):
    for number in range(29):
        Program.objects.create(organisation=organisation, curriculum=curriculum, title=f"Program {number}")
    client.force_login(facilitator)
    with django_assert_max_num_queries(6):
        assert client.get(reverse("workshops:programs")).text.count("course__") == 0


def test_the_map_begins_with_a_session(map_of, facilitator):
    assert "Nothing is planned yet; start with a session" in map_of(facilitator)


def test_the_map_names_the_one_thing_missing(map_of, facilitator, session, snapshot, enrolled):
    assert "Module 4 is next, except that it has no data yet" in map_of(facilitator)
    session.snapshot = snapshot
    session.save()
    assert "only 0 people are enrolled" in map_of(facilitator)
    for name in ("ana", "ben", "cleo", "dan", "eve"):
        enrolled(name)
    assert "Module 4 is ready" in map_of(facilitator)


def test_the_map_says_where_a_room_stands(map_of, participant, run, go):
    go(run, Step.ANSWER_1)
    assert "Module 4 is running: 4.1 stands at “answer alone”" in map_of(participant)


def test_a_sponsor_sees_the_map_and_no_way_into_the_room(map_of, sponsor, session, run, go):
    go(run, Step.ANSWER_1)
    text = map_of(sponsor)
    assert "Diagnosing sales process vulnerabilities" in text
    assert reverse("workshops:run", args=[run.pk]) not in text
    assert reverse("workshops:session", args=[session.pk]) not in text
    assert session.join_code not in text.replace(" ", "")


def test_the_map_asks_the_database_equally_often_for_one_and_for_eight(
    client, facilitator, program, room, django_assert_max_num_queries
):
    client.force_login(facilitator)
    for _ in range(8):
        create_session(program=program, module=4)
        with django_assert_max_num_queries(15):
            assert client.get(reverse("workshops:program", args=[program.pk])).status_code == 200


def test_a_person_is_added_by_address(client, facilitator, program):
    client.force_login(facilitator)
    data = {"email": "new@example.com", "name": "New", "role": "participant", "function": "finance"}
    assert client.post(reverse("workshops:people", args=[program.pk]), data).status_code == 302
    enrolment = program.enrolments.get(membership__person=Person.objects.get(email="new@example.com"))
    assert (enrolment.role, enrolment.membership.function) == (Role.PARTICIPANT, "finance")


@pytest.mark.parametrize("change", [{"email": "nobody"}, {"role": "admin"}, {"function": "chess"}, {"name": ""}])
def test_a_person_who_cannot_be_added_leaves_the_form_filled(client, facilitator, program, change):
    client.force_login(facilitator)
    data = {"email": "new@example.com", "name": "Newman", "role": "participant", "function": "finance"} | change
    response = client.post(reverse("workshops:people", args=[program.pk]), data)
    assert response.status_code == 422
    assert not program.enrolments.exists()


def test_a_role_is_changed(client, facilitator, program, participant):
    enrolment = program.enrolments.get(membership__person=participant)
    client.force_login(facilitator)
    address = reverse("workshops:change_role", args=[program.pk, enrolment.pk])
    assert client.post(address, {"role": "sponsor"}).status_code == 302
    assert client.post(address, {"role": "king"}).status_code == 422
    enrolment.refresh_from_db()
    assert enrolment.role == Role.SPONSOR


def test_nobody_of_another_program_is_changed(client, facilitator, program, participant, organisation, curriculum):
    other = Program.objects.create(organisation=organisation, curriculum=curriculum, title="Other")
    enrolment = program.enrolments.get(membership__person=participant)
    client.force_login(facilitator)
    address = reverse("workshops:change_role", args=[other.pk, enrolment.pk])
    assert client.post(address, {"role": "sponsor"}).status_code == 404


def test_the_people_page_asks_equally_often_for_thirty(
    client, facilitator, program, enrolled, django_assert_max_num_queries
):
    for number in range(30):
        enrolled(f"guest{number}")
    client.force_login(facilitator)
    with django_assert_max_num_queries(8):
        assert "Guest29" in client.get(reverse("workshops:people", args=[program.pk])).text
