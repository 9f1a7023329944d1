"""3.1: the win rate of the company and the rise of each segment, on deals whose chances are known."""

from datetime import date

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2024, 12, 31)
SEGMENTS = ("Retail", "Energy", "Public", "Health")


def company(seed, rises):
    """2,400 deals decided in two years, 300 a year and segment at chances of 30 to 45 %, which rise as told."""
    rng = np.random.default_rng([31, seed])
    parts, truth, won_at = [], {}, []
    for place, segment in enumerate(SEGMENTS):
        for year in (2023, 2024):
            chance = 0.30 + 0.05 * place + (rises[place] if year == 2024 else 0.0)
            won_at.append(chance)
            days = pd.Timestamp(f"{year}-01-01") + pd.to_timedelta(rng.integers(0, 365, 300), unit="D")
            outcome = np.where(rng.random(300) < chance, "won", "lost")
            parts.append(pd.DataFrame({"segment": segment, "closed_on": days, "outcome": outcome}))
        truth[f"rise.{segment}"] = rises[place]
    deals = pd.concat(parts, ignore_index=True)
    deals["deal_id"] = np.arange(len(deals)).astype(str)
    return Case(tables={"deals": deals.assign(amount=1000.0)}, as_of=AS_OF, truth=truth | {"win_rate": np.mean(won_at)})


def rising(seed):
    return company(seed, (0.15, 0.0, -0.05, 0.05))


def steady(seed):
    return company(seed, (0.0, 0.0, 0.0, 0.0))


def counts(deals, year=None):
    rows = deals if year is None else deals[deals["closed_on"].dt.year == year]
    return int((rows["outcome"] == "won").sum()), len(rows)


def beta(case, key):
    return proportion_confint(*counts(case.tables["deals"]), method="beta")


def agresti_caffo(case, key):
    deals = case.tables["deals"]
    deals = deals[deals["segment"] == key.split(".")[1]]
    return confint_proportions_2indep(*counts(deals, 2024), *counts(deals, 2023), method="agresti-caffo")


SIZE = "2,400 deals, four segments, two years"
TRIALS = [
    Coverage(exercise="3.1", figure="win_rate", simulate=rising, reference=beta, size=SIZE,
             beside="Clopper-Pearson (statsmodels)"),
    Coverage(exercise="3.1", figure="rise", simulate=rising, reference=agresti_caffo, size=SIZE,
             beside="Agresti-Caffo (statsmodels)"),
    FalseAlarm(exercise="3.1", claim="a segment is on the rise", simulate=steady, size=SIZE,
               alarm=lambda findings: findings.headline.code == "rising"),
]  # fmt: skip
