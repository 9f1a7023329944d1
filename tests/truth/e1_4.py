"""1.4: rank correlations, correlations and dilution of five figures, on quarters drawn from a normal law."""

import numpy as np
import pandas as pd
from scipy.stats import norm, pearsonr, spearmanr

from tests.truth.trial import Case, Coverage, FalseAlarm

QUARTERS, DEALS = 24, 40
ITEMS = (
    "Customer acquisition cost (lower is better)",
    "Win rate (higher is better)",
    "Cycle length (shorter is better)",
    "Discount on won deals (lower is better)",
    "Pipeline coverage of the next quarter (higher is better)",
)
POINTS = (20, 0, 0, 30, 50)
SHARED, FOLLOWS = 0.5, 0.6  # correlation of cost and discount; of coverage with the next quarter's revenue
FIRST = pd.Period("2019Q1", "Q")


def of_ranks(r):
    """Spearman's correlation of two normal figures whose correlation is r (Pearson 1907)."""
    return 6 / np.pi * np.arcsin(r / 2)


def diluted():
    """Dilution of the score of cost, discount and coverage at POINTS, each in its own standard deviations."""
    cost, _, _, discount, coverage = POINTS
    spread = np.sqrt(cost**2 + discount**2 + coverage**2 + 2 * SHARED * cost * discount)
    return 1 - of_ranks(FOLLOWS * coverage / spread)


def drawn(rng, follows):
    """Cost, discount, coverage and the revenue of the quarter after: standard normal, quarters independent."""
    cost, discount = rng.multivariate_normal([0, 0], [[1, SHARED], [SHARED, 1]], QUARTERS + 1).T
    coverage, noise = rng.standard_normal((2, QUARTERS + 1))
    return cost, discount, coverage, follows * coverage + np.sqrt(1 - follows**2) * noise


def quarter(start, won_money, standing, discount, rng):
    """Deals decided within the quarter, and twenty that stand open at its end until the next one."""
    won = rng.random(DEALS) < 0.3
    won[:2] = True, False
    created = start + pd.to_timedelta(np.arange(DEALS) % 30, unit="D")
    closed = created + pd.to_timedelta(rng.integers(20, 50, DEALS), unit="D")
    decided = pd.DataFrame(
        {"created_on": created, "closed_on": closed, "outcome": np.where(won, "won", "lost"), "discount_pct": discount,
         "amount": won_money / won.sum()}
    )  # fmt: skip
    end = (start + pd.offsets.QuarterEnd(0)).normalize()
    waiting = {"created_on": end, "closed_on": end + pd.Timedelta(days=20), "outcome": "lost"}
    return [decided, pd.DataFrame(waiting | {"discount_pct": np.nan, "amount": standing / 20}, index=range(20))]


def company(seed, follows):
    rng = np.random.default_rng([14, seed])
    cost, discount, coverage, after = drawn(rng, follows)
    deals, costs, targets = [], [], []
    for place in range(QUARTERS + 1):
        money = 1e6 * np.exp(0.2 * after[place - 1]) if place else 1e6
        name, start = FIRST + place, (FIRST + place).start_time
        deals += quarter(start, money, 2e6 * np.exp(0.2 * coverage[place]), 10 * np.exp(0.2 * discount[place]), rng)
        new = int((deals[-2]["outcome"] == "won").sum())
        costs.append(("Fair", "Fair", str(name).replace("Q", "-Q"), 1000 * new * np.exp(0.2 * cost[place])))
        targets.append((str(name).replace("Q", "-Q"), "company", "Us", 1e6))
    frame = pd.concat(deals, ignore_index=True)
    tables = {
        "deals": frame.assign(deal_id=[f"D{place:05}" for place in range(len(frame))]),
        "campaigns": pd.DataFrame(costs, columns=["campaign", "channel", "period", "cost"]),
        "targets": pd.DataFrame(targets, columns=["period", "unit_type", "unit_id", "target"]),
    }
    return tables, (FIRST + QUARTERS).end_time.date()


