"""The worked case of 2.6: marks and deals made by a stated rule; links, agreement, held-out gain, and its tripwires."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f, norm, t
from statsmodels.stats.multitest import multipletests

from analysis.catalogue import analyse
from analysis.findings import figure_key
from analysis.inputs import Inputs
from analysis.methods.shrinkage import fit_beta_prior
from tests.analysis.conftest import provenance_of
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("2.6")
LINES = ["Qualifying", "Reaching the decider", "Planning the visit", "Presenting", "Negotiating", "Closing"]
EFFECT = np.array([0.30, 0.22, 0.05, 0, 0.05, 0.12])  # of a line on the logarithm of the odds to win
NOISE = np.array([0.6, 0.7, 0.8, 0.5, 0.9, 1.45])  # of one rater's mark
KNOWS = np.array([0.3, 0.35, 0.3, 0.25, 0.4, 1.1])  # how far December's mark follows the year's result
KEPT = [0, 1]


def year(seed, n=48, effect=EFFECT):
    """Marks of January and of December, shape (seller, line, rater); won and decided deals by seller."""
    rng = np.random.default_rng(seed)
    skill, halo = rng.normal(size=(n, 6)), rng.normal(size=(n, 1))
    decided = rng.poisson(42, n) + 8
    rate = 1 / (1 + np.exp(-(-1.1 + skill @ effect + rng.normal(0, 0.12, n))))
    won = rng.binomial(decided, rate)
    result = (won / decided - (won / decided).mean()) / (won / decided).std()

    def marked(knows):
        seen = 0.75 * skill[..., None] + 0.55 * halo[..., None] + knows[..., None] * result[:, None, None]
        return np.clip(np.round(3.2 + 0.75 * (seen + rng.normal(size=(n, 6, 2)) * NOISE[:, None])), 1, 5)

    return marked(np.zeros(6)), marked(KNOWS), won, decided


@cache
def firm():
    """January's marks by rater, mean marks of January and December, shrunken win rates, won, decided."""
    january, december, won, decided = year(533)
    return january, january.mean(axis=2), december.mean(axis=2), shrunken(won, decided), won, decided


def shrunken(won, decided):
    return fit_beta_prior(won, decided).shrink(won, decided)


def link(marks, rate):
    r = np.corrcoef(marks, rate)[0, 1]
    return r, np.tanh(np.arctanh(r) + norm.ppf([0.025, 0.975]) / np.sqrt(len(rate) - 3))


def reliability(marks):
    """ICC(1,1) of marks, shape (seller, rater), with exact F limits."""
    n, k = marks.shape
    between = k * marks.mean(axis=1).var(ddof=1)
    within = ((marks - marks.mean(axis=1, keepdims=True)) ** 2).sum() / (n * (k - 1))
    ratio = between / within / np.array([1, *f.ppf([0.975, 0.025], n - 1, n * (k - 1))])
    value, low, high = (ratio - 1) / (ratio - 1 + k)
    return value, (low, high)


def held_out(marks, rate):
    """Squared errors of each seller foretold from the others: by their mean alone, and by least squares."""
    n = len(rate)
    design = np.column_stack([np.ones(n), marks])
    hat = design @ np.linalg.pinv(design)
    return ((rate - rate.mean()) * n / (n - 1)) ** 2, ((rate - hat @ rate) / (1 - np.diag(hat))) ** 2


def gain(marks, rate):
    without, with_marks = held_out(marks, rate)
    return 1 - with_marks.sum() / without.sum()


def gain_limits(marks, rate):
    without, with_marks = held_out(marks, rate)
    drawn = np.random.default_rng(26).integers(0, len(rate), (4000, len(rate)))
    return np.percentile(1 - with_marks[drawn].sum(axis=1) / without[drawn].sum(axis=1), [2.5, 97.5])


def told(value, limits):
    return f"{value:.2f} ({limits[0]:.2f}–{limits[1]:.2f})".replace("-", "−")


def test_the_table_is_what_comes_out():
    marks, january, december, rate, *_ = firm()
    for line, _, late, early, agree in cells_of(FILE)[1:]:
        k = LINES.index(line)
        assert late == f"{link(december[:, k], rate)[0]:.2f}", line
        assert early == told(*link(january[:, k], rate)), line
        assert agree == told(*reliability(marks[:, k])), line
    assert [int(row[1]) for row in cells_of(FILE)[1:]] == [1, 2, 3, 4, 5, 6]
    assert sum(reliability(marks[:, k])[0] < 0.5 for k in range(6)) == 3  # written anew


def test_deals():
    *_, won, decided = firm()
    assert says(FILE, f"{len(won)} sellers, two raters; {decided.sum():,} deals")
    assert says(FILE, f"decided, {won.sum()} won")
    assert (decided >= 10).all()


def test_the_sheet_held_out_and_the_lines_kept():
    _, january, december, rate, *_ = firm()
    assert says(FILE, f"half of the spread held out ({gain(december, rate):.2f})")
    assert says(FILE, f"gains {told(gain(january, rate), gain_limits(january, rate))}")
    kept = january[:, KEPT]
    assert says(FILE, f"expected gain {told(gain(kept, rate), gain_limits(kept, rate))}")
    for left_out in range(len(rate)):  # the choice repeated without each seller is the same
        others = np.arange(len(rate)) != left_out
        links = [link(january[others, k], rate[others])[0] for k in range(6)]
        assert sorted(np.argsort(links)[-2:]) == KEPT


