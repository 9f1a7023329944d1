"""Sales velocity of units: mean open qualified deals × win rate × mean value won ÷ mean cycle days, per seller and day.

Everything is summed by seller first, so that sellers can be drawn whole; a unit is the sum of its sellers.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.money import amounts
from analysis.company.pipeline.passages import NEVER, read_passages
from analysis.company.spans import Span
from analysis.findings import Message
from analysis.inputs import Inputs

Array = NDArray[np.float64]
FACTORS = ("volume", "win_rate", "deal_size", "cycle")
"""Open qualified deals per seller, share won of decided, mean value won, and mean days of decided deals."""
SUMS = ("people", "open", "decided", "won", "money", "priced", "days", "timed")
MANAGER = "manager"


@dataclass(frozen=True)
class Qualified:
    """on: day on which each deal became qualified, null where it never did. by_creation: no history of stages."""

    on: pd.Series
    by_creation: bool
    warnings: tuple[Message, ...] = ()


def qualified(deals: pd.DataFrame, inputs: Inputs) -> Qualified:
    """A deal is qualified once it has entered the second stage or a later one; without stages from its first day."""
    wanted = {"stage_events": ("deal_id", "stage", "entered_at")}
    if inputs.missing(wanted):
        return Qualified(deals["created_on"], by_creation=True, warnings=(Message("no_stage_history"),))
    events, stages = inputs.tables["stage_events"], inputs.tables.get("stages")
    passages = read_passages(events, deals, stages, inputs.provenance.as_of)
    if len(passages.stages) < 2:
        return Qualified(deals["created_on"], by_creation=True, warnings=(Message("no_stage_history"),))
    later = passages.first[:, 1:].min(axis=1)
    on = pd.Series(np.where(later == NEVER, np.datetime64("NaT"), later.astype("datetime64[ns]")), index=deals.index)
    silent = (passages.first.min(axis=1) == NEVER) & (deals["outcome"] != "open")  # typed in when all was over
    on = on.mask(silent, deals["created_on"])
    said = (Message("order_inferred", {"stages": " > ".join(passages.stages)}),) if passages.inferred else ()
    return Qualified(on, by_creation=False, warnings=said)


@dataclass(frozen=True)
class Held:
    """Deals as arrays, one entry each. seller: row of `sellers`, -1 of nobody; moments in days, NaN where unknown."""

    sellers: pd.DataFrame
    seller: NDArray[np.int64]
    qualified: Array
    closed: Array
    cycle: Array  # from creation to closing
    money: Array
    outcome: NDArray[np.object_]

    def of_teams(self, teams: pd.Series) -> "Held":
        """The same with other teams of the sellers, shape (sellers,); those without one are out."""
        kept = teams.notna().to_numpy()
        row = np.append(np.where(kept, kept.cumsum() - 1, -1), -1)
        sellers = self.sellers.assign(team=teams.to_numpy())[kept].reset_index(drop=True)
        return replace(self, sellers=sellers, seller=row[self.seller])

    def sums(self, span: Span) -> dict[str, Array]:
        """Of each deal its `SUMS` but people, and `qualified`, within the span; decided without a day: nothing.

        open: share of the days of the span on which the deal was open and qualified.
        """
        first, end = days_of(span.first), days_of(span.end)
        inside = (self.closed >= first) & (self.closed < end)
        decided = inside & np.isin(self.outcome, ("won", "lost"))
        timed = decided & (self.cycle >= 0)
        priced = decided & (self.outcome == "won") & ~np.isnan(self.money)
        return {
            "open": self.waited(first, end) / span.days,
            "decided": decided.astype(float),
            "won": (decided & (self.outcome == "won")).astype(float),
            "money": np.where(priced, self.money, 0.0),
            "priced": priced.astype(float),
            "days": np.where(timed, self.cycle, 0.0),
            "timed": timed.astype(float),
            "qualified": ((self.qualified >= first) & (self.qualified < end)).astype(float),
        }

    def waited(self, first: float, end: float) -> Array:
        """Days within the span on which each deal was open and qualified; 0 of one closed nobody knows when."""
        until = np.where(np.isnan(self.closed) & (self.outcome == "open"), end, self.closed)
        days = np.minimum(until, end) - np.maximum(self.qualified, first)
        waited: Array = np.nan_to_num(np.maximum(days, 0.0))
        return waited


def held_by(deals: pd.DataFrame, sellers: pd.DataFrame, inputs: Inputs) -> Held:
    """deals: with `qualified_on`. sellers: rep_id, team and, where known, hired_on and left_on."""
    created, closed = moments(deals["created_on"]), moments(deals["closed_on"])
    return Held(
        sellers=sellers,
        seller=pd.Index(sellers["rep_id"].astype("str")).get_indexer(pd.Index(deals["rep_id"].astype("str"))),
        qualified=moments(deals["qualified_on"]),
        closed=closed,
        cycle=closed - created,
        money=amounts(deals, inputs.tables.get("fx_rates")).to_numpy(float),
        outcome=deals["outcome"].astype("str").to_numpy(object),
    )


def days_of(moment: pd.Timestamp) -> float:
    return float(moments(pd.Series([moment]))[0])


def moments(days: pd.Series) -> Array:
    """Days since 1970, NaN where there is none."""
    values = days.to_numpy("datetime64[ns]")
    found: Array = np.where(np.isnat(values), np.nan, values.astype(np.int64) / (86_400 * 10**9))
    return found


def sellers_of(reps: pd.DataFrame) -> pd.DataFrame:
    """Those with a team, without managers where roles are known; in the order of their ids."""
    known = reps[reps["team"].notna()]
    if "role" in known:
        known = known[known["role"].astype("str") != MANAGER]
    return known.drop_duplicates("rep_id").sort_values("rep_id", ignore_index=True)


def presence(reps: pd.DataFrame, span: Span) -> Array:
    """Share of the span for which each was there; all of it where nobody says when they came and left."""
    blank = pd.Series(pd.NaT, index=reps.index, dtype="datetime64[ns]")
    hired, left = (moments(reps.get(name, blank)) for name in ("hired_on", "left_on"))
    until = np.fmin(left, days_of(span.end))
    since = np.fmax(hired, days_of(span.first))
    found: Array = np.maximum(until - since, 0.0) / span.days
    return found


def seller_sums(held: Held, span: Span) -> pd.DataFrame:
    """One row per seller who was there or whose deals count: rep_id, unit, `SUMS`, qualified; by unit and rep_id."""
    known, n = held.seller >= 0, len(held.sellers)
    sums = {name: np.bincount(held.seller[known], of[known], n) for name, of in held.sums(span).items()}
    rows = pd.DataFrame(
        {"rep_id": held.sellers["rep_id"].astype("str"), "unit": held.sellers["team"].astype("str")}
        | {"people": presence(held.sellers, span)}
        | sums
    )
    rows = rows[(rows["people"] > 0) | (rows["open"] + rows["decided"] > 0)]
    return rows.sort_values(["unit", "rep_id"], ignore_index=True)


def factors(sums: NDArray[np.float64]) -> Array:
    """The four factors, cycle as its inverse, shape (4, …), of sums in the order of `SUMS`, shape (…, 8).

    NaN or infinite where there is nothing to divide by.
    """
    people, opened, decided, won, money, priced, days, timed = np.moveaxis(np.asarray(sums, float), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.array([opened / people, won / decided, money / priced, timed / days])
    return np.where(np.isfinite(found), found, np.nan)


def velocity(sums: NDArray[np.float64]) -> Array:
    """Money per seller and day, shape (…), of sums in the order of `SUMS`, shape (…, 8)."""
    found: Array = factors(sums).prod(axis=0)
    return found
