"""Effects planted in the deals themselves, found again with plain statistics, and absent where nothing is planted."""

import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from datasets.sample.effects import PLANTED
from tests.datasets.sample.measured import (
    Measured,
    coefficient,
    difference,
    mean_of,
)

SEEDS = (7, 1, 2)


def closed(tables):
    deals = tables["deals"][tables["deals"]["outcome"].isin(["won", "lost"])]
    return deals.assign(won=deals["outcome"] == "won")


def with_reps(tables, deals, *columns):
    return deals.merge(tables["reps"][["rep_id", *columns]], on="rep_id")


def damaging_rival(tables):
    rival = PLANTED.damaging_rival
    deals = closed(tables).dropna(subset=["competitor"])
    there = (deals["product_id"] == rival.product_id) & (deals["segment"] == rival.segment)
    against = there & (deals["competitor"] == rival.rival)
    return difference(deals.loc[~against, "won"], deals.loc[against, "won"])


def careless_team(tables):
    lost = with_reps(tables, closed(tables).query("not won"), "team")
    blank = lost["loss_reason"].isna()
    theirs = lost["team"] == PLANTED.careless_team.team
    return difference(blank[theirs], blank[~theirs])


def free_reviewer(tables):
    sheets = tables["deal_reviews"].pivot(index="deal_id", columns="reviewer", values="reason")
    free = PLANTED.free_reviewer.reviewer
    [other] = [name for name in sheets if name != free]
    return mean_of((sheets[free] == "Price").astype(float) - (sheets[other] == "Price"))


def waits(tables):
    approvals = tables["approvals"].dropna(subset=["decided_at"])
    days = (approvals["decided_at"] - approvals["requested_at"]).dt.total_seconds() / 86_400
    return approvals.assign(days=days)


def slow_level(tables):
    asked = waits(tables)
    days = asked["days"].rank()
    return difference(days[asked["level"] == "director"], days[asked["level"] == "manager"])


def cost_of_waiting(tables):
    deals = waits(tables).merge(closed(tables), on="deal_id")
    found = coefficient(deals["won"], deals[["days", "discount_pct"]], "days")
    return Measured(-found.value, found.error)


def complexity(tables):
    deals = closed(tables)
    level = deals["complexity"].map({"simple": 2, "usual": 1, "involved": 0})
    return coefficient(deals["won"], level.to_frame("ease"), "ease")


def large_and_late(tables):
    """Large deals that came past Proposal and are closed, with the days they stayed in Discovery."""
    events = tables["stage_events"]
    there = events[events["stage"] == PLANTED.slow_discovery.stage].set_index("deal_id")
    days = (there["exited_at"] - there["entered_at"]).dt.total_seconds() / 86_400
    deals = closed(tables).assign(days=lambda rows: rows["deal_id"].map(days))
    late = deals["deal_id"].isin(events.loc[events["stage"] == "Negotiation", "deal_id"])
    return deals[late & (deals["amount"] >= deals["amount"].quantile(PLANTED.slow_discovery.quantile))]


def slow_discovery(tables):
    deals = large_and_late(tables)
    slow = deals["days"] > PLANTED.slow_discovery.days
    return difference(~deals.loc[slow, "won"], ~deals.loc[~slow, "won"])


def pilots(tables):
    deals = closed(tables)
    return difference(deals.loc[deals["pilot"], "won"], deals.loc[~deals["pilot"], "won"])


def leader_exit(tables):
    """Difference in differences: the team in the months after the exit against all others and other times."""
    left = PLANTED.leader_exit
    deals = with_reps(tables, closed(tables), "team")
    after = deals["closed_on"].between(pd.Timestamp(left.on), pd.Timestamp(left.on) + pd.Timedelta(days=left.days))
    team = deals["team"] == left.team
    found = coefficient(deals["won"], pd.DataFrame({"team": team, "after": after, "both": team & after}), "both")
    return Measured(-found.value, found.error)


