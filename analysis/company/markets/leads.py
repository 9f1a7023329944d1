"""Leads as they stood on a day: what became of each within half a year, and what touched it until then.

A lead's win is that of its deal, with the deal's closing day; where no deal is known, the lead's own mark stands. That
mark has no history: it is today's value on every day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.columns import column
from analysis.company.deals import day_after, deals_as_of, within
from analysis.company.losses.lost_record import CATCH_ALL, SAYS_NOTHING
from analysis.company.money import amounts
from analysis.inputs import Inputs

HORIZON = 180  # days after its creation within which a lead's win or qualification counts
FOLLOWED = 30  # days within which a lead should be touched again
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Leads:
    """rows, sorted by id: lead_id, channel, created_on, age in days, old (enough to be counted), won, won_in,
    qualified, amount.

    won: within `HORIZON` days where `dated`, else to date. won_in: days from creation to the win, NaN where not known.
    qualified: within `HORIZON` days. dated: whether closing days are known, so that only leads of that age are counted.
    """

    rows: pd.DataFrame
    dated: bool

    @property
    def counted(self) -> pd.DataFrame:
        return self.rows[self.rows["old"]]


def read_leads(inputs: Inputs) -> Leads:
    provenance = inputs.provenance
    leads = inputs.tables["leads"].sort_values("lead_id", kind="stable")
    created = column(leads, "created_on", "datetime64[ns]")
    known = ~(created >= day_after(provenance.as_of)) & within(created, provenance)
    leads, created = leads[known], created[known]
    ends = ends_of(leads, inputs)
    dated = bool(ends["closed_on"].notna().any())
    age = days_between(created, pd.Timestamp(provenance.as_of))
    won_in = days_between(created, ends["closed_on"]).where(lambda days: days >= 0)
    rows = pd.DataFrame(
        {
            "lead_id": leads["lead_id"],
            "channel": column(leads, "channel", "str"),
            "created_on": created,
            "age": age,
            "old": (age >= HORIZON) | (not dated),
            "won": ends["won"] & ~(won_in > HORIZON),
            "won_in": won_in,
            "qualified": qualified(leads, created, provenance.as_of),
            "amount": ends["amount"],
        }
    )
    return Leads(rows.reset_index(drop=True), dated)


def days_between(start: pd.Series, end: Any) -> pd.Series:
    """Whole days from day to day, whatever the time of day; NaN where one is not known."""
    last = end.dt.normalize() if isinstance(end, pd.Series) else end
    days: pd.Series = (last - start.dt.normalize()) / DAY
    return days


def ends_of(leads: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Per lead: won, closed_on of the win, amount of the win. The deal says so where it is known, else the lead."""
    marked = column(leads, "won", "boolean").fillna(False).astype(bool)
    blank = pd.DataFrame({"won": marked, "closed_on": pd.NaT, "amount": np.nan}, index=leads.index)
    blank["closed_on"] = blank["closed_on"].astype("datetime64[ns]")
    deals = inputs.tables.get("deals")
    if deals is None or "deal_id" not in leads or "outcome" not in deals:
        return blank
    deals = deals_as_of(deals, inputs.provenance.as_of).drop_duplicates("deal_id")
    known = pd.DataFrame(
        {
            "won": deals["outcome"] == "won",
            "closed_on": column(deals, "closed_on", "datetime64[ns]"),
            "amount": amounts(deals, inputs.tables.get("fx_rates")),
        }
    ).set_index(deals["deal_id"].astype("str"))
    found = known.reindex(leads["deal_id"].astype("str")).set_axis(leads.index)
    won = found["won"].astype("boolean").fillna(marked.astype("boolean")).astype(bool)
    return found.assign(won=won, closed_on=found["closed_on"].where(won), amount=found["amount"].where(won))


def qualified(leads: pd.DataFrame, created: pd.Series, as_of: date) -> pd.Series:
    day = column(leads, "qualified_on", "datetime64[ns]")
    return (day < day_after(as_of)) & (days_between(created, day) <= HORIZON)


def is_telling(channel: str) -> bool:
    """Whether the channel's name says where a lead came from."""
    return channel.strip().casefold() not in SAYS_NOTHING | CATCH_ALL


def telling(channels: pd.Series) -> pd.Series:
    """`is_telling` of each, of none as well."""
    return channels.map(is_telling).astype(bool)


@dataclass(frozen=True)
class Paths:
    """Touches of some leads, those of one together and in order: codes of leads and of channels, and their names."""

    lead: NDArray[np.int64]
    channel: NDArray[np.int64]
    names: tuple[str, ...]
    nameless: int  # touches without a channel, left out


def paths_of(leads: pd.DataFrame, touches: pd.DataFrame | None, as_of: date) -> Paths:
    """What touched each lead up to the day of its order, else up to `HORIZON` days; untouched, its own channel.

    leads: rows of `Leads`; the code of a lead is its place there. A lead without touch and channel has no path.
    """
    seen = touches_of(leads, touches, as_of)
    last = leads["won_in"].where(leads["won"]).fillna(HORIZON).to_numpy()
    seen = seen[(seen["day"] <= last[seen["lead"]]).to_numpy()]
    nameless = int(seen["channel"].isna().sum())
    seen = seen.dropna(subset=["channel"])
    own = pd.DataFrame({"lead": np.arange(len(leads)), "channel": leads["channel"].to_numpy()})
    bare = own[~own["lead"].isin(seen["lead"])].dropna(subset=["channel"])
    both = pd.concat([seen[["lead", "channel"]], bare]).sort_values("lead", kind="stable")
    codes, names = pd.factorize(both["channel"].astype("str"), sort=True)
    return Paths(both["lead"].to_numpy(np.int64), codes.astype(np.int64), tuple(map(str, names)), nameless)


def touches_of(leads: pd.DataFrame, touches: pd.DataFrame | None, as_of: date) -> pd.DataFrame:
    """lead (place in `leads`), channel, day (of the lead's age), in the order of time."""
    if touches is None:
        return pd.DataFrame({"lead": np.zeros(0, np.int64), "channel": pd.Series(dtype="str"), "day": np.zeros(0)})
    place = pd.Series(np.arange(len(leads)), index=leads["lead_id"].astype("str"))
    place = place[~place.index.duplicated()]
    known = touches[touches["touched_at"] < day_after(as_of)]
    lead = known["lead_id"].astype("str").map(place)
    known = known[lead.notna().to_numpy()].assign(lead=lead.dropna().astype(np.int64))
    known = known.sort_values(["lead", "touched_at", "channel"], kind="stable", ignore_index=True)
    created = leads["created_on"].to_numpy()[known["lead"]].astype("datetime64[D]")
    day = (known["touched_at"].to_numpy().astype("datetime64[D]") - created) / DAY
    return pd.DataFrame({"lead": known["lead"], "channel": known["channel"].astype("str"), "day": day})


def touched_again(leads: pd.DataFrame, touches: pd.DataFrame, as_of: date) -> pd.Series:
    """Which leads had more than one touch within `FOLLOWED` days, for leads of that age; null for younger ones."""
    seen = touches_of(leads, touches, as_of)
    counted = np.bincount(seen["lead"], (seen["day"] <= FOLLOWED).to_numpy(), len(leads))
    again = pd.Series(counted > 1, index=leads.index).astype("boolean")
    return again.mask(~(leads["age"] >= FOLLOWED))
