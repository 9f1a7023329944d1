"""2.3 Did the training work? What the trained gained, and what of it the others gained at equal first score.

Only an untrained or later trained group lets anything be said of the course; without one a change stays a change.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binom

from analysis.cautions import listed
from analysis.charts import Canvas
from analysis.company.sellers.courses import ALLOWED, CLEAR, Skill, is_ahead, skills_of, training_as_of
from analysis.drawing import training
from analysis.findings import Chart, Figure, Findings, Message, Need, Table, Tripwire, figure_key, records
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.ancova import NOT_ADJUSTED, adjusted_differences, share_within, slopes_differ
from analysis.methods.gain import Estimate, gain_g, gain_points, least_reliable_change
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg

EXERCISE = "2.3"
NEEDS = {"training": ("rep_id", "course", "pre_score", "post_score")}
METHOD = Method(
    name="Hedges' g_av with BCa limits, analysis of covariance at equal first score under Benjamini–Hochberg, reliable "
    "change index",
    assumes=(
        "People were sent by first score, by lot, or by nothing that matters for the second; it fails where managers "
        "sent whom they knew to be weak",
        "First and second score go together alike in both groups",
        "Nobody learned from the others in between",
    ),
    sources=(
        "Cumming (2012), Understanding the New Statistics, 291",
        "Efron (1987), JASA 82, 171–185",
        "Fisher (1932), Statistical Methods for Research Workers, 4th ed., 49.1",
        "Jacobson & Truax (1991), J. Consult. Clin. Psychol. 59, 12–19",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "one_ahead": "At equal first score the trained are ahead in {skill} alone of {skills} {skills:skill|skills}: "
    "{points:.1f} points ({low:.1f} to {high:.1f}; {trained} trained, {others} not)",
    "some_ahead": "At equal first score the trained are ahead in {count} of {skills} skills, most in {skill}: "
    "{points:.1f} points ({low:.1f} to {high:.1f}; {trained} trained, {others} not)",
    "one_behind": "At equal first score the trained are behind in {skill}: {points:.1f} points ({low:.1f} to "
    "{high:.1f}; {trained} trained, {others} not)",
    "none_ahead": "At equal first score the trained are ahead in none of {skills} {skills:skill|skills} beyond chance; "
    "in {skill} it is {points:+.1f} points ({low:+.1f} to {high:+.1f}; {trained} trained, {others} not)",
    "paired": "{skill} rose most, by {points:.1f} points ({low:.1f} to {high:.1f}; {trained} people): a paired change, "
    "not evidence of a training effect",
    "paired_none": "No skill changed beyond chance; {skill} by {points:+.1f} points ({low:+.1f} to {high:+.1f}; "
    "{trained} people), and nobody untrained took both tests",
    "too_few": "Fewer than {least} trained people took both tests of a skill: nothing can be said of a course",
    "nobody": "No trained person has both scores",
    "method_note": "The change of the trained is given in points and, over the mean spread of both tests, as Hedges' "
    "g_av with limits by bootstrap over people (BCa, Efron 1987). The difference at equal first score compares trained "
    "with untrained or later trained people by analysis of covariance, which takes out what a second test and a low "
    "start add by themselves, all skills allowed for (Benjamini & Hochberg 1995). A person's change counts as reliable "
    "from 1.96 standard errors of a difference between two tests (Jacobson & Truax 1991).",
    "gain_g": "Gain g of the trained (Hedges' g_av)",
    "gain_low": "Lower limit of gain g",
    "gain_points": "Change of the trained, points",
    "ancova_effect": "Trained less others at equal first score, points",
    "start_overlap": "Trained whose first score lies among the others'",
    "reliable_change": "Trained who gained more than error of measurement",
    "below_pass": "Trained still under the pass mark of 65",
    "ceiling": "People with 95 % of the points in the first test",
    "curriculum_place": "Proposed order of training",
    "skills": "The skills",
    "skill": "Skill",
    "place": "Proposed order",
    "trained": "Trained",
    "others": "Untrained or later",
    "before": "Trained, before",
    "after": "Trained, after",
    "others_before": "Others, before",
    "others_after": "Others, after",
    "naive": "Change less the others' change",
    "p_adjusted": "p at equal first score, adjusted",
    "below_p": "p of more than a fifth under the mark, adjusted",
    "least_change": "Least reliable change, points",
    "gain_g_*": "Limit, g",
    "gain_points_*": "Limit, change",
    "ancova_effect_*": "Limit, at equal first score",
    "reliable_change_*": "Limit, reliable change",
    "below_pass_*": "Limit, under the mark",
    "ceiling_*": "Limit, ceiling",
    "paired_only": "A paired change, not evidence of a training effect, for nobody was left untrained to compare with: "
    "{groups}",
    "few_people": "Fewer than {least} trained people, so nothing is given: {groups}",
    "few_others": "Fewer than {least} people without the course took both tests, so equals are not compared: {groups}",
    "start_apart": "Fewer than half of the trained start where the others do, so the line is drawn beyond the data: "
    "{groups}",
    "not_by_lot": "The trained start lower or higher than the others by more than a quarter of the spread; if they "
    "were sent for a reason that no score shows, equals are not equal: {groups}",
    "slopes_differ": "First and second score go together otherwise among the trained, so the difference depends on "
    "where a person starts: {groups}",
    "at_ceiling": "More than three in ten began where the test ends, so a small gain says little of the course: "
    "{groups}",
    "no_reliability": "No reliability is known, so no person's change can be told from error: {groups}",
    "no_most": "The most that can be scored is not told: points are those of the test, without pass mark or ceiling: "
    "{groups}",
    "no_variation": "Everybody scored or changed alike, so limits cannot be given: {groups}",
    "sampled": "Gain g is of {n} people drawn from {of}: {groups}",
    "gain_not_told": "The gain in {skill} can no longer be told from none",
    "equal_start_small": "At equal first score the trained are ahead by fewer than 2 points in {skill}",
    "ahead_title": "At equal first score the trained are {points:.1f} points ahead in {skill}",
    "ahead_title_none": "At equal first score the trained are ahead in no skill beyond chance",
    "ahead_title_behind": "At equal first score the trained are {points:.1f} points behind in {skill}",
    "ahead_alternative": "Second score of the trained less that of the others at equal first score, in points, with "
    "limits and people; hollow the difference of the changes: {values}.",
    "no_difference": "no difference",
    "below_title": "{skill}: {share:.0%} of the trained are still under the mark",
    "below_alternative": "Share of the trained who are still under the pass mark, with limits and people: {values}.",
    "a_fifth": "a fifth",
    "gain_title": "The trained changed most in {skill}, by {points:.1f} points",
    "gain_title_none": "The trained changed in no skill beyond chance",
    "gain_alternative": "Mean change of the trained in points, with limits and people: {values}.",
    "no_change": "no change",
    "standard_title": "Measured in spreads, the gain is greatest in {skill}",
    "standard_title_none": "Measured in spreads, no gain is clear",
    "standard_alternative": "Gain g of the trained, with limits and people: {values}.",
}
UNITS = {
    "gain_g": "", "gain_low": "", "gain_points": "points", "ancova_effect": "points", "start_overlap": "fraction",
    "reliable_change": "fraction", "below_pass": "fraction", "ceiling": "fraction", "curriculum_place": "place",
}  # fmt: skip
METHODS = {
    "gain_g": "Hedges' g_av, BCa bootstrap over people",
    "gain_low": "Lower BCa limit",
    "gain_points": "Mean paired change, Student's limits",
    "ancova_effect": "Analysis of covariance, Student's limits",
    "start_overlap": "Share within the range of the others",
    "reliable_change": "Reliable change index, Wilson interval",
    "below_pass": "Wilson interval",
    "ceiling": "Wilson interval",
    "curriculum_place": "Order by share under the mark, the room's score, ceiling",
}
COUNTED = {"ancova_effect": "both", "ceiling": "both"}
SKILL_UNITS = (
    {f"{name}{end}": unit for name, unit in UNITS.items() for end in ("", "_low", "_high")}
    | dict.fromkeys(["before", "after", "others_before", "others_after", "naive", "least_change"], "points")
    | {"trained": "people", "others": "people", "p_adjusted": "p", "below_p": "p"}
)
LEAST = 8  # people of each group
PASS, TOP = 65.0, 95.0  # of 100
CEILING = 0.3
APART = 0.25  # standard deviations between the first scores of both groups
SAMPLE, SEED = 2000, 2303  # people from which a bootstrap draws
RATERS = 5


def analyse(inputs: Inputs) -> Findings:
    training = training_as_of(inputs.tables["training"], inputs.provenance)
    skills = skills_of(training)
    if not skills:
        return part_of(inputs, headline=Message("nobody"), warnings=(Message("nobody"),))
    table = skills_table(skills, inputs)
    findings = part_of(
        inputs,
        headline=headline(table),
        figures=tuple(figures(table)),
        tables=(Table.from_frame("skills", table.drop(columns="both"), SKILL_UNITS),),
        warnings=tuple(cautions(table, skills)),
        needs=needs_of(inputs),
    )
    return replace(findings, tripwires=tuple(tripwires(table)))


part_of = partial(make_part, EXERCISE)


def needs_of(inputs: Inputs) -> tuple[Need, ...]:
    return inputs.missing({"training": ("group", "max_score", "reliability")})


# --- the skills ------------------------------------------------------------------------------------------------------


def skills_table(skills: list[Skill], inputs: Inputs) -> pd.DataFrame:
    """A row per skill in the order proposed; what cannot be told is null."""
    table = pd.DataFrame([skill_row(skill) for skill in skills])
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    table["below_p"] = benjamini_hochberg(table["below_p"])
    table["room"] = [room_score(skill.skill, inputs) for skill in skills]
    ordered = in_order(table)
    return ordered[["skill", "place", *ordered.columns.difference(["skill", "place", "room"], sort=False)]]


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Below the mark first, by share; then by the room's score; skills at the ceiling last."""
    stands = (table["below_p"] <= CLEAR).fillna(value=False)
    full = (table["ceiling"] > CEILING).fillna(value=False) & ~stands
    keys = pd.DataFrame(
        {
            "group": np.where(stands, 0, np.where(full, 2, 1)),
            "share": -table["below_pass"].where(stands, 0.0).fillna(0.0),
            "room": -table["room"].fillna(0.0),
            "rest": -table["below_pass"].fillna(0.0),
            "skill": table["skill"],
        }
    )
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return table.loc[order].assign(place=range(1, len(table) + 1)).reset_index(drop=True)


