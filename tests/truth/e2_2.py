"""2.2: use of tools and attainment of sellers whose links are known, at equal tenure and region and crude."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.proportion import proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
TOOLS = ("Planner", "Recorder", "Calculator")
SELLERS, QUARTERS = 48, 8
SLOPE = np.array([0.01, -0.02, 0.0])
LINKS, NONE = (6.0, 0.0, 2.0), (0.0, 0.0, 0.0)


def draw(rng, n, links):
    """tenure, region, mean use of each tool, attainment: use goes with tenure, attainment with tenure and with use."""
    years, region = rng.normal(size=n), rng.integers(0, 3, n)
    own = rng.normal(size=(3, n))
    use = 0.5 + 0.08 * (np.array([-0.6, 0.6, 0.2])[:, np.newaxis] * years + own)
    attained = 100 + 8 * years + 3 * (region == 0) + np.array(links) @ own + rng.normal(0, 10, n)
    return years, region, use, attained


def ranks_left(years, region, *sides):
    design = np.column_stack([np.ones(len(years)), stats.rankdata(years), region == 1, region == 2]).astype(float)
    return [OLS(stats.rankdata(side), design).fit().resid for side in sides]


@cache
def truth_of(links):
    """Of a population of 300,000."""
    rng = np.random.default_rng(2200)
    years, region, use, attained = draw(rng, 300_000, links)
    change = SLOPE[:, np.newaxis] + rng.normal(0, 0.02, use.shape)
    lowest = use - np.abs(change) * (QUARTERS - 1) / 2
    found = {}
    for place, tool in enumerate(TOOLS):
        thirds = np.quantile(use[place], [1 / 3, 2 / 3])
        top, low = attained[use[place] >= thirds[1]], attained[use[place] <= thirds[0]]
        found |= {
            f"adoption.{tool}": 0.5,
            f"steady_users.{tool}": float((lowest[place] >= 0.5).mean()),
            f"usage_decay.{tool}": float(SLOPE[place]),
            f"crude_rho.{tool}": float(stats.spearmanr(use[place], attained).statistic),
            f"partial_rho.{tool}": float(np.corrcoef(*ranks_left(years, region, use[place], attained))[0, 1]),
            f"third_points.{tool}": float(top.mean() - low.mean()),
            f"third_g.{tool}": float((top.mean() - low.mean()) / np.sqrt((top.var() + low.var()) / 2)),
        }
    return found


def company(seed, links):
    rng = np.random.default_rng([22, seed])
    years, region, use, attained = draw(rng, SELLERS, links)
    change = SLOPE[:, np.newaxis] + rng.normal(0, 0.02, use.shape)
    ids = [f"S{at:02}" for at in range(SELLERS)]
    quarters = pd.period_range("2024Q1", periods=QUARTERS, freq="Q")
    usage, targets = [], []
    for place, quarter in enumerate(quarters):
        named = f"{quarter.year}-Q{quarter.quarter}"
        for tool, base, slope in zip(TOOLS, use, change, strict=True):
            share = base + slope * (place - (QUARTERS - 1) / 2)
            usage.append(pd.DataFrame({"rep_id": ids, "period": named, "tool": tool, "active_days": 60 * share}))
        told = {"period": named, "unit_type": "rep", "unit_id": ids, "target": 100.0, "actual": attained}
        targets.append(pd.DataFrame(told))
    hired = pd.Timestamp("2020-01-01") - pd.to_timedelta(np.round(400 * years), unit="D")
    reps = pd.DataFrame({"rep_id": ids, "hired_on": hired, "region": np.array(["North", "South", "West"])[region]})
    tables = {
        "tool_usage": pd.concat(usage, ignore_index=True).assign(available_days=60.0),
        "targets": pd.concat(targets, ignore_index=True),
        "reps": reps.assign(role="hunter"),
    }
    return Case(tables=tables, as_of=AS_OF, truth=truth_of(links))


def linked(seed):
    return company(seed, LINKS)


def unlinked(seed):
    return company(seed, NONE)


def sellers(case, key):
    """Mean use, attainment and change a quarter of each seller, in the order of ids."""
    usage = case.tables["tool_usage"]
    rows = usage[usage["tool"] == key.split(".")[1]].assign(share=lambda rows: rows["active_days"] / 60)
    wide = rows.pivot(index="rep_id", columns="period", values="share")
    attained = case.tables["targets"].groupby("unit_id")["actual"].first()
    change = np.polyfit(np.arange(QUARTERS), wide.to_numpy().T, 1)[0]
    return wide.mean(axis=1).to_numpy(), attained.to_numpy(), change, wide.to_numpy()


def students(values):
    return stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))


def mean_use(case, key):
    return students(sellers(case, key)[0])


def mean_change(case, key):
    return students(sellers(case, key)[2])


def beta(case, key):
    steady = (sellers(case, key)[3] >= 0.5).all(axis=1)
    return proportion_confint(int(steady.sum()), len(steady), method="beta")


def fisher(x, y):
    limits = stats.pearsonr(x, y).confidence_interval()
    return limits.low, limits.high


def crude(case, key):
    return fisher(*map(stats.rankdata, sellers(case, key)[:2]))


def partial(case, key):
    reps = case.tables["reps"]
    years = -reps["hired_on"].astype("int64")
    region = reps["region"].map({"North": 0, "South": 1, "West": 2}).to_numpy()
    return fisher(*ranks_left(years, region, *sellers(case, key)[:2]))


def thirds(case, key):
    use, attained, *_ = sellers(case, key)
    order = np.argsort(use)
    return attained[order[-SELLERS // 3 :]], attained[order[: SELLERS // 3]]


def welch(case, key):
    limits = stats.ttest_ind(*thirds(case, key), equal_var=False).confidence_interval()
    return limits.low, limits.high


def smd(case, key):
    top, low = thirds(case, key)
    g, variance = effectsize_smd(top.mean(), top.std(ddof=1), len(top), low.mean(), low.std(ddof=1), len(low))
    return g - 1.96 * np.sqrt(variance), g + 1.96 * np.sqrt(variance)


SIZE = "48 sellers, three tools, eight quarters"
REFERENCES = {
    "adoption": (mean_use, "Student (scipy)"),
    "steady_users": (beta, "Clopper-Pearson (statsmodels)"),
    "usage_decay": (mean_change, "Student (scipy)"),
    "crude_rho": (crude, "Fisher on ranks (scipy)"),
    "partial_rho": (partial, "Fisher on residuals of ranks (statsmodels, scipy)"),
    "third_g": (smd, "Standardised difference (statsmodels)"),
    "third_points": (welch, "Welch (scipy)"),
}
TRIALS = [
    *(
        Coverage(exercise="2.2", figure=figure, simulate=linked, reference=reference, beside=beside, size=SIZE)
        for figure, (reference, beside) in REFERENCES.items()
    ),
    FalseAlarm(exercise="2.2", claim="a tool goes with attainment among equals", simulate=unlinked, size=SIZE,
               alarm=lambda findings: findings.headline.code in ("one_stands", "some_stand", "one_against")),
]  # fmt: skip
