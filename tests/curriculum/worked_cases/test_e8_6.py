"""The worked case of 8.6: cards of major deals, won against lost, what is read by month, and tripwires."""

import pytest
from scipy.stats import binom

from analysis.methods.intervals import newcombe_interval, wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("8.6")
ROWS = {row[0]: [int(cell) for cell in row[1:]] for row in cells_of(FILE)[1:] if row[-1].isdecimal()}
WON, LOST = ROWS["Won"], ROWS["Lost"]
OLD, MIDDLE, NEW = (ROWS[age] for age in ("Over a year ago", "3 to 12 months ago", "Under 3 months ago"))


def rate(count, n):
    low, high = wilson_interval(count, n)
    return f"{100 * count / n:.0f} % ({100 * float(low):.0f}–{100 * float(high):.0f})"


def test_rows_add_up():
    for deals, *parts in (WON, LOST):
        assert deals == sum(parts)


def test_coverage_of_wins_and_losses():
    deals, in_time = WON[0] + LOST[0], WON[1] + LOST[1]
    assert says(FILE, f"Of {deals} major deals {in_time} had a card in time, {rate(in_time, deals)}")
    assert says(FILE, f"wins {rate(WON[1], WON[0])}, losses {rate(LOST[1], LOST[0])}")
    low, high = (100 * float(limit) for limit in newcombe_interval(WON[1], WON[0], LOST[1], LOST[0]))
    points = 100 * (WON[1] / WON[0] - LOST[1] / LOST[0])
    assert says(FILE, f"a gap of {points:.0f} points ({low:.0f}–{high:.0f})")
    assert low > 10  # somebody_asks fits


def test_views_by_card_and_by_month():
    cards = OLD[0] + MIDDLE[0] + NEW[0]
    assert says(
        FILE, f"{cards} cards, {OLD[2] / OLD[0]:.0f} views for each old one and {NEW[2] / NEW[0]:.0f} for a new"
    )
    assert says(FILE, f"By month on the shelf it is {OLD[2] / OLD[1]:.1f} and {NEW[2] / NEW[1]:.1f}")
    assert round(MIDDLE[2] / MIDDLE[1]) == 1  # "then once a month"
    older = OLD[0] + MIDDLE[0]
    assert says(FILE, f"Used were {OLD[3] + MIDDLE[3]} of the {older} older ones, {rate(OLD[3] + MIDDLE[3], older)}")
    assert says(FILE, f"28 of {cards} have a twin, {rate(28, cards)}")


def test_other_options_do_not_fit():
    used_low, _ = wilson_interval(OLD[3] + MIDDLE[3], OLD[0] + MIDDLE[0])
    covered_low, _ = wilson_interval(WON[1] + LOST[1], WON[0] + LOST[0])
    twins_low, _ = wilson_interval(28, 96)
    assert used_low < 0.2  # no_card_no_close
    assert covered_low < 0.6  # read_at_the_bid
    assert WON[0] + LOST[0] > 20  # ten_hearings
    assert twins_low < 0.3  # throw_out


def test_hours_of_the_writer():
    assert says(FILE, f"all {LOST[0]} losses a year, {LOST[0] * 45 / 60:.0f} hours")


def test_the_trap_of_nine_bids():
    assert [round(100 * float(limit)) for limit in wilson_interval(6, 9)] == [35, 88]


def test_tripwires_fire_as_often_as_said():
    a_month = round((WON[0] + LOST[0]) / 12)
    assert a_month == 5
    assert 12 * (1 - 0.9**a_month) == pytest.approx(5, abs=0.2)
    half_year = LOST[0] // 2
    most = 13  # of 19: under 0.7
    assert most / half_year < 0.7 < (most + 1) / half_year
    assert 1 / binom.cdf(most, half_year, 0.9) == pytest.approx(116, abs=1)
    assert binom.cdf(most, half_year, 0.6) == pytest.approx(5 / 6, abs=0.01)
    assert binom.cdf(most, half_year, LOST[1] / LOST[0]) > 0.999