def skill_row(skill: Skill) -> dict[str, Any]:
    trained, others = skill.trained, skill.others
    row: dict[str, Any] = {"skill": skill.name, "trained": trained.n, "others": others.n, "both": trained.n + others.n}
    row |= {"before": mean_of(trained.before), "after": mean_of(trained.after)}
    row |= {"others_before": mean_of(others.before), "others_after": mean_of(others.after)}
    return row | gain_of(skill) | at_equal_start(skill) | shares_of(skill)


def mean_of(scores: np.ndarray) -> float:
    return float(scores.mean()) if len(scores) >= LEAST else np.nan


def limits(name: str, value: float | None, low: float | None, high: float | None) -> dict[str, float]:
    told = (np.nan if number is None else float(number) for number in (value, low, high))
    return dict(zip((name, f"{name}_low", f"{name}_high"), told, strict=True))


def gain_of(skill: Skill) -> dict[str, float]:
    before, after = skill.trained
    if skill.trained.n < LEAST:
        return limits("gain_g", None, None, None) | limits("gain_points", None, None, None) | {"gain_low": np.nan}
    points, drawn = gain_points(before, after), drawn_people(skill.trained.n)
    g: Estimate = gain_g(before[drawn], after[drawn])
    found = limits("gain_g", g.value, g.low, g.high)
    return found | limits("gain_points", points.value, points.low, points.high) | {"gain_low": found["gain_g_low"]}


