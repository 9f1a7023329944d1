"""Numbers with the words that follow them."""

import pytest

from workshops.quantities import cell_said, figure_said, with_unit


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "days", "1 day"),
        (1.0, "deals", "1 deal"),
        (2, "deals", "2 deals"),
        (1.5, "days", "1.5 days"),
        (0, "points", "0 points"),
        (0.5, "fraction", "50%"),
        (None, "days", ""),
    ],
)
def test_a_unit_follows_its_number(value, unit, said):
    assert with_unit(value, unit) == said


def test_a_figure_of_one_day_is_not_of_days():
    figure = {
        "label": "Cycle",
        "key": "cycle",
        "n": 3,
        "method": "Median",
        "of": [],
        "unit": "days",
        "low": 1,
        "high": 4,
    }
    assert [figure_said(figure | {"value": each}, "EUR")["unit_said"] for each in (1, 2)] == ["day", "days"]


def test_a_unit_of_the_row_is_said_in_its_cell():
    assert cell_said({"unit": "days", "value": 1}, {"key": "value", "unit": "of_row"}, "EUR") == "1 day"
    assert cell_said({"unit": "days", "value": None}, {"key": "value", "unit": "of_row"}, "EUR") == "–"
