"""Limits run on past deals: against a loop over the deals, and a bootstrap that is drawn plainly."""

import numpy as np
import pandas as pd
import pytest

from analysis.company.pricing.policies import Approver, compare, run_policies
from analysis.methods.survival import Estimate

LIMITS = (0.05, 0.10, 0.15)


@pytest.fixture(scope="module")
def deals():
    rng = np.random.default_rng(8)
    discount = rng.integers(0, 25, 400) / 100
    outcome = np.where(rng.random(400) < 0.4, "won", "lost")
    return pd.DataFrame({"discount": discount, "outcome": outcome, "listed": rng.gamma(2.0, 20_000, 400)})


def approver(name="manager", cut=0.02, slow=0.25):
    return Approver(name, cut, Estimate(slow, slow - 0.1, slow + 0.1), days=2.0)


def run(deals, **one):
    return run_policies(deals, deals["discount"].to_numpy(), approver(**one), LIMITS)


def test_each_limit_is_the_sum_over_its_deals(deals):
    table = run(deals)
    for row in table.to_dict("records"):
        above = [deal for deal in deals.to_dict("records") if deal["discount"] > row["limit"] + 1e-9]
        kept = [
            min(0.02, deal["discount"] - row["limit"]) * deal["listed"] for deal in above if deal["outcome"] == "won"
        ]
        assert row["asked"] == len(above)
        assert row["asked_share"] == len(above) / 400
        assert row["slowed"] == pytest.approx(0.25 * len(above))
        assert row["waiting"] == 2 * len(above)
        assert row["margin_kept"] == pytest.approx(sum(kept))


def test_limits_of_money_are_those_of_a_plain_bootstrap(deals):
    row = run(deals).iloc[1]
    kept = np.clip(deals["discount"] - 0.10, 0, 0.02) * deals["listed"] * (deals["outcome"] == "won")
    rng = np.random.default_rng(0)
    drawn = [kept.to_numpy()[rng.integers(0, 400, 400)].sum() for _ in range(2000)]
    assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), rel=0.06)


def test_many_deals_are_drawn_in_groups_and_keep_their_spread(deals):
    """Ten times the deals: the same money ten times, and a spread that grows with the root of ten."""
    few, many = run(deals).iloc[1], run(pd.concat([deals] * 10, ignore_index=True)).iloc[1]
    assert many["margin_kept"] == pytest.approx(10 * few["margin_kept"])
    assert (many["high"] - many["low"]) / (few["high"] - few["low"]) == pytest.approx(np.sqrt(10), rel=0.12)


def test_a_higher_limit_never_keeps_more_or_slows_more(deals):
    table = run(deals)
    assert table["margin_kept"].is_monotonic_decreasing
    assert table["slowed"].is_monotonic_decreasing


def test_an_approver_who_is_slow_and_takes_off_less_is_struck_off_at_every_limit(deals):
    quick, slow = approver(), approver("board", cut=0.01, slow=0.9)
    table = compare(deals, deals["discount"].to_numpy(), [quick, slow], LIMITS)
    assert table.groupby("level")["efficient"].all().to_dict() == {"board": False, "manager": True}
    assert not table.loc[table["level"] == "board", "efficient"].any()


def test_without_amounts_counts_stand_and_money_is_unknown(deals):
    table = run(deals.assign(listed=np.nan))
    assert table["asked"].gt(0).all()
    assert table[["margin_kept", "low", "high"]].isna().all(axis=None)
