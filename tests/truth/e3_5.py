"""3.5: balance when potential is a guess, differences in reach and after a handover, on companies of known truth."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.stats.proportion import confint_proportions_2indep

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
LONG_AGO, LATELY = pd.Timestamp("2021-06-01"), pd.Timestamp("2025-06-01")
ERROR = 0.6


def tables(accounts, deals, sellers, *, apart=True):
    """apart: every seller in a region of his own, so that no account can move and no map has to be made."""
    deals = deals.assign(deal_id=[f"D{i:05}" for i in range(len(deals))])
    reps = pd.DataFrame({"rep_id": [f"R{i:02}" for i in range(sellers)]})
    if apart:
        holder = deals.drop_duplicates("account_id", keep="last").set_index("account_id")["rep_id"]
        accounts, reps = accounts.assign(region=accounts["account_id"].map(holder)), reps.assign(region=reps["rep_id"])
    return {"accounts": accounts, "deals": deals, "reps": reps}


def guessed(seed):
    """12 sellers with 8 customers each, so that nobody moves; what accounts are worth is gamma about what is put."""
    rng = np.random.default_rng([35, seed])
    home = np.repeat(np.arange(12), 8)
    written = rng.lognormal(4, 0.7, 96)
    shape = 1 / ERROR**2
    true = written * rng.gamma(shape, 1 / shape, 96)
    ids = [f"A{i:03}" for i in range(96)]
    deals = pd.DataFrame({"account_id": ids, "rep_id": [f"R{i:02}" for i in home], "outcome": "won",
                          "created_on": LATELY, "closed_on": LATELY})  # fmt: skip
    sums = np.bincount(home, true)
    truth = {"balance_cv_after.1\\.0": sums.std(ddof=1) / sums.mean()}
    return Case(
        tables=tables(pd.DataFrame({"account_id": ids, "potential": written}), deals, 12), as_of=AS_OF, truth=truth
    )


def redrawn(case, key):
    """Gamma factors, drawn by numpy."""
    rng = np.random.default_rng(1)
    written = case.tables["accounts"]["potential"].to_numpy().reshape(12, 8)
    sums = (written * rng.gamma(1 / ERROR**2, ERROR**2, (4000, 12, 8))).sum(axis=-1)
    low, high = np.quantile(sums.std(axis=-1, ddof=1) / sums.mean(axis=-1), [0.1, 0.9])
    return float(low), float(high)


def reached(seed, heavy=0.35, light=0.5):
    """20 sellers, ten with twice the potential; 15 accounts each that never bought, of which some had a deal lately."""
    rng = np.random.default_rng([36, seed])
    home = np.repeat(np.arange(20), 15)
    ids = [f"A{i:03}" for i in range(300)]
    lately = rng.random(300) < np.where(home < 10, heavy, light)
    deals = pd.DataFrame({"account_id": ids, "rep_id": [f"R{i:02}" for i in home], "outcome": "lost",
                          "created_on": np.where(lately, LATELY, LONG_AGO)})  # fmt: skip
    deals["closed_on"] = deals["created_on"]
    accounts = pd.DataFrame({"account_id": ids, "potential": np.where(home < 10, 200.0, 100.0)})
    return Case(tables=tables(accounts, deals, 20), as_of=AS_OF, truth={"reached_gap": heavy - light})


def agresti_caffo(case, key):
    deals = case.tables["deals"]
    lately, heavy = deals["created_on"] == LATELY, deals["rep_id"] < "R10"
    return confint_proportions_2indep(
        lately[heavy].sum(), heavy.sum(), lately[~heavy].sum(), (~heavy).sum(), method="agresti-caffo"
    )


def handed_over(seed, spread):
    """40 accounts with 16 deals each, won at 40 % and at 30 % where the seller is new; sellers differ by `spread`."""
    rng = np.random.default_rng([37, seed])
    account, place = np.repeat(np.arange(40), 16), np.tile(np.arange(16), 40)
    seller = np.where(rng.random(640) < 0.4, rng.integers(0, 20, 640), account % 20)
    new = np.r_[False, seller[1:] != seller[:-1]] & (place > 0)
    skill = rng.normal(0, spread, 20)
    won = rng.random(640) < np.clip(0.4 - 0.1 * new + skill[seller], 0, 1)
    days = LONG_AGO + pd.to_timedelta(place * 90, unit="D")
    deals = pd.DataFrame({"account_id": [f"A{i:02}" for i in account], "rep_id": [f"R{i:02}" for i in seller],
                          "outcome": np.where(won, "won", "lost"), "created_on": days, "closed_on": days,
                          "new": new, "place": place})  # fmt: skip
    accounts = pd.DataFrame({"account_id": [f"A{i:02}" for i in range(40)], "potential": 100.0})
    return Case(tables=tables(accounts, deals, 20), as_of=AS_OF, truth={"handover_gap": -0.1})


def alike(seed):
    return handed_over(seed, 0.0)


def different(seed):
    return handed_over(seed, 0.15)


def next_ones(case):
    deals = case.tables["deals"]
    deals = deals[deals["place"] > 0]
    return deals.assign(won=(deals["outcome"] == "won").astype(float))


def counted(case, key):
    deals = next_ones(case)
    new, old = (deals.loc[deals["new"] == which, "won"] for which in (True, False))
    return confint_proportions_2indep(new.sum(), len(new), old.sum(), len(old), method="agresti-caffo")


def robust(case, key):
    """Least squares with errors by cluster."""
    deals = next_ones(case)
    design = sm.add_constant(deals["new"].astype(float))
    groups = pd.factorize(deals["rep_id"])[0]
    fitted = sm.OLS(deals["won"], design).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    return tuple(fitted.conf_int().loc["new"])


@cache
def strangers(seed):
    """Ten sellers, five with twelve accounts and five with four; a customer each, so that strangers can even it out."""
    rng = np.random.default_rng([38, seed])
    home = np.repeat(np.arange(10), [12] * 5 + [4] * 5)
    ids = [f"A{i:03}" for i in range(80)]
    first = np.r_[True, home[1:] != home[:-1]]
    deals = pd.DataFrame({"account_id": ids, "rep_id": [f"R{i:02}" for i in home],
                          "outcome": np.where(first, "won", "lost"), "created_on": LATELY,
                          "closed_on": LATELY})  # fmt: skip
    accounts = pd.DataFrame({"account_id": ids, "potential": rng.lognormal(4, 0.3, 80)})
    return Case(tables=tables(accounts, deals, 10, apart=False), as_of=AS_OF)


TRIALS = [
    Coverage(exercise="3.5", figure="balance_cv_after.1\\.0", simulate=guessed, reference=redrawn, level=0.8,
             beside="Gamma factors instead of lognormal (numpy)", size="12 sellers, 96 accounts"),
    Coverage(exercise="3.5", figure="reached_gap", simulate=reached, reference=agresti_caffo,
             beside="Agresti-Caffo (statsmodels)", size="20 sellers, 300 accounts that never bought"),
    Coverage(exercise="3.5", figure="handover_gap", simulate=alike, reference=counted,
             beside="Agresti-Caffo (statsmodels)", size="600 next deals, sellers alike"),
    Coverage(exercise="3.5", figure="handover_gap", simulate=different, reference=robust,
             beside="Least squares with errors by seller (statsmodels)", size="600 next deals, 20 sellers that differ"),
    FalseAlarm(exercise="3.5", claim="customers have to be handed over", simulate=strangers,
               size="10 sellers, 80 accounts", alarm=lambda findings: findings.headline.code == "customers_help"),
]  # fmt: skip
