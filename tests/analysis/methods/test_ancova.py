"""Equal first score: published coefficients, and statsmodels by formula."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from analysis.methods.ancova import adjusted_differences, share_within, slopes_differ


@pytest.mark.real_data
def test_anorexia_is_that_of_venables_and_ripley(real_data):
    """Venables & Ripley (2002), MASS, 4th ed.: `lm(Postwt ~ Prewt + Treat + offset(Prewt))`, as R prints it on the help
    page of the data: TreatCont -4.0971 (1.8935), TreatFT 4.5631 (2.1333), 68 degrees of freedom."""
    rows = pd.read_csv(real_data / "training" / "MASS_anorexia.csv")
    found = adjusted_differences(rows["Prewt"], rows["Postwt"], rows["Treat"], "CBT")
    for arm, (value, error) in {"Cont": (-4.0971, 1.8935), "FT": (4.5631, 2.1333)}.items():
        assert found[arm].value == pytest.approx(value, abs=0.0001)
        assert (found[arm].high - found[arm].low) / 2 / 1.995469 == pytest.approx(error, abs=0.0001)


def two_groups(n=40, effect=3.0, slope=0.5, seed=6):
    rng = np.random.default_rng(seed)
    before = rng.normal(60, 10, n)
    trained = before + rng.normal(0, 5, n) < 60
    return before, 30 + slope * before + effect * trained + rng.normal(0, 4, n), np.where(trained, "trained", "other")


def test_differences_are_those_of_a_formula():
    before, after, group = two_groups()
    fit = smf.ols("after ~ before + C(group)", pd.DataFrame({"before": before, "after": after, "group": group})).fit()
    name = "C(group)[T.trained]"
    found = adjusted_differences(before, after, group, "other")["trained"]
    assert found == pytest.approx((fit.params[name], *fit.conf_int().loc[name], fit.pvalues[name]))


def test_a_low_start_alone_is_no_difference():
    """Sent by a low first score, brought nothing: changes differ by regression to the mean, equals do not."""
    before, after, group = two_groups(4000, effect=0.0, seed=7)
    change = after - before
    assert change[group == "trained"].mean() - change[group == "other"].mean() > 4
    found = adjusted_differences(before, after, group, "other")["trained"]
    assert found.low < 0 < found.high


def test_slopes_that_differ_are_seen():
    before, after, group = two_groups(200)
    assert slopes_differ(before, after, group == "trained") > 0.05
    steeper = after + np.where(group == "trained", 0.6 * (before - 50), 0)
    assert slopes_differ(before, steeper, group == "trained") < 0.01


def test_what_cannot_be_told_is_not_told():
    assert np.isnan(adjusted_differences([1, 2, 3], [1, 2, 3], ["a", "b", "b"], "a")["b"]).all()
    assert np.isnan(adjusted_differences([5.0] * 9, range(9), list("aaaabbbbb"), "a")["b"]).all()
    line = np.arange(20.0)
    assert np.isnan(adjusted_differences(line, 2 * line, ["a", "b"] * 10, "a")["b"]).all()
    assert np.isnan(slopes_differ([5.0] * 9, range(9), [True] * 4 + [False] * 5))


def test_share_within():
    assert share_within([1, 2, 3, 9], [2, 3, 8]) == 0.5
    assert np.isnan(share_within([1], []))
