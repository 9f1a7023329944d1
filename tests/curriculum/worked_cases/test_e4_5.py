"""The worked case of 4.5, as tables: every number of it computed again, and how often its tripwires fire by chance."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from analysis.catalogue import discover
from analysis.company.pipeline.queues import littles_law
from analysis.findings import Provenance
from analysis.inputs import Inputs
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("4.5")
AS_OF = date(2026, 6, 30)
HOLDERS = ("internal", "customer", "none")
STAYS = {  # stays by holder: us, the customer, nobody
    "Discovery": (60, 110, 40),
    "Proposal": (75, 45, 20),
    "Negotiation": (20, 50, 10),
    "Contract": (30, 22, 4),
}
STAGES = list(STAYS)
SPREAD = 0.7  # of the logarithm of a stay
YEAR = 365


@cache
def told():
    """{stage: (stays, days, days by holder)} of the table in the text."""
    cells = [[cell.replace(",", "") for cell in row] for row in cells_of(FILE)[1:]]
    return {row[0]: (int(row[1]), int(row[2]), tuple(map(int, row[3:]))) for row in cells}


def lengths(n, days):
    """n stays that sum to these days: the quantiles of a log-normal, so that nothing is drawn."""
    shape = np.exp(SPREAD * norm.ppf((np.arange(n) + 0.5) / n))
    return shape / shape.sum() * days


@cache
def stays():
    """deal, stage, waiting_on, days: for whom a deal waits at one stage says nothing of the next."""
    rows = []
    for place, (stage, counts) in enumerate(STAYS.items()):
        kinds = np.repeat(HOLDERS, counts)
        days = np.concatenate([lengths(n, total) for n, total in zip(counts, told()[stage][2], strict=True)])
        order = np.random.default_rng(place).permutation(len(kinds))
        part = {"deal": range(len(kinds)), "stage": stage, "waiting_on": kinds[order], "days": days[order]}
        rows.append(pd.DataFrame(part))
    return pd.concat(rows, ignore_index=True).sort_values("deal", kind="stable", ignore_index=True)


@cache
def findings():
    frame = stays()
    began = (
        pd.Timestamp(AS_OF)
        - pd.Timedelta(days=1000)
        + pd.to_timedelta(frame.groupby("deal")["days"].cumsum(), unit="D")
    )
    events = pd.DataFrame(
        {
            "deal_id": "D" + frame["deal"].astype(str).str.zfill(3),
            "stage": frame["stage"],
            "entered_at": (began - pd.to_timedelta(frame["days"], unit="D")).astype("datetime64[us]"),
            "exited_at": began.astype("datetime64[us]"),
            "waiting_on": frame["waiting_on"],
        }
    )
    deals = pd.DataFrame({"deal_id": sorted(events["deal_id"].unique()), "outcome": "lost"})
    stages = pd.DataFrame({"stage": STAGES, "position": range(1, 5), "kind": "open"})
    tables = {"deals": deals, "stage_events": events, "stages": stages}
    return discover()["4.5"].analyse(Inputs(tables, Provenance(snapshot="", answers="", code="", as_of=AS_OF)))


def percents(figure):
    return [round(100 * value) for value in (figure.value, figure.low, figure.high)]


def test_the_table_adds_up():
    for stage, (n, days, parts) in told().items():
        assert n == sum(STAYS[stage]), stage
        assert days == sum(parts), stage


def test_shares_are_what_the_analysis_finds():
    found = findings()
    assert percents(found.figure("internal_share.Contract"))[0] == 55
    value, low, high = percents(found.figure("internal_share.Proposal"))
    assert says(FILE, f"{value} % ({low}–{high}) at Proposal")
    value, low, high = percents(found.figure("internal_share"))
    assert says(FILE, f"in all {value} % ({low}–{high})")


def test_queues_are_what_littles_law_gives():
    for stage, n, wait, length in (("Contract", 30, "20.5", "1.7"), ("Proposal", 75, "39.9", "8.2")):
        days = told()[stage][2][0]
        assert f"{days / n:.1f}" == wait
        assert f"{littles_law(n, YEAR, lengths(n, days)).value:.1f}" == length
        assert says(FILE, f"at {wait} days each, are {length}") or says(FILE, f"at {wait} days, are {length}")
    assert f"{75 / YEAR * 7:.1f}" == "1.4"
    assert f"{75 / YEAR * 2989 / 75 / 2:.1f}" == "4.1"
    assert says(FILE, "4.1 requests less, once")


def test_what_is_expected_is_half_of_the_wait_at_proposal():
    ours, proposal = (sum(parts[0] for _, _, parts in told().values()), told()["Proposal"])
    days = sum(days for _, days, _ in told().values())
    saved = proposal[2][0] / 2
    assert (round(100 * saved / (proposal[1] - saved)), round(100 * (ours - saved) / (days - saved))) == (44, 33)
    assert says(FILE, "44 % of the days, 33 % in all")


def by_deal(halved):
    """Days waiting for us, and all days, by deal and stage; with the waits for us at Proposal halved."""
    frame = stays()
    shorter = (frame["stage"] == "Proposal") & (frame["waiting_on"] == "internal") & halved
    days = frame["days"].mask(shorter, frame["days"] / 2)
    ours = days.where(frame["waiting_on"] == "internal", 0.0)
    return [part.groupby([frame["deal"], frame["stage"]]).sum().unstack(fill_value=0.0) for part in (ours, days)]


def drawn(ours, days, deals, draws=20_000):
    """The share in `draws` years of so many deals, drawn with replacement from those of the case."""
    times = np.random.default_rng(45).multinomial(deals, np.full(len(ours), 1 / len(ours)), draws)
    return (times @ ours) / (times @ days)


@pytest.mark.parametrize(("halved", "fires"), [(True, 0.002), (False, 0.7)])
def test_the_first_tripwire_fires_as_often_as_said(halved, fires):
    ours, days = (part.sum(axis=1).to_numpy() for part in by_deal(halved))
    share = (drawn(ours, days, 210) > 0.4).mean()
    assert share == pytest.approx(fires, abs=0.001 if halved else 0.02)


def test_the_second_tripwire_fires_by_chance_as_often_as_said():
    ours, days = (part["Proposal"].to_numpy() for part in by_deal(False))
    entered = days > 0
    high = findings().figure("internal_share.Proposal").high
    assert (drawn(ours[entered], days[entered], 70) > high).mean() == pytest.approx(1 / 13, abs=0.01)
