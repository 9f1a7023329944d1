"""Three years are too few quarters for a score: 1.4 says so, with what is planted and without."""

import numpy as np
import pytest

from tests.sizes import SIZES


@pytest.mark.parametrize("seed", SIZES.seeds)
@pytest.mark.parametrize("effects", [True, False])
def test_no_score_is_held_against_nine_quarters(find, seed, effects):
    findings = find("1.4", seed, effects)
    assert findings.headline.code == "too_few"
    assert 8 <= findings.headline.arguments["n"] < 12
    assert all(np.isnan(figure.value) for figure in findings.figures if figure.name.startswith(("loo", "dilution")))


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_every_figure_is_there(find, seed):
    findings = find("1.4", seed)
    assert len(findings.table("kpis").rows) == 5
    assert findings.needs == ()
