"""How a manager and a colleague rate each seller on eight competencies."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.draw import to_monday
from datasets.sample.sellers import SKILL

COMPETENCIES = {
    "Discovery": 0.45, "Qualification": 0.5, "Business case": 0.5, "Negotiation": 0.55, "Product knowledge": 0.4,
    "Planning": 0.5, "Presentation": 0.55, "Teamwork": 1.1,
}  # fmt: skip
"""Standard deviation between two raters of one seller: on teamwork they hardly agree."""
ROUND = pd.Timestamp("2024-06-17")
SETTLED = pd.Timedelta(days=91)  # in the job, before somebody is rated
LIKED = 0.35  # standard deviation of how well all of somebody's ratings turn out
OWN = 0.55  # standard deviation of what two raters see alike of one competency


def competencies_table(business: Business) -> pd.DataFrame:
    """Two ratings, 1 to 5, of each seller and competency, in one round; of who left before it a year earlier.

    Newcomers are rated when they have settled.
    """
    rng, reps = business.stream("competencies"), with_raters(business)
    rows = reps.merge(pd.DataFrame({"competency": list(COMPETENCIES)}), how="cross")
    seen = 3.2 + rows["liked"] + OWN * rng.normal(0, 1, len(rows)) + told(rows, business)
    sheets = [rated(rng, rows, seen, rater) for rater in ("manager", "peer")]
    return pd.concat(sheets).sort_values(["rep_id", "competency", "rater"])


def with_raters(business: Business) -> pd.DataFrame:
    """manager: the own one, of managers the next; peer: somebody of the team who was there all the time."""
    rng, reps = business.stream("raters"), business.reps
    leads = reps[reps["role"] == "manager"]["rep_id"]
    following = dict(zip(leads, np.roll(leads, -1), strict=True))
    early = reps["left_on"] < ROUND + pd.Timedelta(days=14)
    day = ROUND + pd.to_timedelta(rng.integers(0, 12, len(reps)) - np.where(early, 364, 0), unit="D")
    return reps.assign(
        manager=reps["manager_id"].fillna(reps["rep_id"].map(following)),
        peer=peers(reps, (reps["hired_on"] < ROUND - pd.Timedelta(days=364)) & ~early & (reps["role"] != "manager")),
        liked=LIKED * rng.normal(0, 1, len(reps)),
        rated_on=to_monday(np.maximum(day.to_numpy(), (reps["hired_on"] + SETTLED).to_numpy()).astype("datetime64[D]")),
    )


def peers(reps: pd.DataFrame, able: pd.Series) -> list[str]:
    """For each seller the next able one of the team, never the same person."""
    team = {name: list(group) for name, group in reps[able].groupby("team")["rep_id"]}
    return [
        next(other for other in [*team[name][place % len(team[name]) :], *team[name]] if other != rep)
        for place, (rep, name) in enumerate(zip(reps["rep_id"], reps["team"], strict=True))
    ]


def told(rows: pd.DataFrame, business: Business) -> np.ndarray:
    """What the rating says of the seller's skill."""
    if not business.planted:
        return np.zeros(len(rows))
    telling = business.planted.telling_competency
    points = telling.points * (rows["skill"] / SKILL).clip(-2.2, 2.2)
    return np.where(rows["competency"] == telling.competency, points, 0.0)


def rated(rng: Generator, rows: pd.DataFrame, seen: pd.Series, rater: str) -> pd.DataFrame:
    luck = rows["competency"].map(COMPETENCIES) / np.sqrt(2) * rng.normal(0, 1, len(rows))
    return rows.assign(rating=(seen + luck).round().clip(1, 5), rater=rows[rater])
