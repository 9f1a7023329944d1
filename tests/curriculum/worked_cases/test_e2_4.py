"""The worked case of 2.4: sellers made by a stated rule, the gap split exactly, and how often its tripwires fire."""

from functools import cache
from itertools import permutations

import numpy as np
import pytest
from scipy.stats import chi2, f, norm, t

from analysis.company.pipeline.velocity import FACTORS
from analysis.company.sellers.gaps import Gap
from analysis.methods.variance import between_share, chance_share
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("2.4")
TEAMS = {"Coast": 8, "North": 9, "Valley": 8, "Lakes": 7, "City": 7}
UNIT = np.repeat(list(TEAMS), list(TEAMS.values()))
COAST = UNIT == "Coast"
TARGETS = (2400, 13000)  # € k, of Coast and of the others
SIZE = 0.6  # spread of the logarithm of amounts, and of days
DAYS = 365


@cache
def sellers():
    """One row per seller: 1, mean open deals, decided, won, money won in € k, days of decided deals."""
    rng, n = np.random.default_rng(84), len(UNIT)
    opened = np.where(COAST, 9.2, 12.6) * np.exp(rng.normal(0, 0.16, n))
    rate = np.clip(np.where(COAST, 0.225, 0.25) + rng.normal(0, 0.03, n), 0.05, 0.9)
    cycle = np.where(COAST, 120, 114) * np.exp(rng.normal(0, 0.10, n))
    decided = rng.poisson(opened / cycle * DAYS * 0.9)
    won = rng.binomial(decided, rate)
    money = [rng.lognormal(np.log(36), SIZE, k).sum() for k in won]
    days = [(length * np.exp(rng.normal(-0.18, SIZE, k))).sum() for length, k in zip(cycle, decided, strict=True)]
    return np.column_stack([np.ones(n), opened, decided, won, money, days])


def factors(sums):
    """Open deals per seller, win rate, mean value won in € k, and one over mean cycle days; shape (4, …)."""
    people, opened, decided, won, money, days = np.moveaxis(sums, -1, 0)
    return np.array([opened / people, won / decided, money / won, decided / days])


def shapley(unit, peers):
    """Parts of the difference of two products, each factor's step averaged over all orders of taking it."""
    parts, orders = np.zeros_like(unit), list(permutations(range(len(unit))))
    for order in orders:
        current = np.array(peers)
        for k in order:
            before = current.prod(axis=0)
            current[k] = unit[k]
            parts[k] += current.prod(axis=0) - before
    return parts / len(orders)


@cache
def found():
    return factors(sellers()[COAST].sum(axis=0)), factors(sellers()[~COAST].sum(axis=0))


@cache
def drawn(draws=4000):
    """Factors of both with sellers drawn with replacement."""
    rng = np.random.default_rng(24)
    groups = (sellers()[COAST], sellers()[~COAST])
    return tuple(factors(rng.multinomial(len(g), np.full(len(g), 1 / len(g)), draws) @ g) for g in groups)


def limits(draws, sellers):
    """Percentiles widened for few sellers: for a variance over n, and for Student's t (Hesterberg 2015)."""
    tail = norm.cdf(np.sqrt(sellers / (sellers - 1)) * t.ppf(0.025, sellers - 1))
    return np.quantile(draws, [tail, 1 - tail])


def told(value, draws):
    low, high = limits(draws, TEAMS["Coast"])
    return f"{1000 * value:.0f} ({1000 * low:.0f}–{1000 * high:.0f})".replace("-", "−")


def test_the_table_is_what_comes_out():
    unit, peers = found()
    parts, draws = shapley(unit, peers), shapley(*drawn())
    assert parts.sum() == pytest.approx(unit.prod() - peers.prod())
    *rows, total = cells_of(FILE)[1:]
    assert [row[3] for row in rows] == [told(*each) for each in zip(parts, draws, strict=True)]
    assert total[3] == told(parts.sum(), draws.sum(axis=0))
    for column, (values, group) in enumerate(((unit, COAST), (peers, ~COAST)), start=1):
        won, decided = sellers()[group][:, 3].sum(), sellers()[group][:, 2].sum()
        assert [row[column] for row in rows] == [
            f"{values[0]:.1f}",
            f"{won:.0f} of {decided:,.0f}, {100 * values[1]:.0f} %",
            f"{values[2]:.1f}",
            f"{1 / values[3]:.0f}",
        ]
        assert total[column] == f"€{1000 * values.prod():,.0f}"


def test_the_analysis_finds_the_same_parts():
    """Sums of sellers in the order of `velocity.SUMS`: each win has its amount, each decided deal its days."""
    sums = sellers()[:, [0, 1, 2, 3, 4, 3, 5, 2]]
    gap = Gap("Coast", sums[COAST], sums[~COAST])
    unit, peers = found()
    assert gap.parts == pytest.approx(shapley(unit, peers))
    assert gap.gap().value == pytest.approx(unit.prod() - peers.prod())
    assert FACTORS[0] == gap.leads == "volume"
    assert gap.shared_by("volume") == (8, 8)
    for part, draws in zip(gap.part_estimates(), shapley(*drawn()), strict=True):
        assert (part.low, part.high) == pytest.approx(limits(draws, 8), abs=0.06)


def test_the_analysis_finds_the_same_spread():
    money, won, decided = sellers()[:, 4], sellers()[:, 3], sellers()[:, 2]
    assert says(FILE, f"{100 - 100 * between_share(money, UNIT).value:.0f} % of the variance in won money")
    luck = chance_share(won, decided, UNIT)
    assert says(FILE, f"({luck.value:.2f}; {luck.low:.2f}–{luck.high:.2f})")


