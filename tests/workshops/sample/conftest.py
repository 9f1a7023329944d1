"""The sample program takes seconds to make: it is made once, and what a test changes is rolled back."""

import pytest
from django.db import transaction
from django.test import override_settings

from workshops.sample.program import make_sample

DEALS = 2000
WALKED = ("2.5", "3.1", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6")  # the others add time and no other road


@pytest.fixture(scope="session")
def sample_media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _media(settings, sample_media):
    settings.MEDIA_ROOT = sample_media


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, sample_media):
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=sample_media):
            sample = make_sample(deals=DEALS, exercises=WALKED)
        yield sample
        transaction.set_rollback(True)


@pytest.fixture
def sample(made, db):
    return made


@pytest.fixture
def make_again():
    """Makes the sample once more, of this many deals as before."""

    def make_again(seed=7):
        return make_sample(seed=seed, deals=DEALS, exercises=WALKED)

    return make_again
