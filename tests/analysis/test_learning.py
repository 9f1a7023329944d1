"""A simulated cohort of 18: a known gain is recovered, none is not claimed; what people hide stays hidden."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis.calibration import LEVELS, bands, overconfidence
from analysis.charts import DESK, PHONE, svg
from analysis.findings import Findings
from analysis.learning import RESPONSE_COLUMNS, analyse, charts, curve_of, provenance, wording

SKILLS = ("Causes", "Fields", "Gates", "Queues", "Reviews", "Trade-offs")


def cohort(gain=0.0, people=18, seed=1, before=0.35, surer=0.0, forms=("A", "B")):
    """Each person knows an item with chance `before`, afterwards with `gain` more; half begins with either form."""
    rng, rows = np.random.default_rng(seed), []
    for person in range(people):
        first = forms[person % len(forms)]
        for when in ("before", "after"):
            form = first if when == "before" else "AB"["AB".index(first) - 1]
            for skill in SKILLS:
                chance = before + (gain if when == "after" else 0)
                level = min(LEVELS, key=lambda at: abs(at - chance - surer))
                rows.append((str(person), when, form, f"{skill}-{form}", skill, float(rng.random() < chance), level))
    return pd.DataFrame(rows, columns=list(RESPONSE_COLUMNS))


def found(frame):
    return analyse(frame, provenance("answers", date(2026, 3, 1)))


@pytest.fixture(scope="module")
def gained():
    return found(cohort(gain=0.4))


def test_a_known_gain_is_recovered(gained):
    points, g = gained.figure("gain_points"), gained.figure("gain_g")
    assert points.low < 40 < points.high
    assert points.low > 0
    assert g.low > 0
    assert points.n == 18
    assert gained.headline.code == "some_gained"


def test_no_gain_is_not_claimed():
    """Of 20 cohorts that learned nothing at most 3 are said to have gained (chance of more: under 2 %)."""
    codes = [found(cohort(seed=seed)).headline.code for seed in range(20)]
    assert sum(code != "not_told" for code in codes) <= 3


def test_gain_is_the_mean_of_each_persons_own_change(gained):
    frame = cohort(gain=0.4)
    means = 100 * frame.groupby(["person", "when"])["score"].mean().unstack()
    assert gained.figure("gain_points").value == pytest.approx((means["after"] - means["before"]).mean())
    rows = {row["skill"]: row for row in gained.table("gain_by_skill").rows}
    part = frame[frame["skill"] == "Gates"].pivot(index="person", columns="when", values="score")
    assert rows["Gates"]["change"] == pytest.approx(100 * (part["after"] - part["before"]).mean())


def test_it_says_that_a_paired_change_is_no_effect(gained):
    assert "not evidence of a training effect" in wording().say(gained.warnings[0])


def test_who_sat_one_paper_does_not_count():
    frame = cohort(gain=0.4)
    frame = frame[~((frame["person"] == "0") & (frame["when"] == "after"))]
    assert found(frame).figure("gain_points").n == 17


def test_under_five_pairs_nothing_is_shown():
    findings = found(cohort(people=4))
    assert [figure.value for figure in findings.figures] == [None, None]
    assert findings.tables == ()
    assert charts(findings, DESK) == ()
    assert [warning.code for warning in findings.warnings] == ["too_few_pairs"]


def test_without_variation_values_are_null_and_said():
    frame = cohort()
    frame["score"] = 1.0
    findings = found(frame)
    assert findings.figure("gain_g").value is None
    assert findings.headline.code == "all_alike"
    assert {"no_variation", "ceiling", "not_reliable"} <= {warning.code for warning in findings.warnings}
    assert findings.figure("reliable_change").value is None


def test_an_unbalanced_order_of_the_forms_is_said(gained):
    assert "form_order" not in {warning.code for warning in gained.warnings}
    assert "form_order" in {warning.code for warning in found(cohort(forms=("A", "A", "B"))).warnings}


def test_people_who_claim_too_much_are_seen():
    gap = overconfidence(cohort(surer=0.25))
    assert gap.low > 0
    assert gap.n == 216
    assert overconfidence(cohort(surer=0.0)).low < 0.1


def test_bands_hold_every_stated_certainty_with_wilsons_limits():
    frame = cohort(gain=0.4)
    frame.loc[frame.index[:10], "certainty"] = np.nan
    table = bands(frame)
    assert table["answers"].sum() == 206
    row = table.iloc[0]
    assert (row["low"], row["high"]) == pytest.approx(proportion_confint(row["right"], row["answers"], method="wilson"))


def test_a_half_right_answer_is_not_right():
    frame = cohort()
    frame["score"] = 0.5
    assert bands(frame)["right"].sum() == 0


def test_items_are_told_apart_and_those_of_few_people_are_hidden():
    rows = found(cohort(people=8)).table("items").rows
    assert len(rows) == 12
    assert all(row["n_after"] == 4 and row["right_after"] is None and row["low"] is None for row in rows)


def test_discrimination_is_the_correlation_with_the_rest():
    frame = cohort(gain=0.4)
    row = next(row for row in found(frame).table("items").rows if row["item"] == "Gates-A")
    totals = frame.groupby(["person", "when"])["score"].transform("sum")
    part = frame[frame["item"] == "Gates-A"]
    assert row["discrimination"] == pytest.approx(part["score"].corr((totals - frame["score"])[part.index]))


def test_findings_survive_freezing_and_every_word_is_there(gained):
    thawed = Findings.from_bytes(gained.to_bytes())
    assert thawed.digest == gained.digest
    spoken = wording().findings(thawed)
    assert spoken["headline"].startswith(f"{gained.headline.arguments['gained']} of 6 skills gained")
    assert {table["title"] for table in spoken["tables"]} == {
        "Change by skill", "Certainty against share right", "Items",
    }  # fmt: skip


@pytest.mark.parametrize("canvas", [DESK, PHONE])
def test_both_charts_draw_from_thawed_findings(gained, canvas):
    drawn = charts(Findings.from_bytes(gained.to_bytes()), canvas)
    assert [chart.key for chart in drawn] == ["gain_by_skill", "calibration"]
    for chart in drawn:
        assert "Queues" in svg(chart, canvas, "alt") or chart.key == "calibration"
        assert wording().say(chart.title)
        assert wording().say(chart.alternative)


def test_a_line_of_ones_own_speaks_to_oneself():
    rows = ({"said": 0.8, "answers": 10, "right": 4, "share": 0.4, "low": 0.2, "high": 0.7},)
    assert wording().say(curve_of(rows, DESK, own=True).title) == "You are surer than you are right, by 40 points"
    assert curve_of(({**rows[0], "answers": 4},), DESK, own=True) is None
