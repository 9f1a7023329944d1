"""Who asks for more discount than a seller may give alone, whom, and how long the answer takes."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.effects import Planted

OWN_LIMIT = 10.0  # percent that a seller may give alone
LIMITS = {"manager": 15.0, "director": 20.0, "board": 100.0}
"""Up to what requested discount each level decides."""
SPREAD = 0.82  # standard deviation of the log of a turnaround: p80 is twice the median
USUAL_DAYS = 1.5  # median turnaround where no level is slow
WITHOUT_ASKING = 0.2  # share of deals over the limit whose seller asked nobody
REFUSED = 0.11  # share of other deals that asked, were refused and stayed within the limit


def with_requests(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Adds requested_discount_pct, level, approval_days (null where nobody is asked), refused.

    deals: discount_pct, as it will be in the end.
    """
    count, over = len(deals), deals["discount_pct"] > OWN_LIMIT
    refused = ~over & (deals["discount_pct"] > 4) & (rng.random(count) < REFUSED)
    asked = (over & (rng.random(count) >= WITHOUT_ASKING)) | refused
    wished = wishes(rng, deals["discount_pct"], refused)
    level = pd.Series(level_of(wished), index=deals.index)
    usual = level.map(planted.slow_approvals.median_days) if planted else USUAL_DAYS
    days = (usual * np.exp(SPREAD * rng.normal(0, 1, count))).clip(0.1, 45)
    return deals.assign(
        requested_discount_pct=wished.where(asked), level=level.where(asked),
        approval_days=pd.Series(days, index=deals.index).where(asked), refused=refused,
    )  # fmt: skip


def wishes(rng: Generator, final: pd.Series, refused: pd.Series) -> pd.Series:
    """What is asked for: somewhat more than what is given in the end, in halves as people ask."""
    more = np.where(rng.random(len(final)) < 0.35, rng.gamma(2.0, 1.4, len(final)), 0)
    beyond = OWN_LIMIT + 0.5 + rng.gamma(2.0, 2.4, len(final))
    return np.ceil(2 * (final + more).mask(refused, pd.Series(beyond, index=final.index))) / 2


def level_of(discount: pd.Series) -> NDArray[np.object_]:
    names, limits = list(LIMITS), list(LIMITS.values())
    return np.asarray(np.array(names, dtype=object)[np.searchsorted(limits, discount).clip(max=len(names) - 1)])
