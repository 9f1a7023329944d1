"""How deals pass through stages: the order of stages, who entered which and when, and how long they stayed.

`stage_events` arrive sorted by deal_id and entered_at; nothing here sorts them again. All arrays have one entry per
event or one row per deal, so that five million events cost a few passes and no loop.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.deals import day_after, within
from analysis.findings import Provenance, TableRows
from analysis.methods.intervals import wilson_interval

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NEVER = np.iinfo(np.int64).max  # nanoseconds; later than any day
NOWHERE = -1  # code of a stage that is no open stage, row of a deal that is not there
ENDINGS = re.compile(
    r"\b(won|lost|closed|withdrawn|abandoned|declined|passed|cancell?ed|disqualified)\b", re.IGNORECASE
)
DAY = 86_400 * 10**9
LEAST = 20  # deals that left a stage before a stage is named


@dataclass(frozen=True)
class Passages:
    """stages: names in the order deals pass them. deals: the table that `deal` counts the rows of.

    events: without deal_id, and without those of unknown deals. deal, stage, entered: per event, row of the deal, code
    of the stage, nanoseconds.
    """

    stages: tuple[str, ...]
    inferred: bool  # the order was read off the events, for want of a table of stages
    endings: frozenset[str]  # stages that the company lists as won, lost or withdrawn
    deals: pd.DataFrame
    events: pd.DataFrame
    deal: Ints
    stage: Ints
    entered: Ints

    @cached_property
    def first(self) -> Ints:
        """When each deal first entered each stage, shape (deals, stages); NEVER where it did not."""
        first = np.full((len(self.deals), len(self.stages)), NEVER)
        known = self.stage >= 0
        # Of several values for one cell the last assigned stays, so backwards leaves the earliest.
        first[self.deal[known][::-1], self.stage[known][::-1]] = self.entered[known][::-1]
        return first

    @cached_property
    def moved_on(self) -> Ints:
        """When each deal had first been in a later stage too, shape (deals, stages); NEVER where it was not."""
        later = np.minimum.accumulate(self.first[:, ::-1], axis=1)[:, ::-1]
        later = np.column_stack([later[:, 1:], np.full(len(later), NEVER)])
        return np.maximum(self.first, later)

    @cached_property
    def last(self) -> Ints:
        """Code of the stage each deal entered last, shape (deals,); of two on one day the later stage."""
        latest, last = np.full(len(self.deals), -NEVER), np.full(len(self.deals), NOWHERE)
        known = self.stage >= 0
        deal, stage, entered = self.deal[known], self.stage[known], self.entered[known]
        latest[deal] = entered
        np.maximum.at(last, deal, np.where(entered == latest[deal], stage, NOWHERE))
        return last

    @property
    def ends(self) -> Flags:
        """Whether an event is the last of its deal, shape (events,)."""
        return np.append(self.deal[1:] != self.deal[:-1], np.ones(min(len(self.deal), 1), bool))

    @property
    def unlisted(self) -> Flags:
        """Events of stages that are neither open stages nor say how a deal ended, shape (events,)."""
        unlisted: Flags = self.stage < 0
        names = self.events.loc[unlisted, "stage"].astype("str")
        ending = {name: bool(ENDINGS.search(name)) or name in self.endings for name in names.unique()}
        unlisted[unlisted] = ~names.map(ending).to_numpy(bool)
        return unlisted

    @property
    def returns(self) -> int:
        """Entries into a stage that the deal had entered before: counted once."""
        return int((self.stage >= 0).sum() - (self.first < NEVER).sum())


def read_passages(events: pd.DataFrame, deals: pd.DataFrame, stages: pd.DataFrame | None, as_of: date) -> Passages:
    """Passages of `deals` as they stood at the end of `as_of`."""
    events = in_order(events_as_of(events, as_of))
    deal = rows_of(events["deal_id"], deals["deal_id"])
    events = events.drop(columns="deal_id")  # `deal` says it, and five million names are slow to carry
    if (deal < 0).any():
        events, deal = events[deal >= 0], deal[deal >= 0]
    codes, names = pd.factorize(events["stage"].astype("str"))
    entered = nanoseconds(events["entered_at"])
    listed = None if stages is None or "stage" not in stages else listed_order(stages)
    order = inferred_order(deal, codes, names) if listed is None else [name for name in listed if name in set(names)]
    place = {name: position for position, name in enumerate(order)}
    stage = np.array([*(place.get(name, NOWHERE) for name in names), NOWHERE])[codes]
    return Passages(tuple(order), listed is None, listed_endings(stages), deals, events, deal, stage, entered)


def events_as_of(events: pd.DataFrame, day: date) -> pd.DataFrame:
    """Events up to the end of `day`; a stage left later is not yet left, and its stay has no length yet."""
    end = day_after(day)
    events = events[events["entered_at"].notna()] if events["entered_at"].isna().any() else events
    if not (events["entered_at"] >= end).any() and not ("exited_at" in events and (events["exited_at"] >= end).any()):
        return events
    events = events[events["entered_at"] < end].drop(columns="dwell_days", errors="ignore")
    return (
        events.assign(exited_at=events["exited_at"].mask(events["exited_at"] >= end))
        if "exited_at" in events
        else events
    )


def in_order(events: pd.DataFrame) -> pd.DataFrame:
    """The events by deal and time; as they are where they came so."""
    begins, entered = begin_runs(events["deal_id"]), events["entered_at"].to_numpy()
    back = entered[1:] < entered[:-1]
    if (back & ~begins[1:]).any() or events["deal_id"][begins].duplicated().any():
        return events.sort_values(["deal_id", "entered_at"], kind="stable")
    return events


def rows_of(ids: pd.Series, known: pd.Series) -> Ints:
    """Row of each id in `known`, NOWHERE where it has none. Ids that stand together are looked up once."""
    begins = begin_runs(ids)
    found = pd.Index(known).get_indexer(pd.Index(ids[begins]))
    rows: Ints = found.astype(np.int64)[begins.cumsum() - 1]
    return rows


def begin_runs(ids: pd.Series) -> Flags:
    """Whether an id is another than the one before it, shape (ids,)."""
    values = ids.astype("str").array
    return np.append(np.ones(min(len(values), 1), bool), np.asarray(values[1:] != values[:-1], bool))


def nanoseconds(days: pd.Series) -> Ints:
    """Datetimes as whole nanoseconds; a missing one is the least whole number."""
    return days.to_numpy("datetime64[ns]").astype(np.int64)


def listed_order(stages: pd.DataFrame) -> list[str]:
    """Open stages as the company lists them; a stage of several pipelines stands where it comes first."""
    if "kind" in stages:
        stages = stages[stages["kind"].astype("str").fillna("open") == "open"]
    first = stages.groupby(stages["stage"].astype("str"), sort=True)["position"].min()
    return [str(name) for name in first.sort_values(kind="stable").index]


def listed_endings(stages: pd.DataFrame | None) -> frozenset[str]:
    if stages is None or "kind" not in stages:
        return frozenset()
    return frozenset(stages.loc[stages["kind"].astype("str").isin(["won", "lost", "withdrawn"]), "stage"].astype("str"))


def inferred_order(deal: Ints, codes: Ints, names: pd.Index) -> list[str]:
    """Stages from the commonest order of two in the same deal: each by how many others it comes before.

    Names that say how a deal ended (won, lost, closed …) are no open stages. Equal ones stand by their mean place.
    """
    opens = [code for code, name in enumerate(names) if not ENDINGS.search(str(name))]
    place = np.full((len(names), int(deal.max(initial=-1)) + 1), NEVER)
    place[codes[::-1], deal[::-1]] = np.arange(len(deal))[::-1]
    before = np.zeros((len(opens), len(opens)), dtype=np.int64)
    for i, j in combinations(range(len(opens)), 2):
        before[i, j] = net_before(place[opens[i]], place[opens[j]])
        before[j, i] = -before[i, j]
    wins = (before > 0).sum(axis=1) - (before < 0).sum(axis=1)
    ranked = sorted(range(len(opens)), key=lambda i: (-wins[i], -before[i].sum(), str(names[opens[i]])))
    return [str(names[opens[i]]) for i in ranked]


def net_before(a: Ints, b: Ints) -> int:
    """Deals that were in `a` before `b`, less those the other way; deals in one of them say nothing."""
    both = (a < NEVER) & (b < NEVER)
    return int((a[both] < b[both]).sum()) - int((a[both] > b[both]).sum())


def stays(passages: Passages, as_of: date) -> tuple[NDArray[np.float64], Flags]:
    """Days of each event and whether they are over, shape (events,); NaN where it cannot be known.

    A stay ends when the deal enters another stage, else when the deal closes; in an open deal it still runs at `as_of`.
    """
    days, deals = dwell_days(passages), passages.deals
    unknown = np.isnan(days) & passages.ends
    closed = nanoseconds(deals["closed_on"]) if "closed_on" in deals else np.full(len(deals), -NEVER - 1)
    still_open = (deals["outcome"] == "open").to_numpy()[passages.deal] & unknown
    end = np.where(still_open, pd.Timestamp(as_of).as_unit("ns").value, closed[passages.deal])
    known = unknown & (end > -NEVER)
    days[known] = (end[known] - passages.entered[known]) / DAY
    days[known & still_open] = np.maximum(days[known & still_open], 0.0)  # entered on the day itself
    days[days < 0] = np.nan
    return days, ~still_open


def dwell_days(passages: Passages) -> NDArray[np.float64]:
    """Days to leaving the stage, as stored at import, else to exited_at, else to the deal's next event, else NaN."""
    if "dwell_days" in passages.events:
        return passages.events["dwell_days"].to_numpy(float, na_value=np.nan).copy()
    following = np.append(passages.entered[1:], 0)
    days = np.where(passages.ends, np.nan, (following - passages.entered) / DAY)
    if "exited_at" not in passages.events:
        return days
    exited = nanoseconds(passages.events["exited_at"])
    return np.where(exited > -NEVER, (exited - passages.entered) / DAY, days)


