"""The sample program that has been through all eight modules: every exercise answered, decided and on the record."""

import pytest

from curriculum.loader import load_folder
from tests.workshops.sample.conftest import DEALS
from tests.workshops.sample.test_program import assert_decided
from workshops.models import Run
from workshops.sample.program import make_sample, sample_exists
from workshops.sample.rooms import rooms

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.xdist_group("sample program")]


def test_eight_sessions_and_48_decisions():
    assert list(rooms()) == list(load_folder().exercises)
    sample = make_sample(deals=DEALS, whole=True)
    assert [session.module for session in sample.sessions] == list(range(1, 9))
    assert sample.coming is None
    assert sample_exists(whole=True)
    assert not sample_exists()
    runs = Run.objects.filter(session__program=sample.program)
    assert {run.exercise for run in runs} == set(rooms())
    for run in runs:
        assert run.step == Run.Step.DECIDED
        assert_decided(run)
