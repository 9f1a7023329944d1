"""The worked case of 6.4: slips with the unfinished counted, chances of being late, money at risk, and tripwires."""

import numpy as np
import pytest
from scipy.stats import binom

from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import kaplan_meier, quantile
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("6.4")
DELIVERED = (
    -12, -8, -5, -3, 0, 0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 18, 20, 23, 25, 28, 31, 34, 38, 42, 47, 52, 58, 64, 71, 79,
    88, 97, 110, 124,
)  # fmt: skip
UNFINISHED = (40, 66, 95, 130, 150, 180)  # days past the planned one, today
SLIPS = np.array([*DELIVERED, *UNFINISHED], float)
ENDED = np.arange(len(SLIPS)) < len(DELIVERED)
OVER = 18  # days by which single sign-on is late already
NEW_DAY = 97


def told():
    """{feature: (day against plan, thousands at stake, late, at risk)} of the table."""
    rows = cells_of(FILE)[1:]
    return {row[0].split(",")[0]: (int(row[1].replace("−", "-")), int(row[2]), row[3], int(row[4])) for row in rows}


def beyond(day, slips=SLIPS, ended=ENDED):
    """Kaplan-Meier share of features delivered later than `day` after plan; by hand, so that it can be drawn anew."""
    times = np.unique(slips[ended & (slips <= day)])
    left = [1 - (ended & (slips == time)).sum() / (slips >= time).sum() for time in times]
    return float(np.prod(left))


def late(feature, day, *history):
    return beyond(day, *history) / (beyond(OVER, *history) if feature == "Single sign-on" else 1)


def at_risk(days, *history):
    return sum(late(feature, days[feature], *history) * told()[feature][1] for feature in days)


PROMISED = {feature: day for feature, (day, *_) in told().items()}
CORRECTED = PROMISED | dict.fromkeys(("Single sign-on", "Shift swap", "Audit trail"), NEW_DAY)
AT_STAKE = sum(money for _, money, *_ in told().values())


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(64)
    places = rng.integers(0, len(SLIPS), (4000, len(SLIPS)))
    return [(SLIPS[each], ENDED[each]) for each in places]


def test_the_table():
    for feature, (day, money, chance, risk) in told().items():
        assert chance == f"{100 * late(feature, day):.0f} %", feature
        assert risk == round(late(feature, day) * money), feature
    assert says(FILE, f"nine promises, €{AT_STAKE:,} k")


def test_slips():
    assert says(FILE, f"34 came, on average {np.mean(DELIVERED):.0f} days late; {len(UNFINISHED)} are past")
    curve = kaplan_meier(SLIPS - SLIPS.min(), ENDED)
    middle, most = (quantile(curve, share).value + SLIPS.min() for share in (0.5, 0.8))
    assert says(FILE, f"median slip is {middle:.0f} days, and four in five take {most:.0f}")
    assert says(FILE, f"the delivered alone say {np.quantile(DELIVERED, 0.8):.0f}")
    assert beyond(30) == pytest.approx(curve.at(30 - SLIPS.min()).value)
    on_time = sum(slip <= 0 for slip in DELIVERED)
    low, high = (round(100 * float(limit)) for limit in wilson_interval(on_time, len(SLIPS)))
    assert says(FILE, f"{on_time} of 40 were there, {100 * on_time / 40:.0f} % ({low}–{high})")
    assert says(FILE, f"would stand at {100 * beyond(30):.0f} % had it not been late")


def test_money_at_risk(drawn):
    now = at_risk(PROMISED)
    low, high = np.percentile([at_risk(PROMISED, *history) for history in drawn], [2.5, 97.5])
    assert says(FILE, f"€{now:.0f} k ({low:.0f}–{high:.0f}), {100 * now / AT_STAKE:.0f} %")
    after = at_risk(CORRECTED)
    assert says(FILE, f"€{after:.0f} k expected, {100 * after / AT_STAKE:.0f} %")


def test_three_features_hold_most_of_it():
    likely = [risk for _, _, chance, risk in told().values() if int(chance[:-2]) > 50]
    assert len(likely) == 3
    assert sum(likely) > at_risk(PROMISED) / 2


def test_the_first_tripwire_fires_as_often_as_said(drawn):
    shares = np.array([at_risk(CORRECTED, *history) for history in drawn]) / AT_STAKE
    assert (shares > 0.4).mean() == pytest.approx(1 / 75, abs=0.001)


def test_the_second_tripwire_fires_as_often_as_said():
    assert binom.sf(1, 12, 0.02) == pytest.approx(1 / 42, abs=0.001)
