"""The worked case of 2.2: use of four tools against attainment, crude and at equal tenure and region; the tripwires."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, rankdata, spearmanr

from analysis.catalogue import analyse
from analysis.findings import figure_key
from analysis.inputs import Inputs
from tests.analysis.conftest import provenance_of
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("2.2")
SELLERS = 48
TOOLS = {"Proposal builder": -0.036, "Call recorder": -0.011, "Route planner": -0.014, "Price calculator": 0.006}


@pytest.fixture(scope="module")
def sellers():
    """tenure, region, attainment, and per tool use and its change a quarter, of 48 sellers drawn once."""
    rng = np.random.default_rng(2)
    region = np.arange(SELLERS) % 3
    tenure = np.round(np.exp(rng.normal(1.3, 0.8, SELLERS)), 1)
    years = (np.log(tenure) - 1.3) / 0.8
    own = rng.standard_normal((4, SELLERS))
    odds = (
        -0.75 - 1.1 * years + 1.1 * own[0],
        0.45 + years + own[1],
        -1.9 + 0.8 * own[2],
        0.9 + 0.2 * years + 0.9 * own[3],
    )
    use = {tool: 1 / (1 + np.exp(-part)) for tool, part in zip(TOOLS, odds, strict=True)}
    attained = 94 + 9 * years + 6 * own[0] + 2 * own[3] + 4 * (region == 0) + rng.normal(0, 10, SELLERS)
    rng = np.random.default_rng(22)
    change = {tool: rng.normal(mean, 0.04, SELLERS) for tool, mean in TOOLS.items()}
    return {"tenure": tenure, "region": region, "attained": attained, "use": use, "change": change}


def row_of(tool):
    return next(row for row in cells_of(FILE)[1:] if row[0] == tool)


def limits(rho, held=0):
    """Fisher's z with the standard error of Bonett and Wright for ranks; `held`: columns held equal. With its p."""
    error = np.sqrt((1 + rho**2 / 2) / (SELLERS - held - 3))
    low, high = np.tanh(np.arctanh(rho) + np.array([-1.96, 1.96]) * error)
    return low, high, 2 * norm.sf(abs(np.arctanh(rho)) / error)


def partial(sellers, tool):
    """Rank correlation of use and attainment at equal tenure (its rank) and region."""
    held = np.column_stack(
        [np.ones(SELLERS), rankdata(sellers["tenure"]), sellers["region"] == 1, sellers["region"] == 2]
    ).astype(float)
    left = [
        ranks - held @ np.linalg.lstsq(held, ranks, rcond=None)[0]
        for ranks in (rankdata(sellers["use"][tool]), rankdata(sellers["attained"]))
    ]
    return float(np.corrcoef(*left)[0, 1])


