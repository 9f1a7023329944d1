"""2.6: marks of two raters and deals opened after them, made by a stated rule; links, agreement, what is foretold."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit
from statsmodels.regression.linear_model import OLS

from analysis.methods.shrinkage import fit_beta_prior
from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
LINES = ("Asking", "Closing", "Planning", "Team")
EFFECT, NONE = (0.45, 0.0, 0.15, 0.0), (0.0, 0.0, 0.0, 0.0)
LUCK = np.array([0.6, 1.2, 0.8, 1.0])[:, np.newaxis]  # of one rater's mark beside a seller's own of 1
SELLERS, DEALS = 60, 50


def draw(rng, n, effect):
    """Marks of two raters, shape (2, 4, n), and deals won of `DEALS` by seller."""
    skill = rng.normal(size=(4, n))
    marks = 3 + skill + LUCK * rng.normal(size=(2, 4, n))
    return marks, rng.binomial(DEALS, expit(-1 + np.array(effect) @ skill + rng.normal(0, 0.15, n)))


@cache
def truth_of(effect):
    """Of a population of 300,000; all have as many deals, so shrinking changes no correlation and scales slopes."""
    marks, won = draw(np.random.default_rng(2600), 300_000, effect)
    mean = marks.mean(axis=0)
    prior = fit_beta_prior(won[:20_000], np.full(20_000, DEALS))
    rate = prior.shrink(won, np.full(len(won), DEALS))
    found = {}
    for place, line in enumerate(LINES):
        r = float(np.corrcoef(mean[place], won)[0, 1])
        u = 1.5 / mean[place].std()
        found |= {
            f"validity.{line}": r,
            f"validity_unrestricted.{line}": r * u / np.sqrt(1 + r**2 * (u**2 - 1)),
            f"attainment_link.{line}": r,
            f"wins_per_mark.{line}": float(np.polyfit(mean[place], rate, 1)[0]),
            f"rater_reliability.{line}": float(1 / (1 + LUCK[place, 0] ** 2)),
        }
    return found


def company(seed, effect):
    rng = np.random.default_rng([26, seed])
    marks, won = draw(rng, SELLERS, effect)
    ids = np.array([f"S{at:02}" for at in range(SELLERS)])
    sheets = [
        pd.DataFrame({"rep_id": ids, "competency": line, "rating": marks[rater, at], "rater": f"R{rater}"})
        for rater in (0, 1)
        for at, line in enumerate(LINES)
    ]
    outcome = np.where(np.arange(DEALS) < won[:, np.newaxis], "won", "lost").ravel()
    deals = pd.DataFrame(
        {"rep_id": np.repeat(ids, DEALS), "outcome": outcome, "created_on": pd.Timestamp("2024-06-01")}
    )
    targets = pd.DataFrame(
        {"period": "2024-Q3", "unit_type": "rep", "unit_id": ids, "target": 10.0, "actual": won.astype(float)}
    )
    tables = {
        "competencies": pd.concat(sheets, ignore_index=True).assign(rated_on=pd.Timestamp("2024-01-15")),
        "deals": deals,
        "targets": targets,
        "benchmarks": pd.DataFrame({"metric": "rating_sd", "segment": list(LINES), "value": 1.5}),
    }
    return Case(tables=tables, as_of=AS_OF, truth=truth_of(effect))


def linked(seed):
    return company(seed, EFFECT)


def unlinked(seed):
    return company(seed, NONE)


def sides(case, key):
    """Mean marks on the line and share won, by seller."""
    rows, deals = case.tables["competencies"], case.tables["deals"]
    marks = rows[rows["competency"] == key.split(".")[1]].groupby("rep_id")["rating"].mean()
    return marks, deals["outcome"].eq("won").groupby(deals["rep_id"]).mean()


def fisher(case, key):
    limits = stats.pearsonr(*sides(case, key)).confidence_interval()
    return limits.low, limits.high


def corrected(case, key):
    u = 1.5 / sides(case, key)[0].std()
    return tuple(r * u / np.sqrt(1 + r**2 * (u**2 - 1)) for r in fisher(case, key))


def slope(case, key):
    marks, won = sides(case, key)
    n = np.full(len(won), DEALS)
    rate = fit_beta_prior(won * DEALS, n).shrink(won * DEALS, n)
    fit = OLS(rate, np.column_stack([np.ones(len(marks)), marks])).fit()
    return tuple(fit.conf_int()[1])


def feldt(case, key):
    """Limits of the correlation of two raters, by Fisher's z for an intraclass one (Fisher 1925, 38)."""
    rows = case.tables["competencies"]
    wide = rows[rows["competency"] == key.split(".")[1]].pivot(index="rep_id", columns="rater", values="rating")
    both = wide.to_numpy() - wide.to_numpy().mean()
    r = 2 * (both[:, 0] * both[:, 1]).sum() / np.square(both).sum()
    return np.tanh(np.arctanh(r) + np.array([-1.96, 1.96]) / np.sqrt(len(wide) - 1.5))


CLAIMS = ("one_line", "some_lines", "against")
SIZE = "60 sellers, two raters, four lines, 50 deals each"
REFERENCES = {
    "validity": (fisher, "Fisher (scipy)"),
    "validity_unrestricted": (corrected, "Fisher (scipy), corrected by the printed formula"),
    "attainment_link": (fisher, "Fisher (scipy)"),
    "wins_per_mark": (slope, "Least squares (statsmodels)"),
    "rater_reliability": (feldt, "Fisher's z for an intraclass correlation"),
}
TRIALS = [
    *(
        Coverage(exercise="2.6", figure=figure, simulate=linked, reference=reference, beside=beside, size=SIZE)
        for figure, (reference, beside) in REFERENCES.items()
    ),
    FalseAlarm(exercise="2.6", claim="a line goes with later deals", simulate=unlinked, size=SIZE,
               alarm=lambda findings: findings.headline.code in CLAIMS),
    FalseAlarm(exercise="2.6", claim="the lines kept foretell who wins", simulate=unlinked, size=SIZE,
               alarm=lambda findings: (findings.figure("cv_gain").low or 0) > 0),
]  # fmt: skip
