import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.findings import Figure
from workshops.gauge import MARGIN, WIDTH, gauge_of

VALUES = st.floats(-1e6, 1e6, allow_nan=False)


def figure(value, low=None, high=None):
    return Figure(name="win_rate", value=value, unit="fraction", low=low, high=high, n=60, method="counted")


def test_ends_of_the_line_are_the_least_and_the_greatest_of_what_is_drawn():
    gauge = gauge_of(figure(0.3, 0.2, 0.4), expected=0.6, limits=[0.1], state="off course")
    assert (gauge.limits, gauge.expected) == ((MARGIN,), WIDTH - MARGIN)
    assert gauge.now == pytest.approx(MARGIN + 0.4 * (WIDTH - 2 * MARGIN), abs=0.1)
    assert gauge.interval == (gauge.low, gauge.high)
    assert gauge.kind == "bad"


@pytest.mark.parametrize(
    ("found", "expected", "limits"), [(None, 0.5, []), (figure(None), 0.5, [0.1]), (figure(0.3), None, [])]
)
def test_nothing_is_drawn_where_there_is_nothing_to_compare(found, expected, limits):
    assert gauge_of(found, expected, limits, "cannot tell") is None


def test_one_value_stands_in_the_middle():
    gauge = gauge_of(figure(0.3), expected=0.3, limits=[], state="on course")
    assert (gauge.now, gauge.expected, gauge.interval) == (WIDTH / 2, WIDTH / 2, None)


@given(VALUES, VALUES, st.lists(VALUES, max_size=3))
def test_every_mark_stays_on_the_line_and_in_order(now, expected, limits):
    gauge = gauge_of(figure(now), expected, limits, "waiting")
    places = [gauge.now, gauge.expected, *gauge.limits]
    assert all(MARGIN <= place <= WIDTH - MARGIN for place in places)
    assert (now < expected) <= (gauge.now <= gauge.expected)
