"""Big deals on the day they come to the gate before the late stages: what was on record then, and how they ended.

Late are the stages of the latter half; the gate stands where a deal first enters one. A condition looks only at what
carries a date up to that day, so that it could have been checked there. How long is too long is read off the stays of
these deals, whatever became of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.pipeline.passages import DAY, NEVER, NOWHERE, Flags, Ints, Passages, nanoseconds
from analysis.inputs import Inputs, Needs
from analysis.wording import COUNTED

Array = NDArray[np.float64]
UPPER = 0.75  # so many of the deals stay under a limit
FEW = 20  # known values, before a limit is read off them
STAGES_TRIED = 4  # before the gate, the last ones
TODAY_ONLY = {
    "discount_pct": "discount", "competitor": "rival", "expected_close_on": "expected date",
    "forecast_category": "forecast category", "complexity": "complexity", "pilot": "pilot",
}  # fmt: skip
"""Fields of deals without the day on which they were filled: no gate can be tried on them."""


class Gate(NamedTuple):
    """name: stable, for figures and tripwires. condition: the same with today's limit. flags: shape (deals,)."""

    name: str
    condition: str
    flags: Flags


@dataclass(frozen=True)
class AtGate:
    """Big deals that came to the gate, by the day they did. row: of each in `passages.deals`; at: nanoseconds."""

    passages: Passages
    big_from: float
    row: Ints
    at: Ints

    @cached_property
    def deals(self) -> pd.DataFrame:
        return self.passages.deals.iloc[self.row]

    def ended(self, outcome: str) -> Flags:
        return np.asarray(self.deals["outcome"] == outcome)

    @cached_property
    def events(self) -> tuple[pd.DataFrame, Ints, Ints]:
        """Events of these deals up to the gate, with the place of their deal here and the code of their stage."""
        place = np.full(len(self.passages.deals), NOWHERE)
        place[self.row] = np.arange(len(self.row))
        until = np.full(len(place), -NEVER)
        until[self.row] = self.at
        mine = place[self.passages.deal]
        known = self.passages.entered <= until[self.passages.deal]
        return self.passages.events[known], mine[known], self.passages.stage[known]


def late_from(stages: tuple[str, ...]) -> int:
    """Code of the first late stage."""
    return (len(stages) + 1) // 2


def at_gate(passages: Passages, amount: pd.Series, share: float) -> AtGate:
    """The largest `share` of all deals by amount, as far as they came to a late stage."""
    big_from = float(amount.quantile(1 - share)) if amount.notna().any() else np.nan
    arrived = arrivals(passages)
    row = np.flatnonzero((amount >= big_from).to_numpy() & (arrived < NEVER) & ~closed_before(passages))
    row = row[np.argsort(arrived[row], kind="stable")]
    return AtGate(passages, big_from, row, arrived[row])


def arrivals(passages: Passages) -> Ints:
    """When each deal came to the gate, in nanoseconds; NEVER for those that did not."""
    return np.asarray(passages.first[:, late_from(passages.stages) :].min(axis=1, initial=NEVER))


def closed_before(passages: Passages) -> Flags:
    """Deals that are on record as closed on a day before they came to the gate."""
    arrived = arrivals(passages)
    if "closed_on" not in passages.deals:
        return np.zeros(len(arrived), bool)
    closed = nanoseconds(passages.deals["closed_on"])
    return np.asarray((closed > -NEVER - 1) & (arrived < NEVER) & (closed < arrived - arrived % DAY))


# --- conditions ------------------------------------------------------------------------------------------------------


def gates_of(deals: AtGate, inputs: Inputs) -> list[Gate]:
    """Every condition that the columns allow. One whose limit rests on fewer than `FEW` deals is not among them."""
    tried = (make(deals, inputs) for kind, make in MAKERS.items() if not inputs.missing(ASKS.get(kind, {})))
    return [gate for gates in tried for gate in gates]


def untried(inputs: Inputs) -> dict[str, Needs]:
    """Conditions for which columns are missing: {name: what they ask for}."""
    return {NAMES[kind]: needs for kind, needs in ASKS.items() if inputs.missing(needs)}


def slow(deals: AtGate, inputs: Inputs) -> Iterator[Gate]:
    """Too long in a stage before the gate, one condition each."""
    late = late_from(deals.passages.stages)
    for code in range(max(0, late - STAGES_TRIED), late):
        stage = deals.passages.stages[code]
        yield from above(f"Slow in {stage}", "More than {limit:.0f} {limit:day|days} in " + stage, days_in(deals, code))


def days_in(deals: AtGate, stage: int) -> Array:
    """Days from first entering the stage to first being in a later one; NaN where it was not entered by then."""
    entered, left = (table[deals.row, stage] for table in (deals.passages.first, deals.passages.moved_on))
    return np.where((entered <= deals.at) & (left <= deals.at), (left - entered) / DAY, np.nan)


