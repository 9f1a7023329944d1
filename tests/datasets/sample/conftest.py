"""The sample company, made once for each seed and kept."""

from functools import cache

import pytest

from datasets.sample.company import make_company


@pytest.fixture(scope="session")
def company():
    @cache
    def made(seed, effects):
        return make_company(seed, effects=effects)

    return lambda seed=7, *, effects=True: made(seed, effects)
