from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearsonr

from analysis.catalogue import analyse, wording
from analysis.findings import Need
from analysis.inputs import Inputs
from analysis.methods.shrinkage import fit_beta_prior
from tests.analysis.conftest import provenance_of
from tests.truth.e2_6 import EFFECT, NONE, company

TODAY = provenance_of(date(2025, 12, 31))


def inputs_of(effect=EFFECT, seed=1, **changes):
    return Inputs(dict(company(seed, effect).tables) | changes, TODAY)


def codes(findings):
    return {warning.code for warning in findings.warnings}


def said(findings):
    return wording("2.6").say(findings.headline)


def test_validity_equals_a_direct_query():
    inputs = inputs_of()
    deals, ratings = inputs.tables["deals"], inputs.tables["competencies"]
    assert len(deals)
    assert len(ratings)
    rows = duckdb.sql(
        "select m.mark, d.won, d.n from (select rep_id, avg(rating) mark from ratings where competency = 'Asking' "
        "group by 1) m join (select rep_id, sum((outcome = 'won')::int) won, count(*) n from deals group by 1) d "
        "using (rep_id) order by rep_id"
    ).fetchall()
    mark, won, n = map(np.array, zip(*rows, strict=True))
    won, n = won.astype(float), n.astype(float)
    found = analyse("2.6", inputs).figure("validity.Asking")
    assert found.value == pytest.approx(pearsonr(mark, fit_beta_prior(won, n).shrink(won, n)).statistic)
    assert found.n == 60


def test_a_line_that_goes_with_wins_is_named():
    findings = analyse("2.6", inputs_of((0.5, 0.0, 0.0, 0.0)))
    assert said(findings).startswith(
        "Asking alone of 4 lines goes with deals opened after the rating: with one mark more"
    )
    assert "60 sellers" in said(findings)
    assert findings.rows("lines")[0]["verdict"] == "Keep"
    assert findings.figure("cv_gain").low > 0
    assert findings.figure("cv_auc").low > 0.5


def test_two_lines_are_counted():
    assert said(analyse("2.6", inputs_of((0.5, 0.0, 0.5, 0.0)))).startswith("2 of 4 lines go with deals opened after")


def test_a_line_that_goes_against_wins_is_said():
    findings = analyse("2.6", inputs_of((-0.5, 0.0, 0.0, 0.0)))
    assert said(findings).startswith("Who is rated higher on Asking wins less: ")
    assert findings.figure("cv_gain").value is None


def test_without_a_link_none_is_claimed_nor_foretold():
    findings = analyse("2.6", inputs_of(NONE, seed=2))
    assert said(findings).startswith("None of 4 lines goes clearly with deals opened after the rating (60 sellers)")
    assert findings.figure("cv_gain").value is None
    assert "none_kept" in codes(findings)


def test_marks_that_repeat_the_result_do_not_count():
    """Rated after all deals: the marks are the results, and nothing is said of them."""
    inputs = inputs_of()
    deals = inputs.tables["deals"]
    won = deals["outcome"].eq("won").groupby(deals["rep_id"]).mean()
    late = inputs.tables["competencies"].assign(
        rated_on=pd.Timestamp("2024-12-15"), rating=lambda rows: 1 + 4 * rows["rep_id"].map(won)
    )
    findings = analyse("2.6", inputs_of(competencies=late))
    assert findings.headline.code == "rated_too_late"
    assert findings.figure("rated_before").value == 0
    assert findings.figure("validity.Asking").value is None
    assert "rated_late" in codes(findings)


def test_sellers_whose_rates_are_alike_leave_nothing_to_foretell():
    inputs = inputs_of()
    deals = inputs.tables["deals"]
    deals = deals.assign(outcome=np.where(np.arange(len(deals)) % 2, "won", "lost"))
    findings = analyse("2.6", inputs_of(deals=deals))
    assert findings.headline.code == "alike"
    assert findings.figure("validity.Asking").value is None


def test_too_few_sellers_tell_nothing():
    inputs = inputs_of()
    few = inputs.tables["deals"]
    findings = analyse("2.6", inputs_of(deals=few[few["rep_id"] < "S08"]))
    assert findings.headline.code == "rated_too_late" or findings.headline.code == "too_few"
    assert "thin_lines" in codes(findings)
    own = inputs.tables["competencies"]
    alone = analyse("2.6", inputs_of(competencies=own[own["rep_id"] < "S08"]))
    assert said(alone) == (
        "Too few sellers (8) have a rating and 5 decided deals opened after it to say what a line is worth"
    )


def test_open_and_earlier_deals_count_nowhere():
    inputs = inputs_of()
    deals = inputs.tables["deals"]
    early = deals.assign(created_on=pd.Timestamp("2023-06-01"), outcome="won")
    still = deals.iloc[:100].assign(outcome="open")
    told, again = analyse("2.6", inputs), analyse("2.6", inputs_of(deals=pd.concat([deals, early, still])))
    assert again.figure("validity.Asking") == told.figure("validity.Asking")
    assert next(w for w in again.warnings if w.code == "open_after").arguments["n"] == 100


def test_without_a_rater_only_agreement_is_locked():
    ratings = inputs_of().tables["competencies"].drop(columns="rater")
    findings = analyse("2.6", inputs_of(competencies=ratings))
    assert findings.figure("rater_reliability.Asking").value is None
    assert findings.figure("validity.Asking").value is not None
    assert Need("competencies", ("rater",)) in findings.needs


def test_without_benchmarks_or_targets_their_figures_are_null_and_said():
    tables = {name: inputs_of().tables[name] for name in ("competencies", "deals")}
    findings = analyse("2.6", Inputs(tables, TODAY))
    for name, code in (("validity_unrestricted", "no_unrestricted"), ("attainment_link", "no_attainment")):
        assert findings.figure(f"{name}.Asking").value is None
        assert code in codes(findings)
    assert {need.table for need in findings.needs} == {"targets", "benchmarks"}


def test_the_last_round_that_is_a_year_old_is_taken():
    inputs = inputs_of()
    ratings = inputs.tables["competencies"]
    fresh = ratings.assign(rated_on=pd.Timestamp("2025-11-15"), rating=3.0)
    told, again = analyse("2.6", inputs), analyse("2.6", inputs_of(competencies=pd.concat([ratings, fresh])))
    assert again.figure("validity.Asking") == told.figure("validity.Asking")
    assert again.figure("rated_before").value == 0.5


def test_what_came_later_is_not_seen():
    inputs = inputs_of()
    deals = inputs.tables["deals"]
    later = pd.concat([deals, deals.assign(created_on=pd.Timestamp("2026-03-01"), outcome="won")])
    told, again = analyse("2.6", inputs), analyse("2.6", inputs_of(deals=later))
    assert told.figure("validity.Asking") == again.figure("validity.Asking")
    early = analyse("2.6", replace(inputs, provenance=provenance_of(date(2023, 1, 1))))
    assert early.headline.code == "too_few"
