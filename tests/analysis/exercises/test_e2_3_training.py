from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from analysis.catalogue import analyse, wording
from analysis.findings import Need
from analysis.inputs import Inputs, no_answers
from datasets.folder import read_folder
from tests.analysis.conftest import provenance_of
from tests.truth.e2_3 import EFFECT, NONE, company

TODAY = provenance_of(date(2025, 12, 31))


def training(effect=EFFECT, seed=1):
    return company(seed, effect).tables["training"]


def find(rows, provenance=TODAY, **more):
    return analyse("2.3", Inputs({"training": rows}, provenance, **more))


def codes(findings):
    return {warning.code for warning in findings.warnings}


def said(findings):
    return wording("2.3").say(findings.headline)


def test_change_and_share_under_the_mark_equal_a_direct_query():
    rows = training()
    counted = duckdb.sql(
        "select skill, avg(post_score - pre_score), avg((post_score < 65)::int), count(*) from rows "
        "where \"group\" = 'trained' group by 1"
    ).fetchall()
    findings = find(rows)
    for skill, change, below, n in counted:
        points = findings.figure(f"gain_points.{skill}")
        assert (points.value, points.n) == (pytest.approx(change), n)
        assert findings.figure(f"below_pass.{skill}").value == pytest.approx(below)


def test_scores_are_of_a_hundred():
    rows = training()
    half = rows.assign(pre_score=rows["pre_score"] / 2, post_score=rows["post_score"] / 2, max_score=50.0)
    told, again = find(rows), find(half)
    for figure in told.figures:
        assert again.figure(figure.key).value == pytest.approx(figure.value), figure.key


def test_skills_in_which_the_trained_are_ahead_are_named():
    findings = find(training((8.0, 0.0, 7.0)))
    assert findings.headline.code == "some_ahead"
    assert said(findings).startswith("At equal first score the trained are ahead in 2 of 3 skills, most in Discovery: ")
    assert "trained, " in said(findings)
    one = find(training((7.0, 0.0, 0.0)))
    assert said(one).startswith("At equal first score the trained are ahead in Discovery alone of 3 skills")


def test_a_low_start_alone_is_no_effect():
    """The trained gain, for they were sent by a low first score, and nothing is claimed."""
    findings = find(training(NONE, seed=4))
    gains = [findings.figure(f"gain_points.{skill}").value for skill in ("Discovery", "Price", "Proposals")]
    assert np.mean(gains) > 1.5
    assert said(findings).startswith("At equal first score the trained are ahead in none of 3 skills beyond chance")


def test_without_others_a_change_stays_a_change():
    findings = find(training().drop(columns="group"))
    assert findings.headline.code == "paired"
    assert "a paired change, not evidence of a training effect" in said(findings)
    assert "paired_only" in codes(findings)
    assert findings.figure("ancova_effect.Price").value is None
    assert Need("training", ("group",)) in findings.needs
    words = f"{wording('2.3').findings(findings)['warnings']}".lower()
    assert "not evidence of a training effect" in words


def test_too_few_people_tell_nothing():
    rows = training().groupby("skill").head(9)
    findings = find(rows.assign(group="trained").groupby("skill").head(6))
    assert said(findings) == "Fewer than 8 trained people took both tests of a skill: nothing can be said of a course"
    assert findings.figure("gain_g.Price").value is None
    assert "few_people" in codes(findings)


def test_where_groups_do_not_overlap_no_lead_is_claimed():
    rows = training()
    trained = rows["group"] == "trained"
    apart = rows.assign(
        pre_score=rows["pre_score"].mask(trained, rows["pre_score"] - 40),
        post_score=rows["post_score"].mask(trained, rows["post_score"] - 10),
    )
    findings = find(apart)
    assert findings.figure("start_overlap.Price").value < 0.5
    assert {"start_apart", "not_by_lot"} <= codes(findings)
    assert findings.headline.code == "none_ahead"


def test_reliable_change_needs_a_reliability():
    findings = find(training().drop(columns="reliability"))
    assert findings.figure("reliable_change.Price").value is None
    assert "no_reliability" in codes(findings)
    assert Need("training", ("reliability",)) in findings.needs


def test_without_the_most_there_is_neither_mark_nor_ceiling():
    findings = find(training().drop(columns="max_score"))
    assert findings.figure("below_pass.Price").value is None
    assert findings.figure("ceiling.Price").value is None
    assert findings.figure("ancova_effect.Price").value is not None
    assert "no_most" in codes(findings)


def test_a_ceiling_is_said():
    rows = training()
    findings = find(rows.assign(pre_score=rows["pre_score"].mask(rows["skill"] == "Price", 97.0)))
    assert findings.figure("ceiling.Price").value == 1
    assert "at_ceiling" in codes(findings)


def test_alike_scores_have_no_limits_and_say_so():
    rows = training().assign(pre_score=50.0, post_score=60.0)
    findings = find(rows)
    assert findings.figure("gain_points.Price").low is None
    assert "no_variation" in codes(findings)


def test_courses_of_one_skill_are_told_apart_and_share_an_arm_of_untrained():
    rows = training()
    price = rows[rows["skill"] == "Price"]
    trained = price["group"] == "trained"
    half = np.arange(len(price)) % 2 == 0
    arms = np.where(trained & half, "By day", np.where(trained, "By night", "Nobody"))
    findings = find(price.assign(course=arms))
    assert {row["skill"] for row in findings.rows("skills")} == {"Price (By day)", "Price (By night)"}
    assert {row["others"] for row in findings.rows("skills")} == {int((~trained).sum())}


