"""What the leads of each channel become: shares, days, money, and what was never touched again or never traced."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import fisher_exact

from analysis.cautions import listed, thin_groups
from analysis.company.deals import day_after, deals_as_of, deals_within
from analysis.company.markets.channel_costs import groups_of
from analysis.company.markets.leads import FOLLOWED, HORIZON, Leads, telling, touched_again
from analysis.findings import Figure, Findings, Message, Table
from analysis.inputs import Inputs
from analysis.methods.clustering import cluster_bootstrap
from analysis.methods.conversion import days_to_half
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.shrinkage import fit_beta_prior

Array = NDArray[np.float64]
THIN = 100  # leads; with fewer, the interval of a rate near one in ten is wider than 12 points
RARE = 0.05
QUALITY_UNITS = {
    **dict.fromkeys(["leads", "won", "qualified", "qualified_won"], "leads"),
    **dict.fromkeys(
        ["rate", "low", "high", "shrunken", "rest", "to_qualified", "to_qualified_low", "to_qualified_high",
         "of_qualified", "of_qualified_low", "of_qualified_high"],
        "fraction",
    ),
    "p_adjusted": "p",
}  # fmt: skip
WORTH_UNITS = {
    **dict.fromkeys(["leads", "won"], "leads"),
    **dict.fromkeys(["days", "days_low", "days_high"], "days"),
    **dict.fromkeys(["revenue", "revenue_low", "revenue_high"], "money"),
}


def channel_rates(leads: Leads) -> pd.DataFrame:
    """One row per channel, best first: leads, won, rate with limits, shrunken, rest, p_adjusted, what was qualified.

    best_channel, worst_channel: the one that is furthest above or below all others, where that is no chance; never one
    whose name says nothing.
    """
    rows = leads.counted.assign(qualified_won=leads.counted["qualified"] & leads.counted["won"])
    counts = rows.groupby("channel")[["won", "qualified", "qualified_won"]].sum().astype(int)
    counts.insert(0, "leads", rows.groupby("channel").size())
    whole = counts.sum()
    table = with_shares(counts.reset_index())
    table["shrunken"] = fit_beta_prior(table["won"], table["leads"]).shrink(table["won"], table["leads"])
    others = whole["leads"] - table["leads"]
    table["rest"] = ((whole["won"] - table["won"]) / others.where(others > 0)).astype(float)
    table["p_adjusted"] = benjamini_hochberg(
        [against_rest(n, won, whole) for n, won in zip(table["leads"], table["won"], strict=True)]
    )
    table = table.sort_values(["shrunken", "channel"], ascending=[False, True], ignore_index=True)
    clear = (table["p_adjusted"] <= RARE) & telling(table["channel"])
    above, below = clear & (table["rate"] > table["rest"]), (clear & (table["rate"] < table["rest"]))[::-1]
    return table.assign(best_channel=above & (above.cumsum() == 1), worst_channel=below & (below.cumsum() == 1))


def with_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Adds the three shares with Wilson limits to leads, won, qualified, qualified_won."""
    shares = {
        ("rate", "low", "high"): ("won", "leads"),
        ("to_qualified", "to_qualified_low", "to_qualified_high"): ("qualified", "leads"),
        ("of_qualified", "of_qualified_low", "of_qualified_high"): ("qualified_won", "qualified"),
    }
    for (name, low, high), (part, whole) in shares.items():
        n = counts[whole].astype(float)
        counts[name] = counts[part] / n.where(n > 0)
        counts[low], counts[high] = wilson_interval(counts[part], n)
    return counts


def company_rates(leads: Leads) -> pd.DataFrame:
    """One row, all counted leads together, those without a channel too."""
    rows = leads.counted
    counts = {
        "leads": len(rows), "won": rows["won"].sum(), "qualified": rows["qualified"].sum(),
        "qualified_won": (rows["qualified"] & rows["won"]).sum(),
    }  # fmt: skip
    return with_shares(pd.DataFrame([counts]).astype(int))


def against_rest(n: int, won: int, whole: pd.Series) -> float:
    """p of Fisher's exact test of one channel against all others; 1 where there are no others."""
    table = [[won, n - won], [whole["won"] - won, whole["leads"] - whole["won"] - n + won]]
    return float(fisher_exact(np.array(table, dtype=int)).pvalue)


def worth_rows(leads: Leads) -> pd.DataFrame:
    """channel, leads, won, days by which half of the wins have come, revenue per lead, both with limits."""
    rows = leads.counted
    counts = rows.groupby("channel").agg(leads=("won", "size"), won=("won", "sum")).reset_index()
    low, high, value = revenue_limits(rows, counts["channel"])
    counts = counts.assign(revenue=value, revenue_low=low, revenue_high=high)
    known = leads.rows[(leads.rows["age"] >= 0) & ~(leads.rows["won"] & leads.rows["won_in"].isna())]
    days = [days_of(known[known["channel"] == channel]) for channel in counts["channel"]]
    halves = pd.DataFrame(days, columns=["days", "days_low", "days_high"], index=counts.index)
    columns = ["channel", "leads", "won", *halves, "revenue", "revenue_low", "revenue_high"]
    table = pd.concat([counts, halves], axis=1)[columns]
    return table.sort_values(["revenue", "channel"], ascending=[False, True], ignore_index=True)


def days_of(rows: pd.DataFrame) -> Any:
    return days_to_half(rows["won_in"].where(rows["won"]), rows["age"], HORIZON)


