"""Bootstrap of a series: neighbouring periods are drawn together, so that what carries over between them is kept."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.methods.few_clusters import expanded_tail

Array = NDArray[np.float64]
SEED = 20_240_331
DRAWS = 999


def moving_blocks(n: int, block: int, draws: int = DRAWS, seed: int = SEED) -> NDArray[np.int64]:
    """Rows drawn, shape (draws, n): blocks of `block` successive rows, each start equally likely, cut off at n.

    Source: Künsch (1989), Ann. Stat. 17, 1217-1241.
    """
    block = min(block, n)
    starts = np.random.default_rng(seed).integers(0, n - block + 1, (draws, -(-n // block)))
    rows: NDArray[np.int64] = (starts[:, :, np.newaxis] + np.arange(block)).reshape(draws, -1)[:, :n]
    return rows


def block_limits(
    statistic: Callable[[NDArray[np.int64]], Array], n: int, block: int, level: float = 0.95
) -> tuple[float, float]:
    """Limits of a statistic of rows: it maps rows drawn, shape (draws, n), to values, shape (draws,).

    Percentiles a little further out than the level says, as for so few independent pieces as there are blocks.
    """
    return expanded(statistic(moving_blocks(n, block)), n / block, level)


def expanded(values: Array, pieces: float, level: float = 0.95) -> tuple[float, float]:
    """Percentile limits of bootstrap values, widened for a small number of independent pieces; NaN values left out.

    Source: Hesterberg (2015), Am. Stat. 69, 371-386, 3.3 (expanded percentile interval).
    """
    known = values[~np.isnan(values)]
    if pieces <= 1 or not len(known):
        return np.nan, np.nan
    tail = expanded_tail(pieces, level)
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
