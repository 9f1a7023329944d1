"""Industries as markets: how often they take a product that is new to them, what that earns, how like our buyers."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.company.win_rate import Clustering, closed_deals, cluster_counts, count_outcomes
from analysis.findings import Message
from analysis.methods.clustering import design_effect
from analysis.methods.gower import nearest_likeness
from analysis.methods.hierarchy import GroupRates, group_rates
from analysis.methods.intervals import wilson_interval
from analysis.methods.means import lopsided_mean
from analysis.methods.multiplicity import benjamini_hochberg

Array = NDArray[np.float64]
SEED = 20240607
NEAREST = 10  # won accounts that an account is compared with
SAMPLED = 2000  # accounts at most
ALIKE = ("size", "region", "segment", "potential")
NUMBERS = ("size", "potential")
CLEAR = 0.95  # chance from which a market is said to be first
OVER = {"": "rate", "_low": "low", "_high": "high"}
OWN_SPREAD = 10  # observations from which a market's own spread is used
RATE_COLUMNS = ["industry", "is_home", "deals", "won", "open", "rate", "low", "high", "shrunken", "shrunken_low",
                "shrunken_high", "effect", "chance_first"]  # fmt: skip
MONEY_COLUMNS = ["industry", "is_home", "deals", "rate", "low", "high", "wins_priced", "days_per_bid", "cost", "margin",
                 "top_share", "break_even", "over", "over_low", "over_high", "p_pays", "chance_pays", "earned",
                 "earned_low", "earned_high", "chance_best", "chance_beats_home"]  # fmt: skip
RARE = 0.05


def with_industry(deals: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """Adds the account's `industry`, today's; null where account or industry is unknown."""
    known = accounts.drop_duplicates("account_id").set_index("account_id")["industry"].astype("str")
    return deals.assign(industry=deals["account_id"].map(known).astype("str"))


def home_of(deals: pd.DataFrame) -> str | None:
    """The industry with most won deals, of several the first by name; None without one."""
    won = deals.loc[deals["outcome"] == "won", "industry"].value_counts()
    return str(min(won.index[won == won.max()])) if len(won) else None


def rates_by_market(bids: pd.DataFrame, clustering: Clustering | None) -> tuple[pd.DataFrame, GroupRates]:
    """industry, deals, won, open, rate, low, high, shrunken, shrunken_low, shrunken_high, effect; and what is drawn.

    Counts are divided by `effect`, the design effect of bids that end alike, for limits and for what is pulled. Sorted
    by name; markets without a decided bid are left out.
    """
    counts = count_outcomes(bids, "industry")
    table = counts[counts["deals"] > 0].reset_index().sort_values(["deals", "won", "industry"], ignore_index=True)
    effect = effects_of(bids, table["industry"], clustering)
    won, n = table["won"] / effect, table["deals"] / effect
    low, high = wilson_interval(won, n)
    rates = group_rates(won, n)
    limits = rates.limits()
    return table.assign(
        rate=table["won"] / table["deals"], low=low, high=high, shrunken=rates.mean, shrunken_low=limits[0],
        shrunken_high=limits[1], effect=effect,
    ), rates  # fmt: skip


def effects_of(bids: pd.DataFrame, markets: pd.Series, clustering: Clustering | None) -> Array:
    """Design effect in each market, from the sizes of the clusters within it."""
    if clustering is None:
        return np.ones(len(markets))
    parts = dict(tuple(closed_deals(bids).groupby("industry")))
    sizes = (cluster_counts(parts[name], clustering.column)["deals"] for name in markets)
    return np.array([max(1.0, design_effect(clustering.icc, each)) for each in sizes])


class Earning(NamedTuple):
    """Of each market, in the order of its table. table: the columns of money; draws: earned per day, (draws, k)."""

    table: pd.DataFrame
    draws: Array


def earnings(bids: pd.DataFrame, table: pd.DataFrame, rates: GroupRates) -> Earning:
    """What `costs_of` counts, over and earned with limits, chance_pays and p_pays, a row per row of `table`.

    bids: decided ones, with `cost` and `margin`. over: the rate as counted less break-even, Wilson's limits. earned: a
    day, with the limits of rate, mean margin and mean days together; means are drawn log-normally about theirs by their
    standard error. All null in a market without a cost, or without a won bid that has a margin above nothing.
    """
    days, margin = (mean_by(part, name, table["industry"]) for name, part in parts_of(bids).items())
    made = costs_of(bids, days, margin)
    known = made["break_even"].notna().to_numpy()
    daily = (made["cost"] / made["days_per_bid"]).to_numpy()
    drawn = rates.draws() * drawn_means(margin, 1) / drawn_means(days, 2) - daily
    drawn = np.where(known, drawn, np.nan)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    over = {f"over{end}": table[column] - made["break_even"] for end, column in OVER.items()}
    return Earning(
        made.assign(
            **over,
            p_pays=p_of_paying(table, made["break_even"]),
            chance_pays=np.where(known, (drawn > 0).mean(axis=0), np.nan),
            earned=(table["shrunken"] * made["margin"] / made["days_per_bid"] - daily).where(known),
            earned_low=low,
            earned_high=high,
        ),
        drawn,
    )


def parts_of(bids: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The bids that each mean is of: days of all with a cost, margins of the won."""
    return {
        "rep_days": bids.dropna(subset=["cost"]) if "rep_days" in bids else bids.assign(rep_days=np.nan).iloc[:0],
        "margin": bids[(bids["outcome"] == "won") & bids["margin"].notna()],
    }