def room():
    """Five people who give the same points."""
    rows = [
        {"exercise": "1.4", "round": "1", "participant": f"p{person}", "item": item, "value": str(points)}
        for person in range(5)
        for item, points in zip(ITEMS, POINTS, strict=True)
    ]
    columns = ("exercise", "round", "participant", "function", "item", "criterion", "value", "low", "high",
               "confidence", "reason")  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=list(columns))


def case(seed, follows, answers=None, **truth):
    tables, as_of = company(seed, follows)
    more = {} if answers is None else {"answers": answers}
    return Case(tables=tables, as_of=as_of, truth=truth, **more)


def following(seed):
    truth = {
        "rank_correlation.coverage": of_ranks(FOLLOWS),
        "redundancy.cac.discount": 0.494,  # of the logarithms SHARED; of the figures themselves a little less
        "dilution": diluted(),
    }
    return case(seed, FOLLOWS, room(), **truth)


def unrelated(seed):
    return case(seed, 0.0)


def scored(seed):
    return case(seed, 0.0, room())


# --- the same limits by other ways -----------------------------------------------------------------------------------


def seen(case):
    """By quarter, of all but the last: cost, discount and coverage as they were put in, and the next revenue."""
    deals = case.tables["deals"]
    won = deals[deals["outcome"] == "won"]
    by = won["closed_on"].dt.to_period("Q")
    discount, revenue = won.groupby(by)["discount_pct"].mean(), won.groupby(by)["amount"].sum()
    new = won.groupby(by).size()
    cost = case.tables["campaigns"].set_index(discount.index)["cost"] / new
    waiting = deals[deals["discount_pct"].isna()]
    coverage = waiting.groupby(waiting["created_on"].dt.to_period("Q"))["amount"].sum()
    figures = np.column_stack([-cost, -discount, coverage])[:-1]
    return (figures - figures.mean(axis=0)) / figures.std(axis=0, ddof=1), revenue.to_numpy()[1:]


def bonett_wright(first, second):
    """Fisher's scale with variance (1 + r²/2) / (n - 3) (Bonett & Wright 2000, Psychometrika 65, 23-28)."""
    r = spearmanr(first, second).statistic
    reach = norm.ppf(0.975) * np.sqrt((1 + r**2 / 2) / (len(first) - 3))
    return np.tanh([np.arctanh(r) - reach, np.arctanh(r) + reach])


def of_coverage(case, key):
    figures, revenue = seen(case)
    return bonett_wright(figures[:, 2], revenue)


def of_score(case, key):
    figures, revenue = seen(case)
    low, high = bonett_wright(figures @ [POINTS[0], POINTS[3], POINTS[4]], revenue)
    return 1 - high, 1 - low


def of_pair(case, key):
    """Student's t of the slope between standardised figures, cut at ±1 (Anderson 2003, 4.2)."""
    figures, _ = seen(case)
    r, n = pearsonr(figures[:, 0], figures[:, 1]).statistic, len(figures)
    reach = norm.ppf(0.975) * (1 - r**2) / np.sqrt(n - 1)
    return r - reach, r + reach


SIZE = "24 quarters, 1,500 deals"
TRIALS = [
    Coverage(exercise="1.4", figure="rank_correlation.coverage", simulate=following, reference=of_coverage, size=SIZE,
             beside="Fisher's scale for ranks (Bonett & Wright 2000)"),
    Coverage(exercise="1.4", figure="dilution", simulate=following, reference=of_score, size=SIZE,
             beside="Fisher's scale for ranks (Bonett & Wright 2000)"),
    Coverage(exercise="1.4", figure="redundancy.cac.discount", simulate=following, reference=of_pair, size=SIZE,
             beside="large-sample variance (Anderson 2003)"),
    FalseAlarm(exercise="1.4", claim="a figure goes with the next quarter's revenue", simulate=unrelated, size=SIZE,
               alarm=lambda findings: findings.headline.code == "one_follows"),
    FalseAlarm(exercise="1.4", claim="the score goes with the next quarter's revenue", simulate=scored, size=SIZE,
               alarm=lambda findings: findings.headline.code in {"score_holds", "score_part"}),
]  # fmt: skip