def long_under_way(deals: AtGate, inputs: Inputs) -> Iterator[Gate]:
    created = nanoseconds(deals.deals["created_on"])
    age = np.where(created > -NEVER - 1, (deals.at - created) / DAY, np.nan)
    yield from above(NAMES["age"], "More than {limit:.0f} {limit:day|days} since it was created", age)


def above(name: str, condition: str, values: Array) -> Iterator[Gate]:
    """Above the upper quarter of the known values, a number one can say; none where few are known."""
    known = values[~np.isnan(values)]
    if len(known) >= FEW:
        limit = said_limit(float(np.quantile(known, UPPER)))
        yield Gate(name, COUNTED.format(condition, limit=limit), np.nan_to_num(values, nan=-1.0) > limit)


def said_limit(value: float) -> float:
    """To the nearest five from ten on, else a whole number."""
    step = 5 if value >= 10 else 1
    return float(step * np.floor(value / step + 0.5))


def skipped(deals: AtGate, inputs: Inputs) -> Iterator[Gate]:
    late = late_from(deals.passages.stages)
    missed = np.asarray((deals.passages.first[deals.row, :late] > deals.at[:, np.newaxis]).any(axis=1))
    yield Gate(NAMES["skipped"], "A stage before the gate was never entered", missed)


def nobody_asked(deals: AtGate, inputs: Inputs) -> Iterator[Gate]:
    """A stay before the gate that waited on nobody."""
    events, place, stage = deals.events
    before = (stage >= 0) & (stage < late_from(deals.passages.stages))
    idle = before & (events["waiting_on"].astype("str") == "none").to_numpy()
    flags = np.zeros(len(deals.row), bool)
    flags[place[idle]] = True
    yield Gate(NAMES["idle"], "A stage before the gate in which nobody was asked for anything", flags)


def changed_hands(deals: AtGate, inputs: Inputs) -> Iterator[Gate]:
    events, place, _ = deals.events
    owners = events["owner_id"].astype("str").groupby(place).nunique()
    flags = np.zeros(len(deals.row), bool)
    flags[owners.index.to_numpy()] = (owners > 1).to_numpy()
    yield Gate(NAMES["handed"], "Two owners or more by then", flags)


def much_asked(deals: AtGate, inputs: Inputs) -> Iterator[Gate]:
    """The highest discount requested before the gate; deals without a request are never flagged."""
    rows = inputs.tables["approvals"]
    place = pd.Index(deals.deals["deal_id"]).get_indexer(pd.Index(rows["deal_id"]))
    mine = (place >= 0) & rows["requested_at"].notna().to_numpy()
    rows, place = rows[mine], place[mine]
    dated = nanoseconds(rows["requested_at"]) <= deals.at[place]
    asked = np.full(len(deals.row), np.nan)
    np.fmax.at(asked, place[dated], rows["requested_discount_pct"].to_numpy(float, na_value=np.nan)[dated])
    yield from above(NAMES["asked"], "More than {limit:.0f} % discount requested by then", asked)


Maker = Callable[[AtGate, Inputs], Iterator[Gate]]
NAMES = {
    "age": "Long under way", "skipped": "Skipped a stage", "idle": "Nobody asked", "handed": "Changed hands",
    "asked": "Much discount asked",
}  # fmt: skip
MAKERS: dict[str, Maker] = {
    "slow": slow, "age": long_under_way, "skipped": skipped, "idle": nobody_asked, "handed": changed_hands,
    "asked": much_asked,
}  # fmt: skip
ASKS: dict[str, Needs] = {
    "age": {"deals": ("created_on",)},
    "idle": {"stage_events": ("waiting_on",)},
    "handed": {"stage_events": ("owner_id",)},
    "asked": {"approvals": ("deal_id", "requested_at", "requested_discount_pct")},
}


# --- what a loss costs after the gate --------------------------------------------------------------------------------


def effort_after(deals: AtGate) -> Array:
    """Rep-days spent after the gate, spread evenly over the life of the deal; NaN where it cannot be known."""
    created, closed = (nanoseconds(deals.deals[column]) for column in ("created_on", "closed_on"))
    known = (created > -NEVER - 1) & (closed > created)
    life = np.where(known, closed - created, 1)
    after = np.clip((closed - deals.at) / life, 0.0, 1.0)
    return np.asarray(np.where(known, deals.deals["rep_days"].to_numpy(float, na_value=np.nan) * after, np.nan))


def won_per_day(deals: pd.DataFrame, amount: pd.Series) -> float:
    """Amount won for each rep-day spent on decided deals."""
    spent = deals["rep_days"].astype(float)
    counted = deals["outcome"].isin(["won", "lost"]) & spent.notna() & amount.notna()
    total = float(spent[counted].sum())
    return float(amount[counted & (deals["outcome"] == "won")].sum()) / total if total else np.nan


def fields_of_today(inputs: Inputs) -> list[str]:
    return [name for column, name in TODAY_ONLY.items() if inputs.has("deals", column)]