def costs_of(bids: pd.DataFrame, days: pd.DataFrame, margin: pd.DataFrame) -> pd.DataFrame:
    """days_per_bid, cost, margin of a won bid, wins_priced, top_share (of its largest margin in all), break_even."""
    cost = mean_by(bids.dropna(subset=["cost"]), "cost", pd.Series(days.index))
    known = (margin["mean"] > 0) & (days["mean"] > 0)
    made = {
        "days_per_bid": days["mean"],
        "cost": cost["mean"],
        "margin": margin["mean"],
        "wins_priced": margin["n"].astype(int),
        "top_share": margin["most"] / (margin["n"] * margin["mean"]),
        "break_even": (cost["mean"] / margin["mean"]).where(known),
    }
    return pd.DataFrame(made).reset_index(drop=True)


def p_of_paying(table: pd.DataFrame, even: pd.Series) -> Array:
    """One-sided score test of the rate as counted against break-even; NaN where that is unknown or not below 1."""
    inside = even.where(even < 1)
    error = np.sqrt(inside * (1 - inside) * table["effect"] / table["deals"])
    return np.asarray(norm.sf((table["rate"] - inside) / error))


def mean_by(deals: pd.DataFrame, name: str, markets: pd.Series) -> pd.DataFrame:
    """n, mean and relative standard error per market, in their order; the spread of all where a market has few.

    Values are summed in their own order, so that the order of rows changes no digit.
    """
    ordered = deals.sort_values(["industry", name])
    groups = ordered.groupby("industry")[name]
    made = pd.DataFrame({"n": groups.size(), "mean": groups.mean(), "sd": groups.std(), "most": groups.max()}).reindex(
        markets
    )
    made["n"] = made["n"].fillna(0)
    off = np.sort((ordered[name] / groups.transform("mean") - 1).to_numpy())
    freedom = max(len(off) - int((made["n"] > 0).sum()), 1)
    common = float(np.sqrt(np.square(off[np.isfinite(off)]).sum() / freedom))
    own = (made["sd"] / made["mean"]).where(made["n"] >= OWN_SPREAD, common)
    made["error"] = own / np.sqrt(made["n"].where(made["n"] > 0))
    return made


def drawn_means(made: pd.DataFrame, part: int, draws: int = 10_000) -> Array:
    """Means as they might be, shape (draws, markets): log-normal about the mean, seeded."""
    rng = np.random.default_rng([SEED, part])
    error = made["error"].abs().fillna(0.0).to_numpy()
    mean = made["mean"].where(made["mean"] > 0).to_numpy()
    return np.asarray(mean * np.exp(rng.standard_normal((draws, len(made))) * error - error**2 / 2))


def compared(table: pd.DataFrame, draws: Array, home: str | None) -> pd.DataFrame:
    """Adds is_home, chance_best (home left out), chance_beats_home, and p_pays adjusted for the candidates."""
    is_home = (table["industry"] == home).to_numpy()
    known = ~np.isnan(draws).any(axis=0)
    best = first_of(draws, known & ~is_home)
    beats = np.full(len(table), np.nan)
    if (known & is_home).any():
        others = known & ~is_home
        beats[others] = (draws[:, others] > draws[:, is_home]).mean(axis=0)
    p = benjamini_hochberg(np.where(is_home, np.nan, table["p_pays"]))
    return table.assign(is_home=is_home, chance_best=best, chance_beats_home=beats, p_pays=p)


