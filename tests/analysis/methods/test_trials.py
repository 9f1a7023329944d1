import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import betaln
from scipy.stats import beta
from statsmodels.stats.power import NormalIndPower

from analysis.methods.trials import Posterior, cases_to_tell, chance_better, expected_loss, value_of_trial

PAIRS = [(Posterior.of(12, 40), Posterior.of(30, 120)), (Posterior.of(3, 10), Posterior.of(60, 150))]


def miller(new, old):
    """Miller (2014), Formulas for Bayesian A/B testing, equation 6: a closed sum."""
    i = np.arange(int(new.wins))
    terms = betaln(old.wins + i, old.losses + new.losses) - np.log(new.losses + i)
    return float(np.exp(terms - betaln(1 + i, new.losses) - betaln(old.wins, old.losses)).sum())


@pytest.mark.parametrize(("new", "old"), PAIRS)
def test_chance_is_that_of_millers_closed_sum(new, old):
    assert chance_better(new, old) == pytest.approx(miller(new, old), abs=2e-4)


@pytest.mark.parametrize(("new", "old"), PAIRS)
def test_loss_by_direct_integration(new, old):
    """E[max(old - new, 0)] = integral of P(old > t) P(new < t) over t."""
    direct = quad(lambda t: beta(old.wins, old.losses).sf(t) * beta(new.wins, new.losses).cdf(t), 0, 1)[0]
    assert expected_loss(new, old) == pytest.approx(direct, abs=1e-4)


@pytest.mark.parametrize(("new", "old"), PAIRS)
def test_value_of_a_trial_by_simulation(new, old):
    rng = np.random.default_rng(7)
    rate = rng.beta(new.wins, new.losses, 400_000)
    won = rng.binomial(50, rate)
    takes_new = (new.wins + won) / (new.wins + new.losses + 50) > old.mean
    gained = np.where(takes_new, rate, old.mean).mean() - max(new.mean, old.mean)
    assert value_of_trial(new, old, 50) == pytest.approx(gained, abs=1e-3)


def test_more_cases_are_worth_more_and_none_nothing():
    values = [value_of_trial(*PAIRS[0], n) for n in (0, 10, 100, 2000)]
    assert values[0] == pytest.approx(0)
    assert values == sorted(values)


def test_cases_are_near_those_of_statsmodels():
    from statsmodels.stats.proportion import proportion_effectsize

    for rate, gain in ((0.2, 0.05), (0.3, 0.1), (0.5, 0.1)):
        size = proportion_effectsize(rate + gain, rate)
        there = NormalIndPower().solve_power(size, power=0.8, alpha=0.05)
        assert cases_to_tell(rate, gain) == pytest.approx(there, rel=0.02)


def test_published_sample_size():
    """Fleiss, Levin & Paik (2003), table A.4: 0.25 against 0.40, 5 %, 80 %: 165 with continuity, so 152 without."""
    assert cases_to_tell(0.25, 0.15) == pytest.approx(152, abs=1)
