"""Who asked for more discount than a seller may give alone, who decided, and how long it took."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, TOMORROW
from datasets.sample.draw import at_work, to_monday

PROPOSAL = 2  # position of the stage from which discounts are asked for


def approvals_table(business: Business) -> pd.DataFrame:
    """One row per request of a deal that reached the proposal. Undecided on the last day: decided_at is null."""
    rng, stays = business.stream("approvals"), business.stays
    since = stays[stays["position"] == PROPOSAL].set_index("deal")["entered"]
    asked = business.deals.assign(since=since)
    asked = asked[asked["since"].notna() & asked["level"].notna()]
    requested = request_moments(rng, asked)
    decided = requested + pd.to_timedelta((asked["approval_days"] * 1440).round(), unit="min")
    known = decided < TOMORROW
    table = asked.assign(
        requested_at=requested,
        decided_at=decided.where(known),
        granted_discount_pct=asked["discount_pct"].where(known & ~asked["refused"]),
        decision=pd.Series(np.where(asked["refused"], "refused", "approved"), index=asked.index).where(known),
    )
    return table[requested < TOMORROW]


def request_moments(rng: Generator, asked: pd.DataFrame) -> pd.Series:
    """Placed so that the decision falls before the deal closes, whatever its outcome.

    Else quick answers would go with wins by arithmetic alone. An open deal's request may be undecided.
    """
    closed = asked["closed_on"].notna()
    end = asked["closed_on"].fillna(pd.Timestamp(AS_OF))
    room = (end - asked["since"]).dt.days - 3 - asked["approval_days"].where(closed, 0)  # 3: weekends move to Monday
    days = np.where(room > 0, rng.random(len(asked)) * room, room).round()
    start = (asked["since"] + pd.to_timedelta(days, unit="D")).clip(lower=asked["created"])
    return pd.Series(at_work(rng, to_monday(start.to_numpy().astype("datetime64[D]"))), index=asked.index)