def drawn_people(n: int) -> Any:
    """Everybody, or so many of a crowd that a bootstrap can carry, seeded."""
    if n <= SAMPLE:
        return slice(None)
    return np.sort(np.random.default_rng(SEED).choice(n, SAMPLE, replace=False))


def at_equal_start(skill: Skill) -> dict[str, float]:
    """The difference by analysis of covariance, and the naive one of the changes; null under eight of each group."""
    trained, others = skill.trained, skill.others
    adjusted, overlap, naive = NOT_ADJUSTED, np.nan, np.nan
    if others.n and trained.n >= LEAST:
        overlap = share_within(trained.before, others.before)
    if min(trained.n, others.n) >= LEAST:
        group = np.repeat(["trained", "others"], [trained.n, others.n])
        scores = [np.concatenate(pair) for pair in zip(trained, others, strict=True)]
        adjusted = adjusted_differences(scores[0], scores[1], group, "others")["trained"]
        naive = float(trained.change.mean() - others.change.mean())
    found = limits("ancova_effect", adjusted.value, adjusted.low, adjusted.high)
    return found | {"start_overlap": overlap, "naive": naive, "p": adjusted.p}


def shares_of(skill: Skill) -> dict[str, Any]:
    trained, first = skill.trained, skill.first_scores
    least = least_reliable_change(first, skill.reliability)
    shown = trained.n >= LEAST
    below = int((trained.after < PASS).sum())
    parts = {
        "reliable_change": (int((trained.change > least).sum()), trained.n) if least is not None and shown else None,
        "below_pass": (below, trained.n) if skill.most and shown else None,
        "ceiling": (int((first >= TOP).sum()), len(first)) if skill.most and shown else None,
    }
    row: dict[str, Any] = {"least_change": np.nan if least is None else least}
    for name, part in parts.items():
        row |= limits(name, *share_of(*part)) if part else limits(name, None, None, None)
    row["below_p"] = float(binom.sf(below - 1, trained.n, ALLOWED)) if parts["below_pass"] else np.nan
    return row


