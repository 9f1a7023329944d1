"""3.2: what leads become and what a win costs, on paths, days and amounts whose chances are known."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import quantile_test
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from tests.curriculum.worked_cases.test_e3_2 import RULES, drawn, middle, paths, spend, wins_by
from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2024, 12, 31)
N = 2400
MONTHS = [f"2023-{month:02}" for month in range(1, 13)]
EARLY = np.timedelta64(1, "D")


@cache
def population():
    """Chances of the paths of the worked case, won and not; days to a win; mean amount; cost per win by channel."""
    counts = paths()
    leads = np.array([n for n, _ in counts.values()], float)
    won = np.array([n for _, n in counts.values()], float)
    days = np.random.default_rng(1).gamma(3, 30, 400_000).astype(int) + 5
    by_rule = [wins_by(rule, counts) for rule in RULES]
    share = {name: middle({i: wins[name] for i, wins in enumerate(by_rule)}) / leads.sum() for name in spend()}
    return list(counts), leads / leads.sum(), won / leads, days, share


def company(seed):
    """2,400 leads of a year along the nine paths of the worked case, a win worth 8,000 in the mean."""
    rng = np.random.default_rng([32, seed])
    names, chance, wins, days, share = population()
    path = rng.choice(len(names), N, p=chance)
    created = np.datetime64("2023-01-01") + rng.integers(0, 365, N) * EARLY
    lasts = rng.choice(days, N)
    won = rng.random(N) < wins[path]
    amount = rng.lognormal(np.log(8000) - 0.18, 0.6, N)
    money = {name: cost * 1000 * N / 1190 for name, cost in spend().items()}
    rows = [(i, step, channel) for i, at in enumerate(path) for step, channel in enumerate(names[at])]
    lead, step, channel = (np.array(part) for part in zip(*rows, strict=True))
    first = np.array([names[at][0] for at in path])
    ids = np.array([f"L{i:05}" for i in range(N)])
    tables = {
        "leads": pd.DataFrame({"lead_id": ids, "created_on": created, "channel": first, "won": won,
                               "deal_id": np.where(won, np.char.replace(ids, "L", "D"), None)}),
        "deals": pd.DataFrame({"deal_id": np.char.replace(ids, "L", "D"), "outcome": "won", "created_on": created,
                               "closed_on": created + lasts * EARLY, "amount": amount})[won],
        "touches": pd.DataFrame({"lead_id": ids[lead], "touched_at": created[lead] + step * EARLY, "channel": channel}),
        "campaigns": pd.DataFrame([(name, name, month, cost / 12) for name, cost in money.items() for month in MONTHS],
                                  columns=["campaign", "channel", "period", "cost"]),
    }  # fmt: skip
    in_time = float((days <= 180).mean())
    truth = {f"cost_per_win.{name}": money[name] / (share[name] * in_time * N) for name in money}
    for name in money:
        mine = np.array([at[0] == name for at in names])
        rate = in_time * (chance * wins)[mine].sum() / chance[mine].sum()
        alone = np.array([len(at) == 1 for at in names])
        truth[f"lead_to_win.{name}"] = rate
        truth[f"revenue_per_lead.{name}"] = rate * 8000
        if not alone[mine].all():
            truth[f"untouched.{name}"] = chance[mine & alone].sum() / chance[mine].sum()
        truth[f"days_to_convert.{name}"] = float(np.median(days[days <= 180]))
    return Case(tables=tables, as_of=AS_OF, truth=truth)


def alike(seed):
    """Four channels whose leads win by the same chance, each the only touch, and that cost the same."""
    rng = np.random.default_rng([33, seed])
    case = company(seed)
    leads = case.tables["leads"]
    channel = rng.choice(list(spend()), N)
    won = rng.random(N) < 0.09
    ids = leads["lead_id"]
    deals = pd.DataFrame({"deal_id": "D" + ids.str[1:], "outcome": "won", "created_on": leads["created_on"],
                          "closed_on": leads["created_on"] + pd.Timedelta(days=30), "amount": 8000.0})[won]  # fmt: skip
    leads = leads.assign(channel=channel, won=won, deal_id=np.where(won, "D" + ids.str[1:], None))
    touches = pd.DataFrame({"lead_id": ids, "touched_at": leads["created_on"], "channel": channel})
    same = case.tables["campaigns"].assign(cost=10_000.0)
    return Case(tables={"leads": leads, "deals": deals, "touches": touches, "campaigns": same}, as_of=AS_OF)


def of(key):
    return key.split(".")[1]


def outcomes(case, key):
    """Leads of a channel with the days and the amount of their win within half a year."""
    leads = case.tables["leads"].merge(case.tables["deals"], on="deal_id", how="left", suffixes=("", "_deal"))
    mine = leads[leads["channel"] == of(key)]
    days = (mine["closed_on"] - mine["created_on"]).dt.days
    return days.where(days <= 180), mine["amount"].where(days <= 180)


def beta(case, key):
    days, _ = outcomes(case, key)
    return proportion_confint(days.notna().sum(), len(days), method="beta")


def beta_untouched(case, key):
    counts = case.tables["touches"].groupby("lead_id").size()
    alone = counts.reindex(case.tables["leads"].query(f"channel == '{of(key)}'")["lead_id"]) == 1
    return proportion_confint(alone.sum(), len(alone), method="beta")


def of_median(case, key):
    days, _ = outcomes(case, key)
    limits = quantile_test(days.dropna().to_numpy()).confidence_interval(0.95)
    return limits.low, limits.high


def of_mean(case, key):
    _, amount = outcomes(case, key)
    return DescrStatsW(amount.fillna(0).to_numpy()).tconfint_mean()


@cache
def drawn_costs():
    """Limits of the costs when the table of paths itself is drawn anew, at the size of a case."""
    _, _, _, days, _ = population()
    in_time = (days <= 180).mean()
    made = [[wins_by(rule, counts) for rule in RULES] for counts in drawn(N, 400, 5)]
    return {
        name: np.quantile([cost * 1000 * N / 1190 / (in_time * middle(dict(enumerate(wins[name] for wins in each))))
                           for each in made], [0.025, 0.975])
        for name, cost in spend().items()
    }  # fmt: skip


def parametric(case, key):
    return tuple(drawn_costs()[of(key)])


SIZE = "2,400 leads, four channels, nine paths, 180 wins"
TRIALS = [
    Coverage(exercise="3.2", figure="lead_to_win", simulate=company, reference=beta, size=SIZE,
             beside="Clopper-Pearson (statsmodels)"),
    Coverage(exercise="3.2", figure="untouched", simulate=company, reference=beta_untouched, size=SIZE,
             beside="Clopper-Pearson (statsmodels)"),
    Coverage(exercise="3.2", figure="days_to_convert", simulate=company, reference=of_median, size=SIZE,
             beside="Binomial limits of a median (scipy)"),
    Coverage(exercise="3.2", figure="revenue_per_lead", simulate=company, reference=of_mean, size=SIZE,
             beside="t limits of a mean (statsmodels)"),
    Coverage(exercise="3.2", figure="cost_per_win", simulate=company, reference=parametric, size=SIZE,
             beside="Paths drawn from their true chances, each chain solved anew"),
    FalseAlarm(exercise="3.2", claim="a channel's leads are won more or less often", simulate=alike, size=SIZE,
               alarm=lambda findings: findings.headline.code.startswith(("best", "worst"))),
    FalseAlarm(exercise="3.2", claim="a win costs less by one channel than by another", simulate=alike, size=SIZE,
               alarm=lambda findings: findings.headline.code.endswith("costs")),
]  # fmt: skip