def revenue_limits(rows: pd.DataFrame, channels: pd.Series) -> tuple[Array, Array, Array]:
    """Limits and value of the amount won per lead of each channel; a won lead without amount counts at their mean."""
    code = rows["channel"].map({name: place for place, name in enumerate(channels)})
    rows = rows.assign(code=code).dropna(subset=["code"])
    group, size = groups_of(len(rows)), len(channels)
    at = group * size + rows["code"].to_numpy(np.int64)
    priced = rows["won"] & rows["amount"].notna()
    parts = (np.ones(len(rows)), rows["won"], priced, rows["amount"].where(priced, 0.0))
    groups = int(group.max(initial=-1)) + 1
    sums = np.stack([np.bincount(at, np.asarray(part, float), groups * size) for part in parts], axis=1)
    counts = sums.reshape(groups, size, len(parts))
    unknown = (counts[:, :, 1].sum(axis=0) > 0) & (counts[:, :, 2].sum(axis=0) == 0)
    counts[:, unknown, 1] = 0  # a rate without a price is no revenue: blanked below
    flat = counts.transpose(0, 2, 1).reshape(groups, -1)
    low, high = cluster_bootstrap(flat, revenue) if groups else (np.zeros(0), np.zeros(0))
    value = revenue(flat.sum(axis=0, keepdims=True))[0]
    blank = np.where(unknown, np.nan, 0.0)
    return low + blank, high + blank, value + blank


def revenue(sums: Array) -> Array:
    """Amount per lead from sums of leads, wins, priced wins and amounts side by side; NaN where no win is priced."""
    leads, won, priced, amount = np.split(sums, 4, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(won > 0, amount / np.where(priced > 0, priced, np.nan) * won, 0.0) / leads


def untouched_rows(leads: Leads, touches: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """channel, leads that are `FOLLOWED` days old, untouched, with Wilson limits; most first."""
    again = touched_again(leads.rows, touches, inputs.provenance.as_of)
    rows = leads.rows.assign(untouched=~again)[(leads.rows["age"] >= FOLLOWED).to_numpy()].dropna(subset=["channel"])
    counts = rows.groupby("channel").agg(leads=("untouched", "size"), missed=("untouched", "sum")).reset_index()
    counts["missed"] = counts["missed"].astype(int)
    low, high = wilson_interval(counts["missed"], counts["leads"])
    table = counts.assign(untouched=counts["missed"] / counts["leads"], low=low, high=high)
    return table.sort_values(["untouched", "channel"], ascending=[False, True], ignore_index=True)


def untraced(leads: Leads, inputs: Inputs) -> tuple[int, int]:
    """Won new deals that no lead leads to, and all of them: begun since the first lead, won by the day we look at."""
    deals = deals_within(deals_as_of(inputs.tables["deals"], inputs.provenance.as_of), inputs.provenance)
    won = deals[deals["outcome"] == "won"]
    if "deal_type" in won and (won["deal_type"] == "new").any():
        won = won[won["deal_type"] == "new"]
    first = leads.rows["created_on"].min()
    if "created_on" in won and not pd.isna(first):
        won = won[~(won["created_on"] < first)]
    known = inputs.tables["leads"]
    if "created_on" in known:
        known = known[~(known["created_on"] >= day_after(inputs.provenance.as_of))]
    return int((~won["deal_id"].isin(known["deal_id"].dropna())).sum()), len(won)


def figures_of(name: str, table: pd.DataFrame, key: str, unit: str, method: str) -> tuple[Figure, ...]:
    """A figure of the column `key` with its limits and `n` for each row; a row without a channel is of the company."""
    return tuple(
        Figure(
            name=name, of=() if pd.isna(row.get("channel")) else (str(row["channel"]),), value=row[key], n=row["n"],
            low=row[f"{key}_low"], high=row[f"{key}_high"], unit=unit, method=method,
        )
        for row in table.to_dict("records")
    )  # fmt: skip


def quality_cautions(leads: Leads, table: pd.DataFrame, inputs: Inputs) -> Iterator[Message]:
    rows = leads.rows
    counts = {"young": int((rows["age"] < HORIZON).sum()), "no_created": int(rows["age"].isna().sum())}
    if leads.dated:
        counts["no_day"] = int((leads.counted["won"] & leads.counted["won_in"].isna()).sum())
        yield from (Message(code, {"n": n}) for code, n in counts.items() if n)
    else:
        yield Message("to_date", {"n": counts["young"], "of": len(rows)})
    if nowhere := int(leads.counted["channel"].isna().sum()):
        yield Message("no_channel", {"n": nowhere})
    vague = table[~telling(table["channel"])]
    if n := int(vague["leads"].sum()):
        rate = 100 * vague["won"].sum() / n
        yield from listed("untelling", vague["channel"], n=n, rate=rate)
    ids = inputs.tables["leads"].get("deal_id", pd.Series(dtype="str")).dropna()
    if shared := int((ids.value_counts() > 1).sum()):
        yield Message("shared_deals", {"n": shared})
    if inputs.has("leads", "qualified_on"):
        yield from listed("none_qualified", table.loc[table["qualified"] == 0, "channel"])
    yield from thin_groups(table, "channel", n="leads", least=THIN)


def channels(findings: Findings) -> Table:
    """channel, leads, won, rate, low, high, cost_per_win: all that is known of a channel in one row."""
    kept = ["channel", "leads", "won", "rate", "low", "high"]
    rates = pd.DataFrame([{name: row[name] for name in kept} for row in findings.rows("lead_quality")], columns=kept)
    costs = {row["channel"]: row["cost_per_win"] for row in findings.rows("channel_costs")}
    bought = [name for name in costs if name not in set(rates["channel"])]
    more = pd.DataFrame({"channel": bought, "leads": 0, "won": 0}, columns=kept)
    table = pd.concat([rates, more], ignore_index=True) if bought else rates
    table = table.assign(cost_per_win=table["channel"].map(costs).astype(float))
    return Table.from_frame("channels", table, QUALITY_UNITS | {"cost_per_win": "money"})
