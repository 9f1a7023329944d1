"""1.3: divisions at one common mix, on deals whose chances by kind are known."""

from datetime import date

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import bootstrap
from statsmodels.stats.proportion import proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2024, 12, 31)
MIX = {"Alpha": (0.55, 0.2, 0.25), "Beta": (0.5, 0.1, 0.4), "Gamma": (0.25, 0.075, 0.675)}
KINDS = np.array(["small", "large", "renewal"])
CHANCE = np.array([0.25, 0.2, 0.5])
N = 500
BETTER = {"Alpha": 1.2, "Beta": 1.0, "Gamma": 0.9}
COMMON = np.mean(list(MIX.values()), axis=0)
SPREAD = 0.7  # of the logarithm of amounts and of days


def company(seed, factors):
    """500 deals a division and year. Large deals are as many as the top eighth of amounts holds."""
    rng = np.random.default_rng([13, seed])
    parts, truth = [], {}
    for name, mix in MIX.items():
        chance, factor = CHANCE * factors.get(name, 1.0), factors.get(name, 1.0)
        kind = rng.choice(3, N, p=mix)
        amount = rng.uniform(5, 80, N) * 1000
        parts.append(
            pd.DataFrame(
                {
                    "division": name,
                    "kind": KINDS[kind],
                    "outcome": np.where(rng.random(N) < chance[kind], "won", "lost"),
                    "amount": np.where(kind == 1, 2e5 * rng.lognormal(0, SPREAD / 2, N), amount),
                    "rep_days": rng.lognormal(1, SPREAD, N),
                }
            )
        )
        paid = np.array([42_500, 2e5 * np.exp(SPREAD**2 / 8), 42_500])
        truth |= {
            f"win_rate.{name}": float(mix @ chance),
            f"win_rate_standardised.{name}": float(COMMON @ CHANCE * factor),
            f"value_per_rep_day.{name}": float((mix * chance) @ paid / np.exp(1 + SPREAD**2 / 2)),
            f"mix_gap.{name}": float(np.abs(np.array(mix) - COMMON).sum() / 2),
        }
    deals = pd.concat(parts, ignore_index=True)
    deals["deal_type"] = np.where(deals["kind"] == "renewal", "renewal", "new")
    deals["deal_id"] = deals.index.astype(str)
    deals["closed_on"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 366, len(deals)), unit="D")
    return Case(tables={"deals": deals}, as_of=AS_OF, truth=truth)


def unlike(seed):
    return company(seed, BETTER)


def alike(seed):
    return company(seed, {})


def of_division(case, key):
    deals = case.tables["deals"]
    return deals[deals["division"] == key.split(".")[1]]


def clopper_pearson(case, key):
    deals = of_division(case, key)
    return proportion_confint(int((deals["outcome"] == "won").sum()), len(deals), method="beta")


def regression(case, key):
    """On the kinds alone, with HC3 variances; the contrast is the mix that was drawn."""
    deals = of_division(case, key)
    kinds = [deals["kind"] == kind for kind in KINDS]
    weights = [(case.tables["deals"]["kind"] == kind).mean() for kind in KINDS]
    fit = sm.OLS((deals["outcome"] == "won").astype(float), np.column_stack(kinds).astype(float)).fit(cov_type="HC3")
    return tuple(fit.t_test(weights).conf_int()[0])


def drawn_again(case, key):
    """The bootstrap over deals of scipy, percentile limits."""
    deals = of_division(case, key)
    won = np.where(deals["outcome"] == "won", deals["amount"], 0.0)
    found = bootstrap(
        (won, deals["rep_days"].to_numpy()), lambda a, b, axis: a.sum(axis) / b.sum(axis), paired=True, vectorized=True,
        n_resamples=499, method="percentile", rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    return found.low, found.high


def mixes_drawn_again(case, key):
    """All deals drawn again one by one, percentile limits of the distance."""
    deals, rng = case.tables["deals"], np.random.default_rng(1)
    kind, mine = deals["kind"].to_numpy(), (deals["division"] == key.split(".")[1]).to_numpy()
    apart = []
    for _ in range(199):
        drawn = rng.integers(0, len(deals), len(deals))
        own, company = kind[drawn][mine[drawn]], kind[drawn]
        apart.append(sum(abs((own == each).mean() - (company == each).mean()) for each in KINDS) / 2)
    return tuple(np.quantile(apart, [0.025, 0.975]))


SIZE = "500 deals in each of three divisions"
TRIALS = [
    Coverage(exercise="1.3", figure="win_rate", simulate=unlike, reference=clopper_pearson, size=SIZE,
             beside="Clopper-Pearson (statsmodels)"),
    Coverage(exercise="1.3", figure="win_rate_standardised", simulate=unlike, reference=regression, size=SIZE,
             beside="regression on kinds, HC3 (statsmodels)"),
    Coverage(exercise="1.3", figure="value_per_rep_day", simulate=unlike, reference=drawn_again, size=SIZE,
             beside="bootstrap over deals (scipy)"),
    Coverage(exercise="1.3", figure="mix_gap", simulate=unlike, reference=mixes_drawn_again, size=SIZE,
             beside="all deals drawn again"),
    FalseAlarm(exercise="1.3", claim="a division is ahead at the common mix", simulate=alike, size=SIZE,
               alarm=lambda findings: findings.headline.code in ("turns", "leads_both")),
]  # fmt: skip