@dataclass(frozen=True)
class Departures:
    """What became of each deal at each stage, flags of shape (deals, stages); return visits are one."""

    moved: Flags
    lost: Flags
    withdrawn: Flags
    open: Flags


def departures(passages: Passages, window: Provenance) -> Departures:
    """Deals that left each stage within the window, by how they left it, and those still in it.

    Moved on: ever entered a later stage, or won. Lost or withdrawn: did not move on and so ended.
    """
    deals = passages.deals
    outcome = {
        name: (deals["outcome"] == name).to_numpy()[:, np.newaxis] for name in ("won", "lost", "withdrawn", "open")
    }
    entered, onward = passages.first < NEVER, passages.moved_on < NEVER
    moved = entered & (onward | outcome["won"])
    left = within_window(passages, onward, window)
    lost, withdrawn = (entered & ~moved & outcome[name] & left for name in ("lost", "withdrawn"))
    return Departures(moved & left, lost, withdrawn, entered & ~moved & outcome["open"])


def within_window(passages: Passages, onward: Flags, window: Provenance) -> Any:
    """Whether the day of leaving lies in the window: that of entering a later stage, else that of closing."""
    if not window.windowed:
        return True
    closed = (
        within(passages.deals["closed_on"], window).to_numpy()
        if "closed_on" in passages.deals
        else np.zeros(len(passages.deals), bool)
    )
    moved_at = np.where(onward, passages.moved_on, 0)
    inside = np.ones(moved_at.shape, bool)
    if window.since:
        inside &= moved_at >= pd.Timestamp(window.since).as_unit("ns").value
    if window.until:
        inside &= moved_at < day_after(window.until).as_unit("ns").value
    return np.where(onward, inside, closed[:, np.newaxis])


