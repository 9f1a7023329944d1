from datetime import date

import pandas as pd

from reports.composing.cover import FEWEST, motif

DAY = date(2026, 1, 1)


def deals(closed_after):
    """A deal for each number of days, created 100 days before `DAY`; None: still open."""
    created = pd.Timestamp(DAY) - pd.Timedelta(days=100)
    closed = [pd.NaT if days is None else created + pd.Timedelta(days=days) for days in closed_after]
    return pd.DataFrame({"created_on": created, "closed_on": pd.to_datetime(pd.Series(closed))})


def test_half_of_the_deals_have_closed_by_the_day_that_is_named():
    drawn = motif(deals([10, 20, 30, None] * 10), DAY)
    assert drawn.words == "Share of 40 deals not yet closed, by age. Half have closed by day 20, the dashed line."
    assert drawn.svg.count("<path") == 2
    assert f"<title>{drawn.words}</title>" in drawn.svg


def test_where_half_never_close_no_day_is_named():
    drawn = motif(deals([10, None, None, None] * 10), DAY)
    assert drawn.words == "Share of 40 deals not yet closed, by age."
    assert drawn.svg.count("<path") == 1


def test_what_closes_after_the_day_is_open_on_it():
    assert motif(deals([150] * 40), DAY) is None


def test_too_few_deals_or_no_days_draw_nothing():
    assert motif(deals([10] * (FEWEST - 1)), DAY) is None
    assert motif(pd.DataFrame({"deal_id": ["a"]}), DAY) is None
    assert motif(None, DAY) is None