def test_attainment():
    own, others = (
        f"{100 * sellers()[group][:, 4].sum() / target:.0f} % of {word}€{target / 1000:.1f} m"
        for group, target, word in zip((COAST, ~COAST), TARGETS, ("its ", ""), strict=True)
    )
    assert says(FILE, f"Coast is at {own} target, the four other units at {others}")


def test_spread_between_and_within_units_and_what_luck_gives():
    money, won, decided = sellers()[:, 4], sellers()[:, 3], sellers()[:, 2]
    groups, n, k = [money[unit == UNIT] for unit in TEAMS], len(UNIT), len(TEAMS)
    size = (n - sum(len(g) ** 2 for g in groups) / n) / (k - 1)
    between = sum(len(g) * (g.mean() - money.mean()) ** 2 for g in groups) / (k - 1)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (n - k)
    ratio = between / within
    shares = [(each - 1) / (each - 1 + size) for each in (ratio, *(ratio / f.ppf([0.975, 0.025], k - 1, n - k)))]
    assert says(FILE, f"{100 - 100 * shares[0]:.0f} % of the variance in won money lies inside units")
    assert shares[1] < 0.1 < 0.8 < shares[2]  # 29 % between units, and nearly anything is possible
    seen = by_luck = 0.0
    for unit in TEAMS:
        part = unit == UNIT
        rate = won[part].sum() / decided[part].sum()
        seen += (decided[part] * (won[part] / decided[part] - rate) ** 2).sum()
        by_luck += (part.sum() - 1) * rate * (1 - rate)
    luck = by_luck / seen
    low, high = luck * chi2.ppf([0.025, 0.975], n - k) / (n - k)
    assert says(FILE, f"({luck:.2f}; {low:.2f}–{high:.2f})")


def test_the_two_at_the_bottom_and_the_eight_seats():
    unit, peers = found()
    coast = sellers()[COAST]
    lowest = coast[np.argsort(coast[:, 3] / coast[:, 2])[:2]]
    assert [tuple(map(int, row[[3, 2]])) for row in lowest] == [(1, 24), (3, 18)]
    more = (lowest[:, 2] * peers[1] - lowest[:, 3]).sum()
    assert round(more) == 6
    gap = (peers.prod() - unit.prod()) * 8 * DAYS / 1000
    assert says(FILE, f"€{more * unit[2] / 1000:.2f} m of a €{gap:.1f} m gap")
    assert (coast[:, 1] < peers[0]).all()


def test_what_moving_and_what_buying_supply_would_do():
    unit, peers = found()
    each_at_coast, elsewhere = unit[1:].prod(), peers[1:].prod()
    assert says(FILE, f"€{1000 * each_at_coast:.0f} a day at Coast, €{1000 * elsewhere:.0f} elsewhere")
    even = sellers()[:, 1].mean()
    lost = (8 * (unit[0] - even) * each_at_coast + 31 * (peers[0] - even) * elsewhere) * DAYS / 1000
    assert says(FILE, f"lose €{lost:.2f} m a year")
    fed = np.array([11.5, *unit[1:]])
    more = (fed.prod() - unit.prod()) * 8 * DAYS / 1000
    before, after = (1000 * shapley(each, peers)[0] for each in (unit, fed))
    assert says(FILE, f"€{more:.2f} m more won a year, volume's part from −€{-before:.0f} to −€{-after:.0f}")


def test_practice_case_of_a_blank_in_31():
    assert round(10_000 * 0.76**31) == 2


def quarter_by_quarter(opened, draws=20_000):
    """Factors of Coast and peers in four quarters, (4, draws, quarter): sellers keep their level, quarters vary."""
    rng, made = np.random.default_rng(7), []
    unit, peers = found()
    variance = np.exp(SIZE**2) - 1
    for n, start, (_, rate, value, speed) in ((8, opened, unit), (31, peers[0], peers)):
        level = start * np.exp(rng.normal(0, 0.16, (draws, 1, n)))
        wins = np.clip(rate + rng.normal(0, 0.03, (draws, 1, n)), 0.02, 0.9)
        length = np.exp(rng.normal(0, 0.1, (draws, 1, n))) / speed
        decided = rng.poisson(np.broadcast_to(level / length * 91 * 0.9, (draws, 4, n)))
        won, all_decided = rng.binomial(decided, wins).sum(axis=2), decided.sum(axis=2)
        waiting = (level * np.exp(rng.normal(0, 0.15, (draws, 4, n)))).mean(axis=2)
        money = value * np.maximum(1 + rng.normal(0, 1, won.shape) * np.sqrt(variance / np.maximum(won, 1)), 0.2)
        days = (length * decided).sum(axis=2) / all_decided
        days *= np.maximum(1 + rng.normal(0, 1, won.shape) * np.sqrt(variance / all_decided), 0.3)
        made.append(np.array([waiting, won / all_decided, money, 1 / days]))
    return made


@pytest.mark.parametrize(("opened", "fires"), [(11.5, 1 / 25), (None, 5 / 9)])
def test_the_first_tripwire_fires_as_often_as_said(opened, fires):
    parts = shapley(*quarter_by_quarter(opened or found()[0][0]))
    leads = (parts.argmin(axis=0) == 0) & (parts.sum(axis=0) < 0)
    in_a_year = (leads[:, 0] & leads[:, 1]) | (leads[:, 2] & leads[:, 3])
    assert in_a_year.mean() == pytest.approx(fires, abs=0.01 if opened else 0.03)


def test_the_second_tripwire_fires_by_chance_as_often_as_said():
    """The peers of another year against this year's lower limit, sellers drawn anew in both."""
    velocity = drawn()[1].prod(axis=0)
    low, _ = limits(velocity, 31)
    assert (velocity + np.random.default_rng(5).permutation(velocity) - velocity.mean() < low).mean() == pytest.approx(
        1 / 13, abs=0.015
    )
