"""3.3: rates, break-even, earnings and likeness of markets whose chances and margins are known."""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import bootstrap, norm
from statsmodels.stats.proportion import proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
MARKETS = {"Home": 380, "Hotels": 110, "Care homes": 90, "Farms": 60, "Pharma": 130}
DAY, DAYS, MARGIN = 400.0, 2.0, 3000.0
REPS = pd.DataFrame({"rep_id": ["R"], "base_pay": [230 * DAY], "variable_pay": [0.0]})


def company(seed, chances, spread):
    """Bids of five markets at chances of their own; margins and days log-normal by `spread` about the same means."""
    rng = np.random.default_rng([33, seed])
    market = np.repeat(list(MARKETS), list(MARKETS.values()))
    n, chance = len(market), np.repeat(chances, list(MARKETS.values()))
    noise = np.exp(spread * rng.standard_normal((2, n)) - spread**2 / 2)
    deals = pd.DataFrame(
        {
            "account_id": np.arange(n).astype(str),
            "deal_id": np.arange(n).astype(str),
            "product_id": "P",
            "outcome": np.where(rng.random(n) < chance, "won", "lost"),
            "closed_on": pd.Timestamp("2025-06-01"),
            "rep_days": DAYS * noise[0] ** 0.5,
            "amount": 2 * MARGIN * noise[1],
            "margin_pct": 50.0,
        }
    )
    accounts = pd.DataFrame({"account_id": deals["account_id"], "industry": market, "size": rng.lognormal(4, 1, n)})
    accounts["region"] = rng.choice(["North", "South", "East"], n)
    return {"deals": deals, "accounts": accounts, "reps": REPS}


def varied(seed):
    chances = np.random.default_rng([330, seed]).beta(9, 21, len(MARKETS))
    truth = {f"cross_sell_rate.{name}": chance for name, chance in zip(MARKETS, chances, strict=True)}
    even = DAY * DAYS / MARGIN
    truth |= {f"over_break_even.{name}": chance - even for name, chance in zip(MARKETS, chances, strict=True)}
    return Case(tables=company(seed, chances, 0.0), as_of=AS_OF, truth=truth)


def costly(seed):
    """Mean days are those of the half-spread noise: exp(-spread² / 8)."""
    chances, spread = np.random.default_rng([331, seed]).beta(9, 21, len(MARKETS)), 0.8
    days = DAYS * np.exp(-(spread**2) / 8)
    truth = {
        f"earned_per_day.{name}": chance * MARGIN / days - DAY for name, chance in zip(MARKETS, chances, strict=True)
    }
    return Case(tables=company(seed, chances, spread), as_of=AS_OF, truth=truth)


def alike(seed):
    """Every market is won at 0.35, and earns the same."""
    return Case(tables=company(seed, [0.35] * 5, 0.6), as_of=AS_OF)


def barely(seed):
    """Every market next door is won just at break-even."""
    even = DAY * DAYS * np.exp(-(0.6**2) / 8) / MARGIN
    return Case(tables=company(seed, [even] * 5, 0.6), as_of=AS_OF)


def settled(seed):
    """Accounts whose likeness to the won ones is known: the mean over all sizes and regions there can be."""
    tables = company(seed, [0.35] * 5, 0.0)
    deals, accounts = tables["deals"], tables["accounts"]
    logs = np.log(accounts["size"].to_numpy())
    reach = np.ptp(logs)
    won = accounts["account_id"].isin(deals.loc[deals["outcome"] == "won", "account_id"]).to_numpy()
    sizes = 4 + norm.ppf((np.arange(2000) + 0.5) / 2000)
    near = 1 - np.abs(sizes[:, None] - logs[won]) / reach
    there = np.array(["North", "South", "East"])[:, None] == accounts.loc[won, "region"].to_numpy()
    alike = np.concatenate([(near + one) / 2 for one in there])
    value = np.sort(alike, axis=1)[:, -10:].mean()
    return Case(tables=tables, as_of=AS_OF, truth={f"likeness.{name}": value for name in MARKETS})


def part_of(case, key):
    deals = case.tables["deals"].merge(case.tables["accounts"])
    return deals[deals["industry"] == key.split(".", 1)[1]]


def counts(case, key):
    deals = part_of(case, key)
    return int((deals["outcome"] == "won").sum()), len(deals)


def jeffreys(case, key):
    return proportion_confint(*counts(case, key), method="jeffreys")


def agresti_coull(case, key):
    even = DAY * DAYS / MARGIN
    low, high = proportion_confint(*counts(case, key), method="agresti_coull")
    return low - even, high - even


def by_bids(case, key):
    """Bootstrap over bids of what the wins left a day, scipy."""
    deals = part_of(case, key)
    left = (deals["outcome"] == "won").to_numpy() * deals["amount"].to_numpy() / 2
    made = bootstrap(
        (left, deals["rep_days"].to_numpy()), lambda m, d, axis: m.mean(axis=axis) / d.mean(axis=axis), paired=True,
        n_resamples=400, method="percentile", vectorized=True, rng=np.random.default_rng(5),
    ).confidence_interval  # fmt: skip
    return made.low - DAY, made.high - DAY


def student(case, key):
    """Student's limits of the likenesses of the market's accounts, worked out pair by pair."""
    deals, accounts = case.tables["deals"], case.tables["accounts"]
    logs = np.log(accounts["size"].to_numpy())
    won = accounts["account_id"].isin(deals.loc[deals["outcome"] == "won", "account_id"]).to_numpy()
    here = (accounts["industry"] == key.split(".", 1)[1]).to_numpy()
    sizes = 1 - np.abs(logs[here, None] - logs[won]) / np.ptp(logs)
    alike = (sizes + (accounts.loc[here, "region"].to_numpy()[:, None] == accounts.loc[won, "region"].to_numpy())) / 2
    alike[np.flatnonzero(here)[:, None] == np.flatnonzero(won)] = np.nan
    best = -np.sort(-alike, axis=1)[:, :10]
    mean = best.mean(axis=1)
    reach = 1.98 * mean.std(ddof=1) / np.sqrt(len(mean))
    return mean.mean() - reach, mean.mean() + reach


SIZE = "770 bids in five markets"
CLAIMS = ("earns_most", "may_earn_most", "won_oftenest_and_pays", "none_leads", "by_one_deal", "home_first")
TRIALS = [
    Coverage(exercise="3.3", figure="cross_sell_rate", simulate=varied, reference=jeffreys, size=SIZE,
             beside="Jeffreys (statsmodels)"),
    Coverage(exercise="3.3", figure="over_break_even", simulate=varied, reference=agresti_coull, size=SIZE,
             beside="Agresti-Coull (statsmodels)"),
    Coverage(exercise="3.3", figure="earned_per_day", simulate=costly, reference=by_bids, size=SIZE,
             beside="Bootstrap over bids (scipy)"),
    Coverage(exercise="3.3", figure="likeness", simulate=settled, reference=student, size="770 accounts, two traits",
             beside="Student's limits (numpy)"),
    FalseAlarm(exercise="3.3", claim="a market earns most", simulate=alike, size=SIZE,
               alarm=lambda findings: findings.headline.code == "earns_most"),
    FalseAlarm(exercise="3.3", claim="a market is won oftenest", simulate=alike, size=SIZE,
               alarm=lambda findings: any((row["chance_first"] or 0) >= 0.95 for row in findings.rows("markets"))),
    FalseAlarm(exercise="3.3", claim="bids next door pay", simulate=barely, size=SIZE,
               alarm=lambda findings: findings.headline.code in CLAIMS),
]  # fmt: skip
