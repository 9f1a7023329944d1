"""Win rates against each rival, and in the cells of rival, product and segment: which lie below the company's own."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm

from analysis.company.losses.reasons import rivals
from analysis.company.win_rate import count_outcomes
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.shrinkage import fit_beta_prior

LEAST = 10  # closed deals of a cell before it is listed
RARE = 0.05


def with_rival(deals: pd.DataFrame) -> pd.DataFrame:
    """Adds `competitor` as people mean it: null where no rival is named, "none" and the like included."""
    return deals.assign(competitor=rivals(deals["competitor"]))


def against_rivals(deals: pd.DataFrame, effect: float) -> pd.DataFrame:
    """competitor, deals, won, rate, low, high, shrunken, open, p_adjusted, below, short, short_low, short_high.

    The lowest first. effect: design effect of clustered deals, by which counts are divided for limits and tests.
    short: wins that are missing to the company's rate. below: the limits lie under that rate, allowing for all rivals.
    """
    return judged(count_outcomes(deals, "competitor"), company_rate(deals), effect)


def cells_of(deals: pd.DataFrame, effect: float) -> tuple[pd.DataFrame, int]:
    """The same by competitor, product and segment for cells with at least `LEAST` deals; and how many have fewer."""
    counts = count_outcomes(deals, "competitor", "product", "segment")
    counts = counts[counts["deals"] > 0]
    prior = fit_beta_prior(counts["won"], counts["deals"])
    enough = counts[counts["deals"] >= LEAST]
    table = judged(enough, company_rate(deals), effect)
    table["shrunken"] = prior.shrink(table["won"], table["deals"])
    return lowest_first(table), int((counts["deals"] < LEAST).sum())


def company_rate(deals: pd.DataFrame) -> float:
    """Won among all closed deals, whoever the rival; NaN without one."""
    won, lost = (int((deals["outcome"] == outcome).sum()) for outcome in ("won", "lost"))
    return won / (won + lost) if won + lost else np.nan


def judged(counts: pd.DataFrame, company: float, effect: float) -> pd.DataFrame:
    low, high = wilson_interval(counts["won"] / effect, counts["deals"] / effect)
    rate = counts["won"] / counts["deals"].where(counts["deals"] > 0)
    p = benjamini_hochberg(score_test(counts["won"] / effect, counts["deals"] / effect, company))
    table = counts.assign(
        rate=rate,
        low=low,
        high=high,
        shrunken=fit_beta_prior(counts["won"], counts["deals"]).shrink(counts["won"], counts["deals"]),
        p_adjusted=p,
        below=(high < company) & (p <= RARE),
        short=counts["deals"] * (company - rate),
        short_low=counts["deals"] * (company - high),
        short_high=counts["deals"] * (company - low),
    )
    return lowest_first(table.reset_index())


def lowest_first(table: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in ("competitor", "product", "segment") if name in table]
    return table.sort_values(["shrunken", *names], ignore_index=True)


def score_test(won: ArrayLike, n: ArrayLike, rate: float) -> Any:
    """Two-sided p that each rate is `rate`, shape (k,); NaN where n is 0: Wilson's limits turned into a test.

    Source: Wilson (1927), JASA 22, 209-212; Agresti (2013), Categorical Data Analysis, 1.3.3.
    """
    won, n = np.asarray(won, float), np.asarray(n, float)
    spread = np.sqrt(rate * (1 - rate) / np.where(n > 0, n, np.nan))
    z = np.divide(won / np.where(n > 0, n, np.nan) - rate, spread, out=np.full(len(n), np.nan), where=spread > 0)
    return 2 * norm.sf(np.abs(z))
