"""1.4 on the sample company: nothing is planted, quarters suffice for every figure, and little is claimed."""

from math import isfinite

import pandas as pd
import pytest

from analysis import catalogue
from analysis.company.results.kpis import KPIS
from analysis.findings import Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.sources import resolve, with_resolved
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF
from tests.sizes import SIZES

ROOM = [(5, 45, 10, 15, 25), (10, 40, 10, 20, 20), (20, 30, 10, 20, 20), (5, 25, 35, 15, 20), (10, 25, 30, 15, 20)]
DECIDED = [(5, 25, 15, 10, 45)]


@pytest.mark.parametrize("seed", SIZES.seeds)
@pytest.mark.parametrize("effects", [True, False])
def test_quarters_suffice_for_every_figure_that_needs_no_room(find, seed, effects):
    findings = find("1.4", seed, effects)
    assert 12 <= findings.headline.arguments["n"] <= 13
    assert {figure.name for figure in findings.figures if not isfinite(figure.value)} == {
        "dilution", "dilution_chosen", "dilution_range",
    }  # fmt: skip
    assert len(findings.table("kpis").rows) == 5
    assert findings.needs == ()
    assert "few_quarters" not in {warning.code for warning in findings.warnings}


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_with_a_room_s_points_no_figure_is_empty(company, seed):
    content = load_folder().exercises["1.4"].content()
    words = with_resolved(content, resolve(content, company(seed)))
    items = [item["key"] for item in words["instruments"][0]["parameters"]["items"]]
    given = [("1", f"p{place}", points) for place, points in enumerate(ROOM)] + [("decided", "p0", DECIDED[0])]
    answers = pd.DataFrame(
        [
            {"exercise": "1.4", "round": stage, "participant": person, "item": item, "value": str(share)}
            for stage, person, points in given
            for item, share in zip(items, points, strict=True)
        ]
    ).reindex(columns=list(ANSWER_COLUMNS))
    provenance = Provenance(snapshot="", answers="", code="", as_of=AS_OF)
    findings = catalogue.analyse("1.4", Inputs(company(seed), provenance, answers, words))
    assert len([figure for figure in findings.figures if not figure.name.startswith("group_")]) == 30
    assert all(isfinite(figure.value) for figure in findings.figures)
    assert findings.headline.code.startswith("score_")


def test_little_is_claimed_of_thirteen_quarters(find):
    """Revenue grows, so that what runs with the years goes with it: one company in five is told of a figure."""
    found = [find("1.4", seed, effects).headline for seed in SIZES.seeds for effects in (True, False)]
    claims = [headline for headline in found if headline.code != "none_follows"]
    assert len(claims) <= max(2, len(found) // 5)
    assert all(headline.code == "one_follows" and headline.arguments["low"] > 0 for headline in claims)


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_no_figure_runs_with_the_years_by_construction(company, seed):
    """Campaigns cost more as the company grows: a win costs about the same in the first year and in the last."""
    tables = company(seed)
    cost = tables["campaigns"].groupby("period")["cost"].sum()
    won = tables["deals"].query("outcome == 'won' and deal_type == 'new'")["closed_on"].dt.strftime("%Y-%m")
    year = [cost["2023-07":"2024-06"].sum() / won.between("2023-07", "2024-06").sum(),
            cost["2025-07":"2026-06"].sum() / won.between("2025-07", "2026-06").sum()]  # fmt: skip
    assert 0.7 < year[1] / year[0] < 1.4


def test_every_kpi_is_known(find):
    assert [row["kpi_key"] for row in find("1.4").rows("kpis")] == list(KPIS)
