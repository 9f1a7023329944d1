"""2.3: what courses bring to scores made by a stated rule, at equal first score and paired; and who is sent."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
SKILLS = ("Discovery", "Price", "Proposals")
MEAN, SPREAD, LUCK, RETEST = np.array([60.0, 55.0, 66.0]), 9.0, 4.5, 1.5
EFFECT, NONE = (6.0, 0.0, 3.0), (0.0, 0.0, 0.0)
PEOPLE = 60


def draw(rng, n, effect):
    """First and second scores, shape (3, n), and who was trained: rather those with a low first score."""
    able = MEAN[:, np.newaxis] + SPREAD * rng.normal(size=(3, n))
    before = able + LUCK * rng.normal(size=able.shape)
    trained = before - MEAN[:, np.newaxis] + 12 * rng.normal(size=able.shape) < 0
    after = able + RETEST + np.array(effect)[:, np.newaxis] * trained + LUCK * rng.normal(size=able.shape)
    return before, after, trained


@cache
def truth_of(effect):
    """Of a population of 300,000."""
    before, after, trained = draw(np.random.default_rng(2300), 300_000, effect)
    found = {}
    for place, skill in enumerate(SKILLS):
        first, second = before[place, trained[place]], after[place, trained[place]]
        least = 1.96 * before[place].std() * np.sqrt(2 * (1 - reliability()))
        found |= {
            f"gain_points.{skill}": float((second - first).mean()),
            f"gain_g.{skill}": float((second - first).mean() / np.sqrt((first.var() + second.var()) / 2)),
            f"ancova_effect.{skill}": effect[place],
            f"reliable_change.{skill}": float((second - first > least).mean()),
            f"below_pass.{skill}": float((second < 65).mean()),
        }
    return found


def reliability():
    return SPREAD**2 / (SPREAD**2 + LUCK**2)


def company(seed, effect, most=100.0):
    before, after, trained = draw(np.random.default_rng([23, seed]), PEOPLE, effect)
    sheets = [
        pd.DataFrame(
            {
                "rep_id": [f"S{at:02}" for at in range(PEOPLE)], "course": "One", "skill": skill,
                "pre_score": before[at], "post_score": after[at], "max_score": most, "reliability": reliability(),
                "group": np.where(trained[at], "trained", "later"),
            }
        )
        for at, skill in enumerate(SKILLS)
    ]  # fmt: skip
    return Case(tables={"training": pd.concat(sheets, ignore_index=True)}, as_of=AS_OF, truth=truth_of(effect))


def taught(seed):
    return company(seed, EFFECT)


def untaught(seed):
    return company(seed, NONE)


def all_trained(seed):
    """No one left untrained: nothing may be said of the course."""
    case = company(seed, NONE)
    return Case(tables={"training": case.tables["training"].drop(columns="group")}, as_of=AS_OF)


def rows_of(case, key, *, trained=True):
    rows = case.tables["training"]
    rows = rows[rows["skill"] == key.split(".")[1]]
    return rows[rows["group"] == "trained"] if trained else rows


def students(case, key):
    rows = rows_of(case, key)
    limits = stats.ttest_rel(rows["post_score"], rows["pre_score"]).confidence_interval()
    return limits.low, limits.high


def percentile(case, key):
    """Percentile bootstrap of d_av by scipy."""
    rows = rows_of(case, key)

    def d(first, second, axis=-1):
        spread = np.sqrt((first.var(axis=axis, ddof=1) + second.var(axis=axis, ddof=1)) / 2)
        return (second - first).mean(axis=axis) / spread

    found = stats.bootstrap(
        (rows["pre_score"].to_numpy(), rows["post_score"].to_numpy()), d, paired=True, n_resamples=999,
        method="percentile", vectorized=True, rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    return found.low, found.high


def by_formula(case, key):
    fit = smf.ols("post_score ~ pre_score + trained", rows_of(case, key, trained=False).assign(
        trained=lambda rows: (rows["group"] == "trained").astype(float)
    )).fit()  # fmt: skip
    return tuple(fit.conf_int().loc["trained"])


def below(case, key):
    rows = rows_of(case, key)
    return proportion_confint(int((rows["post_score"] < 65).sum()), len(rows), method="beta")


def reliable(case, key):
    rows, everybody = rows_of(case, key), rows_of(case, key, trained=False)
    least = 1.96 * everybody["pre_score"].std() * np.sqrt(2 * (1 - reliability()))
    changed = int((rows["post_score"] - rows["pre_score"] > least).sum())
    return proportion_confint(changed, len(rows), method="beta")


CLAIMS = ("one_ahead", "some_ahead", "one_behind")
SIZE = "60 people, half of them trained, three skills"
REFERENCES = {
    "gain_points": (students, "Student (scipy)"),
    "gain_g": (percentile, "Percentile bootstrap (scipy)"),
    "ancova_effect": (by_formula, "Least squares by formula (statsmodels)"),
    "below_pass": (below, "Clopper-Pearson (statsmodels)"),
    "reliable_change": (reliable, "Clopper-Pearson (statsmodels)"),
}
TRIALS = [
    *(
        Coverage(exercise="2.3", figure=figure, simulate=taught, reference=reference, beside=beside, size=SIZE)
        for figure, (reference, beside) in REFERENCES.items()
    ),
    FalseAlarm(exercise="2.3", claim="the trained are ahead or behind at equal first score", simulate=untaught,
               size=SIZE, alarm=lambda findings: findings.headline.code in CLAIMS),
    FalseAlarm(exercise="2.3", claim="a course had an effect though nobody was left untrained", simulate=all_trained,
               size=SIZE, alarm=lambda findings: findings.headline.code in CLAIMS, stated=0.0),
]  # fmt: skip
