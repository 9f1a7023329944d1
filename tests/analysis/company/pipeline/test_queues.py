import numpy as np
import pandas as pd
import pytest

from analysis.company.pipeline.queues import littles_law, mean_waiting, queue_rows
from analysis.company.spans import Span

PERIOD = Span(pd.Timestamp("2025-01-01"), pd.Timestamp("2026-01-01"))


def requests(n=800, mean=9.0, seed=4):
    """Came evenly from a year before the period to its end; waits are gamma."""
    rng = np.random.default_rng(seed)
    entered = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.sort(rng.uniform(0, 731, n)), unit="D")
    left = entered + pd.to_timedelta(rng.gamma(2, mean / 2, n), unit="D")
    left = pd.Series(left).where(left < PERIOD.end)
    return pd.DataFrame({"queue": "Legal", "entered": entered.astype("datetime64[us]"), "left": left})


def test_little_by_hand():
    """Ten a day, half a day each: five are waiting; of a hundred, equal waits leave the Poisson part alone."""
    found = littles_law(100, 10, np.full(50, 0.5))
    assert found.value == 5
    assert found.high / found.value == pytest.approx(np.exp(1.959964 * np.sqrt(1 / 100)))


def test_little_and_the_count_of_every_hour_agree():
    frame = requests()
    [row] = queue_rows(frame, PERIOD).to_dict("records")
    hours = pd.date_range(PERIOD.first, PERIOD.end, freq="h", inclusive="left")
    left = frame["left"].fillna(pd.Timestamp("2030-01-01"))
    there = [((frame["entered"] <= hour) & (left > hour)).sum() for hour in hours]
    assert row["counted"] == pytest.approx(np.mean(there), rel=0.01)
    assert row["low"] < row["counted"] < row["high"]
    assert row["now"] == int(frame["left"].isna().sum())


def test_limits_cover_the_length_that_is_true():
    """400 a year, nine days each: 400 / 365.5 x 9 waiting, over many years."""
    truth = 800 / 731 * 9
    rows = [queue_rows(requests(seed=seed), PERIOD).iloc[0] for seed in range(200)]
    assert 0.91 <= np.mean([row["low"] <= truth <= row["high"] for row in rows]) <= 0.985


def test_few_requests_have_no_length_but_a_count():
    frame = requests().head(3).assign(entered=PERIOD.first, left=PERIOD.first + pd.Timedelta(days=73))
    [row] = queue_rows(frame, PERIOD).to_dict("records")
    assert np.isnan(row["queue_length"])
    assert row["counted"] == pytest.approx(3 * 73 / 365)


def test_what_ended_before_the_period_counts_for_nothing():
    assert mean_waiting(pd.Series([pd.Timestamp("2024-01-01")]), pd.Series([pd.Timestamp("2024-02-01")]), PERIOD) == 0