def share_of(k: int, n: int) -> tuple[float, float, float]:
    low, high = wilson_interval(k, n)
    return k / n, float(low), float(high)


def room_score(skill: str, inputs: Inputs) -> float:
    """Need twice and seen turned round, 1 to 5, in the room's last round; NaN under five raters of each."""
    answers = inputs.answers
    rows = answers[(answers["exercise"].fillna(EXERCISE) == EXERCISE) & (answers["item"] == skill)]
    marks = rows.assign(mark=pd.to_numeric(rows["value"], errors="coerce")).dropna(subset=["mark"])
    last = marks[marks["round"] == marks["round"].max()]
    means = {name: part["mark"].mean() for name, part in last.groupby("criterion") if len(part) >= RATERS}
    return float((2 * means["need"] + 6 - means["seen"]) / 3) if {"need", "seen"} <= means.keys() else np.nan


def figures(table: pd.DataFrame) -> Iterator[Figure]:
    known = table.astype(object).where(table.notna(), None)
    known = known.assign(curriculum_place=known["place"])
    for name, unit in UNITS.items():
        rows = known.assign(n=known[COUNTED.get(name, "trained")])
        yield from Figure.from_frame(name, rows, {name: unit}, of=["skill"], method=METHODS[name])


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(table: pd.DataFrame) -> Message:
    rows = records(table)
    compared = [row for row in rows if not np.isnan(row["ancova_effect"])]
    if compared:
        return at_equal_start_said(sorted(compared, key=lambda row: -row["ancova_effect"]))
    changed = [row for row in rows if not np.isnan(row["gain_points_low"])]
    if not changed:
        return Message("too_few", {"least": LEAST})
    most = max(changed, key=lambda row: row["gain_points"])
    return Message("paired" if most["gain_points_low"] > 0 else "paired_none", said_of(most, "gain_points"))


