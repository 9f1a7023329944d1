"""Every trial at the size of this run; `--soak` and `bin/truth` take the full 200 runs."""

import pytest

from tests.sizes import SIZES
from tests.truth.bounds import failings, kind_of
from tests.truth.collected import groups
from tests.truth.trial import run_together


def name_of(together):
    return f"{together[0].exercise} {', '.join(map(kind_of, together))}"


@pytest.mark.parametrize("together", groups(), ids=name_of)
def test_what_is_said_is_kept(together):
    outcomes = run_together(together, SIZES.trials)
    found = {kind_of(trial): failings(trial, outcome) for trial, outcome in zip(together, outcomes, strict=True)}
    assert not any(found.values()), found
