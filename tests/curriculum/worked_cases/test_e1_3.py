"""The worked case of 1.3: raw and standardised rates from the table's own counts, by hand."""

from datetime import date
from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau, norm

from analysis.catalogue import discover
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("1.3")
ROWS = {row[0]: row[1:] for row in cells_of(FILE)[1:]}
COUNTS = {name: np.array([cell.split("/") for cell in row[:3]], int) for name, row in ROWS.items()}
EUROS_K_AND_DAYS = {"Cartons": (2310, 1420), "Films": (2980, 1610), "Labels": (1690, 1280), "Closures": (2260, 1350)}
TOTAL = sum(COUNTS.values())
WEIGHTS = TOTAL[:, 1] / TOTAL[:, 1].sum()
Z = norm.ppf(0.975)


def standardised(name):
    """The rate at the company's mix, and its standard error."""
    won, n = COUNTS[name].T
    rate = won / n
    return (WEIGHTS * rate).sum(), np.sqrt((WEIGHTS**2 * rate * (1 - rate) / n).sum())


def raw(name):
    won, n = COUNTS[name].sum(0)
    return won / n


def test_totals_and_weights():
    won, n = TOTAL.sum(0)
    assert says(FILE, f"{n:,} decided bids, {won} won")
    new, large, renewal = (f"{100 * weight:.0f}" for weight in WEIGHTS)
    assert says(FILE, f"at {new}, {large} and {renewal} % of bids")


@pytest.mark.parametrize("name", COUNTS)
def test_each_row(name):
    won, n = COUNTS[name].sum(0)
    low, high = wilson_interval(won, n)
    assert ROWS[name][3] == f"{100 * won / n:.0f} ({100 * low:.0f}–{100 * high:.0f})"
    value, error = standardised(name)
    assert ROWS[name][4] == f"{100 * value:.0f} ({100 * (value - Z * error):.0f}–{100 * (value + Z * error):.0f})"
    money, days = EUROS_K_AND_DAYS[name]
    assert ROWS[name][5] == f"{1000 * money / days:,.0f}"


def test_orders_turn_round():
    rates = {name: won / n for name, (won, n) in ((name, counts.T) for name, counts in COUNTS.items())}
    turned = [(a, b) for a, b in permutations(COUNTS, 2) if raw(a) < raw(b) and (rates[a] > rates[b]).all()]
    assert sorted(turned) == [("Cartons", "Closures"), ("Films", "Closures")]
    tau = kendalltau([raw(name) for name in COUNTS], [standardised(name)[0] for name in COUNTS]).statistic
    assert says(FILE, f"τ between the orders is {tau:.2f}")


def test_shares_and_the_lead_that_is_not_proved():
    renewals = [COUNTS[name][2, 1] / COUNTS[name][:, 1].sum() for name in ("Closures", "Cartons")]
    assert says(FILE, f"{100 * renewals[0]:.0f} % of its bids are renewals, in Cartons {100 * renewals[1]:.0f} %")
    (a, a_error), (b, b_error) = standardised("Cartons"), standardised("Closures")
    half = Z * np.hypot(a_error, b_error)
    low, high = (f"{100 * (a - b + side):.0f}".replace("-", "−") for side in (-half, half))
    assert says(FILE, f"{100 * (a - b):.0f} points ({low}–{high})")


def test_the_practice_halls():
    assert round(100 * 39 / 110) == 35
    assert round(100 * 75 / 110) == 68
    assert 30 / 100 > 3 / 20
    assert 9 / 10 > 72 / 90


@pytest.mark.parametrize("name", COUNTS)
def test_the_tripwire_fires_as_often_as_said(name):
    rng, n = np.random.default_rng(13), COUNTS[name][:, 1]
    mix = n / n.sum()
    moved = mix + 0.2 * np.array([1, 0, -1]) * (1 if mix[2] > 0.3 else -1)

    def fires(now):
        since, before = rng.multinomial(100, now, 50_000) / 100, rng.multinomial(n.sum(), mix, 50_000) / n.sum()
        return (np.abs(since - before).sum(1) / 2 > 0.15).mean()

    assert fires(mix) < 1 / 60
    assert fires(moved) == pytest.approx(0.9, abs=0.04)


# --- the same by the analysis ----------------------------------------------------------------------------------------


@cache
def worked_findings():
    """A deal for each bid; amounts that put the large ones into the top eighth."""
    parts = []
    for name, counts in COUNTS.items():
        for kind, (won, n) in zip(("small", "large", "renewal"), counts, strict=True):
            parts.append(pd.DataFrame({"division": name, "kind": kind, "won": np.arange(n) < won}))
    deals = pd.concat(parts, ignore_index=True)
    deals = deals.assign(
        deal_id=deals.index.astype(str),
        outcome=np.where(deals["won"], "won", "lost"),
        deal_type=np.where(deals["kind"] == "renewal", "renewal", "new"),
        amount=np.where(deals["kind"] == "large", 100.0, 1.0),
    )
    inputs = Inputs({"deals": deals}, Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30)))
    return discover()["1.3"].analyse(inputs)


@pytest.mark.parametrize("name", COUNTS)
def test_each_row_is_what_the_analysis_finds(name):
    found = worked_findings()
    for figure, cell in (("win_rate", ROWS[name][3]), ("win_rate_standardised", ROWS[name][4])):
        made = found.figure(f"{figure}.{name}")
        assert cell == f"{100 * made.value:.0f} ({100 * made.low:.0f}–{100 * made.high:.0f})"


def test_the_order_is_what_the_analysis_finds():
    found = worked_findings()
    assert found.figure("simpson_pairs").value == 2
    assert found.figure("rank_tau").value == pytest.approx(0)
    assert found.figure("order_changes").value == 1
    assert found.figure("thin_share").value == 0
    assert found.headline.code == "turns_perhaps"
