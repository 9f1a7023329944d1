"""The sample company, made once for each seed and kept."""

from functools import cache

import pytest

from datasets.sample.company import make_company


@pytest.fixture(scope="session")
def company():
    return cache(make_company)
