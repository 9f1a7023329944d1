"""Scores before and after a course: of who took it, and of who took both tests without it."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.columns import column
from analysis.company.deals import day_after, within
from analysis.findings import Provenance

Array = NDArray[np.float64]
UNTRAINED = ("later", "untrained")
ALLOWED = 0.2  # share that may stand under the mark
CLEAR = 0.05


class Side(NamedTuple):
    """First and second scores of the same people, shape (n,), in points of 100 where the most is known."""

    before: Array
    after: Array

    @property
    def n(self) -> int:
        return len(self.before)

    @property
    def change(self) -> Array:
        return self.after - self.before


class Skill(NamedTuple):
    """name: of the skill; with its course where several teach it. most: whether the scores are of 100."""

    name: str
    skill: str
    trained: Side
    others: Side
    reliability: float | None
    most: bool

    @property
    def first_scores(self) -> Array:
        return np.concatenate([self.trained.before, self.others.before])


def training_as_of(training: pd.DataFrame, inputs: Provenance) -> pd.DataFrame:
    """Both scores known and taken by the day; who was not trained has no day and stays."""
    rows = training.dropna(subset=["pre_score", "post_score", "course"])
    day = rows["completed_on"] if "completed_on" in rows else pd.Series(pd.NaT, index=rows.index)
    seen = day.isna() | (day < day_after(inputs.as_of))
    return rows[seen & (day.isna() | within(day, inputs))]


def skills_of(training: pd.DataFrame) -> list[Skill]:
    """What was taught, by name. Compared are the untrained of the same course; where it has none, arms of untrained.

    An arm of untrained is a course of the same skill that nobody was taught in.
    """
    rows = with_names(training)
    taught = rows[rows["trained"]]
    arms = rows[~rows["course"].isin(set(taught["course"]))]
    return [skill_of(name, part, rows, arms) for name, part in taught.groupby("name", sort=True)]


def with_names(training: pd.DataFrame) -> pd.DataFrame:
    """Adds trained, skill (the course where none is told) and name; scores in points of 100 where the most is told."""
    group, skill = column(training, "group", "str"), column(training, "skill", "str")
    course, trained = training["course"].astype("str"), ~group.isin(UNTRAINED)
    skill = skill.fillna(course)
    courses = course[trained].groupby(skill[trained]).nunique()
    doubled = skill.map(courses).gt(1) & (skill != course)
    name = skill.mask(doubled, skill + " (" + course + ")")
    rows = training.assign(trained=trained, course=course, skill=skill, name=name)
    most = column(rows, "max_score", float)
    scale = (100 / most.where(most > 0)).fillna(1.0)
    scores = {score: rows[score].astype(float) * scale for score in ("pre_score", "post_score")}
    ordered = rows.assign(**scores, most=most.gt(0))
    return ordered.sort_values([*scores, "name"], kind="stable", ignore_index=True)


def skill_of(name: object, part: pd.DataFrame, rows: pd.DataFrame, arms: pd.DataFrame) -> Skill:
    course, skill = set(part["course"]), str(part["skill"].iloc[0])
    own = rows[~rows["trained"] & rows["course"].isin(course) & rows["skill"].eq(skill)]
    others = own if len(own) else arms[~arms["trained"] & arms["skill"].eq(skill)]
    told = part["reliability"].dropna() if "reliability" in part else part["pre_score"].iloc[:0]
    reliability = float(told.median()) if len(told) else None
    return Skill(str(name), skill, side_of(part), side_of(others), reliability, bool(part["most"].all()))


def side_of(rows: pd.DataFrame) -> Side:
    return Side(rows["pre_score"].to_numpy(float), rows["post_score"].to_numpy(float))


def is_ahead(row: dict[str, Any]) -> bool:
    """All skills allowed for, and with half of the trained where the others are."""
    return bool(row["ancova_effect_low"] > 0 and row["p_adjusted"] <= CLEAR and row["start_overlap"] >= 0.5)