def first_of(draws: Array, among: NDArray[np.bool_]) -> Array:
    """How often each of `among` has the largest draw, shape (k,); NaN for the others."""
    chance = np.full(draws.shape[1], np.nan)
    if among.any():
        first = np.where(among, draws, -np.inf).argmax(axis=1)
        chance[among] = np.bincount(first, minlength=len(chance))[among] / len(draws)
    return chance


def market_table(bids: pd.DataFrame, clustering: Clustering | None, home: str | None) -> pd.DataFrame:
    """One row per industry with a decided bid, most bids first: rates, costs, earnings, chances."""
    rates, drawn = rates_by_market(bids, clustering)
    if rates.empty:
        return pd.DataFrame(columns=sorted({*RATE_COLUMNS, *MONEY_COLUMNS}))
    earned = earnings(closed_deals(bids), rates, drawn)
    table = compared(pd.concat([rates, earned.table], axis=1), earned.draws, home)
    table["chance_first"] = first_of(drawn.draws(), ~table["is_home"].to_numpy(bool))
    return table.sort_values(["deals", "won", "industry"], ascending=[False, False, True], ignore_index=True)


def pays(rows: pd.DataFrame) -> pd.Series:
    """Over break-even beyond its limits, allowing for the number of markets and for what margins and days may be."""
    return (rows["over_low"] > 0) & (rows["p_pays"] <= RARE) & (rows["chance_pays"] >= 1 - RARE / 2)


def days_shares(deals: pd.DataFrame) -> pd.DataFrame:
    """industry, n, days, days_share: of all selling days on decided bids, those of no known industry included."""
    closed = closed_deals(deals).dropna(subset=["rep_days"]).sort_values(["rep_days"])
    made = closed.groupby("industry")["rep_days"].agg(n="size", days="sum").reset_index()
    whole = closed["rep_days"].sum()
    return made.assign(days_share=made["days"] / whole if whole else np.nan)


def likeness_by_market(accounts: pd.DataFrame, deals: pd.DataFrame) -> tuple[pd.DataFrame, list[Message]]:
    """industry, n, likeness, likeness_low, likeness_high: its accounts against their ten nearest won accounts.

    Numbers are compared by their logarithms. Limits: bootstrap over the market's accounts.
    """
    asked = [column for column in ALIKE if column in accounts and accounts[column].notna().any()]
    traits = accounts.drop_duplicates("account_id").set_index("account_id").sort_index()
    traits = traits.assign(**{name: logarithms(traits[name]) for name in asked if name in NUMBERS})
    ranges = pd.Series({name: np.ptp(traits[name].dropna()) for name in asked if name in NUMBERS}, dtype=float)
    here = traits[traits["industry"].notna()]
    won = here[here.index.isin(deals.loc[deals["outcome"] == "won", "account_id"])]
    these, those = thinned(here), thinned(won)
    said = [Message("sampled", {"n": SAMPLED})] if len(these) < len(here) or len(those) < len(won) else []
    if not asked or those.empty:
        return pd.DataFrame(columns=["industry", "n", "likeness", "likeness_low", "likeness_high"]), said
    alike = pd.Series(nearest_likeness(these[asked], those[asked], ranges, NEAREST), index=these.index).dropna()
    parts = alike.groupby(these["industry"].reindex(alike.index).astype("str"))
    return pd.DataFrame([{"industry": name} | mean_with_limits(part.to_numpy()) for name, part in parts]), said


def logarithms(values: pd.Series) -> pd.Series:
    numbers = values.astype(float)
    return pd.Series(np.log(numbers.where(numbers > 0)), index=values.index)


def thinned(accounts: pd.DataFrame) -> pd.DataFrame:
    return accounts if len(accounts) <= SAMPLED else accounts.sample(SAMPLED, random_state=SEED).sort_index()


def mean_with_limits(values: Any) -> dict[str, float]:
    """Bootstrap over accounts, cut at 1; no limits for fewer than two, or where all are alike."""
    mean = lopsided_mean(values)
    limits = {"likeness_low": mean.low, "likeness_high": float(np.minimum(mean.high, 1.0))}
    return {"n": len(values), "likeness": mean.value} | limits


def is_clear(row: dict[str, Any]) -> bool:
    beats = row["chance_beats_home"]
    return bool(row["chance_best"] >= CLEAR and (beats is None or np.isnan(beats) or beats >= CLEAR))


def in_hundreds(row: dict[str, Any]) -> dict[str, Any]:
    """A market's rate as counted with its limits, and break-even, in bids of a hundred; and n. For sentences."""
    rates = {"won": row["rate"], "low": row["low"], "high": row["high"], "even": row["break_even"]}
    return {"market": row["industry"], **{key: 100 * value for key, value in rates.items()}, "n": row["deals"]}
