"""Two ways tried on few cases: how sure is the better one, what is lost if it is not, what more would tell."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, betabinom, norm

Array = NDArray[np.float64]
GRID = 4001  # points of the quadrature of one rate


@dataclass(frozen=True)
class Posterior:
    """Beta distribution of a rate: `wins` and `losses` include the prior's, one of each unless told."""

    wins: float
    losses: float

    @classmethod
    def of(cls, won: int, n: int, prior: tuple[float, float] = (1.0, 1.0)) -> "Posterior":
        return cls(won + prior[0], n - won + prior[1])

    @property
    def mean(self) -> float:
        return self.wins / (self.wins + self.losses)


def chance_better(new: Posterior, old: Posterior) -> float:
    """P(new rate > old rate) of independent posteriors, by quadrature over the new rate's quantiles."""
    quantiles = beta(new.wins, new.losses).ppf((np.arange(GRID) + 0.5) / GRID)
    return float(beta(old.wins, old.losses).cdf(quantiles).mean())


def expected_loss(chosen: Posterior, other: Posterior) -> float:
    """Mean rate given away by choosing the first: E[max(other - chosen, 0)], fractions.

    E[x 1(x > y)] is the mean of x times P(x* > y) with one more win in x*. Source: Stucchio (2015), Bayesian A/B
    Testing at VWO, 3; Evans & Jones (1966) for the identity.
    """
    more_other, more_chosen = Posterior(other.wins + 1, other.losses), Posterior(chosen.wins + 1, chosen.losses)
    return other.mean * chance_better(more_other, chosen) - chosen.mean * chance_better(other, more_chosen)


def value_of_trial(new: Posterior, old: Posterior, n: int) -> float:
    """By how much the rate chosen is better on average if `n` more cases of the new way are seen before choosing.

    Expected value of sample information, fractions of a case decided on; exact over all outcomes of the trial.
    Source: Raiffa & Schlaifer (1961), Applied Statistical Decision Theory, 4.5.
    """
    won = np.arange(n + 1)
    chance = betabinom(n, new.wins, new.losses).pmf(won)
    after = (new.wins + won) / (new.wins + new.losses + n)
    return float((chance * np.maximum(after, old.mean)).sum() - max(new.mean, old.mean))


def cases_to_tell(rate: float, gain: float, power: float = 0.8, level: float = 0.95) -> int:
    """Cases of each way needed to see `gain` over `rate` with this power, two-sided; fractions.

    Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 4.2, without continuity.
    """
    better, middle = rate + gain, rate + gain / 2
    width = norm.ppf(0.5 + level / 2) * np.sqrt(2 * middle * (1 - middle))
    need = norm.ppf(power) * np.sqrt(rate * (1 - rate) + better * (1 - better))
    return int(np.ceil(((width + need) / gain) ** 2))