def thirds(sellers, tool):
    """Attainment of those who use it most, and least."""
    order = np.argsort(sellers["use"][tool], kind="stable")
    return sellers["attained"][order[-SELLERS // 3 :]], sellers["attained"][order[: SELLERS // 3]]


def hedges(high, low):
    freedom = len(high) + len(low) - 2
    pooled = np.sqrt(((len(high) - 1) * high.var(ddof=1) + (len(low) - 1) * low.var(ddof=1)) / freedom)
    found = (high.mean() - low.mean()) / pooled * (1 - 3 / (4 * freedom - 1))
    error = np.sqrt(2 / len(high) + found**2 / (4 * len(high)))
    return found, found - 1.96 * error, found + 1.96 * error


def signed(value, places=2):
    return f"{value:.{places}f}".replace("-", "−")


@pytest.mark.parametrize("tool", TOOLS)
def test_the_table(sellers, tool):
    _, _, used, change, crude, equal, points = row_of(tool)
    assert used == f"{100 * sellers['use'][tool].mean():.0f} %"
    assert change == signed(100 * sellers["change"][tool].mean(), 1)
    rho = float(spearmanr(sellers["use"][tool], sellers["attained"])[0])
    assert crude == "{} ({} to {})".format(*map(signed, (rho, *limits(rho)[:2])))
    rho = partial(sellers, tool)
    assert equal == "{} ({} to {})".format(*map(signed, (rho, *limits(rho, held=3)[:2])))
    high, low = thirds(sellers, tool)
    assert points == signed(high.mean() - low.mean(), 0)


def test_conditions_of_the_options(sellers):
    g, low, high = hedges(*thirds(sellers, "Call recorder"))
    assert says(FILE, f"Hedges' g {g:.1f} ({low:.1f}–{high:.1f})")
    tenure = float(spearmanr(sellers["use"]["Call recorder"], sellers["tenure"])[0])
    other = float(spearmanr(sellers["use"]["Proposal builder"], sellers["tenure"])[0])
    assert says(FILE, f"use goes with years in the job at {signed(tenure)}")
    assert says(FILE, f"the builder's at {signed(other)}")
    use = sellers["use"]["Route planner"]
    assert use.mean() + 1.96 * use.std(ddof=1) / np.sqrt(SELLERS) < 0.4
    assert limits(partial(sellers, "Route planner"), held=3)[1] < 0.3


def test_one_of_four_stands_after_benjamini_hochberg(sellers):
    chances = sorted((limits(partial(sellers, tool), held=3)[2], tool) for tool in TOOLS)
    stands = [tool for place, (p, tool) in enumerate(chances, start=1) if p <= 0.05 * place / 4]
    assert stands == ["Proposal builder"]
    assert chances[1] == (pytest.approx(0.0475, abs=0.001), "Price calculator")


def test_one_of_eight_tools_stands_out_by_luck():
    by_luck = 1 - 0.95**8
    assert by_luck == pytest.approx(1 / 3, abs=0.01)
    assert says(FILE, "Of four tools only the builder stands")


def test_money_of_the_list():
    fees = {tool: int(row_of(tool)[1]) for tool in TOOLS}
    assert says(FILE, f"€{sum(fees.values())} k a year")
    assert says(FILE, f"saves €{fees['Route planner']} k")


@pytest.mark.parametrize(("mean", "least", "most"), [(0.5, 0, 1 / 200), (None, 0.85, 0.91)])
def test_the_first_tripwire_fires_as_often_as_said(sellers, mean, least, most):
    use = sellers["use"]["Proposal builder"]
    mean = use.mean() if mean is None else mean
    assert least <= norm.cdf((0.4 - mean) / (use.std(ddof=1) / np.sqrt(SELLERS))) <= most


def test_the_second_tripwire_fires_as_often_as_said(sellers):
    true = partial(sellers, "Proposal builder")
    error = [np.sqrt((1 + rho**2 / 2) / (SELLERS - 6)) for rho in (true, 0)]
    fires = [norm.cdf((np.arctanh(0.1) - np.arctanh(rho)) / e) for rho, e in zip((true, 0), error, strict=True)]
    assert fires == [pytest.approx(1 / 80, abs=0.003), pytest.approx(3 / 4, abs=0.02)]


@pytest.fixture(scope="module")
def found(sellers):
    """The analysis, of the same 48 sellers over four quarters, each with the same use in all of them."""
    ids = [f"S{at:02}" for at in range(SELLERS)]
    quarters = [f"2025-Q{at}" for at in (1, 2, 3, 4)]
    days = {"available_days": 60.0}
    usage = [
        pd.DataFrame({"rep_id": ids, "period": quarter, "tool": tool, "active_days": 60 * use, **days})
        for quarter in quarters
        for tool, use in sellers["use"].items()
    ]
    told = {"unit_type": "rep", "unit_id": ids, "target": 100.0, "actual": sellers["attained"]}
    targets = [pd.DataFrame({"period": quarter, **told}) for quarter in quarters]
    hired = pd.Timestamp("2026-01-01") - pd.to_timedelta(np.round(365 * sellers["tenure"]), unit="D")
    reps = pd.DataFrame({"rep_id": ids, "hired_on": hired, "region": sellers["region"].astype(str)})
    tables = {"tool_usage": pd.concat(usage), "targets": pd.concat(targets), "reps": reps}
    return analyse("2.2", Inputs(tables, provenance_of(date(2025, 12, 31))))


@pytest.mark.parametrize("tool", TOOLS)
def test_the_analysis_finds_the_table(sellers, found, tool):
    """All but the change of use, which the table draws apart."""
    _, _, used, _, crude, equal, points = row_of(tool)
    of = {name: found.figure(figure_key(name, tool)) for name in ("adoption", "crude_rho", "partial_rho")}
    assert used == f"{100 * of['adoption'].value:.0f} %"
    for told, name in ((crude, "crude_rho"), (equal, "partial_rho")):
        figure = of[name]
        assert told == "{} ({} to {})".format(*map(signed, (figure.value, figure.low, figure.high)))
    assert points == signed(found.figure(figure_key("third_points", tool)).value, 0)


def test_the_analysis_names_the_tool_that_stands(found):
    assert found.headline.code == "one_stands"
    assert found.headline.arguments["tool"] == "Proposal builder"
    proposals = {row["tool"]: row["proposal"] for row in found.rows("tools")}
    assert proposals["Proposal builder"] == "Fix"
    assert proposals["Route planner"] == "Retire"
    assert proposals["Call recorder"] == "Off for half, by lot"
