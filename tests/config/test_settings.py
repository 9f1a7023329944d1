"""Settings as the environment gives them."""

import re

import pytest

from tests.config.conftest import manage

pytestmark = pytest.mark.embedded


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_setting_left_empty_is_as_if_it_were_not_there(name, own_folder, monkeypatch):
    monkeypatch.setenv(name, "")
    settings = manage("diffsettings", "--output", "unified")
    assert f"'NAME': '{own_folder / 'db.sqlite3'}'" in settings
    assert re.search(r"CELERY_BROKER_URL = .redis://.*@127\.0\.0\.1:", settings)
