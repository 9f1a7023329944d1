import pytest
from django.urls import reverse

from accounts.actions.sign_in import make_link


@pytest.fixture
def url(sample, facilitator, settings):
    settings.BOUND_TO_LOOPBACK = True
    return reverse("accounts:sign_in_link", args=[make_link(person=facilitator)])


def signed_in(client):
    return client.session.get("_auth_user_id")


@pytest.fixture(autouse=True)
def _host(client):
    client.defaults["HTTP_HOST"] = "127.0.0.1:8000"


def test_a_link_signs_in(client, url, facilitator):
    response = client.get(url)
    assert (response.status_code, response.url) == (302, "/")
    assert signed_in(client) == str(facilitator.pk)


def test_a_link_that_was_used_says_how_to_get_another(client, url):
    client.get(url)
    client.logout()
    response = client.get(url)
    assert response.status_code == 410
    assert "sign_in_links" in response.text
    assert signed_in(client) is None


def test_a_server_that_others_can_reach_has_no_links(client, url, settings):
    settings.BOUND_TO_LOOPBACK = False
    assert client.get(url).status_code == 404
    assert signed_in(client) is None


def test_a_link_under_a_public_name_is_none(client, url, settings):
    """A proxy on this machine hands on what came from outside."""
    settings.ALLOWED_HOSTS = ["rooms.example.com"]
    assert client.get(url, HTTP_HOST="rooms.example.com").status_code == 404
    assert signed_in(client) is None


def test_a_link_is_only_opened(client, url):
    assert client.post(url).status_code == 405
    assert signed_in(client) is None
