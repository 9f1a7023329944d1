"""What a line says of what was measured."""

import json

import pytest

from benchmarks.apart import Run
from benchmarks.lines import Aim, Line, interleaved, rates_of, seconds_of, table

FAST = Line("analysis", "waits", "s", (2.0, 1.0, 9.0), (1.0, 2.0, 3.0), "DuckDB", Aim(1.0), {"deals": 7})
PAGES = Line("pdf", "cold", "pages/s", (5.0,), (20.0,), "Chromium", Aim(0.2, at_least=True))


def test_the_ratio_is_of_medians_and_its_spread_of_rounds():
    assert FAST.ratio == 1.0
    assert FAST.spread == (0.5, 3.0)


@pytest.mark.parametrize(
    ("aim", "met"),
    [(Aim(1.0), True), (Aim(0.9), False), (Aim(1.0, at_least=True), True), (Aim(1.1, at_least=True), False)],
)
def test_an_aim_is_a_ratio_at_most_or_at_least(aim, met):
    assert aim.is_met(1.0) is met


def test_json_says_medians_ranges_ratio_and_aim():
    said = json.loads(FAST.as_json())
    assert (said["ours"], said["ours_range"], said["theirs"], said["theirs_range"]) == (
        2.0,
        [1.0, 9.0],
        2.0,
        [1.0, 3.0],
    )
    assert (said["ratio"], said["ratio_range"], said["aim"], said["met"]) == (1.0, [0.5, 3.0], "≤ 1", True)
    assert (said["peer"], said["repeats"], said["about"]) == ("DuckDB", 3, {"deals": 7})


def test_the_table_has_a_row_for_each_line_and_its_peer():
    head, waits, pages = table([FAST, PAGES]).splitlines()
    assert head.split()[:3] == ["line", "unit", "ours"]
    assert waits.split() == ["analysis", "waits", "s", "2", "2", "DuckDB", "1.00", "0.50–3.00", "≤", "1", "met"]
    assert pages.split()[-5:] == ["0.25", "0.25–0.25", "≥", "0.2", "met"]


def test_rounds_are_taken_in_turn_and_the_first_does_not_count():
    taken = []

    def measured(name):
        def measure():
            taken.append(name)
            return Run(10, float(len(taken)), 1.0)

        return measure

    ours, theirs = interleaved(measured("ours"), measured("theirs"), 2)
    assert taken == ["ours", "theirs"] * 3
    assert (seconds_of(ours), seconds_of(theirs)) == ((3.0, 5.0), (4.0, 6.0))
    assert rates_of(theirs) == (10 / 4, 10 / 6)
