"""Scores before and after three courses, of those who took them and of those who did not."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.draw import draw

COURSES = {
    "Value selling": (("Discovery questions", 55), ("Business case", 51)),
    "Negotiation day": (("Negotiation", 58),),
    "Product update": (("Product knowledge", 91),),
}
"""Course: its skills with the mean score before it. Nearly everybody knows the products already."""
DATES = {"Value selling": "2025-03-12", "Negotiation day": "2025-06-18", "Product update": "2025-09-10"}
GROUPS = (("trained", 0.6), ("later", 0.18), ("untrained", 0.22))
BETWEEN, WITHIN = 9.0, 4.3  # standard deviations of what sellers know and of a paper's luck
RELIABILITY = round(BETWEEN**2 / (BETWEEN**2 + WITHIN**2), 2)


def training_table(business: Business) -> pd.DataFrame:
    """One row per seller, course and skill: everybody sits the papers, only the trained take the course between."""
    rng = business.stream("training")
    return pd.concat([course_rows(rng, business, course) for course in COURSES])


def course_rows(rng: Generator, business: Business, course: str) -> pd.DataFrame:
    day, reps = pd.Timestamp(DATES[course]), business.reps
    there = reps[(reps["hired_on"] < day) & ~(reps["left_on"] < day + pd.Timedelta(days=30))]
    group = draw(rng, GROUPS, len(there))
    working = business.planted.working_course if business.planted else None
    gain = working.gain if working and working.course == course else 0.0
    taken = day + pd.to_timedelta(rng.integers(0, 4, len(there)), unit="D")
    sheets = [
        pd.DataFrame({"rep_id": there["rep_id"], "skill": skill, **papers(rng, mean, gain * (group == "trained"))})
        for skill, mean in COURSES[course]
    ]
    when = pd.Series(taken, index=there.index).where(group == "trained")
    rows = pd.concat([sheet.assign(group=group, completed_on=when) for sheet in sheets])
    return rows.assign(course=course, max_score=100.0, reliability=RELIABILITY)


def papers(rng: Generator, mean: float, gain: np.ndarray) -> dict[str, np.ndarray]:
    """Whole points, 0 to 100. Knowing a paper already is worth a point."""
    knows = mean + BETWEEN * rng.normal(0, 1, len(gain)) * (0.5 if mean > 80 else 1)
    before = knows + WITHIN * rng.normal(0, 1, len(gain))
    after = knows + 1 + gain + WITHIN * rng.normal(0, 1, len(gain))
    return {"pre_score": before.round().clip(0, 100), "post_score": after.round().clip(0, 100)}
