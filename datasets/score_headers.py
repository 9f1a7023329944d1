"""Headers of tests before and after a course: which columns are a pair, who took them, and who was taught what.

Read: `Prewt` and `Postwt`, `score.pre` and `score.post`, `pretest.1` and `post.test.1`; one measure by year beside a
column that tells the treated, `re75` and `re78`; or long, a row per test: `time` with pre and post, and `score`.
"""

import re
from collections.abc import Iterable

import pandas as pd

from datasets.cells import plain, read_choices, read_numbers, without_blanks

BEFORE = ("pretest", "before", "baseline", "pre", "t0")
AFTER = ("posttest", "after", "followup", "post", "t1")
BY_YEAR = re.compile(r"^([a-z]+)(\d{2}|\d{4})$")
PEOPLE = (
    "repid", "id", "personid", "participant", "participantid", "employeeid", "subject", "student", "rownames",
    "column1",
)  # fmt: skip
ARMS = ("group", "treat", "treatment", "trt", "treated", "arm", "condition", "cohort")
COURSES = ("course", "workshop", "training", "program", "programme", "class")
TIMES = ("time", "when", "test", "occasion", "phase", "wave", "measurement", "sitting")
SCORES = ("score", "points", "result", "mark", "grade", "value")
GROUPS = ("trained", "later", "untrained")
FITS = 0.6  # of the values
MOST_ARMS = 12


def score_columns(rows: pd.DataFrame) -> dict[str, str]:
    """{header: column of `training`} where the headers hold scores before and after; else nothing."""
    headers = [str(header) for header in rows.columns]
    pairs = [pair for pair in (*named_pairs(headers), *year_pairs(headers)) if all(is_number(rows[h]) for h in pair)]
    found = {header: column for pair in pairs for header, column in zip(pair, ("pre_score", "post_score"), strict=True)}
    if not found:
        found = long_columns(rows, headers)
    return found | named_columns(rows, headers, set(found)) if found else {}


def named_pairs(headers: Iterable[str]) -> list[tuple[str, str]]:
    """Headers that differ in the word for before and after alone."""
    sides = [{rest: header for header in headers if (rest := rest_of(header, words))} for words in (BEFORE, AFTER)]
    return [(header, sides[1][rest]) for rest, header in sides[0].items() if rest in sides[1]]


def rest_of(header: str, words: tuple[str, ...]) -> str:
    """What is left of a header without the word: `wt` of Prewt, `score` where nothing is; '' where the word lacks."""
    name = plain(header)
    word = next((word for word in words if name.startswith(word) or name.endswith(word)), None)
    if word is None:
        return ""
    rest = name.removeprefix(word) if name.startswith(word) else name.removesuffix(word)
    return rest.removeprefix("test") or "score"


def year_pairs(headers: list[str]) -> list[tuple[str, str]]:
    """The last two years of one measure, where another column tells who was treated."""
    if not any(plain(header) in ARMS for header in headers):
        return []
    years: dict[str, list[tuple[int, str]]] = {}
    for header in headers:
        if found := BY_YEAR.match(plain(header)):
            years.setdefault(found[1], []).append((int(found[2]), header))
    return [(told[-2][1], told[-1][1]) for told in map(sorted, years.values()) if len(told) > 1]


def long_columns(rows: pd.DataFrame, headers: list[str]) -> dict[str, str]:
    """A column of scores and one that says which are of before and which of after."""
    when = next((h for h in headers if plain(h) in TIMES and rows[h].map(side_of).notna().mean() >= FITS), None)
    score = next((h for h in headers if plain(h) in SCORES and h != when and is_number(rows[h])), None)
    return {score: "pre_score|post_score"} if when and score and named(rows, headers, PEOPLE) else {}


def side_of(value: object) -> str | None:
    """pre_score or post_score: of which test a row tells."""
    word = plain(str(value))
    if word in BEFORE:
        return "pre_score"
    return "post_score" if word in AFTER else None


def named_columns(rows: pd.DataFrame, headers: list[str], taken: set[str]) -> dict[str, str]:
    """Person, course, skill and group; a column of arms without a word for untrained names courses."""
    free = [header for header in headers if header not in taken]
    found = {
        named(rows, free, PEOPLE): "rep_id",
        named(rows, free, COURSES): "course",
        named(rows, free, ("skill",)): "skill",
    }
    if arm := named(rows, free, ARMS):
        told = without_blanks(rows[arm]).dropna()
        if told.nunique() <= MOST_ARMS:
            is_group = read_choices(told, "group", GROUPS).eq("untrained").any()
            found[arm] = "group" if is_group else "course"
    return {header: column for header, column in found.items() if header}


def named(rows: pd.DataFrame, headers: Iterable[str], names: tuple[str, ...]) -> str:
    """The header that stands first among `names`; '' where none does."""
    known = {plain(header): header for header in reversed(list(headers))}
    return next((known[name] for name in names if name in known), "")


def is_number(values: pd.Series) -> bool:
    filled = without_blanks(values).dropna()
    return bool(len(filled) and read_numbers(filled).notna().mean() >= FITS)
