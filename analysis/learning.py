"""What a group learned between two parallel papers: paired gain, per skill too, calibration, and how the items did.

Half of the group sat form A first and half form B, so that a difference between the forms is no gain. A paired change
is no evidence of a training effect: nobody was left untrained to compare with.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import ttest_ind

from analysis.answers.disclosure import may_show
from analysis.calibration import LEAST_DRAWN, bands, calibration_curve, overconfidence
from analysis.charts import Canvas
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, percent
from analysis.findings import Chart, Figure, Findings, Message, Provenance, Table, TableRows
from analysis.methods.gain import (
    LEAST_PAIRS,
    Estimate,
    cronbach_alpha,
    gain_g,
    gain_points,
    least_reliable_change,
)
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.provenance import code_digest
from analysis.wording import Wording

EXERCISE = "learning"
RESPONSE_COLUMNS = ("person", "when", "form", "item", "skill", "score", "certainty")
POINTS = "score points"  # of 100
UNITS = {
    "before": POINTS, "after": POINTS, "change": POINTS, "low": POINTS, "high": POINTS, "p_adjusted": "p",
    "people": "people",
}  # fmt: skip
BAND_UNITS = {"said": "fraction", "share": "fraction", "low": "fraction", "high": "fraction"}
ITEM_UNITS = dict.fromkeys(["right_before", "right_after", "low", "high"], "fraction") | {"discrimination": "r"}
CEILING, CEILING_SHARE = 90.0, 0.15
WORDS = {
    "some_gained": "{gained} of {skills} {skills:skill|skills} gained; in all {points:+.0f} "
    "{points:point|points} of 100 ({low:+.0f} to {high:+.0f}, n = {n})",
    "gained": "In all {points:+.0f} {points:point|points} of 100 ({low:+.0f} to {high:+.0f}, n = {n}); no single skill "
    "can be told from chance",
    "not_told": "A change cannot be told from chance: {points:+.0f} {points:point|points} of 100 ({low:+.0f} to "
    "{high:+.0f}, n = {n})",
    "fell": "Scores fell by {points:.0f} {points:point|points} of 100 ({low:+.0f} to {high:+.0f}, n = {n})",
    "all_alike": "Everybody's score changed by {points:+.0f} {points:point|points} of 100 (n = {n}), so no limits can "
    "be given",
    "too_few_pairs": "Fewer than {least} people sat both papers: nothing is shown of them",
    "method_note": "Two parallel papers, one before and one after; half of the people began with paper A, half with "
    "paper B. The change is each person's own, in points of 100, with Student's limits; gain g divides it by the "
    "average spread (Hedges' g_av), with limits by bootstrap over people (BCa, Efron 1987). Several skills are judged "
    "at once (Benjamini & Hochberg 1995). Certainty never counts towards a score.",
    "gain_points": "Change, points of 100",
    "gain_g": "Gain g (Hedges' g_av)",
    "score_before": "Mean score before",
    "score_after": "Mean score after",
    "reliability": "Reliability of the paper before (Cronbach's alpha)",
    "reliable_change": "People who gained more than error of measurement",
    "form_gap": "Paper A less paper B, sat before",
    "overconfidence": "Mean certainty less share right",
    "gain_by_skill": "Change by skill",
    "calibration": "Certainty against share right",
    "items": "Items",
    "skill": "Skill",
    "before": "Before",
    "after": "After",
    "change": "Change",
    "people": "People",
    "p_adjusted": "p, adjusted",
    "clear": "Told from chance",
    "said": "Certainty stated",
    "answers": "Answers",
    "right": "Right",
    "share": "Share right",
    "item": "Item",
    "n_before": "Answers before",
    "right_before": "Mean score before",
    "n_after": "Answers after",
    "right_after": "Mean score after",
    "discrimination": "Correlation with the rest of the paper",
    "paired_only": "A paired change, not evidence of a training effect: nobody was left untrained to compare with",
    "no_variation": "Everybody scored alike on “{skill}”: no limits can be given",
    "ceiling": "{share:.0%} scored {least:.0f} points or more before: the paper leaves them little room to gain",
    "form_order": "{a} {a:person|people} began with paper A and {b} with paper B: a difference between the papers may "
    "look like gain or hide it",
    "not_reliable": "The six items do not measure one thing closely enough to call one person's change reliable",
    "gain_title": "Most was gained on {skill}: {change:+.0f} {change:point|points}",
    "gain_title_none": "No skill's change can be told from chance",
    "gain_alternative": "Change in points of 100 by skill, with limits: {values}.",
    "group_over": "People are surer than they are right, by {points:.0f} {points:point|points}",
    "group_under": "People are right more often than they think, by {points:.0f} {points:point|points}",
    "group_even": "People are about as sure as they are right",
    "own_over": "You are surer than you are right, by {points:.0f} {points:point|points}",
    "own_under": "You are right more often than you think, by {points:.0f} {points:point|points}",
    "own_even": "You are about as sure as you are right",
    "calibration_alternative": "Share right by certainty stated, with limits and number of answers: {values}.",
    "even": "sure = right",
}


def wording() -> Wording:
    """Says these findings."""
    return Wording(WORDS)


def provenance(answers: str, as_of: date) -> Provenance:
    """answers: their digest; as_of: the day on which the second paper closed."""
    return Provenance(snapshot="", answers=answers, code=code_digest(), as_of=as_of)


def analyse(responses: pd.DataFrame, inputs: Provenance) -> Findings:
    """responses: one row per item and paper, columns `RESPONSE_COLUMNS`; score and certainty 0 to 1, when before/after.

    Only who sat both papers counts. Under five such people there are no figures but null ones.
    """
    paired = who_sat_both(responses)
    scores = person_scores(paired)
    if not may_show(len(scores)):
        return too_few(len(scores), inputs)
    skills = gain_by_skill(paired)
    points = gain_points(scores["before"], scores["after"])
    return Findings(
        exercise=EXERCISE,
        headline=headline(points, skills, len(scores)),
        figures=(*whole_figures(paired, scores, points), *skill_figures(paired, skills)),
        tables=(
            Table.from_frame("gain_by_skill", skills, UNITS),
            Table.from_frame("calibration", bands(paired), BAND_UNITS),
            Table.from_frame("items", item_statistics(paired), ITEM_UNITS),
        ),
        warnings=tuple(cautions(paired, scores, skills)),
        inputs=inputs,
    )


def who_sat_both(responses: pd.DataFrame) -> pd.DataFrame:
    both = responses.groupby("person")["when"].nunique() == 2
    return responses[responses["person"].isin(both.index[both])]


def person_scores(paired: pd.DataFrame) -> pd.DataFrame:
    """Points of 100 per person, columns before and after."""
    means = 100 * paired.groupby(["person", "when"])["score"].mean().unstack("when")
    return means.reindex(columns=["before", "after"])


def too_few(n: int, inputs: Provenance) -> Findings:
    message = Message("too_few_pairs", {"least": LEAST_PAIRS})
    figures = (
        figure("gain_g", Estimate(None), n, "g", "Hedges' g_av"),
        figure("gain_points", Estimate(None), n, POINTS, "Mean paired change"),
    )
    return Findings(exercise=EXERCISE, headline=message, figures=figures, warnings=(message,), inputs=inputs)


# --- figures ----------------------------------------------------------------------------------------------------------


def figure(name: str, found: Estimate, n: int, unit: str, method: str, of: tuple[str, ...] = ()) -> Figure:
    return Figure(name=name, of=of, value=found.value, low=found.low, high=found.high, n=n, unit=unit, method=method)


def whole_figures(paired: pd.DataFrame, scores: pd.DataFrame, points: Estimate) -> Iterator[Figure]:
    n = len(scores)
    yield figure("gain_points", points, n, POINTS, "Mean paired change, Student's limits")
    yield figure("gain_g", gain_g(scores["before"], scores["after"]), n, "g", "Hedges' g_av, BCa bootstrap over people")
    for when in ("before", "after"):
        yield figure(f"score_{when}", Estimate(float(scores[when].mean())), n, POINTS, "Mean of the people counted")
    alpha = alpha_before(paired)
    yield figure("reliability", Estimate(alpha), n, "alpha", "Cronbach's alpha over skills, parallel forms together")
    yield reliable_change(scores, alpha)
    yield form_gap(paired)
    yield overconfidence(paired)


def alpha_before(paired: pd.DataFrame) -> float | None:
    first = paired[paired["when"] == "before"]
    return cronbach_alpha(first.pivot_table(index="person", columns="skill", values="score").dropna().to_numpy())


def reliable_change(scores: pd.DataFrame, alpha: float | None) -> Figure:
    least = least_reliable_change(scores["before"], alpha)
    share = None if least is None else float((scores["after"] - scores["before"] > least).mean())
    return figure(
        "reliable_change", Estimate(share), len(scores), "fraction", "Reliable change index (Jacobson & Truax 1991)"
    )


def form_gap(paired: pd.DataFrame) -> Figure:
    """Before the workshop nobody was taught: who began with A against who began with B."""
    first = paired[paired["when"] == "before"]
    means = 100 * first.groupby(["form", "person"])["score"].mean()
    sides = [means[means.index.get_level_values("form") == form].to_numpy() for form in ("A", "B")]
    found = Estimate(None)
    if all(may_show(len(side)) and np.ptp(side) > 0 for side in sides):
        limits = ttest_ind(*sides, equal_var=False).confidence_interval(0.95)
        found = Estimate(float(sides[0].mean() - sides[1].mean()), float(limits.low), float(limits.high))
    return figure("form_gap", found, sum(map(len, sides)), POINTS, "Difference of means, Welch's limits")


def gain_by_skill(paired: pd.DataFrame) -> pd.DataFrame:
    """One row per skill, the largest change first; `clear`: its p, adjusted for all skills, is under 0.05."""
    rows = []
    for skill, part in paired.groupby("skill"):
        scores = person_scores(part).dropna()
        found = gain_points(scores["before"], scores["after"])
        means = {when: float(scores[when].mean()) for when in ("before", "after")}
        rows.append(
            {"skill": skill, "people": len(scores), **means, "change": found.value, "low": found.low,
             "high": found.high, "p": found.p}
        )  # fmt: skip
    table = pd.DataFrame(rows)
    table["p_adjusted"] = benjamini_hochberg(table.pop("p").astype(float))
    table["clear"] = table["p_adjusted"] < 0.05
    return table.sort_values(["change", "skill"], ascending=[False, True], kind="stable").reset_index(drop=True)


def skill_figures(paired: pd.DataFrame, skills: pd.DataFrame) -> Iterator[Figure]:
    for row in skills.itertuples():
        scores = person_scores(paired[paired["skill"] == row.skill]).dropna()
        found = gain_points(scores["before"], scores["after"])
        of = (str(row.skill),)
        yield figure("gain_points", found, len(scores), POINTS, "Mean paired change, Student's limits", of)
        standard = gain_g(scores["before"], scores["after"])
        yield figure("gain_g", standard, len(scores), "g", "Hedges' g_av, BCa bootstrap over people", of)


def item_statistics(paired: pd.DataFrame) -> pd.DataFrame:
    """One row per item, hardest after the workshop first: mean score before and after, with what it tells people apart.

    discrimination: correlation of the item with the rest of its paper over all who sat it; None under five or without
    variation. A cell of fewer than five answers is left empty.
    """
    totals = paired.groupby(["person", "when"])["score"].transform("sum") - paired["score"]
    rows = [item_row(str(item), part, totals[part.index]) for item, part in paired.groupby("item")]
    table = pd.DataFrame(rows)
    table["low"], table["high"] = wilson_interval(table.pop("full_after"), table["n_after"])
    hidden = table["n_after"] < LEAST_PAIRS
    table[["low", "high"]] = table[["low", "high"]].mask(hidden)
    return table.sort_values(["right_after", "item"], kind="stable").reset_index(drop=True)


def item_row(item: str, part: pd.DataFrame, rest: pd.Series) -> dict[str, Any]:
    row: dict[str, Any] = {"item": item, "skill": part["skill"].iloc[0]}
    for when in ("before", "after"):
        given = part.loc[part["when"] == when, "score"]
        row[f"n_{when}"] = len(given)
        row[f"right_{when}"] = float(given.mean()) if may_show(len(given)) else None
    row["full_after"] = int((part.loc[part["when"] == "after", "score"] >= 1 - 1e-9).sum())
    varies = len(part) >= LEAST_PAIRS and np.ptp(part["score"]) > 0 and np.ptp(rest) > 0
    row["discrimination"] = float(np.corrcoef(part["score"], rest)[0, 1]) if varies else None
    return row


# --- what it says -----------------------------------------------------------------------------------------------------


def headline(points: Estimate, skills: pd.DataFrame, n: int) -> Message:
    said: dict[str, Any] = {"points": points.value, "low": points.low, "high": points.high, "n": n}
    if points.low is None or points.high is None:
        return Message("all_alike", {"points": points.value, "n": n})
    if points.high < 0:
        return Message("fell", said | {"points": -float(points.value or 0)})
    if points.low <= 0:
        return Message("not_told", said)
    gained = int((skills["clear"] & (skills["change"] > 0)).sum())
    return (
        Message("some_gained", said | {"gained": gained, "skills": len(skills)}) if gained else Message("gained", said)
    )


def cautions(paired: pd.DataFrame, scores: pd.DataFrame, skills: pd.DataFrame) -> Iterator[Message]:
    yield Message("paired_only")
    for row in skills[skills["low"].isna()].itertuples():
        yield Message("no_variation", {"skill": str(row.skill)})
    share = float((scores["before"] >= CEILING).mean())
    if share > CEILING_SHARE:
        yield Message("ceiling", {"share": share, "least": CEILING})
    first = paired[paired["when"] == "before"].groupby("person")["form"].first().value_counts()
    a, b = (int(first.get(form, 0)) for form in ("A", "B"))
    if abs(a - b) > max(1, 0.2 * (a + b)):
        yield Message("form_order", {"a": a, "b": b})
    if least_reliable_change(scores["before"], alpha_before(paired)) is None:
        yield Message("not_reliable")


# --- charts -----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Change by skill, and certainty against share right; what has nothing to draw is left out."""
    tables = {table.key: table.rows for table in findings.tables}
    found = (gain_chart(tables.get("gain_by_skill", ()), canvas), curve_of(tables.get("calibration", ()), canvas))
    return tuple(chart for chart in found if chart)