def test_later_courses_are_not_seen_and_a_window_is_kept():
    rows = training().assign(completed_on=pd.Timestamp("2025-06-01"))
    late = rows["skill"] == "Price"
    rows["completed_on"] = rows["completed_on"].mask(late, pd.Timestamp("2026-03-01"))
    assert {row["skill"] for row in find(rows).rows("skills")} == {"Discovery", "Proposals"}
    window = provenance_of(date(2026, 12, 31), since=date(2026, 1, 1))
    assert [row["skill"] for row in find(rows, window).rows("skills")] == ["Price"]


def test_a_crowd_is_sampled_and_said():
    rng = np.random.default_rng(3)
    before = rng.normal(60, 9, 3000)
    rows = pd.DataFrame({"rep_id": np.arange(3000).astype(str), "course": "One", "pre_score": before,
                         "post_score": before + rng.normal(4, 6, 3000)})  # fmt: skip
    findings = find(rows)
    assert "sampled" in codes(findings)
    assert findings.figure("gain_points.One").n == 3000


def test_the_room_orders_skills_that_nobody_fails():
    """Scores far above the mark: the room's marks decide. Need twice, seen turned round."""
    rows = training().assign(pre_score=lambda r: r["pre_score"] / 4 + 65, post_score=lambda r: r["post_score"] / 4 + 70)
    marks = {"Discovery": ("2", "4"), "Price": ("3", "3"), "Proposals": ("5", "1")}
    told = [
        {"exercise": "2.3", "round": "1", "participant": str(who), "item": item, "criterion": criterion, "value": mark}
        for item, both in marks.items()
        for criterion, mark in zip(("need", "seen"), both, strict=True)
        for who in range(5)
    ]
    answers = pd.DataFrame(told).reindex(columns=no_answers().columns)
    findings = find(rows, answers=answers)
    assert [row["skill"] for row in findings.rows("skills")] == ["Proposals", "Price", "Discovery"]
    few = find(rows, answers=answers[answers["participant"] != "4"])
    assert [row["skill"] for row in few.rows("skills")] == ["Discovery", "Price", "Proposals"]


def test_a_skill_in_which_the_trained_fall_behind_is_said():
    findings = find(training((-8.0, 0.0, 0.0)))
    assert said(findings).startswith("At equal first score the trained are behind in Discovery: ")


# --- real files -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(real_data):
    prepared = read_folder(real_data / "training")
    return analyse("2.3", Inputs(prepared.tables, provenance_of(prepared.as_of)))


@pytest.mark.real_data
def test_anorexia_at_equal_first_weight(real, real_data):
    """Each therapy against the untreated, the same rows by formula in statsmodels; d_av by hand."""
    rows = pd.read_csv(real_data / "training" / "MASS_anorexia.csv")
    for arm, n in {"CBT": 29, "FT": 17}.items():
        part = rows[rows["Treat"].isin([arm, "Cont"])].assign(arm=lambda part, arm=arm: (part["Treat"] == arm) * 1.0)
        fit = smf.ols("Postwt ~ Prewt + arm", part).fit()
        found = real.figure(f"ancova_effect.wt ({arm})")
        assert (found.value, found.low, found.high) == pytest.approx((fit.params["arm"], *fit.conf_int().loc["arm"]))
        assert found.n == n + 26
        own = rows[rows["Treat"] == arm]
        spread = np.sqrt((own["Prewt"].var() + own["Postwt"].var()) / 2)
        g = (own["Postwt"] - own["Prewt"]).mean() / spread * (1 - 3 / (4 * (n - 1) - 1))
        assert real.figure(f"gain_g.wt ({arm})").value == pytest.approx(g)
    assert real.figure("gain_points.wt (FT)").value == pytest.approx(7.2647, abs=0.0001)


@pytest.mark.real_data
def test_the_job_training_of_lalonde(real, real_data):
    """DAAG's nswdemo: earnings of 1978 by earnings of 1975, 297 trained and 425 not."""
    rows = pd.read_csv(real_data / "training" / "DAAG_nswdemo.csv")
    fit = smf.ols("re78 ~ re75 + trt", rows).fit()
    found = real.figure("ancova_effect.DAAG_nswdemo")
    assert (found.value, found.low, found.high) == pytest.approx((fit.params["trt"], *fit.conf_int().loc["trt"]))
    assert (found.n, real.figure("gain_points.DAAG_nswdemo").n) == (722, 297)


@pytest.mark.real_data
def test_files_without_a_control_are_paired_changes_only(real, real_data):
    """Baumann's three methods, the physiology inventory, four workshops: gains by hand, and no word of an effect."""
    folder = real_data / "training"
    baumann, hci, workshops = (
        pd.read_csv(folder / f"{name}.csv") for name in ("carData_Baumann", "ShinyItemAnalysis_HCIprepost", "mydata100")
    )
    drta = baumann[baumann["group"] == "DRTA"]
    gains = {
        "1 (DRTA)": (drta["post.test.1"] - drta["pretest.1"], 22),
        "2 (DRTA)": (drta["post.test.2"] - drta["pretest.2"], 22),
        "ShinyItemAnalysis_HCIprepost": (hci["score.post"] - hci["score.pre"], 16),
        "R": ((workshops["posttest"] - workshops["pretest"])[workshops["workshop"] == "R"], 31),
    }
    for name, (change, n) in gains.items():
        found = real.figure(f"gain_points.{name}")
        assert (found.value, found.n) == (pytest.approx(change.mean()), n)
        assert real.figure(f"ancova_effect.{name}").value is None
    warned = next(warning for warning in real.warnings if warning.code == "paired_only")
    assert "2 (DRTA)" in warned.arguments["groups"]


def test_a_day_before_the_course_knows_only_who_has_no_day():
    rows = training().assign(completed_on=pd.Timestamp("2025-06-01"))
    findings = find(rows, replace(TODAY, as_of=date(2020, 1, 1)))
    assert findings.headline.code == "nobody"
