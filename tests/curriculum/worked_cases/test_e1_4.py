"""The worked case of 1.4: 20 quarters made by a stated rule; correlations, left-out R² and dilution computed again."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from analysis.company.results.kpis import KPIS
from analysis.company.results.scores import dilution as dilution_of
from analysis.company.results.scores import dilution_range, read_quarters, told_by
from analysis.findings import Provenance
from analysis.inputs import Inputs
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("1.4")
TABLE = cells_of(FILE)[1:]
MORE_IS_BETTER = np.array([-1, 1, -1, -1, 1])  # cost, win rate, cycle, discount, coverage
ROOM = np.array(
    [
        [15, 35, 15, 15, 20], [20, 30, 20, 10, 20], [10, 40, 20, 10, 20], [25, 25, 20, 20, 10], [20, 35, 10, 15, 20],
        [5, 40, 25, 10, 20], [30, 25, 15, 20, 10], [15, 30, 15, 10, 30], [20, 40, 15, 15, 10], [25, 30, 20, 15, 10],
        [10, 20, 10, 10, 50],
    ]
)  # fmt: skip
DECIDED = np.array([int(row[5]) for row in TABLE])


def quarters():
    """The five figures and the next quarter's revenue: wins are bought with discount, revenue follows coverage."""
    rng, n = np.random.default_rng(13), 20
    coverage, win_rate = 3 + 0.35 * rng.standard_normal(n), 0.28 + 0.03 * rng.standard_normal(n)
    discount = 0.12 + 0.5 * (win_rate - 0.28) + 0.008 * rng.standard_normal(n)
    cycle = 88 - 40 * (win_rate - 0.28) + 7 * rng.standard_normal(n)
    cost = 9.5 + 1.2 * rng.standard_normal(n)
    revenue = 6.2 + (coverage - 3) + 6 * (win_rate - 0.28) + 0.35 * rng.standard_normal(n)
    return np.column_stack([cost, win_rate, cycle, discount, coverage]), revenue


RAW, REVENUE = quarters()
FIGURES = (RAW - RAW.mean(0)) / RAW.std(0, ddof=1) * MORE_IS_BETTER


def left_out_r2(figures):
    design = np.column_stack([np.ones(len(REVENUE)), figures])
    hat = design @ np.linalg.pinv(design)
    missed = (REVENUE - hat @ REVENUE) / (1 - np.diag(hat))
    by_mean = REVENUE - (REVENUE.sum() - REVENUE) / (len(REVENUE) - 1)
    return 1 - (missed**2).sum() / (by_mean**2).sum()


def dilution(points, which=slice(None)):
    return 1 - spearmanr(FIGURES[which] @ points, REVENUE[which]).statistic


def signed(number):
    return number.replace("-", "−")


def test_points_add_up():
    assert (ROOM.sum(1) == 100).all()
    assert DECIDED.sum() == 100
    assert (ROOM[:, 1] == ROOM.max(1)).sum() == 9
    assert [int(row[1]) for row in TABLE] == [round(mean) for mean in ROOM.mean(0)]
    assert says(FILE, f"revenue €{REVENUE.mean():.1f} m a quarter; {len(ROOM)} people")


def test_each_figure():
    for place, row in enumerate(TABLE):
        assert row[2] == signed(f"{spearmanr(FIGURES[:, place], REVENUE).statistic:.2f}")
        assert row[3] == signed(f"{100 * left_out_r2(FIGURES[:, [place]]):.0f} %")
        assert row[4] == signed(f"{100 * left_out_r2(np.delete(FIGURES, place, 1)):.0f} %")


def test_twins_and_all_five():
    assert says(FILE, signed(f"{np.corrcoef(FIGURES.T)[1, 3]:.2f}: what one adds"))
    alone = left_out_r2(FIGURES[:, [4]])
    assert says(FILE, f"All five foretell {100 * left_out_r2(FIGURES):.0f} %, coverage alone {100 * alone:.0f} %")


def test_dilution_and_its_limits():
    rng = np.random.default_rng(14)
    told = []
    for points in (ROOM.mean(0), DECIDED):
        draws = [dilution(points, rng.integers(0, 20, 20)) for _ in range(2000)]
        low, high = np.nanpercentile(draws, [2.5, 97.5])
        told.append(f"{dilution(points):.2f} ({low:.2f}–{high:.2f})")
    assert says(FILE, f"dilution is {told[0]}")
    assert says(FILE, f"dilution expected {told[1]}")
    each = [dilution(points) for points in ROOM]
    assert says(FILE, f"between {min(each):.2f} and {max(each):.2f} over the eleven")


@pytest.mark.parametrize(("points", "fires"), [(DECIDED, 0.3), (ROOM.mean(0), 5 / 6)])
def test_the_tripwire_fires_as_often_as_said(points, fires):
    rng = np.random.default_rng(15)
    draws = [dilution(points, rng.integers(0, 20, 12)) for _ in range(3000)]
    assert np.mean([draw > 0.3 for draw in draws]) == pytest.approx(fires, abs=0.025)


def test_the_analysis_finds_the_same():
    quarters = read_quarters(pd.DataFrame(RAW, columns=list(KPIS)).assign(next_revenue=REVENUE))
    day = pd.Timestamp("2026-06-30").date()
    told = told_by(quarters, Inputs({}, Provenance(snapshot="", answers="", code="", as_of=day)))
    for kpi, row in zip(KPIS, TABLE, strict=True):
        assert row[2] == signed(f"{told.follows[kpi].value:.2f}")
        assert row[3] == signed(f"{100 * quarters.left_out([kpi]):.0f} %")
        assert row[4] == signed(f"{100 * quarters.left_out([other for other in KPIS if other != kpi]):.0f} %")
    assert told.clear("coverage")
    assert not told.clear("win_rate")
    twins = next(found for one, other, found in told.pairs if (one, other) == ("win_rate", "discount"))
    assert says(FILE, signed(f"{twins.value:.2f}: what one adds"))
    for points, code in ((ROOM.mean(0), "dilution is"), (DECIDED, "dilution expected")):
        found = dilution_of(quarters, points / 100)
        assert says(FILE, f"{code} {found.value:.2f} (")
    found, people = dilution_range(quarters, ROOM / 100)
    assert says(FILE, f"between {found.low:.2f} and {found.high:.2f} over the eleven")
    assert people == 11
