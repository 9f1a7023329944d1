import pytest

from reports.composing.numbers import count, interval, money, say


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.6315, "fraction", "63.1 %"),
        (-0.004, "fraction", "−0.4 %"),
        (-0.0001, "fraction", "0.0 %"),
        (1, "days", "1 day"),
        (69, "days", "69 days"),
        (4.885, "days", "4.88 days"),
        (6711, "deals", "6,711"),
        (-7.16, "standard errors", "−7.16"),
        (62.5, "percent", "62 %"),
        (0.0312, "p", "0.031"),
        (8.1e-27, "p", "< 0.001"),
        (True, "", "yes"),
        ("Proposal", "", "Proposal"),
        (None, "fraction", "—"),
        (float("nan"), "days", "—"),
    ],
)
def test_a_value_is_said_with_its_unit(value, unit, said):
    assert say(value, unit).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (999, "EUR 999"),
        (32_500, "EUR 32 k"),
        (3_210_000, "EUR 3.2 M"),
        (-4.4e9, "EUR −4.4 bn"),
    ],
)
def test_money_is_said_in_the_size_that_reads_best(amount, said):
    assert money(amount, "EUR").replace("\u00a0", " ") == said


def test_money_without_a_currency_has_none():
    assert money(2_000_000, "") == "2.0\u00a0M"


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (0.61, 0.685, "fraction", "61.0 – 68.5 %"),
        (65, None, "days", "65 – open"),
        (None, None, "days", ""),
    ],
)
def test_an_interval_names_its_limits(low, high, unit, said):
    assert interval(low, high, unit).replace("\u00a0", " ") == said


def test_an_interval_of_money_names_the_currency_once():
    assert interval(2.2e6, 3e6, "money", "EUR").replace("\u00a0", " ") == "EUR 2.2 M – 3.0 M"
    assert interval(None, 3e6, "money", "EUR").replace("\u00a0", " ") == "open – EUR 3.0 M"


def test_a_count_has_its_plural():
    assert [count(n, "decision") for n in (0, 1, 3)] == ["no decisions", "1 decision", "3 decisions"]
