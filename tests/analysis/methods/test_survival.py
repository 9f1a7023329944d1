import numpy as np
import pandas as pd
import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.utils import median_survival_times
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import CumIncidenceRight, survdiff

from analysis.methods.survival import aalen_johansen, days_until, kaplan_meier, logrank_against_rest, quantile

# Freireich et al. (1963), Blood 21, 699-716: weeks in remission with 6-mercaptopurine (0: still in remission), placebo.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
ENDED = [1] * 9 + [0] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


@pytest.fixture
def ended():
    """200 deals with many tied days: day and cause (0 censored, 1 to 3)."""
    rng = np.random.default_rng(3)
    return rng.integers(1, 40, 200), rng.choice([0, 1, 2, 3], 200, p=[0.3, 0.3, 0.3, 0.1])


def test_kaplan_meier_equals_published():
    # Kalbfleisch & Prentice (2002), table 1.2 of the leukaemia trial: 0.857, 0.807, 0.753, …, 0.448 at week 23.
    curve = kaplan_meier(TREATED, ENDED)
    assert [round(curve.at(week).value, 3) for week in (6, 7, 10, 13, 16, 22, 23)] == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
    ]  # fmt: skip


def test_kaplan_meier_equals_scipy_and_is_unknown_beyond_the_last_one_watched():
    curve = kaplan_meier(TREATED, ENDED)
    days, ended = np.array(TREATED), np.array(ENDED, bool)
    other = ecdf(CensoredData(uncensored=days[ended], right=days[~ended])).sf
    assert [curve.at(week).value for week in other.quantiles] == pytest.approx(other.probabilities)
    assert np.isnan(curve.at(36).value)


def test_median_and_its_limits_equal_published():
    # R's survfit(…, conf.type = "log-log") on the same trial gives 23 (13, NA), and for placebo 8 (4, 11).
    value, low, high = quantile(kaplan_meier(TREATED, ENDED))
    assert (value, low, np.isnan(high)) == (23, 13, True)
    assert quantile(kaplan_meier(PLACEBO, [1] * 21)) == (8, 4, 11)


def test_counted_cells_give_the_same_curve_as_single_deals(ended):
    days, causes = ended
    cells = pd.DataFrame({"day": days, "closed": causes > 0}).value_counts().reset_index()
    single, counted = kaplan_meier(days, causes > 0), kaplan_meier(cells["day"], cells["closed"], cells["count"])
    assert quantile(single) == quantile(counted)
    assert counted.value == pytest.approx(single.value)
    assert quantile(single, 0.8).value == days_until([0.8], cells["day"], cells["closed"], cells["count"])[0]


def test_quantile_equals_lifelines(ended):
    days, causes = ended
    fit = KaplanMeierFitter().fit(days, causes > 0)
    low, high = median_survival_times(fit.confidence_interval_).iloc[0]
    assert quantile(kaplan_meier(days, causes > 0)) == (fit.median_survival_time_, low, high)


def test_days_until_of_complete_days_is_the_lower_quantile():
    assert days_until([0.5, 0.8], [4, 1, 3, 2], [1, 1, 1, 1], [1, 1, 1, 1]) == [2, 4]
    assert np.isnan(days_until([0.5], [4, 1], [0, 0], [1, 1])[0])


def test_incidence_equals_statsmodels_with_ties(ended):
    days, causes = ended
    other = CumIncidenceRight(days, causes)
    for cause in (1, 2, 3):
        curve = aalen_johansen(days, causes, cause)
        assert [curve.at(day).value for day in other.times] == pytest.approx(other.cinc[cause - 1])


def test_incidence_and_its_limits_equal_lifelines_without_ties():
    rng = np.random.default_rng(8)
    days, causes = rng.permutation(120) + 1.0, rng.choice([0, 1, 2], 120)
    fit = AalenJohansenFitter().fit(days, causes, event_of_interest=1)
    curve = aalen_johansen(days, causes, 1)
    inside = fit.confidence_interval_.dropna().index[5:-2]
    assert [curve.at(day).value for day in inside] == pytest.approx(fit.cumulative_density_.loc[inside].iloc[:, 0])
    limits = np.array([[curve.at(day).low, curve.at(day).high] for day in inside])
    assert limits == pytest.approx(fit.confidence_interval_.loc[inside].to_numpy(), abs=0.004)


def test_variance_of_incidence_is_that_of_the_bootstrap(ended):
    days, causes = ended
    rng = np.random.default_rng(4)
    draws = [rng.integers(0, len(days), len(days)) for _ in range(600)]
    spread = np.std([aalen_johansen(days[draw], causes[draw], 1).at(20).value for draw in draws])
    value, low, high = aalen_johansen(days, causes, 1).at(20)
    assert (high - low) / (2 * 1.96) == pytest.approx(spread, rel=0.1)
    assert low < value < high


def test_without_censoring_incidences_are_plain_shares_and_add_up():
    days, causes = np.array([1, 2, 3, 4]), np.array([1, 2, 1, 3])
    shares = [aalen_johansen(days, causes, cause).at(4).value for cause in (1, 2, 3)]
    assert shares == pytest.approx([0.5, 0.25, 0.25])


def test_logrank_equals_published():
    # Freireich's trial: chi-squared 16.79 on 1 degree of freedom (Kalbfleisch & Prentice 2002; R's survdiff).
    days, groups = TREATED + PLACEBO, ["treated"] * 21 + ["placebo"] * 21
    p = logrank_against_rest(days, ENDED + [1] * 21, groups)
    assert p["treated"] == p["placebo"] == pytest.approx(4.17e-05, rel=0.01)


def test_logrank_of_three_groups_equals_statsmodels_group_by_group(ended):
    days, causes = ended
    groups = np.random.default_rng(1).choice(["a", "b", "c"], 200)
    p = logrank_against_rest(days, causes > 0, groups)
    for name in ("a", "b", "c"):
        assert p[name] == pytest.approx(survdiff(days, causes > 0, groups == name)[1])


def test_logrank_of_a_lone_group_is_nan():
    assert np.isnan(logrank_against_rest([1, 2], [1, 1], ["a", "a"])["a"])
