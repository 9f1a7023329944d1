"""How many of a known number have to be looked at for a share to be known closely enough."""

import math

from scipy.stats import norm

Z = float(norm.ppf(0.975))


def wilson_half_width(n: float, of: float = math.inf, share: float = 0.5) -> float:
    """Half the width of Wilson's 95 % interval of a share seen in n of `of` cases drawn without putting back.

    0 where all are seen; NaN where none is. Source: Wilson (1927); finite population Cochran (1977), 2.6.
    """
    if n <= 0:
        return math.nan
    if n >= of:
        return 0.0
    left = 1.0 if math.isinf(of) else (of - n) / (of - 1)
    z2 = Z**2 * left
    return math.sqrt(z2 * (n * share * (1 - share) + z2 / 4)) / (n + z2)


def fewest_for(half_width: float, of: int) -> int:
    """The least n of `of` cases with which half the interval of any share is at most this; 0 where there is no case."""
    low, high = 0, of
    while low < high:
        middle = (low + high) // 2
        wide = middle == 0 or wilson_half_width(middle, of) > half_width
        low, high = (middle + 1, high) if wide else (low, middle)
    return low
