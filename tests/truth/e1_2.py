"""1.2: how much of the spread between cells is more than chance, on cells drawn from a known spread."""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import beta, f, f_oneway
from statsmodels.stats.proportion import proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2024, 12, 31)
DEALS = 2400
NAMED = 0.9  # share of deals that have a product
SPREAD = {"product_id": (12, 0.07), "rep_id": (60, 0.06)}  # cells, standard deviation of their chances round 0.3


def company(seed, spread):
    """2,400 deals decided in two years; cells draw their chances from a beta distribution, one cut at a time."""
    rng = np.random.default_rng([12, seed])
    column = list(SPREAD)[seed % 2]
    cells, deviation = SPREAD[column]
    deals = {name: rng.permutation(np.arange(DEALS) % many) for name, (many, _) in SPREAD.items()}
    chance = np.full(DEALS, 0.3)
    if spread:
        strength = 0.3 * 0.7 / deviation**2 - 1
        chance = beta.rvs(0.3 * strength, 0.7 * strength, size=cells, random_state=rng)[deals[column]]
    frame = pd.DataFrame({name: [f"{name}{place}" for place in places] for name, places in deals.items()})
    frame["deal_id"] = [f"D{place}" for place in range(DEALS)]
    frame["outcome"] = np.where(rng.random(DEALS) < chance, "won", "lost")
    frame["closed_on"] = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 731, DEALS), unit="D")
    frame["product_id"] = frame["product_id"].where(rng.random(DEALS) < NAMED)
    return Case(tables={"deals": frame}, as_of=AS_OF, truth=truth_of(column, spread))


def truth_of(column, spread):
    cells, deviation = SPREAD[column]
    per_cell = DEALS / cells * (NAMED if column == "product_id" else 1.0)
    within = 0.3 * 0.7 - deviation**2
    name = {"product_id": "Product", "rep_id": "Seller"}[column]
    real = per_cell * deviation**2 / (per_cell * deviation**2 + within) if spread else 0.0
    return {f"reliability.{name}": real, "missing.Product": 1 - NAMED}


def spread_out(seed):
    return company(seed, True)


def alike(seed):
    return company(seed, False)


def analysis_of_variance(case, key):
    column = {"Product": "product_id", "Seller": "rep_id"}[key.split(".")[1]]
    deals = case.tables["deals"].dropna(subset=[column])
    groups = [part.to_numpy(float) for _, part in (deals["outcome"] == "won").groupby(deals[column])]
    ratio, freedom = f_oneway(*groups).statistic, (len(groups) - 1, len(deals) - len(groups))
    return tuple(max(0.0, 1 - quantile / ratio) for quantile in f.ppf([0.975, 0.025], *freedom))


def blank(case, key):
    product = case.tables["deals"]["product_id"]
    return proportion_confint(int(product.isna().sum()), len(product), method="beta")


SIZE = "2,400 deals in 12 products or among 60 sellers"
TRIALS = [
    Coverage(exercise="1.2", figure="reliability", simulate=spread_out, reference=analysis_of_variance, size=SIZE,
             beside="F limits (scipy)"),
    Coverage(exercise="1.2", figure="missing", simulate=spread_out, reference=blank, size=SIZE,
             beside="Clopper-Pearson (statsmodels)"),
    FalseAlarm(exercise="1.2", claim="a cut carries", simulate=alike, size=SIZE,
               alarm=lambda findings: findings.headline.code in ("carries", "carries_perhaps", "none_carries")),
]  # fmt: skip
