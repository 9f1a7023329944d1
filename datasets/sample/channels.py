"""Through whom customers buy, and where we and a partner meet on the same account."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.effects import Planted

PARTNERS = 0.14  # share of accounts that buy through a partner
OVERLAP = pd.Timedelta(days=90)


def with_traits(rng: Generator, accounts: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Adds through (direct, partner) and pairs (buys the paired products together): traits that no table shows."""
    count = len(accounts)
    paired = planted.paired_products.accounts if planted else 0
    return accounts.assign(
        through=np.where(rng.random(count) < PARTNERS, "partner", "direct"), pairs=rng.random(count) < paired
    )


def contested(deals: pd.DataFrame) -> NDArray[np.bool_]:
    """Deals begun within 90 days of one on the same account through the other channel."""
    begun = deals[["account_id", "created", "channel"]].reset_index(names="row")
    sides = [begun[begun["channel"] == channel] for channel in ("direct", "partner")]
    pairs = sides[0].merge(sides[1], on="account_id")
    pairs = pairs[(pairs["created_x"] - pairs["created_y"]).abs() <= OVERLAP]
    return np.asarray(deals.index.isin([*pairs["row_x"], *pairs["row_y"]]))
