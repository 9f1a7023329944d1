"""Two people who look again at the same closed deals and do not always see the same."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF
from datasets.sample.draw import blank, draw, to_monday
from datasets.sample.effects import Planted
from datasets.sample.names import REVIEWERS

SHARE = 1 / 30  # of all deals, reviewed by both
LOST = 0.85  # of the reviewed
SEES = 0.8  # how often a reviewer sees the cause that was at work
WORDS = {"price": "Price", "our_work": "Our work", "rival": "Competitor", "stopped": "Customer stopped"}
"""The review form's own short list of reasons."""
MIX = {"price": 0.42, "our_work": 0.2, "rival": 0.2, "stopped": 0.18}


def reviews_table(business: Business) -> pd.DataFrame:
    """Two rows for each deal reviewed."""
    rng, planted = business.stream("deal_reviews"), business.planted
    chosen = reviewed(rng, business.deals)
    cause = chosen["cause"].where(chosen["cause"].isin(list(WORDS)), draw(rng, MIX, len(chosen)))
    sheets = [sheet(rng, chosen, cause, reviewer, planted) for reviewer in REVIEWERS]
    return pd.concat(sheets).sort_values(["deal_id", "reviewer"], ignore_index=True)


def reviewed(rng: Generator, deals: pd.DataFrame) -> pd.DataFrame:
    """Deals closed long enough ago to have been looked at, mostly lost ones."""
    count = round(SHARE * len(deals))
    closed = deals[deals["closed_on"] < pd.Timestamp(AS_OF) - pd.Timedelta(days=60)]
    parts = [("lost", round(LOST * count)), ("won", count - round(LOST * count))]
    picked = [closed[closed["outcome"] == outcome].sample(number, random_state=rng) for outcome, number in parts]
    return pd.concat(picked)


def sheet(
    rng: Generator, deals: pd.DataFrame, cause: pd.Series, reviewer: str, planted: Planted | None
) -> pd.DataFrame:  # fmt: skip
    """One reviewer's rows."""
    later = rng.integers(4, 45, len(deals)).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "deal_id": deals["deal_id"],
            "reviewer": reviewer,
            "reason": pd.Series(seen(rng, cause, reviewer, planted), index=deals.index).map(WORDS),
            "competitor": blank(rng, deals["rival"], 0.12),
            "stage": blank(rng, deals["last_stage"], 0.04),
            "reviewed_on": to_monday(deals["closed_on"].to_numpy().astype("datetime64[D]") + later),
        }
    )


def seen(rng: Generator, cause: pd.Series, reviewer: str, planted: Planted | None) -> NDArray[np.object_]:
    """The causes as this reviewer sees them."""
    count = len(cause)
    said = np.where(rng.random(count) < SEES, cause, draw(rng, MIX, count))
    free = planted.free_reviewer if planted else None
    written_over = rng.random(count) < (free.share if free and free.reviewer == reviewer else 0)
    return np.asarray(np.where(written_over, free.cause if free else "", said), dtype=object)
