from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Role
from workshops.models import Enrolment
from workshops.views.join import JOINS, WRONG_CODES

ADA = {"name": "Ada", "function": "finance", "email": ""}


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests():
    cache.clear()


@pytest.fixture
def url(session):
    return reverse("workshops:join_session", args=[session.join_code])


@pytest.fixture
def ended(session):
    session.joining_ends_at = timezone.now() - timedelta(seconds=1)
    session.save()
    return session


def signed_in(client):
    return client.session.get("_auth_user_id")


# --- the code --------------------------------------------------------------------------------------------------------


def test_a_code_is_asked_for(client, db):
    response = client.get("/join/")
    assert response.status_code == 200
    assert 'name="code"' in response.text


def test_a_code_leads_to_its_session_however_it_is_typed(client, session, url):
    typed = f" {session.join_code[:3]} {session.join_code[3:]}"
    response = client.post("/join/", {"code": typed})
    assert (response.status_code, response.url) == (302, url)


def test_something_that_is_no_code_is_said(client, db):
    assert client.post("/join/", {"code": "../admin"}).status_code == 422


def test_an_unknown_code_is_not_there(client, session):
    response = client.get("/join/000000/")
    assert response.status_code == 404
    assert "No session that can be joined has this code." in response.text


def test_a_code_is_useless_after_its_session(client, ended, url):
    assert client.get(url).status_code == 404
    assert client.post(url, ADA).status_code == 404
    assert not Enrolment.objects.exists()


def test_a_new_code_ends_the_old_one(client, session, url, facilitator):
    client.force_login(facilitator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("workshops:renew_code", args=[session.pk]))
    assert client.get(url).status_code == 404


def test_guessing_codes_is_stopped(client, session, url):
    for number in range(WRONG_CODES):
        assert client.get(f"/join/x{number}/").status_code == 404
    assert client.get(url).status_code == 429
    assert client.post(url, ADA).status_code == 429


def test_guessing_from_one_address_stops_nobody_elsewhere(client, session, url):
    for number in range(WRONG_CODES):
        client.get(f"/join/x{number}/")
    assert client.get(url, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_one_address_cannot_fill_a_room_without_end(client, session, url, monkeypatch):
    monkeypatch.setattr("workshops.views.join.JOINS", 2)
    for name in ("Ada", "Ben"):
        assert client.post(url, ADA | {"name": name}).status_code == 302
        client.logout()
    assert client.post(url, ADA | {"name": "Cleo"}).status_code == 429
    assert JOINS >= 200  # a whole auditorium behind one address still gets in


# --- somebody new ----------------------------------------------------------------------------------------------------


def test_name_and_function_are_enough(client, session, url):
    response = client.post(url, ADA)
    enrolment = Enrolment.objects.get()
    assert response.url == reverse("workshops:session", args=[session.pk])
    assert (enrolment.role, enrolment.membership.function) == (Role.PARTICIPANT, "finance")
    assert enrolment.membership.person.email is None
    assert client.get(response.url).status_code == 200


def test_the_page_says_what_an_address_is_for(client, url):
    assert "Without it neither that nor a later follow-up is possible" in client.get(url).text


def test_the_sign_in_lasts_as_long_as_the_session(client, session, url):
    client.post(url, ADA)
    left = timedelta(seconds=client.session.get_expiry_age())
    assert abs(timezone.now() + left - session.joining_ends_at) < timedelta(seconds=5)
    assert client.cookies["sessionid"]["httponly"]


def test_a_joiner_sees_no_other_organisation_and_runs_nothing(client, session, url, program):
    client.post(url, ADA)
    assert client.get(reverse("workshops:people", args=[program.pk])).status_code == 403
    assert client.get(reverse("datasets:data", args=[program.organisation.slug])).status_code == 403


@pytest.mark.parametrize("lack", ["name", "function"])
def test_what_is_missing_is_said_and_nobody_joins(client, url, lack):
    response = client.post(url, ADA | {lack: ""})
    assert response.status_code == 422
    assert signed_in(client) is None
    assert not Enrolment.objects.exists()


def test_with_an_address_they_return_by_code(client, url, mailoutbox):
    client.post(url, ADA | {"email": "Ada@Example.com"})
    client.logout()
    client.post("/accounts/login/code/", {"email": "ada@example.com"})
    assert [mail.to for mail in mailoutbox] == [["ada@example.com"]]


def test_nobody_joins_as_somebody_else_by_typing_their_address(client, url, facilitator):
    response = client.post(url, ADA | {"email": facilitator.email.upper()})
    assert response.status_code == 409
    assert f"/accounts/login/code/?next={url}" in response.text
    assert signed_in(client) is None
    assert Person.objects.count() == 1


# --- who is signed in ------------------------------------------------------------------------------------------------


def test_who_is_signed_in_joins_as_themselves(client, session, url, member):
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(url)
    assert f"You are signed in as {member.name}" in page.text
    assert client.post(url).status_code == 302
    assert Enrolment.objects.get().membership.person == member
    assert signed_in(client) == str(member.pk)


def test_joining_again_changes_no_role(client, url, co_facilitator):
    client.force_login(co_facilitator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(url)
    assert Enrolment.objects.get().role == Role.CO_FACILITATOR


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, url, method):
    assert getattr(client, method)(url).status_code == 405
    assert getattr(client, method)("/join/").status_code == 405