def at_equal_start_said(rows: list[dict[str, Any]]) -> Message:
    """rows: compared at equal first score, the widest lead first."""
    ahead = [row for row in rows if is_ahead(row)]
    behind = [row for row in rows if row["ancova_effect_high"] < 0 and row["p_adjusted"] <= CLEAR]
    if not ahead and behind:
        return Message("one_behind", said_of(behind[-1], "ancova_effect", sign=-1))
    said = said_of((ahead or rows)[0], "ancova_effect") | {"skills": len(rows)}
    if not ahead:
        return Message("none_ahead", said)
    return Message("one_ahead", said) if len(ahead) == 1 else Message("some_ahead", said | {"count": len(ahead)})


def said_of(row: dict[str, Any], name: str, sign: int = 1) -> dict[str, Any]:
    low, high = sorted(sign * row[f"{name}{end}"] for end in ("_low", "_high"))
    people = {"trained": int(row["trained"]), "others": int(row["others"])}
    return {"skill": row["skill"], "points": sign * row[name], "low": low, "high": high} | people


def cautions(table: pd.DataFrame, skills: list[Skill]) -> Iterator[Message]:
    shown = table["trained"] >= LEAST
    yield from listed("few_people", table.loc[~shown, "skill"], least=LEAST)
    yield from listed("paired_only", table.loc[shown & (table["others"] == 0), "skill"])
    yield from listed("few_others", table.loc[table["others"].between(1, LEAST - 1), "skill"], least=LEAST)
    compared = table["ancova_effect"].notna()
    yield from listed("start_apart", table.loc[compared & (table["start_overlap"] < 0.5), "skill"])
    yield from listed("at_ceiling", table.loc[table["ceiling"] > CEILING, "skill"])
    still = shown & (table["gain_points_low"].isna() | table["gain_g_low"].isna())
    yield from listed("no_variation", table.loc[still, "skill"])
    yield from of_the_skills([skill for skill in skills if skill.trained.n >= LEAST])


def of_the_skills(skills: list[Skill]) -> Iterator[Message]:
    compared = [skill for skill in skills if skill.others.n >= LEAST]
    yield from listed("not_by_lot", [skill.name for skill in compared if starts_apart(skill)])
    yield from listed("slopes_differ", [skill.name for skill in compared if slope_p(skill) <= CLEAR / len(compared)])
    yield from listed("no_reliability", [skill.name for skill in skills if skill.reliability is None])
    yield from listed("no_most", [skill.name for skill in skills if not skill.most])
    crowds = [skill for skill in skills if skill.trained.n > SAMPLE]
    yield from listed("sampled", [skill.name for skill in crowds], n=SAMPLE, of=sum(one.trained.n for one in crowds))


def starts_apart(skill: Skill) -> bool:
    spread = float(skill.first_scores.std(ddof=1))
    gap = abs(skill.trained.before.mean() - skill.others.before.mean())
    return bool(spread > 0 and gap > APART * spread)


def slope_p(skill: Skill) -> float:
    scores = [np.concatenate(pair) for pair in zip(skill.trained, skill.others, strict=True)]
    return slopes_differ(scores[0], scores[1], np.repeat([True, False], [skill.trained.n, skill.others.n]))


def tripwires(table: pd.DataFrame) -> Iterator[Tripwire]:
    """Of the skill that is proposed first: its gain told from none, and its lead at equal first score."""
    named = str(table["skill"].iloc[0])
    yield Tripwire(
        figure=figure_key("gain_low", named), op="<", threshold=0, window={"since": "decision"}, min_n=20,
        min_n_of="people", why=Message("gain_not_told", {"skill": named}),
    )  # fmt: skip
    yield Tripwire(
        figure=figure_key("ancova_effect", named), op="<", threshold=2, min_n=40, min_n_of="people",
        window={"at": "second test of both halves"}, why=Message("equal_start_small", {"skill": named}),
    )  # fmt: skip


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return training.charts(findings, canvas, WORDS)
