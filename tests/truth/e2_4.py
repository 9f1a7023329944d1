"""2.4: velocity, gaps and their parts, spread between and within units, on sellers whose habits are known."""

from datetime import date
from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd
from scipy.stats import chi2, f, t

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
LONG = 560  # days of history, a year of which is read
YEAR, MONTH = 365, 365 / 12
USUAL = {"begin": 0.085, "rate": 0.30, "value": 20_000.0, "cycle": 70.0}
"""Deals begun per seller and day, share won, mean value won, mean days."""
SIZES = {"Coast": 8, "North": 10, "Valley": 10, "Lakes": 10, "City": 10}
FACTORS = ("volume", "win_rate", "deal_size", "cycle")


def company(rng, sellers):
    """sellers: of each its team and habits. Deals begin at random; days and amounts are lognormal."""
    teams, habits = [team for team, _ in sellers], pd.DataFrame([own for _, own in sellers])
    of = np.repeat(np.arange(len(sellers)), rng.poisson(habits["begin"] * LONG))
    n, own = len(of), habits.iloc[of]
    created = pd.Series(pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(0, LONG, n), unit="D"))
    closed = created + pd.to_timedelta(np.round(rng.lognormal(np.log(own["cycle"]) - 0.125, 0.5)), unit="D")
    done = closed <= pd.Timestamp(AS_OF)
    outcome = np.where(rng.random(n) < own["rate"], "won", "lost")
    deals = pd.DataFrame(
        {
            "deal_id": np.arange(n).astype(str),
            "rep_id": [f"{i:03}" for i in of],
            "outcome": np.where(done, outcome, "open"),
            "created_on": created,
            "closed_on": closed.where(done),
            "amount": rng.lognormal(np.log(own["value"]) - 0.18, 0.6),
        }
    )
    return {"deals": deals, "reps": pd.DataFrame({"rep_id": [f"{i:03}" for i in range(len(teams))], "team": teams})}


def differing(rng, habits, activity=0.2, skill=0.02):
    """A seller near the habits of the team: more or less busy, a little better or worse."""
    busy = np.exp(rng.normal(-(activity**2) / 2, activity))
    return habits | {"begin": habits["begin"] * busy, "rate": habits["rate"] + rng.normal(0, skill)}


def product(habits):
    return habits["begin"] * habits["rate"] * habits["value"]


def factors_of(habits):
    return np.array([habits["begin"] * habits["cycle"], habits["rate"], habits["value"], 1 / habits["cycle"]])


def split(own, peers):
    """The average step of each factor over all orders."""
    parts, orders = np.zeros(4), list(permutations(range(4)))
    for order in orders:
        current = np.array(peers)
        for k in order:
            before = current.prod()
            current[k] = own[k]
            parts[k] += current.prod() - before
    return parts / len(orders)


@cache
def coast(seed, **other):
    """Coast has other habits; all other teams have the usual ones."""
    rng = np.random.default_rng([24, seed])
    habits = {team: USUAL | (other if team == "Coast" else {}) for team in SIZES}
    sellers = [(team, differing(rng, habits[team])) for team, n in SIZES.items() for _ in range(n)]
    own, peers = habits["Coast"], USUAL
    parts = split(factors_of(own), factors_of(peers))
    begun = [seller["begin"] for team, seller in sellers if team == "Coast"]
    truth = {
        "velocity.Coast": product(own),
        "peers_velocity.Coast": product(peers),
        "gap_to_peers.Coast": product(own) - product(peers),
        "new_deals.Coast": MONTH * np.mean(begun),
    } | {f"gap_part.Coast.{name}": part for name, part in zip(FACTORS, parts, strict=True)}
    return Case(tables=company(rng, sellers), as_of=AS_OF, truth=truth)


def fed_less(seed):
    return coast(seed, begin=0.06)


def fed_far_less(seed):
    return coast(seed, begin=0.04)


def alike(seed):
    return coast(seed)


def eight_teams(seed, apart=0.3):
    """Eight teams of eight that differ in how busy they are, and in nothing else."""
    rng = np.random.default_rng([25, seed])
    busy = np.clip(1 + apart * rng.normal(0, 1, 8), 0.1, None)
    sellers = [(f"T{team}", USUAL | {"begin": USUAL["begin"] * busy[team]}) for team in range(8) for _ in range(8)]
    one, square = USUAL["value"], USUAL["value"] ** 2 * np.exp(0.36)
    won = USUAL["begin"] * USUAL["rate"] * YEAR
    between, within = (apart * won * one) ** 2, won * square
    truth = {"between_share": between / (between + within)}
    return Case(tables=company(rng, sellers), as_of=AS_OF, truth=truth)


def skills_differ(seed, skill=0.06):
    rng = np.random.default_rng([26, seed])
    sellers = [(team, differing(rng, USUAL, 0.0, skill)) for team, n in SIZES.items() for _ in range(n)]
    n, chance = USUAL["begin"] * YEAR, USUAL["rate"] * (1 - USUAL["rate"])
    truth = {"luck_share": chance / (chance + (n - 1) * skill**2)}
    return Case(tables=company(rng, sellers), as_of=AS_OF, truth=truth)


# --- references ------------------------------------------------------------------------------------------------------


