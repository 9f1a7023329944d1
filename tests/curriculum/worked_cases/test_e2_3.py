"""The worked case of 2.3: scores of 72 people before and after, paired and at equal start; who is below the mark."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import binom, bootstrap, rankdata
from scipy.stats import t as student

from analysis.catalogue import analyse
from analysis.findings import figure_key
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from tests.analysis.conftest import provenance_of
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("2.3")
PEOPLE, TRAINED, MARK, TOP, RELIABILITY, RETEST = 72, 36, 65, 95, 0.8, 2
SKILLS = {  # mean, spread, and what the course adds
    "Discovery questions": (64, 10, 7.5),
    "Price conversation": (61, 10, 0.0),
    "Qualification": (66, 10, 4.5),
    "Proposal writing": (90, 8, 0.5),
}
PRICE = "Price conversation"


@pytest.fixture(scope="module")
def scores():
    """{skill: (before, after, trained)}: half were sent, mostly the low ones; a second test alone brings two points."""
    rng = np.random.default_rng(68)
    found = {}
    for skill, (mean, spread, effect) in SKILLS.items():
        able = rng.normal(mean, spread, PEOPLE)
        before = np.clip(np.round(able + rng.normal(0, 0.5 * spread, PEOPLE)), 0, 100)
        trained = rankdata(before + rng.normal(0, 0.7 * spread, PEOPLE)) <= TRAINED
        after = np.clip(np.round(able + RETEST + effect * trained + rng.normal(0, 0.5 * spread, PEOPLE)), 0, 100)
        found[skill] = (before, after, trained)
    return found


def gain(before, after, axis=-1):
    """g_av of the catalogue."""
    n = before.shape[-1]
    spread = np.sqrt((before.var(axis, ddof=1) + after.var(axis, ddof=1)) / 2)
    return (after - before).mean(axis) / spread * (1 - 3 / (4 * (n - 1) - 1))


def gain_limits(before, after):
    found = bootstrap(
        (before, after), gain, paired=True, method="BCa", n_resamples=4000, rng=np.random.default_rng(1)
    ).confidence_interval
    return found.low, found.high


def at_equal_start(before, after, trained):
    """ANCOVA: difference of the trained at equal first score, with its limits."""
    fit = sm.OLS(after, sm.add_constant(np.column_stack([trained, before]))).fit()
    return fit.params[1], *fit.conf_int()[1]


def signed(value, places=1):
    return f"{value:.{places}f}".replace("-", "−")


@pytest.mark.parametrize("skill", SKILLS)
def test_the_table(scores, skill):
    before, after, trained = scores[skill]
    told = next(row for row in cells_of(FILE)[1:] if row[0] == skill)
    first, second = before[trained], after[trained]
    assert trained.sum() == TRAINED
    assert told[1] == f"{first.mean():.0f}, {second.mean():.0f}"
    assert told[2] == "{:.2f} ({:.2f}–{:.2f})".format(gain(first, second), *gain_limits(first, second))
    assert told[3] == signed((after - before)[~trained].mean())
    assert told[4] == "{} ({} to {})".format(*map(signed, at_equal_start(before, after, trained)))
    assert told[5] == f"{(second < MARK).sum()} of {TRAINED}"
    assert told[6] == f"{100 * (before >= TOP).mean():.0f} %"


def test_only_two_skills_stand_at_equal_start(scores):
    lower = {skill: at_equal_start(*parts)[1] for skill, parts in scores.items()}
    assert [skill for skill, limit in lower.items() if limit > 0] == ["Discovery questions", "Qualification"]
    assert at_equal_start(*scores[PRICE])[2] < 5
    before, after, trained = scores[PRICE]
    change = (after - before)[trained].mean()
    assert says(FILE, f"The trained gained {change:.1f} points in price conversation")
    naive = change - (after - before)[~trained].mean()
    assert says(FILE, f"{naive:.1f} more than the others")
    start = before[~trained].mean()
    assert says(FILE, f"start at {start:.0f}, not {before[trained].mean():.0f}")
    inside = np.mean((before[trained] >= before[~trained].min()) & (before[trained] <= before[~trained].max()))
    assert says(FILE, f"{100 * inside:.0f} % of the trained lie within their range")


def test_who_is_below_the_mark(scores):
    below = {skill: int((after[trained] < MARK).sum()) for skill, (_, after, trained) in scores.items()}
    low, high = (round(100 * float(limit)) for limit in wilson_interval(below[PRICE], TRAINED))
    assert says(FILE, f"{below[PRICE]} of 36, {100 * below[PRICE] / TRAINED:.0f} % ({low}–{high})")
    chances = sorted((binom.sf(n - 1, TRAINED, 0.2), skill) for skill, n in below.items())
    stands = [skill for place, (p, skill) in enumerate(chances, start=1) if p <= 0.05 * place / len(chances)]
    assert stands == [PRICE, "Qualification"]


def test_reliable_change(scores):
    before, after, trained = scores[PRICE]
    needed = 1.96 * before.std(ddof=1) * np.sqrt(2 * (1 - RELIABILITY))
    changed = int(((after - before)[trained] > needed).sum())
    assert says(FILE, f"{changed} of 36 changed by more than the {needed:.1f} points")


def drawn(effect, draws=4000, each=24):
    """Two halves by lot, at the spread of price conversation: (before, after) of the trained, and of the others."""
    rng = np.random.default_rng(23)
    mean, spread, _ = SKILLS[PRICE]
    able = rng.normal(mean, spread, (draws, 2 * each))
    before = able + rng.normal(0, 0.5 * spread, able.shape)
    trained = np.arange(2 * each) < each
    return before, able + RETEST + effect * trained + rng.normal(0, 0.5 * spread, able.shape), trained


@pytest.mark.parametrize(("effect", "least", "most"), [(5, 0, 1 / 100), (0, 0.7, 0.8)])
def test_the_first_tripwire_fires_as_often_as_said(effect, least, most):
    """The sign of g's lower limit is that of the mean change, by Student's t: the bootstrap differs little from it."""
    before, after, trained = drawn(effect)
    change = (after - before)[:, trained]
    low = change.mean(1) - student.ppf(0.975, 23) * change.std(1, ddof=1) / np.sqrt(24)
    assert least <= (low < 0).mean() <= most


@pytest.mark.parametrize(("effect", "fires"), [(5, 1 / 16), (0, 5 / 6)])
def test_the_second_tripwire_fires_as_often_as_said(effect, fires):
    before, after, trained = drawn(effect)
    found = [at_equal_start(*pair, trained)[0] for pair in zip(before[:1500], after[:1500], strict=True)]
    assert (np.array(found) < 2).mean() == pytest.approx(fires, abs=0.02)


@pytest.fixture(scope="module")
def found(scores):
    """The analysis, of the same scores."""
    sheets = [
        pd.DataFrame(
            {
                "rep_id": [f"S{at:02}" for at in range(PEOPLE)], "course": skill, "skill": skill, "pre_score": before,
                "post_score": after, "max_score": 100.0, "group": np.where(trained, "trained", "later"),
                "reliability": RELIABILITY,
            }
        )
        for skill, (before, after, trained) in scores.items()
    ]  # fmt: skip
    return analyse("2.3", Inputs({"training": pd.concat(sheets)}, provenance_of(date(2026, 1, 1))))


@pytest.mark.parametrize("skill", SKILLS)
def test_the_analysis_finds_the_table(found, skill):
    """The bootstrap of g draws otherwise than the table's: its limits are as near as drawing is."""
    told = next(row for row in cells_of(FILE)[1:] if row[0] == skill)
    row = next(row for row in found.rows("skills") if row["skill"] == skill)
    assert told[1] == f"{row['before']:.0f}, {row['after']:.0f}"
    g, effect = (found.figure(figure_key(name, skill)) for name in ("gain_g", "ancova_effect"))
    assert told[2].startswith(f"{g.value:.2f} (")
    low, high = (float(part) for part in told[2].split("(")[1].strip(")").split("–"))
    assert (g.low, g.high) == pytest.approx((low, high), abs=0.035)
    assert found.figure(figure_key("gain_low", skill)).value == g.low
    assert told[3] == signed(row["others_after"] - row["others_before"])
    assert told[4] == "{} ({} to {})".format(*map(signed, (effect.value, effect.low, effect.high)))
    assert told[5] == f"{round(found.figure(figure_key('below_pass', skill)).value * TRAINED)} of {TRAINED}"
    assert told[6] == f"{100 * found.figure(figure_key('ceiling', skill)).value:.0f} %"


def test_the_analysis_orders_as_the_room_did_without_its_marks(found):
    order = [row["skill"] for row in found.rows("skills")]
    assert order == ["Price conversation", "Qualification", "Discovery questions", "Proposal writing"]
    assert round(found.figure(figure_key("reliable_change", PRICE)).value * TRAINED) == 3
    assert round(100 * found.figure(figure_key("start_overlap", PRICE)).value) == 56
    assert found.headline.code == "some_ahead"
    assert found.headline.arguments["skill"] == "Discovery questions"
