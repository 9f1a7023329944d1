"""Scores before and after that stand side by side, or a row each: made into rows of `training`."""

from dataclasses import replace
from pathlib import PurePath

import numpy as np
import pandas as pd

from datasets.cells import plain, read_choices, without_blanks
from datasets.mapping import Field, Mapping
from datasets.reading import Sheet
from datasets.score_headers import AFTER, BEFORE, GROUPS, TIMES, named, rest_of, side_of
from datasets.validation import ROW_SPAN

GENERIC = {"score", "test", "points", "result", "mark", "value"}  # what names no skill
KEPT = ("max_score", "completed_on", "reliability")
HOW = "scores before and after"


def with_score_pairs(sheet: Sheet, mapping: Mapping) -> list[tuple[Sheet, Mapping]]:
    """The sheet as rows of `training`, one a person, course and skill; what is none, or is so already, stays."""
    if mapping.table != "training" or is_plain(mapping):
        return [(sheet, mapping)]
    blocks = blocks_of(sheet.rows, mapping)
    if not blocks:
        return [(sheet, mapping)]
    rows = pd.concat([block.set_axis(block.index + n * ROW_SPAN) for n, block in enumerate(blocks)])
    rows = rows.dropna(axis=1, how="all")
    fields = tuple(Field(name, name, 1.0, HOW, order=order_of(mapping, name)) for name in rows.columns)
    return [(replace(sheet, rows=rows, notes=sheet.notes), replace(mapping, rows=len(rows), fields=fields))]


def is_plain(mapping: Mapping) -> bool:
    """Whether its columns are already those of `training`."""
    once = all(len(mapping.headers_of(column)) == 1 for column in ("pre_score", "post_score", "rep_id", "course"))
    return once and not any(field.how == HOW for field in mapping.fields)


def order_of(mapping: Mapping, column: str) -> str:
    """Of day and month."""
    found = mapping.headers_of(column)
    return found[0].order if found else ""


def blocks_of(rows: pd.DataFrame, mapping: Mapping) -> list[pd.DataFrame]:
    """A block of rows per pair of columns, or per course and skill where tests stand a row each."""
    first, second = ([field.header for field in mapping.headers_of(column)] for column in ("pre_score", "post_score"))
    people = people_of(rows, mapping)
    if first and first == second:
        return long_block(people, rows, first[0])
    pairs = [(before, after_of(before, second, at)) for at, before in enumerate(first)]
    return [
        people.assign(skill=skill_of(people, before, len(pairs)), pre_score=rows[before], post_score=rows[after])
        for before, after in pairs
        if after
    ]


def after_of(before: str, second: list[str], at: int) -> str:
    """The header of the second test that belongs to a first one: of the same rest, else in the same place."""
    same = [header for header in second if rest_of(header, AFTER) and rest_of(header, AFTER) == rest_of(before, BEFORE)]
    return same[0] if same else (second[at] if at < len(second) else "")


def skill_of(people: pd.DataFrame, before: str, pairs: int) -> pd.Series:
    """Where the sheet tells none: what is left of the header, if it says anything."""
    rest = rest_of(before, BEFORE)
    telling = pairs > 1 or (rest and rest not in GENERIC)
    words = pd.Series((rest or plain(before)) if telling else None, index=people.index, dtype="str")
    return people["skill"].fillna(words) if "skill" in people else words


def people_of(rows: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """rep_id, course, group and what else is known of each row."""
    told = {name: mapping.headers_of(name) for name in ("rep_id", "course", "skill", "group", *KEPT)}
    known = {name: without_blanks(rows[found[0].header]) for name, found in told.items() if found}
    people = pd.DataFrame(known, index=rows.index)
    if "rep_id" not in people:
        people["rep_id"] = [f"row {number}" for number in range(1, len(rows) + 1)]
    title = PurePath(mapping.file).stem
    return with_arms(people, title)


def with_arms(people: pd.DataFrame, title: str) -> pd.DataFrame:
    """group as trained, later or untrained; arms of other names were trained, and are courses where several are."""
    course = people["course"] if "course" in people else pd.Series(None, index=people.index, dtype="str")
    if "group" not in people:
        return people.assign(course=course.fillna(title))
    arm = people["group"]
    read = read_choices(arm, "group", GROUPS)
    if read.isna().all():
        return people.assign(course=course.fillna(arm).fillna(title), group=read)
    several = arm[read.isna()].nunique() > 1
    named_arm = arm.where(pd.Series(several, index=arm.index))
    return people.assign(course=course.fillna(named_arm).fillna(title), group=read.fillna("trained").where(arm.notna()))


def long_block(people: pd.DataFrame, rows: pd.DataFrame, score: str) -> list[pd.DataFrame]:
    """The first score of before and the first of after, side by side."""
    when = named(rows, [header for header in rows.columns if plain(str(header)) in TIMES], TIMES)
    if not when:
        return []
    side = rows[when].map(side_of)
    keys = [key for key in ("rep_id", "course", "skill") if key in people]
    long = people.assign(side=side, score=rows[score], row=np.arange(len(rows)))[side.notna()]
    wide = long.fillna({"skill": ""}).groupby([*keys, "side"], sort=False)["score"].first().unstack("side")
    wide = wide.reindex(columns=["pre_score", "post_score"]).reset_index()
    first = long.drop_duplicates(keys).drop(columns=["side", "score", "row"])
    joined = first.fillna({"skill": ""}).merge(wide, on=keys, how="left").set_axis(first.index)
    return [joined.assign(skill=joined["skill"].replace("", None)) if "skill" in joined else joined]
