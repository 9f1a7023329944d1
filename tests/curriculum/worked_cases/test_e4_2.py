"""The worked case of 4.2, as tables: every number of it computed again, and how often its tripwires fire by chance."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from analysis.catalogue import discover
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.sample_size import wilson_half_width
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("4.2")
AS_OF = date(2026, 6, 30)
WORDS = ["price", "our work", "rival", "stopped"]
READERS = np.array(
    [[21, 6, 4, 5], [0, 8, 1, 0], [1, 0, 7, 0], [0, 1, 0, 6]]
)  # the first reader down, the second across


def told():
    return {name: cells for name, *cells in cells_of(FILE)[1:]}


@cache
def findings():
    rows = [(team, place < int(whole)) for team, (n, whole, _) in told().items() for place in range(int(n))]
    deals = pd.DataFrame(rows, columns=["region", "whole"])
    deals["deal_id"] = [f"D{place:03}" for place in range(len(deals))]
    deals["outcome"] = "lost"
    days = 1 + (np.arange(len(deals)) * 364) // (
        len(deals) - 1
    )  # spread over the year before, the first on its first day
    deals["closed_on"] = pd.Timestamp(AS_OF) - pd.to_timedelta(365 - days, unit="D")
    deals["loss_reason"] = deals["competitor"] = pd.Series("x", deals.index).where(deals["whole"])
    pairs = [(one, other) for one in range(4) for other in range(4) for _ in range(READERS[one, other])]
    reviews = [
        (f"D{place * 8:03}", reader, WORDS[pair[number]])
        for place, pair in enumerate(pairs) for number, reader in enumerate(("first", "second"))
    ]  # fmt: skip
    reviews = pd.DataFrame(reviews, columns=["deal_id", "reviewer", "reason"]).assign(reviewed_on=pd.Timestamp(AS_OF))
    inputs = Inputs(
        {"deals": deals, "deal_reviews": reviews}, Provenance(snapshot="", answers="", code="", as_of=AS_OF)
    )
    return discover()["4.2"].analyse(inputs)


def percents(figure):
    return [round(100 * value) for value in (figure.value, figure.low, figure.high)]


def test_teams_are_what_the_analysis_finds():
    for team, (_, _, share) in told().items():
        value, low, high = percents(findings().figure(f"record_complete.{team}"))
        assert share == f"{value} % ({low}–{high})"
    whole = findings().figure("record_complete")
    assert (round(100 * whole.value), round(whole.value * whole.n), whole.n) == (86, 412, 480)
    assert findings().headline.arguments["team"] == "South"


def test_the_two_readers():
    value, low, high = percents(findings().figure("reviewer_kappa"))
    assert says(FILE, f"they reached {value} % ({low}–{high})")
    assert (READERS.trace(), READERS.sum(), *percents(findings().figure("reviewer_agreement"))[:1]) == (42, 60, 70)
    assert round(60 * findings().figure("chance_agreement").value) == 18
    assert (READERS.sum(axis=1)[0], READERS.sum(axis=0)[0]) == (36, 22)


def test_numbers_of_reviews():
    found = findings()
    assert round(found.figure("losses_per_month").value) == 40
    assert found.figure("reviews_needed_by_quarter").value == 18
    assert found.figure("reviews_needed").value == 29
    assert round(found.figure("reviews_per_month").value) == 5
    assert round(100 * found.figure("error_now").value) == 21
    assert 2 * wilson_half_width(12) == pytest.approx(0.5, abs=0.01)  # "from a quarter to three quarters"


def test_the_option_chosen_fits():
    found = findings()
    assert found.figure("reviewer_kappa").value < 0.6
    assert found.figure("reviews_needed_by_quarter").value <= found.figure("losses_per_month").value / 2


def test_the_first_tripwire_fires_as_often_as_said():
    assert 1 / binom.cdf(53, 60, 0.95) == pytest.approx(34, abs=0.5)
    assert binom.cdf(53, 60, 185 / 240) == pytest.approx(0.99, abs=0.005)


def test_the_second_tripwire_fires_by_chance_as_often_as_said():
    draws = np.random.default_rng(42).multinomial(50, (READERS / 60).ravel(), 20_000).reshape(-1, 4, 4)
    same = np.trace(draws, axis1=1, axis2=2) / 50
    chance = (draws.sum(axis=1) * draws.sum(axis=2)).sum(axis=1) / 50**2
    low = findings().figure("reviewer_kappa").low
    assert ((same - chance) / (1 - chance) < low).mean() == pytest.approx(1 / 22, abs=0.006)
