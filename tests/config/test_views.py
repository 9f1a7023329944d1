import pytest
import redis
from django.db import InterfaceError, OperationalError
from django.test import Client


@pytest.fixture
def breaking(monkeypatch):
    """A client that sees pages as a reader does, and a first page that fails with an error of ours."""

    def breaking(error):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr("config.views.render", fail)
        return Client(raise_request_exception=False)

    return breaking


UNREACHABLE = [OperationalError("server closed"), InterfaceError("closed"), redis.ConnectionError("refused")]


@pytest.mark.parametrize("error", UNREACHABLE, ids=["database", "connection", "broker"])
def test_a_server_out_of_reach_is_one_clear_page_that_says_try_again(breaking, error, db):
    response = breaking(error).get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "is saved" in response.text


def test_an_error_of_ours_is_no_503(breaking, db):
    response = breaking(KeyError("stage")).get("/")
    assert response.status_code == 500
    assert "stage" not in response.text


def test_the_page_of_a_broken_database_asks_no_database(breaking, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        breaking(OperationalError("server closed")).get("/")


def test_who_is_signed_in_starts_at_their_programs(client, facilitator):
    client.force_login(facilitator, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/")
    assert (response.status_code, response.url) == (302, "/programs/")


def test_who_is_not_sees_what_this_is(client, db):
    response = client.get("/")
    assert response.status_code == 200
    assert "/accounts/login/" in response.text


def test_health_is_asked_of_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/healthz").text == "ok"


def test_every_page_carries_the_safety_headers(client, db):
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_a_page_that_is_not_there_is_said_in_the_look(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "chartroom.css" in response.text
