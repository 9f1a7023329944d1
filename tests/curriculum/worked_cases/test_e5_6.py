"""The worked case of 5.6: pay by each plan, who stays from the landmark on, what must be kept, and its tripwires."""

import re

import numpy as np
import pytest
from scipy.stats import binom

from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import kaplan_meier
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("5.6")
SELLERS, AT_TARGET, LOST = 110, 90, 120  # thousands
# Months from the end of the first full year to leaving, and to today for those who are here.
TOP = ((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17, 19, 22, 26, 31, 38, 45), (3, 7, 10, *range(14, 70, 2)))
OTHERS = (
    (1, 4, 5, 7, 8, 9, 11, 12, 15, 18, 21, 24, 27, 30, 33, 36, 40, 44, 48, 53, 59),
    (2, 4, 6, 8, 9, 11, *range(13, 86)),
)
OFFERS = (99, 102, 105, 108, 111, 114, 118)
SURVEY_AT_TARGET, SURVEY_BEST = 92, 110


def attainments():
    text = " ".join(FILE.body["Worked case"].split())
    return np.array(re.search(r"list: ([\d ]+)\.", text)[1].split(), float) / 100


SOLD = attainments()


def factor(sold, accelerator):
    return np.where(sold <= 1, sold, 1 + accelerator * (sold - 1))


def pay(plan, sold=SOLD):
    base, accelerator = plan
    return AT_TARGET * (base + (1 - base) * factor(sold, accelerator))


def plans():
    """{(base, accelerator): the cells told} of the table."""
    found = {}
    for name, *cells in cells_of(FILE)[1:]:
        base, accelerator = re.match(r"(\d+) %, ([\d.]+)", name).groups()
        found[int(base) / 100, float(accelerator)] = cells
    return found


TODAY, CHOSEN, SWAPPED = (0.6, 1.0), (0.6, 2.0), (0.5, 2.0)


def percents(*fractions):
    return [f"{100 * float(fraction):.0f}" for fraction in fractions]


def by_seller(group):
    left, here = group
    return np.array([*left, *here]), np.arange(len(left) + len(here)) < len(left)


def test_the_table():
    assert (len(SOLD), list(SOLD)) == (12, sorted(SOLD))
    for plan, cells in plans().items():
        by_plan = pay(plan)
        told = [by_plan.mean(), by_plan[8:].mean(), by_plan[:4].mean(), pay(plan, SOLD + 0.1).mean()]
        assert cells == [f"{value:.1f}" for value in told], plan


def test_leavers_by_the_last_and_by_the_first_year():
    leavers = len(TOP[0]) + len(OTHERS[0])
    rate, low, high = percents(8 / leavers, *wilson_interval(8, leavers))
    assert says(FILE, f"of {leavers} leavers 8 were in the top third of their last year, {rate} % ({low}–{high})")
    rate, low, high = percents(len(TOP[0]) / leavers, *wilson_interval(len(TOP[0]), leavers))
    assert says(FILE, f"it was {len(TOP[0])}, {rate} % ({low}–{high})")


def test_staying():
    for group, words in ((TOP, "{} % of the 50 best were there ({}–{})"), (OTHERS, "{} % of the 100 others ({}–{})")):
        months, left = by_seller(group)
        assert len(months) == int(re.search(r"the (\d+)", words)[1])
        assert says(FILE, words.format(*percents(*kaplan_meier(months, left).at(12))))


def a_year_on(months, left):
    """Kaplan-Meier at 12 months of each row."""
    stay = np.ones(len(months))
    for month in range(1, 13):
        stay *= 1 - ((months == month) & left).sum(1) / (months >= month).sum(1)
    return stay


def test_gap_in_staying():
    rng = np.random.default_rng(56)
    drawn, values = [], []
    for group in (TOP, OTHERS):
        months, left = by_seller(group)
        places = rng.integers(0, len(months), (4000, len(months)))
        drawn.append(a_year_on(months[places], left[places]))
        values.append(a_year_on(months[None], left[None])[0])
    assert values[0] == pytest.approx(kaplan_meier(*by_seller(TOP)).at(12).value)
    value, low, high = percents(values[1] - values[0], *np.percentile(drawn[1] - drawn[0], [97.5, 2.5]))
    assert says(FILE, f"{value} points fewer ({low} to {high})")


def test_pay_outside():
    assert says(FILE, f"{100 * AT_TARGET / SURVEY_AT_TARGET:.0f} % of the survey")
    assert says(FILE, f"that of the top third {100 * pay(TODAY)[8:].mean() / SURVEY_BEST:.0f} %")
    assert says(FILE, f"median at {np.median(OFFERS):.0f} ({OFFERS[0]}–{OFFERS[-1]})")
    assert 1 - 2 * binom.pmf(0, len(OFFERS), 0.5) > 0.95  # the smallest and the largest of seven hold the median


def test_what_must_be_kept():
    more = SELLERS * (pay(CHOSEN).mean() - pay(TODAY).mean())
    assert says(FILE, f"cost €{more:.0f} k more: {more / LOST:.1f} top sellers kept, at €{LOST} k each")
    leaving = SELLERS / 3 * (1 - kaplan_meier(*by_seller(TOP)).at(12).value)
    assert says(FILE, f"of the {leaving:.0f} who leave a year")
    assert SELLERS * (pay(SWAPPED).mean() - pay(TODAY).mean()) == pytest.approx(more, rel=0.02)
    assert says(FILE, "takes nearly €3 k from the lowest third")
    assert 2.8 < (pay(TODAY)[:4] - pay(SWAPPED)[:4]).mean() < 3
    soft = SELLERS * (pay(CHOSEN, SOLD + 0.1).mean() - pay(TODAY, SOLD + 0.1).mean())
    assert says(FILE, f"a soft year costs €{soft:.0f} k above today's")
    assert leaving - SELLERS / 3 * 0.12 > more / LOST  # what is expected pays for the plan
    assert (pay(TODAY) >= 0.8 * AT_TARGET).all()


def test_first_tripwire_fires_as_often_as_said():
    assert (SELLERS // 3, 30 / 36 < 0.85 < 31 / 36) == (36, True)
    assert 15 / 18 < 0.85 < 16 / 18
    assert binom.sf(2, 18, 0.08) == pytest.approx(1 / 6, abs=0.01)
    like_others, expected, as_before = (binom.sf(5, 36, leave) for leave in (0.08, 0.12, 0.23))
    assert like_others == pytest.approx(1 / 16, abs=0.003)
    assert expected == pytest.approx(1 / 4, abs=0.02)
    assert as_before == pytest.approx(6 / 7, abs=0.02)


def test_second_tripwire_fires_as_often_as_said():
    rng = np.random.default_rng(57)
    swing = rng.normal(0, 0.05, 20_000)[:, None]
    sold = SOLD[rng.integers(0, len(SOLD), (20_000, SELLERS))] + swing
    ordinary, soft = ((factor(year, CHOSEN[1]).mean(1) > 1.15).mean() for year in (sold, sold + 0.1))
    assert ordinary == pytest.approx(1 / 29, rel=0.1)
    assert 0.42 < soft < 0.5
