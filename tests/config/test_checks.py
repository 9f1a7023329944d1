"""Each system check: quiet where all is well, and with its id and a hint where not."""

import pytest

from config import checks


def said(check):
    return [(message.id, bool(message.hint)) for message in check()]


@pytest.mark.parametrize(
    "check",
    [checks.check_public_url, checks.check_secret_key, checks.check_one_host, checks.check_content_policy],
)
def test_the_default_installation_is_well(check):
    assert said(check) == []


def test_missing_assets_are_said(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    assert said(checks.check_assets) == [("chartroom.W001", True)]


def test_missing_fonts_are_said(settings, tmp_path):
    settings.FONT_DIR = tmp_path
    assert said(checks.check_fonts) == [("chartroom.W002", True)]
    (tmp_path / "inter.ttf").touch()
    assert said(checks.check_fonts) == []


@pytest.mark.parametrize(("url", "found"), [("http://rooms.example.com", 1), ("https://rooms.example.com", 0)])
def test_an_address_that_others_reach_needs_https(settings, url, found):
    settings.PUBLIC_URL = url
    assert said(checks.check_public_url) == [("chartroom.W003", True)] * found


def test_a_short_secret_is_an_error(settings):
    settings.SECRET_KEY = "short"
    assert said(checks.check_secret_key) == [("chartroom.E001", True)]


@pytest.mark.parametrize(("engine", "found"), [("sqlite3", 1), ("postgresql", 0)])
def test_sqlite_with_a_broker_elsewhere_is_an_error(settings, monkeypatch, engine, found):
    settings.REDIS_URL = "redis://queue.example.com:6379/0"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")
    assert said(checks.check_one_host) == [("chartroom.E002", True)] * found


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "*"])
def test_a_loose_content_policy_is_an_error(settings, source):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", source]}}
    assert said(checks.check_content_policy) == [("chartroom.E003", True)]