def sums_of(case):
    """One row per seller: mean open deals, decided, won, money, days; and whether Coast's."""
    first, last = pd.Timestamp(AS_OF) - pd.Timedelta(days=YEAR - 1), pd.Timestamp(AS_OF)
    deals = case.tables["deals"]
    end = deals["closed_on"].fillna(last + pd.Timedelta(days=1))
    start = deals["created_on"].where(deals["created_on"] > first, first)
    inside = deals["closed_on"] >= first
    won = inside & (deals["outcome"] == "won")
    days = (deals["closed_on"] - deals["created_on"]).dt.days
    columns = {
        "open": (end - start).dt.days.clip(lower=0) / YEAR, "decided": inside, "won": won,
        "money": deals["amount"].where(won, 0), "days": days.where(inside, 0),
    }  # fmt: skip
    reps = case.tables["reps"].set_index("rep_id")
    rows = pd.DataFrame(columns).astype(float).groupby(deals["rep_id"]).sum().reindex(reps.index, fill_value=0)
    return rows.to_numpy(), (reps["team"] == "Coast").to_numpy()


def factors_by(means):
    opened, decided, won, money, days = means
    return np.array([opened, won / decided, money / won, decided / days])


def delta(statistic, own, peers, freedom):
    """Limits of a statistic of two means by linearisation, with Student's t."""
    means = own.mean(axis=0), peers.mean(axis=0)
    variance = 0.0
    for which, rows in enumerate((own, peers)):
        slope = np.array([slope_at(statistic, means, which, k) for k in range(rows.shape[1])])
        variance += slope @ np.cov(rows.T) @ slope / len(rows)
    reach = t.ppf(0.975, freedom) * np.sqrt(variance)
    return statistic(*means) - reach, statistic(*means) + reach


def slope_at(statistic, means, which, k):
    step, values = 1e-5 * means[which][k], []
    for sign in (-1, 1):
        moved = [mean.copy() for mean in means]
        moved[which][k] += sign * step
        values.append(statistic(*moved))
    return (values[1] - values[0]) / (2 * step)


STATISTICS = {
    "velocity": lambda own, peers: factors_by(own).prod(),
    "peers_velocity": lambda own, peers: factors_by(peers).prod(),
    "gap_to_peers": lambda own, peers: factors_by(own).prod() - factors_by(peers).prod(),
} | {
    name: lambda own, peers, k=k: split(factors_by(own), factors_by(peers))[k] for k, name in enumerate(FACTORS)
}  # fmt: skip


def linearised(case, key):
    rows, ours = sums_of(case)
    name = key.split(".")[-1] if key.startswith("gap_part") else key.split(".")[0]
    own, peers = rows[ours], rows[~ours]
    return delta(STATISTICS[name], own, peers, len(peers) - 1 if name == "peers_velocity" else len(own) - 1)


def garwood(case, key):
    reps, deals = case.tables["reps"], case.tables["deals"]
    ours = reps.loc[reps["team"] == "Coast", "rep_id"]
    first = pd.Timestamp(AS_OF) - pd.Timedelta(days=YEAR - 1)
    n = int((deals["rep_id"].isin(ours) & (deals["created_on"] >= first)).sum())
    months = 12 * len(ours)
    return chi2.ppf(0.025, 2 * n) / 2 / months, chi2.ppf(0.975, 2 * n + 2) / 2 / months


def exact_f(case, key):
    """By mean squares, for eight teams of eight."""
    money = sums_of(case)[0][:, 3].reshape(8, 8)
    ratio = 8 * money.mean(axis=1).var(ddof=1) / money.var(axis=1, ddof=1).mean()
    limits = [ratio / f.ppf(tail, 7, 56) for tail in (0.975, 0.025)]
    return tuple(max(0.0, (one - 1) / (one + 7)) for one in limits)


def variance_test(case, key):
    rows, _ = sums_of(case)
    teams = case.tables["reps"]["team"].to_numpy()
    chance = found = 0.0
    for team in SIZES:
        n, won = rows[teams == team, 1], rows[teams == team, 2]
        rate = won.sum() / n.sum()
        chance += (len(n) - 1) * rate * (1 - rate)
        found += (n * (won / n - rate) ** 2).sum()
    freedom = len(rows) - len(SIZES)
    return tuple(chance / found * chi2.ppf(tail, freedom) / freedom for tail in (0.025, 0.975))


SIZE = "48 sellers in five teams, some 30 decided deals each"
DELTA = "Linearisation with Student's t"
TRIALS = [
    *(Coverage(exercise="2.4", figure=name, simulate=fed_less, reference=linearised, beside=DELTA, size=SIZE)
      for name in ("velocity", "peers_velocity", "gap_to_peers", "gap_part")),
    Coverage(exercise="2.4", figure="new_deals", simulate=fed_less, reference=garwood, size=SIZE,
             beside="Garwood's limits by chi-square (scipy)"),
    Coverage(exercise="2.4", figure="between_share", simulate=eight_teams, reference=exact_f,
             beside="F limits by mean squares (scipy)", size="64 sellers in eight teams"),
    Coverage(exercise="2.4", figure="luck_share", simulate=skills_differ, reference=variance_test, size=SIZE,
             beside="Chi-square limits (scipy)"),
    FalseAlarm(exercise="2.4", claim="a unit sells less than its peers", simulate=alike, size=SIZE,
               alarm=lambda findings: findings.headline.code.startswith("short")),
    FalseAlarm(exercise="2.4", claim="one factor of a unit is short", simulate=alike, size=SIZE,
               alarm=lambda findings: findings.headline.code.startswith("part_by")),
    FalseAlarm(exercise="2.4", claim="a factor that is not short is blamed", simulate=fed_far_less, size=SIZE,
               alarm=lambda findings: "_by_" in findings.headline.code and "volume" not in findings.headline.code),
]  # fmt: skip