def conversion_by_stage(passages: Passages, window: Provenance) -> pd.DataFrame:
    """stage, entered, left, moved_on, lost, withdrawn, open, conversion, low, high; in the order of the stages."""
    gone = departures(passages, window)
    counts = {
        "moved_on": gone.moved.sum(axis=0),
        "lost": gone.lost.sum(axis=0),
        "withdrawn": gone.withdrawn.sum(axis=0),
        "open": gone.open.sum(axis=0),
    }
    table = pd.DataFrame({"stage": passages.stages} | counts)
    left = table["moved_on"] + table["lost"] + table["withdrawn"]
    low, high = wilson_interval(table["moved_on"], left)
    table = table.assign(
        left=left, entered=left + table["open"], conversion=table["moved_on"] / left.where(left > 0), low=low, high=high
    )
    order = ["stage", "entered", "left", "moved_on", "lost", "withdrawn", "open", "conversion", "low", "high"]
    return table[order]


def ranked_conversions(stages: TableRows) -> list[dict[str, Any]]:
    """Stages that enough deals have left, lowest conversion first."""
    return sorted((row for row in stages if row["left"] >= LEAST), key=lambda row: (row["conversion"], row["stage"]))


def is_clearly_lowest(judged: list[dict[str, Any]]) -> bool:
    """judged: as ranked. Whether the first lies below the next by their limits."""
    return len(judged) < 2 or judged[0]["high"] < judged[1]["low"]
