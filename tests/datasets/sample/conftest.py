"""The sample company, made once for each seed and kept."""

from functools import cache

import pytest

from analysis import catalogue
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.sources import resolve, with_resolved
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF, make_company


@pytest.fixture(scope="session")
def company():
    @cache
    def made(seed, effects):
        return make_company(seed, effects=effects)

    return lambda seed=7, *, effects=True: made(seed, effects)


@pytest.fixture(scope="session")
def find(company):
    """Findings of an exercise on the sample company of a seed, or on one with no effects."""
    content = load_folder().exercises

    @cache
    def find(exercise, seed=7, effects=True, without=None):
        tables = dict(company(seed, effects=effects))
        if without is not None:
            tables["deals"] = tables["deals"][~without(tables["deals"])]
        provenance = Provenance(snapshot="", answers="", code="", as_of=AS_OF)
        words = with_resolved(content[exercise].content(), resolve(content[exercise].content(), tables))
        return catalogue.analyse(exercise, Inputs(tables=tables, provenance=provenance, content=words))

    return find