def points_said(value: float) -> str:
    return f"{round(value) or 0:+}".replace("-", "−").replace("+0", "0")


def gain_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    if not rows:
        return None
    shown = [
        {"label": row["skill"], "value": row["change"], "low": row["low"], "high": row["high"], "n": row["people"],
         "accent": bool(row["clear"])}
        for row in rows
    ]  # fmt: skip
    title = Message("gain_title_none")
    if rows[0]["clear"] and rows[0]["change"] > 0:
        title = Message("gain_title", {"skill": str(rows[0]["skill"]).lower(), "change": rows[0]["change"]})
    values = each_with_interval(shown, points_said)
    spec = interval_rows(Rows(shown, points_said), canvas, reference=(0.0, ""))
    return Chart("gain_by_skill", "gain_by_skill", title, Message("gain_alternative", {"values": values}), spec)


def curve_of(rows: TableRows, canvas: Canvas, *, own: bool = False) -> Chart | None:
    """Of a group, or with `own` of the one person who sees it; None where no certainty has answers enough to draw."""
    drawn = [row for row in rows if row["answers"] >= LEAST_DRAWN]
    if not drawn:
        return None
    values = "; ".join(f"{percent(row['said'])} sure: {row['right']} of {row['answers']} right" for row in drawn)
    alternative = Message("calibration_alternative", {"values": values})
    spec = calibration_curve(rows, canvas, WORDS["even"])
    return Chart("calibration", "calibration", curve_title(rows, own), alternative, spec)


def curve_title(rows: TableRows, own: bool) -> Message:
    """Over all answers with a certainty; within five points counts as even."""
    n = sum(row["answers"] for row in rows)
    gap = 100 * sum(row["said"] * row["answers"] - row["right"] for row in rows) / n
    said = "even" if abs(gap) < 5 else ("over" if gap > 0 else "under")
    return Message(f"{'own' if own else 'group'}_{said}", {"points": abs(gap)})
