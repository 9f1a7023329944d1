"""The worked case of 4.6, as flags on deals: every number of it computed again, and how often its tripwires fire."""

import numpy as np
import pytest
from scipy.stats import binom

from analysis.company.losses.gate_trials import Trial, best_combination, verdict
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("4.6")
NAMES = ("Nobody asked", "Long under way", "Slow in Discovery", "Much discount asked")
SLOW, DISCOUNT = 2, 3
BUDGET = 0.15
HALVES = {True: ((27, 21), (18, 30)), False: ((7, 65), (8, 64))}
"""{lost: of each half (flagged by Discovery, not)}"""
ELSEWHERE = {True: (34, 44, None, 13), False: (62, 36, None, 11)}  # flagged by the other gates, of lost and of won
SHARED = {True: 5, False: 1}  # flagged by Discovery and discount, in the later half


def side(lost):
    """Flags of the lost, or the won, deals: the earlier half first."""
    parts = [np.repeat([True, False], counts) for counts in HALVES[lost]]
    slow = np.concatenate(parts)
    discount = np.zeros(len(slow), bool)
    start = len(parts[0])
    discount[start : start + SHARED[lost]] = True
    free = np.flatnonzero(~slow)
    discount[free[: ELSEWHERE[lost][DISCOUNT] - SHARED[lost]]] = True
    others = [spread(len(slow), ELSEWHERE[lost][place]) for place in (0, 1)]
    return np.column_stack([*others, slow, discount]), start


def spread(n, flagged):
    """So many flags, evenly over the deals."""
    return np.floor(np.arange(1, n + 1) * flagged / n) > np.floor(np.arange(n) * flagged / n)


@pytest.fixture(scope="module")
def trial():
    (lost, half), (won, other) = side(True), side(False)
    flags = np.vstack([lost[:half], won[:other], lost[half:], won[other:]])
    ended = np.repeat([True, False, True, False], [half, other, len(lost) - half, len(won) - other])
    return Trial(NAMES, flags, ended)


def rate(k, n):
    low, high = (round(100 * float(limit)) for limit in wilson_interval(k, n))
    return f"{100 * k / n:.0f} % ({low}–{high})"


def test_the_table_is_what_the_trial_gives(trial):
    rows = cells_of(FILE)[1:]
    assert [row[0].split(",")[0] for row in rows] == list(NAMES)
    for place, row in enumerate(rows):
        found = verdict(trial, (place,))
        assert [int(cell) for cell in row[1:4]] == [found["flagged"], found["caught"], found["delayed"]], row[0]
        assert row[4] == rate(found["caught"], found["flagged"])


def test_the_whole_is_what_the_text_says(trial):
    assert (len(trial.lost), trial.lost.sum()) == (240, 96)
    assert says(FILE, f"96 lost, {rate(96, 240).replace(' (', ' (')}")
    assert says(FILE, "15 % of 144 wins")


def test_the_naive_and_the_right_reading_differ(trial):
    both, alone = verdict(trial, (SLOW, DISCOUNT)), verdict(trial, (SLOW,))
    assert (both["caught"], both["delayed"], both["net"]) == (53, 25, 28)
    assert both["delayed_share"] > BUDGET > alone["delayed_share"]
    assert (alone["net"], round(100 * alone["delayed_share"])) == (30, 10)
    assert best_combination(trial, BUDGET) == (SLOW,)
    assert says(
        FILE, "it catches 53 and holds 25, over the budget, a net of 28; Discovery alone nets 30 and holds 10 %"
    )


def test_the_choice_of_the_earlier_half_is_judged_on_the_later(trial):
    earlier, later = trial.halves()
    assert best_combination(earlier, BUDGET) == (SLOW,)
    first, second = verdict(earlier, (SLOW,)), verdict(later, (SLOW,))
    assert (len(earlier.lost), first["caught"], first["flagged"]) == (120, 27, 34)
    assert says(FILE, f"27 of 34, {100 * 27 / 34:.0f} %, were lost")
    assert says(FILE, f"the later {second['caught']} of {second['flagged']}, {rate(18, 26)}")


def test_what_is_saved_and_held_up():
    assert round(144 * 1.7) == 245
    assert round(15 * 0.11, 2) == 1.65
    assert round(100 * 0.245 / 1.65) == 15
    assert says(FILE, "144 days of work after the gate, worth €245 k; the 15 wins came to €1.65 m, so that 15 % of it")


def test_the_first_tripwire_fires_as_often_as_said():
    assert binom.cdf(9, 20, 18 / 26) == pytest.approx(1 / 48, abs=0.002)
    assert binom.cdf(9, 20, 0.4) == pytest.approx(0.75, abs=0.02)


def test_the_second_tripwire_fires_by_chance_as_often_as_said():
    high = float(wilson_interval(96, 240)[1])
    assert binom.sf(np.floor(80 * high), 80, 0.4) == pytest.approx(1 / 9, abs=0.01)
