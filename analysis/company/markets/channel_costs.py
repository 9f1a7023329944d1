"""What each channel costs a win by five rules of credit: leads of the months whose spend is known and long past."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cautions import listed
from analysis.company.deals import day_after, deals_as_of
from analysis.company.markets.leads import HORIZON, Leads, Paths, is_telling, paths_of
from analysis.company.money import amounts
from analysis.company.periods import month_code, month_spans, period_ends, with_bounds
from analysis.findings import Figure, Message, Provenance, Scalar, TableRows
from analysis.inputs import Inputs
from analysis.methods.attribution import RULES, PathCounts, count_paths, credit_shares
from analysis.methods.clustering import cluster_bootstrap

Array = NDArray[np.float64]
FEW = 5  # wins given to a channel, before its cost is set beside others
BETWEEN = 1.2  # times the 95 % reach, so that the cheapest of up to 15 channels may be set beside the dearest (Tukey)
GROUPS = 1000  # of leads that are drawn together, where there are more leads
SEED = 20240532
METRIC = "cost_per_win"
SHARED_BY = {
    "first": "By the first touch",
    "last": "By the last touch up to the day of the order",
    "linear": "The same share to each touch",
    "position": "40 % to the first and the last touch, 20 % to those between; of two half each",
    "markov": "Removal effects of a first-order Markov chain",
}
COST = "Middle of five rules; bootstrap over leads, spend held fixed"


@dataclass(frozen=True)
class Credit:
    """wins: by rule and channel, shape (5, channels). low, high: limits of the middle of the five, shape (channels,).

    total: wins that are shared out; n: leads whose paths are counted; outside: leads of months without known spend.
    """

    paths: Paths
    wins: Array
    low: Array
    high: Array
    total: int
    n: int
    outside: int

    @cached_property
    def middle(self) -> Array:
        return np.asarray(np.median(self.wins, axis=0))

    @property
    def shares(self) -> Array:
        return self.wins / self.total


def read_credit(leads: Leads, spend: pd.DataFrame | None, inputs: Inputs) -> Credit:
    """spend: rows of `spend_of`; without it every lead that is counted."""
    counted = leads.counted
    if spend is not None:
        counted = counted[month_code(counted["created_on"]).isin(months_of(spend))]
    rows = counted.reset_index(drop=True)
    paths = paths_of(rows, inputs.tables.get("touches"), inputs.provenance.as_of)
    counts = count_paths(paths.lead, paths.channel, rows["won"], groups_of(len(rows)), len(paths.names))
    total = int(counts.won.sum())
    outside = len(leads.counted) - len(rows)
    if not total:
        nothing = np.full(len(paths.names), np.nan)
        return Credit(paths, np.full((5, len(paths.names)), np.nan), nothing, nothing, 0, len(rows), outside)

    def middle(sums: Array) -> Array:
        return np.asarray(np.median(wins_of(PathCounts.from_flat(sums, len(paths.names))), axis=-2))

    low, high = cluster_bootstrap(counts.flat, middle)
    whole = PathCounts.from_flat(counts.flat.sum(axis=0, keepdims=True), len(paths.names))
    return Credit(paths, wins_of(whole)[0], low, high, total, len(rows), outside)


def wins_of(counts: PathCounts) -> Array:
    """Wins by rule and channel, shape (..., 5, channels); NaN in a draw without a win."""
    return np.asarray(credit_shares(counts) * counts.won.sum(axis=-1)[..., np.newaxis, np.newaxis])


def groups_of(n: int) -> NDArray[np.int64]:
    """A group for each lead, drawn by lot; each its own where there are few enough."""
    order = np.random.default_rng(SEED).permutation(n)
    return np.asarray(order % min(max(n, 1), GROUPS), dtype=np.int64)


def months_of(spend: pd.DataFrame) -> set[int]:
    return {int(first) + ahead for first, length in zip(spend["month"], spend["months"], strict=True)
            for ahead in range(int(length))}  # fmt: skip


def spend_of(campaigns: pd.DataFrame, leads: Leads, window: Provenance) -> pd.DataFrame:
    """channel, cost, month (since the year 0) and months of the periods whose leads are all old enough.

    Periods that are over before the first lead was made, or reach out of the window, are left out.
    """
    start, spans = with_bounds(campaigns)["period_start"], month_spans(campaigns["period"])
    last_day = period_ends(campaigns) - pd.Timedelta(days=1)
    old = last_day + pd.Timedelta(days=HORIZON if leads.dated else 0) < day_after(window.as_of)
    inside = old & (last_day >= leads.rows["created_on"].min())
    if window.since:
        inside &= start >= pd.Timestamp(window.since)
    if window.until:
        inside &= last_day < day_after(window.until)
    rows = campaigns.assign(channel=campaigns["channel"].astype("str"), month=spans["first"], months=spans["months"])
    kept: pd.DataFrame = rows.loc[inside.to_numpy(), ["channel", "cost", "month", "months"]].dropna()
    return kept


@dataclass(frozen=True)
class Target:
    """Most that a win may cost; given: by a benchmark, not by the margin of a won deal."""

    value: float
    given: bool


def target_of(inputs: Inputs) -> Target | None:
    """The latest benchmark of cost per win; else the mean margin of a won deal, which is where a win costs all."""
    if (given := benchmark(inputs)) is not None:
        return Target(given, True)
    deals = inputs.tables.get("deals")
    if deals is None or not {"outcome", "amount", "margin_pct"} <= {*deals.columns}:
        return None
    deals = deals_as_of(deals, inputs.provenance.as_of)
    margin = amounts(deals, inputs.tables.get("fx_rates")) * deals["margin_pct"].astype(float) / 100
    mean = margin[deals["outcome"] == "won"].mean()
    return Target(float(mean), False) if mean > 0 else None


def benchmark(inputs: Inputs) -> float | None:
    rows = inputs.tables.get("benchmarks")
    if rows is None or not {"metric", "value"} <= {*rows.columns}:
        return None
    rows = rows[(rows["metric"].astype("str").str.strip().str.casefold() == METRIC) & (rows["value"] > 0)]
    if "segment" in rows:
        rows = rows[rows["segment"].isna()] if rows["segment"].isna().any() else rows
    if "as_of" in rows and rows["as_of"].notna().any():
        rows = rows[~(rows["as_of"] >= day_after(inputs.provenance.as_of))]
        rows = rows[rows["as_of"] == rows["as_of"].max()] if rows["as_of"].notna().any() else rows
    return float(rows["value"].median()) if len(rows) else None


def cost_table(credit: Credit, spend: pd.DataFrame, target: Target | None) -> pd.DataFrame:
    """One row per channel with spend or wins, cheapest first.

    channel, spend, cost by each rule, cost_per_win, low, high, wins_middle; with a target also target, under_target,
    cost_to_target. A cost over no wins is null; so is an upper limit where the lower limit of the wins is 0.
    """
    names = sorted({*credit.paths.names, *spend["channel"]})
    money = spend.groupby("channel")["cost"].sum().reindex(names).to_numpy(float)
    place = pd.Index(credit.paths.names).get_indexer(pd.Index(names))
    wins, low, high, middle = (
        np.where(place >= 0, part[..., place], 0.0) for part in (credit.wins, credit.low, credit.high, credit.middle)
    )
    table = pd.DataFrame({"channel": names, "spend": money})
    for rule, given in zip(RULES, wins, strict=True):
        table[rule] = over(money, given)
    table = table.assign(
        cost_per_win=over(money, middle), low=over(money, high), high=over(money, low), wins_middle=middle
    )
    if target is not None:
        table = table.assign(
            target=target.value,
            under_target=(table[list(RULES)] < target.value).sum(axis=1).where(table["spend"].notna()),
            cost_to_target=table["cost_per_win"] / target.value,
        )
    return table.sort_values(["cost_per_win", "channel"], ignore_index=True)


def over(money: Array, wins: Array) -> Array:
    """Money over wins; NaN where there are none."""
    return np.asarray(money / np.where(wins > 0, wins, np.nan))


def credit_table(credit: Credit) -> pd.DataFrame:
    shares = credit.shares
    table = pd.DataFrame(dict(zip(RULES, shares, strict=True)))
    table.insert(0, "channel", credit.paths.names)
    table = table.assign(
        middle=np.median(shares, axis=0), smallest=shares.min(axis=0), largest=shares.max(axis=0), wins=credit.total
    )
    return table.sort_values(["middle", "channel"], ascending=[False, True], ignore_index=True)


def credit_figures(table: pd.DataFrame) -> Iterator[Figure]:
    for row in table.to_dict("records"):
        for rule in RULES:
            yield Figure(name="credit", of=(rule, row["channel"]), value=row[rule], unit="fraction", n=row["wins"],
                         method=SHARED_BY[rule])  # fmt: skip
        yield Figure(name="credit_range", of=(row["channel"],), value=row["largest"] - row["smallest"],
                     unit="fraction", n=row["wins"], method="Over the five rules")  # fmt: skip


def cost_figures(table: pd.DataFrame, credit: Credit) -> Iterator[Figure]:
    for row in table.to_dict("records"):
        of, n = (str(row["channel"]),), credit.total
        for rule in RULES:
            yield Figure(
                name="cost_per_win_by", of=(rule, *of), value=row[rule], unit="money", n=n, method=SHARED_BY[rule]
            )
        value, low, high = row["cost_per_win"], row["low"], row["high"]
        yield Figure(name="cost_per_win", of=of, value=value, low=low, high=high, unit="money", n=n, method=COST)
        if "target" not in row:
            continue
        yield Figure(
            name="rules_under_target", of=of, value=row["under_target"], unit="rules", n=n, method="Count of five"
        )
        low, high = low / row["target"], high / row["target"]
        yield Figure(name="cost_to_target", of=of, value=row["cost_to_target"], low=low, high=high, unit="ratio", n=n,
                     method=COST)  # fmt: skip


def apart(rows: TableRows, best: Container[Any]) -> dict[str, Scalar]:
    """Two channels of the cost table whose limits, widened for the choice, do not meet: cheap, dear and their costs.

    One of `best` is among them where it can be, else they are the cheapest and the dearest of all. Else empty.
    """
    known = [row for row in rows if has_limits(row) and is_telling(row["channel"])]
    if not known:
        return {}
    first, last = known[0], known[-1]
    mine = [row for row in known if row["channel"] in best]
    for cheap, dear in [*((row, last) for row in mine), *((first, row) for row in mine), (first, last)]:
        if widened(cheap, "high") < widened(dear, "low"):
            costs = {"cheap_cost": cheap["cost_per_win"], "dear_cost": dear["cost_per_win"]}
            return {"cheap": cheap["channel"], "dear": dear["channel"], **costs}
    return {}


def has_limits(row: dict[str, Any]) -> bool:
    return all(row[key] is not None for key in ("cost_per_win", "low", "high")) and row["wins_middle"] >= FEW


def widened(row: dict[str, Any], limit: str) -> float:
    """The limit moved away from the value, on logs, as far as `BETWEEN` asks."""
    return float(row["cost_per_win"] * (row[limit] / row["cost_per_win"]) ** BETWEEN)


def credit_cautions(credit: Credit) -> tuple[Message, ...]:
    said = []
    if credit.paths.nameless:
        said.append(Message("nameless_touches", {"n": credit.paths.nameless}))
    if credit.outside:
        said.append(Message("outside_spend", {"n": credit.outside, "of": credit.n}))
    return tuple(said)


def cost_cautions(table: pd.DataFrame, target: Target | None) -> Iterator[Message]:
    priced = table[table["spend"].notna()]
    yield from listed("no_spend", table.loc[table["spend"].isna(), "channel"])
    yield from listed("no_wins_by", priced.loc[priced[list(RULES)].isna().any(axis=1), "channel"])
    yield from listed("few_wins", priced.loc[priced["wins_middle"] < FEW, "channel"])
    if target and not target.given:
        yield Message("target_is_margin", {"target": target.value})
