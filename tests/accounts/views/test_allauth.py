"""That what allauth and axes were told is so: code by mail, password, no signing up, a limit on guessing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from accounts.actions.people import find_or_create_person

PASSWORD = "a long enough secret"


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    cache.clear()


def signed_in(client):
    return client.session.get("_auth_user_id")


def ask_for_code(client, address):
    return client.post("/accounts/login/code/", {"email": address})


def test_a_mailed_code_signs_in(client, facilitator, mailoutbox):
    ask_for_code(client, "Finn@Example.com")
    code = re.search(r"^([A-Z0-9-]{6,})$", mailoutbox[0].body, re.MULTILINE).group(1)
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert mailoutbox[0].to == ["finn@example.com"]
    assert signed_in(client) == str(facilitator.pk)


def test_somebody_just_invited_signs_in_with_the_code_that_proves_the_address(client, db, mailoutbox):
    invited = find_or_create_person(email="ines@example.com", name="Ines")
    ask_for_code(client, invited.email)
    code = re.search(r"^([A-Z0-9-]{6,})$", mailoutbox[0].body, re.MULTILINE).group(1)
    assert client.post("/accounts/login/code/confirm/", {"code": code}).url == "/"
    assert signed_in(client) == str(invited.pk)
    assert len(mailoutbox) == 1
    assert invited.emailaddress_set.get().verified


def test_a_wrong_code_does_not(client, facilitator, mailoutbox):
    ask_for_code(client, facilitator.email)
    client.post("/accounts/login/code/confirm/", {"code": "AAAAAA"})
    assert signed_in(client) is None


def test_an_unknown_address_learns_nothing(client, facilitator, mailoutbox):
    known, unknown = ask_for_code(client, facilitator.email), ask_for_code(client, "nobody@example.com")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.fixture
def facilitator(facilitator):
    """Has a password, and has shown once that the address is theirs."""
    facilitator.set_password(PASSWORD)
    facilitator.save()
    facilitator.emailaddress_set.update(verified=True)
    return facilitator


def test_a_password_signs_in(client, facilitator):
    client.post("/accounts/login/", {"login": facilitator.email, "password": PASSWORD})
    assert signed_in(client) == str(facilitator.pk)


def test_a_password_is_not_enough_for_an_address_that_nobody_has_shown_to_be_theirs(client, facilitator, mailoutbox):
    EmailAddress.objects.update(verified=False)
    client.post("/accounts/login/", {"login": facilitator.email, "password": PASSWORD})
    assert signed_in(client) is None
    assert [mail.to for mail in mailoutbox] == [[facilitator.email]]


def test_a_person_without_a_password_cannot_sign_in_with_an_empty_one(client, facilitator):
    facilitator.set_unusable_password()
    facilitator.save()
    client.post("/accounts/login/", {"login": facilitator.email, "password": ""})
    assert signed_in(client) is None


def test_guessing_is_stopped_even_for_who_guesses_right_at_last(client, facilitator, settings):
    settings.ACCOUNT_RATE_LIMITS = False  # axes alone, allauth counts besides
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post("/accounts/login/", {"login": facilitator.email, "password": f"wrong {number}"})
    client.post("/accounts/login/", {"login": facilitator.email, "password": PASSWORD})
    assert signed_in(client) is None


def test_nobody_signs_up(client, db):
    client.post("/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD})
    assert signed_in(client) is None


def test_the_pages_of_signing_in_hold_no_inline_script_or_style(client, db):
    for path in ("/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*(src|nonce))|<style|\sstyle=|\son\w+=", page), path