def test_two_lines_hold_allowing_for_six():
    _, january, _, rate, *_ = firm()
    n = len(rate)
    links = np.array([link(january[:, k], rate)[0] for k in range(6)])
    p = 2 * t.sf(np.abs(links) * np.sqrt((n - 2) / (1 - links**2)), n - 2)
    assert [k for k, holds in enumerate(multipletests(p, method="fdr_bh")[0]) if holds] == KEPT


def test_what_qualifying_goes_with():
    _, january, _, rate, won, decided = firm()
    marks = january[:, 0]
    best, lowest = marks >= np.quantile(marks, 2 / 3), marks <= np.quantile(marks, 1 / 3)
    points = 100 * (won[best].sum() / decided[best].sum() - won[lowest].sum() / decided[lowest].sum())
    assert says(FILE, f"won {points:.1f} points more")
    assert says(FILE, f"{points / 100 * decided.mean():.0f} deals of {decided.mean():.0f} a year")
    assert round(100 * np.polyfit(marks, rate, 1)[0]) == 3  # points with each mark, as the trap says


def test_practice_cases_and_a_trap():
    for r, n, limits in ((0.4, 12, (-0.23, 0.79)), (0.3, 48, (0.02, 0.54))):
        found = np.tanh(np.arctanh(r) + norm.ppf([0.025, 0.975]) / np.sqrt(n - 3))
        assert tuple(np.round(found, 2)) == limits
    assert link(firm()[1][:, LINES.index("Presenting")], firm()[3])[1][1] > 0.3


@pytest.mark.parametrize(("effect", "fires"), [(EFFECT, 1 / 12), (np.zeros(6), 0.9)])
def test_the_first_tripwire_fires_as_often_as_said(effect, fires):
    """Other years of such a firm, the kept lines only; where sellers do not differ at all, there is no gain."""
    fired = []
    for seed in range(1000, 2000):
        january, _, won, decided = year(seed, effect=effect)
        rate = shrunken(won, decided)
        fired.append(np.ptp(rate) < 1e-9 or gain(january.mean(axis=2)[:, KEPT], rate) < 0)
    assert np.mean(fired) == pytest.approx(fires, abs=0.02)


@pytest.mark.parametrize(("truth", "fires"), [(0.6, 1 / 6), (0.3, 19 / 20)])
def test_the_second_tripwire_fires_as_often_as_said(truth, fires):
    rng = np.random.default_rng(26)
    shape = (20_000, 48)
    marks = np.sqrt(truth) * rng.normal(size=(*shape, 1)) + np.sqrt(1 - truth) * rng.normal(size=(*shape, 2))
    between = 2 * marks.mean(axis=2).var(axis=1, ddof=1)
    within = ((marks - marks.mean(axis=2, keepdims=True)) ** 2).sum(axis=(1, 2)) / shape[1]
    assert ((between - within) / (between + within) < 0.5).mean() == pytest.approx(fires, abs=0.01)


@pytest.fixture(scope="module")
def found():
    """The analysis, of January's marks and of the deals, each opened after them."""
    marks, *_, won, decided = firm()
    ids = [f"S{at:02}" for at in range(len(won))]
    outcomes = [["won"] * w + ["lost"] * (n - w) for w, n in zip(won, decided, strict=True)]
    deals = pd.DataFrame({"rep_id": np.repeat(ids, decided), "outcome": np.concatenate(outcomes)})
    deals["created_on"] = pd.Timestamp("2025-03-01")
    ratings = [
        {"rep_id": who, "competency": line, "rating": marks[seller, k, rater], "rater": f"R{rater}",
         "rated_on": pd.Timestamp("2025-01-15")}
        for seller, who in enumerate(ids) for k, line in enumerate(LINES) for rater in (0, 1)
    ]  # fmt: skip
    tables = {"competencies": pd.DataFrame(ratings), "deals": deals}
    return analyse("2.6", Inputs(tables, provenance_of(date(2026, 2, 1))))


@pytest.mark.parametrize("line", LINES)
def test_the_analysis_finds_the_table(found, line):
    told_row = next(row for row in cells_of(FILE)[1:] if row[0] == line)
    validity, agree = (found.figure(figure_key(name, line)) for name in ("validity", "rater_reliability"))
    assert told_row[3] == told(validity.value, (validity.low, validity.high))
    assert told_row[4] == told(agree.value, (agree.low, agree.high))


def test_the_analysis_keeps_the_same_lines_and_foretells_as_much(found):
    assert found.headline.code == "some_lines"
    assert {row["line"] for row in found.rows("lines") if row["verdict"] == "Keep"} == {LINES[k] for k in KEPT}
    _, january, _, rate, *_ = firm()
    gains = {row["sheet"]: row for row in found.rows("foretelling")}
    for sheet, marks in (("Lines kept", january[:, KEPT]), ("All lines", january)):
        assert gains[sheet]["gain"] == pytest.approx(gain(marks, rate))
        limits = gain_limits(marks, rate)
        assert (gains[sheet]["gain_low"], gains[sheet]["gain_high"]) == pytest.approx(tuple(limits), abs=0.04)
    assert found.figure("rated_before").value == 1
    assert round(100 * found.figure("wins_per_mark.Qualifying").value) == 3