def overlapping(tables):
    """Whether another deal on the account through the other channel began within 90 days."""
    deals = closed(tables)
    every = tables["deals"][["account_id", "created_on", "channel"]]
    pairs = deals[["deal_id", "account_id", "created_on", "channel"]].merge(every, on="account_id")
    near = (pairs["created_on_x"] - pairs["created_on_y"]).abs().dt.days <= PLANTED.channel_conflict.days
    met = pairs.loc[near & (pairs["channel_x"] != pairs["channel_y"]), "deal_id"]
    return deals.assign(met=deals["deal_id"].isin(met))


def channel_conflict(tables):
    deals = overlapping(tables)
    return difference(deals.loc[~deals["met"], "won"], deals.loc[deals["met"], "won"])


def conflict_discount(tables):
    deals = overlapping(tables).dropna(subset=["discount_pct"])
    return difference(deals.loc[deals["met"], "discount_pct"], deals.loc[~deals["met"], "discount_pct"])


def shrinking_territory(tables):
    """Deals begun: does the region's share fall from quarter to quarter?"""
    deals = tables["deals"]
    quarter = deals["created_on"].dt.to_period("Q").astype("int64")
    there = deals["region"] == PLANTED.shrinking_territory.region
    found = coefficient(there, (quarter - quarter.min()).to_frame("quarter"), "quarter")
    return Measured(-found.value, found.error)


def quarter_end(tables):
    """Share of the won that closed in a quarter's last ten days, over the share of those lost."""
    deals = closed(tables)
    last = (deals["closed_on"].dt.to_period("Q").dt.end_time - deals["closed_on"]).dt.days < 10
    return difference(last[deals["won"]], last[~deals["won"]])


def price_war(tables):
    """Discount of lost over won deals against the rival, over the same against the others."""
    deals = closed(tables).dropna(subset=["discount_pct", "competitor"])
    rival = deals["competitor"] == PLANTED.price_war.rival
    lost = ~deals["won"]
    features = pd.DataFrame({"rival": rival, "lost": lost, "both": rival & lost})
    return coefficient(deals["discount_pct"], features, "both", sm.families.Gaussian())


def specialists(tables):
    deals = with_reps(tables, closed(tables), "role", "industry").query("role == 'specialist'")
    own = deals["division"] == deals["industry"]
    return difference(deals.loc[own, "won"], deals.loc[~own, "won"])


def cross_selling(tables):
    deals = closed(tables).merge(tables["accounts"][["account_id", "industry"]], on="account_id")
    deals = deals[deals["deal_type"] != "renewal"]
    there = deals["industry"] == PLANTED.cross_selling.industry
    return difference(deals.loc[there, "won"], deals.loc[~there, "won"])


def paired_products(tables):
    """Whether a deal is on the one product where another deal of the account is on the other."""
    deals = tables["deals"].dropna(subset=["product_id"])
    first, second = PLANTED.paired_products.products
    count = deals.groupby("account_id")["product_id"].transform("size")
    on_second = (deals["product_id"] == second).groupby(deals["account_id"]).transform("any")
    features = pd.DataFrame({"paired": on_second & (deals["product_id"] != second), "deals": count})
    others = deals["product_id"] != second
    return coefficient(deals.loc[others, "product_id"] == first, features[others], "paired")


EFFECTS = (
    damaging_rival, careless_team, free_reviewer, slow_level, cost_of_waiting, complexity, slow_discovery, pilots,
    leader_exit, channel_conflict, conflict_discount, shrinking_territory, quarter_end, price_war, specialists,
    cross_selling, paired_products,
)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.__name__)
def test_what_is_planted_is_found(company, effect, seed):
    assert effect(company(seed)).is_clear


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.__name__)
def test_nothing_is_found_where_nothing_is_planted(company, effect, seed):
    assert effect(company(seed, effects=False)).is_nothing


