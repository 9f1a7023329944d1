"""The worked case of 1.2: reliability of each cut from its cells, by hand, and how often the tripwires fire."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, f

from analysis.catalogue import discover
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("1.2")
QUARTERS = 8
BIDS = np.array([[131, 96, 71, 44, 20], [117, 89, 64, 41, 22], [92, 74, 57, 30, 16], [168, 141, 96, 53, 22]])
WON = np.array([[29, 27, 26, 20, 4], [18, 18, 19, 15, 3], [23, 24, 24, 15, 4], [36, 38, 35, 23, 4]])
SELLERS = (
    [75, 54, 66, 42, 63, 62, 67, 51, 54, 59, 61, 41, 41, 38, 47, 53, 41, 49, 61, 87, 67, 97, 88, 80],
    [21, 15, 26, 6, 18, 20, 15, 13, 11, 15, 10, 9, 9, 13, 18, 19, 13, 18, 17, 29, 10, 27, 26, 27],
)
CUTS = {
    "Segment": ([623, 497, 324], [187, 136, 82]),
    "Region": (BIDS.sum(1), WON.sum(1)),
    "Service": (BIDS.sum(0), WON.sum(0)),
    "Region × service": (BIDS.ravel(), WON.ravel()),
    "Seller": SELLERS,
}


def ratio(n, won):
    """Mean square between cells over that within, and their degrees of freedom."""
    n, won = np.asarray(n, float), np.asarray(won, float)
    cells, mean = len(n), won.sum() / n.sum()
    between = (n * (won / n - mean) ** 2).sum() / (cells - 1)
    within = (won * (1 - won / n)).sum() / (n.sum() - cells)
    return between / within, cells - 1, n.sum() - cells


def reliability(n, won):
    found, *freedom = ratio(n, won)
    low, high = (1 - f.ppf(q, *freedom) / found for q in (0.975, 0.025))
    return [max(0.0, value) for value in (1 - 1 / found, low, high)]


def percents(won, n):
    low, high = wilson_interval(won, n)
    return [f"{100 * value:.0f}" for value in (won / n, low, high)]


def test_every_cut_holds_all_bids():
    assert {(sum(n), sum(won)) for n, won in CUTS.values()} == {(1444, 405)}
    value, low, high = percents(405, 1444)
    assert says(FILE, f"1,444 decided bids in eight quarters, 405 won, {value} % ({low}–{high})")


def test_the_table_is_what_the_cells_give():
    for cut, cells, per, narrow, told in cells_of(FILE)[1:]:
        n, won = map(np.asarray, CUTS[cut])
        low, high = wilson_interval(won, n)
        value, lowest, highest = reliability(n, won)
        assert int(cells) == len(n)
        assert per == f"{n.mean() / QUARTERS:.1f}"
        assert int(narrow) == ((high - low) / 2 <= 0.1).sum()
        assert told == f"{value:.2f} ({lowest:.2f}–{highest:.2f})"


def test_rates_named_in_the_text():
    n, won = map(np.asarray, SELLERS)
    worst, best = np.argmin(won / n), np.argmax(won / n)
    a, b = percents(won[worst], n[worst]), percents(won[best], n[best])
    assert says(FILE, f"from {a[0]} % ({a[1]}–{a[2]}) to {b[0]} % ({b[1]}–{b[2]})")
    (n, won) = CUTS["Service"]
    a, b = percents(won[0], n[0]), percents(won[3], n[3])
    assert says(FILE, f"{a[0]} % in daily cleaning ({a[1]}–{a[2]}, {n[0]} bids)")
    assert says(FILE, f"{b[0]} % in hygiene ({b[1]}–{b[2]}, {n[3]} bids)")


def test_shorter_periods_carry_less():
    strength = ratio(*CUTS["Service"])[0] - 1
    quarter, half = (strength * q / (strength * q + QUARTERS) for q in (1, 2))
    assert says(FILE, f"a single quarter gives {quarter:.2f}, a half-year {half:.2f}")


@pytest.mark.parametrize(("left", "fires", "within"), [(1, 1 / 47, 0.006), (0.5, 4 / 7, 0.02), (0, 0.95, 0.015)])
def test_the_first_tripwire_fires_as_often_as_said(left, fires, within):
    n, won = CUTS["Service"]
    year, mean = n // 2, won.sum() / n.sum()
    assert year.sum() == 722
    rng = np.random.default_rng(12)
    draws = [rng.binomial(year, mean + left * (won / n - mean)) for _ in range(4000)]
    assert np.mean([1 - 1 / ratio(year, each)[0] < 0.6 for each in draws]) == pytest.approx(fires, abs=within)


def test_the_second_tripwire_hardly_fires_by_chance():
    assert binom.sf(18, 180, 0.03) * 4 < 1 / 1000


def test_the_table_is_what_the_analysis_finds():
    """Bids by region and service and by segment, spread over the eight quarters."""
    region, service = np.indices(BIDS.shape).reshape(2, -1)
    place = np.repeat(np.arange(20), BIDS.ravel())
    won = np.concatenate([np.arange(n) < w for n, w in zip(BIDS.ravel(), WON.ravel(), strict=True)])
    deals = pd.DataFrame({"region": region[place].astype(str), "product_id": service[place].astype(str)})
    deals["deal_id"] = deals.index.astype(str)
    deals["outcome"] = np.where(won, "won", "lost")
    deals["closed_on"] = pd.Timestamp("2024-07-01") + pd.to_timedelta(np.arange(len(deals)) * 97 % 730, unit="D")
    inputs = Inputs({"deals": deals}, Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30)))
    found = discover()["1.2"].analyse(inputs)
    told = {row[0].replace("service", "product").replace("Service", "Product"): row[1:] for row in cells_of(FILE)[1:]}
    for cut in ("Region", "Product", "Region × product"):
        cells, per, narrow, reliability = told[cut]
        row = next(row for row in found.rows("grains") if row["grain"] == cut)
        limits = [row[key] for key in ("reliability", "reliability_low", "reliability_high")]
        assert (cells, per) == (str(row["cells"]), f"{row['per_cell']:.1f}")
        assert int(narrow) == round(row["narrow"] * row["cells"])
        assert reliability == "{:.2f} ({:.2f}–{:.2f})".format(*limits)
    assert found.headline.arguments["grain"] == "Product"
    assert found.headline.arguments["quarter"] == pytest.approx(0.57, abs=0.005)
