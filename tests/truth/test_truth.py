"""Every trial at the size of this run; `--soak` and `python -m tests.truth` take the full 200 runs."""

import pytest

from tests.sizes import SIZES
from tests.truth.bounds import failings, kind_of
from tests.truth.collected import trials
from tests.truth.trial import run


@pytest.mark.parametrize("trial", trials(), ids=lambda trial: f"{trial.exercise} {kind_of(trial)}")
def test_what_is_said_is_kept(trial):
    assert failings(trial, run(trial, SIZES.runs)) == []