@pytest.mark.parametrize("seed", SEEDS)
def test_two_reviewers_agree_moderately(company, seed):
    sheets = company(seed)["deal_reviews"].pivot(index="deal_id", columns="reviewer", values="reason")
    assert 0.3 < cohen_kappa_score(*(sheets[name] for name in sheets)) < 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gate_on_slow_discovery_is_precise_and_one_on_discount_is_not(company, seed):
    deals = large_and_late(company(seed))
    slow, discounted = deals["days"] > PLANTED.slow_discovery.days, deals["discount_pct"] > 15
    assert slow.sum() > 60
    assert (~deals.loc[slow, "won"]).mean() > 0.65
    assert (~deals.loc[discounted, "won"]).mean() < 0.65


@pytest.mark.parametrize("seed", SEEDS)
def test_approvals_are_as_slow_as_planted(company, seed):
    asked = waits(company(seed)).groupby("level")["days"].quantile(0.8)
    assert 1.5 < asked["manager"] < 2.6
    assert 9 < asked["director"] < 15


@pytest.mark.parametrize("seed", SEEDS)
def test_more_discount_wins_no_oftener(company, seed):
    deals = closed(company(seed))
    more, some = deals[deals["discount_pct"] > 15], deals[deals["discount_pct"].between(10, 15)]
    assert not difference(more["won"], some["won"]).is_clear


@pytest.mark.parametrize("seed", SEEDS)
def test_about_one_deal_in_twelve_exceeds_the_limit_without_approval(company, seed):
    tables = company(seed)
    priced = tables["deals"].dropna(subset=["discount_pct"])
    over = (priced["discount_pct"] > 10) & ~priced["deal_id"].isin(tables["approvals"]["deal_id"])
    assert 0.06 < over.mean() < 0.11
    assert 0.05 < (tables["approvals"]["decision"] == "refused").mean() < 0.2


@pytest.mark.parametrize("column", ["lead_source", "pricing_model"])
@pytest.mark.parametrize("seed", SEEDS)
def test_some_fields_say_nothing_of_the_outcome(company, column, seed):
    deals = closed(company(seed))
    assert stats.chi2_contingency(pd.crosstab(deals[column], deals["won"]))[1] > 0.001


@pytest.mark.parametrize("seed", SEEDS)
def test_the_forecast_category_is_written_over_at_closing(company, seed):
    deals = company(seed)["deals"]
    ended = deals.query("outcome != 'open'")
    assert (ended["forecast_category"] == ended["outcome"].eq("won").map({True: "Closed", False: "Omitted"})).all()
    assert 0.4 < deals.loc[deals["outcome"] == "open", "forecast_category"].isna().mean() < 0.6
    assert deals.groupby("outcome")["expected_close_on"].count().div(deals.groupby("outcome").size()).min() > 0.93


@pytest.mark.parametrize("seed", SEEDS)
def test_one_framework_order_is_worth_months(company, seed):
    def largest(tables):
        won = tables["deals"].query("outcome == 'won'")
        months = won.groupby(won["closed_on"].dt.strftime("%Y-%m"))["amount"].sum()
        order = won.loc[won["amount"].idxmax()]
        return f"{order['closed_on']:%Y-%m}", order["amount"] / months.median()

    month, times = largest(company(seed))
    assert month == PLANTED.framework_order.month
    assert times > 1.5
    assert largest(company(seed, effects=False))[1] < 1


def test_the_best_leave_oftener(company):
    """Over the seeds together: one company has too few leavers."""

    def leavers(effects):
        found = []
        for seed in SEEDS:
            tables = company(seed, effects=effects)
            rate = closed(tables).groupby("rep_id")["won"].mean()
            reps = tables["reps"].query("role != 'manager'").set_index("rep_id")
            best = rate.reindex(reps.index) >= rate.reindex(reps.index).quantile(2 / 3)
            found.append(pd.DataFrame({"best": best, "left": reps["left_on"].notna(), "to": reps["left_to"]}))
        return pd.concat(found)

    reps = leavers(True)
    assert difference(reps.loc[reps["best"], "left"], reps.loc[~reps["best"], "left"]).is_clear
    assert reps.loc[reps["best"] & reps["left"], "to"].mode().tolist() == [PLANTED.top_leavers.left_to]
    none = leavers(False)
    assert difference(none.loc[none["best"], "left"], none.loc[~none["best"], "left"]).is_nothing
