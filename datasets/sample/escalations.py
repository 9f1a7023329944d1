"""Deals that were taken to somebody higher up, and how long it took there."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, TOMORROW
from datasets.sample.draw import at_work, to_monday
from datasets.sample.names import CHIEFS

SHARE = 1 / 50  # escalated deals beside all
HIGHER = 0.45  # share of what one level has had that goes on to the next
USUAL_DAYS = 1.6  # median until a level is done
SPREAD = 0.7  # standard deviation of the log
LATE_STAGES = ("Proposal", "Negotiation", "Contract")
DAY_MINUTES = 24 * 60


def escalations_table(business: Business) -> pd.DataFrame:
    """One row per deal and level; closed_at is null where the level has it still."""
    rng = business.stream("escalations")
    deals = escalated(rng, business)
    opened, rows = first_opened(rng, deals), []
    for level in CHIEFS:
        done = opened + pd.to_timedelta((days(rng, business, level, len(deals)) * DAY_MINUTES).round(), unit="min")
        rows.append(at_level(deals, level, opened, done.where(done < TOMORROW)))
        on = (rng.random(len(deals)) < HIGHER) & (done < TOMORROW)
        deals, opened = deals[on], done[on]
    return pd.concat(rows).sort_values(["opened_at", "deal_id"])


def at_level(deals: pd.DataFrame, level: str, opened: pd.Series, closed: pd.Series) -> pd.DataFrame:
    owner = deals["lead"] if level == "manager" else CHIEFS[level]
    return deals[["deal_id"]].assign(level=level, opened_at=opened, closed_at=closed, owner=owner)


def escalated(rng: Generator, business: Business) -> pd.DataFrame:
    """Late deals, the larger the likelier, with the team's lead."""
    deals = business.deals[business.deals["last_stage"].isin(LATE_STAGES)]
    count = min(len(deals), round(SHARE * len(business.deals)))
    chosen = deals.sample(count, weights=np.sqrt(deals["list_amount"]), random_state=rng)
    leads = business.reps[business.reps["role"] == "manager"].set_index("team")["name"]
    return chosen.assign(lead=chosen["team"].map(leads))


def first_opened(rng: Generator, deals: pd.DataFrame) -> pd.Series:
    """In the second half of the deal's life."""
    end = deals["closed_on"].fillna(pd.Timestamp(AS_OF))
    life = (end - deals["created"]).dt.days.to_numpy()
    day = deals["created"] + pd.to_timedelta((life * (0.5 + 0.45 * rng.random(len(deals)))).astype(int), unit="D")
    return pd.Series(at_work(rng, to_monday(day.to_numpy().astype("datetime64[D]"))), index=deals.index)


def days(rng: Generator, business: Business, level: str, count: int) -> np.ndarray:
    stale = business.planted.stale_escalations if business.planted else None
    median = stale.median_days if stale and stale.level == level else USUAL_DAYS
    return np.asarray(median * np.exp(SPREAD * rng.normal(0, 1, count)))
