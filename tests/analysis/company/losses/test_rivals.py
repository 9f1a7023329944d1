import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportions_ztest

from analysis.company.losses.rivals import against_rivals, cells_of, score_test, with_rival
from tests.sizes import SIZES


def test_the_score_test_is_that_of_statsmodels():
    won, n = np.array([20, 88, 0, 5]), np.array([120, 260, 11, 5])
    expected = [proportions_ztest(w, k, 0.3, prop_var=0.3)[1] for w, k in zip(won, n, strict=True)]
    assert score_test(won, n, 0.3) == pytest.approx(expected)
    assert np.isnan(score_test([0], [0], 0.3)).all()


def test_words_for_no_rival_are_no_rival():
    deals = pd.DataFrame({"competitor": ["Acme", "none", "N/A", None, " Acme "]}, dtype="str")
    assert with_rival(deals)["competitor"].fillna("").tolist() == ["Acme", "", "", "", "Acme"]


def test_cells_with_few_deals_are_counted_and_left_out():
    deals = pd.DataFrame(
        [("Acme", "P", "S", "won" if i < 3 else "lost") for i in range(12)]
        + [("Beta", "P", "S", "lost")] * 9
        + [("Beta", "Q", "S", "open")] * 5,
        columns=["competitor", "product", "segment", "outcome"],
    ).astype("str")
    table, small = cells_of(deals, 1.0)
    assert (table["competitor"].tolist(), small) == (["Acme"], 1)


def test_no_rival_is_called_worse_by_chance_more_often_than_stated():
    """Six rivals whose deals are won alike: at most one room in twenty is told of any, give or take chance."""
    rng = np.random.default_rng(8)
    runs, alarms = 10 * SIZES.runs, 0
    for _ in range(runs):
        deals = pd.DataFrame(
            {"competitor": rng.choice(list("ABCDEF"), 600), "outcome": rng.choice(["won", "lost"], 600)}
        )
        alarms += against_rivals(deals.astype("str"), 1.0)["below"].any()
    assert alarms / runs <= 0.06


def test_clusters_widen_the_limits():
    deals = pd.DataFrame({"competitor": ["A"] * 100, "outcome": ["won"] * 30 + ["lost"] * 70}).astype("str")
    one, two = (against_rivals(deals, effect).iloc[0] for effect in (1.0, 2.0))
    assert two["high"] - two["low"] > one["high"] - one["low"]
