import numpy as np
import pandas as pd
import pytest

from analysis.methods.accelerated import stretch

# Edmonson et al. (1979), Cancer Treat. Rep. 63, 241-247, as `ovarian` of R's package survival: days, died, rx, ecog.ps.
OVARIAN = np.array([
    (59, 1, 1, 1), (115, 1, 1, 1), (156, 1, 1, 2), (421, 0, 2, 1), (431, 1, 1, 1), (448, 0, 1, 2), (464, 1, 2, 2),
    (475, 1, 2, 2), (477, 0, 1, 1), (563, 1, 2, 2), (638, 1, 1, 2), (744, 0, 2, 1), (769, 0, 2, 2), (770, 0, 2, 1),
    (803, 0, 1, 1), (855, 0, 1, 2), (1040, 0, 1, 2), (1106, 0, 1, 1), (1129, 0, 2, 1), (1206, 0, 2, 1),
    (1227, 0, 2, 2), (268, 1, 1, 2), (329, 1, 1, 1), (353, 1, 2, 2), (365, 1, 2, 1), (377, 0, 2, 1),
])  # fmt: skip


def test_published_weibull_fit():
    """survreg(Surv(futime, fustat) ~ ecog.ps + rx, ovarian) in R's manual: 6.897, -0.385, 0.529; log-lik. -97.1."""
    days, died, rx, ecog = OVARIAN.T
    found = stretch(days, died, pd.DataFrame({"ecog": ecog, "rx": rx}), family="weibull")
    assert found.intercept == pytest.approx(6.897, abs=0.001)
    assert np.log(found.factors["ecog"].value) == pytest.approx(-0.385, abs=0.001)
    assert np.log(found.factors["rx"].value) == pytest.approx(0.529, abs=0.001)
    assert found.aic == pytest.approx(2 * 97.1 + 2 * 4, abs=0.1)


def test_weights_are_repeated_rows():
    rng = np.random.default_rng(1)
    cells = pd.DataFrame(
        {"days": rng.integers(5, 90, 40), "closed": rng.random(40) < 0.7, "big": rng.integers(0, 2, 40)}
    )
    times = rng.integers(1, 4, 40)
    rows = cells.loc[cells.index.repeat(times)]
    one = stretch(cells["days"], cells["closed"], cells[["big"]], times)
    other = stretch(rows["days"], rows["closed"], rows[["big"]])
    assert one.factors["big"].value == pytest.approx(other.factors["big"].value, rel=1e-4)


@pytest.mark.parametrize("family", ["weibull", "log-normal", "log-logistic"])
def test_a_known_factor_is_recovered(family):
    rng = np.random.default_rng(2)
    big = rng.integers(0, 2, 3000)
    noise = {"weibull": np.log(rng.weibull(1.5, 3000)), "log-normal": rng.normal(0, 0.6, 3000),
             "log-logistic": rng.logistic(0, 0.4, 3000)}[family]  # fmt: skip
    days, watched = np.exp(4 + np.log(1.5) * big + noise), rng.uniform(20, 300, 3000)
    found = stretch(np.minimum(days, watched), days <= watched, pd.DataFrame({"big": big}), family=family)
    assert found.factors["big"].low < 1.5 < found.factors["big"].high
    assert found.factors["big"].high / found.factors["big"].low < 1.25
