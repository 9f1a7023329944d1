"""`pairwise`: people compare criteria two by two. The weights that follow (AHP), and how far judgments agree.

The room's judgments are joined by the geometric mean, its weights are the principal eigenvector of that; each person's
weights show the spread. Only people who compared every two count. A value is how many times as important the first is.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.answers.disclosure import SMALLEST_GROUP, answers_needed, may_show
from analysis.answers.movement import changed_minds
from analysis.answers.range_bars import range_bars
from analysis.charts import Canvas
from analysis.drawing.rows import percent
from analysis.findings import Chart, Figure, Findings, Message, Scalar, Table
from analysis.inputs import Inputs
from analysis.methods.agreement import kendalls_w
from analysis.methods.priorities import (
    CONSISTENT,
    Array,
    consistency_ratio,
    joined,
    outlying_pair,
    principal_weights,
    reciprocal_matrix,
)
from analysis.wording import Words

KIND = "pairwise"
TABLE = "room_pairwise"
JUDGMENTS = "room_pairwise_judgments"
HIDDEN = {TABLE: ("criterion_key",)}
BETWEEN = ":"  # the two keys of a comparison
MIDDLE_HALF = 8  # people from which quartiles are shown: of fewer they are nearly a person's own figures
ALIKE = 1e-9  # weights nearer than this have the same rank
COUNTED = "The room is counted, not estimated"
WORDS: Words = {
    TABLE: "The weights that the room's comparisons make",
    JUDGMENTS: "How the room compared",
    "criterion_key": "Key",
    "criterion": "Criterion",
    "weight": "Weight",
    "low_quartile": "A quarter say less than",
    "high_quartile": "A quarter say more than",
    "compared_first": "First",
    "compared_second": "Second",
    "times": "First is so many times as important",
    "for_first": "More for the first",
    "for_both": "Equal",
    "for_second": "More for the second",
    "group_weight": "Weight by the room's comparisons",
    "group_consistency_ratio": "Consistency ratio of the joined judgments (0 no contradiction, up to 0.10 good)",
    "group_inconsistent": "People whose own comparisons contradict each other (consistency ratio above 0.10)",
    "group_weight_w": "Agreement on the order of the weights (Kendall's W)",
    "pairs_few": "Only {n} compared every two in round {round}: with fewer than {needed}, nothing is shown",
    "pairs_unfinished": "{n} of {all} did not compare every two in round {round}; they are not counted",
    "pairs_inconsistent": "The room's joined judgments contradict each other in round {round} (consistency ratio "
    "{ratio:.2f}): most of it comes from {pair}. Settle that before the weights are used",
    "pairs_people": "{n} of {all} people's own comparisons contradict each other in round {round} (consistency "
    "ratio above 0.10): joined they can look sounder than they are",
    "weights_lead": "{name} weighs most, {weight}; {last} least, {least}",
    "weights_alike": "Everything weighs the same to the room",
    "weights_moved": "{name} now weighs most, {weight}; before, {before} did",
    "weights_alternative": "Weight of each criterion by the room's comparisons, round {round}, the middle half of "
    "people in brackets. {values}.",
}  # fmt: skip


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item = the instrument's key, criterion = two keys with a colon between, value = first ÷ second."""
    criteria = instrument["parameters"]["criteria"]
    rounds = {name: matrices_of(part, criteria) for name, part in by_round(rows)}
    shown = {name: matrices for name, matrices in rounds.items() if may_show(len(matrices))}
    warnings = (*too_few(rounds), *unfinished(rows, shown))
    empty = Findings(exercise="", headline=Message("answers_only"), warnings=warnings, inputs=inputs.provenance)
    if not shown:
        return empty
    weights = pd.concat([weights_of(*each, criteria) for each in shown.items()], ignore_index=True)
    judged = pd.concat([judgments_of(*each, criteria) for each in shown.items()], ignore_index=True)
    people = dict.fromkeys(["for_first", "for_both", "for_second"], "people")
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=(*figures_of(weights, shown), *changed_minds(compared(rows, shown))),
        tables=(
            Table.from_frame(
                TABLE, weights, dict.fromkeys(["weight", "low_quartile", "high_quartile"], "fraction") | {"n": "people"}
            ),
            Table.from_frame(JUDGMENTS, judged, people),
        ),
        warnings=(*warnings, *inconsistent(shown, criteria)),
        inputs=inputs.provenance,
    )


def rows_of(instrument: Mapping[str, Any], answers: pd.DataFrame) -> pd.DataFrame:
    """Its rows among all answers of an exercise: the item is its own key."""
    own: pd.DataFrame = answers[answers["item"] == instrument["key"]]
    return own


def by_round(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each round's rows, in order."""
    for name in sorted(rows["round"].unique()):
        yield str(name), rows[rows["round"] == name]


def matrices_of(rows: pd.DataFrame, criteria: list[dict[str, Any]]) -> dict[str, Array]:
    """{person: reciprocal matrix} of those who compared every two."""
    keys = [BETWEEN.join((first["key"], second["key"])) for first, second in combinations(criteria, 2)]
    told = rows[rows["criterion"].isin(keys)]
    told = told.assign(value=pd.to_numeric(told["value"], errors="coerce"))
    ratios = told.pivot(index="participant", columns="criterion", values="value").reindex(columns=keys)
    ratios = ratios[(ratios > 0).all(axis=1)]
    places = list(combinations(range(len(criteria)), 2))
    return {
        str(person): reciprocal_matrix(dict(zip(places, values, strict=True)), len(criteria))
        for person, values in zip(ratios.index, ratios.to_numpy(), strict=True)
    }


def compared(rows: pd.DataFrame, shown: Mapping[str, Mapping[str, Array]]) -> pd.DataFrame:
    """round, participant, item = the comparison, value, of the people who count."""
    parts = [part[part["participant"].isin(list(shown[name]))] for name, part in by_round(rows) if name in shown]
    told: pd.DataFrame = pd.concat(parts).drop(columns="item").rename(columns={"criterion": "item"})
    return told


def own_weights(matrices: Mapping[str, Array]) -> Array:
    """Shape (people, criteria), rows adding up to 1."""
    return np.stack([principal_weights(matrix)[0] for matrix in matrices.values()])


def weights_of(name: str, matrices: Mapping[str, Array], criteria: list[dict[str, Any]]) -> pd.DataFrame:
    """One row a criterion, in the exercise's order: the room's weight; from eight people on the middle half."""
    own, (weights, _eigenvalue) = own_weights(matrices), principal_weights(joined(list(matrices.values())))
    wide = len(own) >= MIDDLE_HALF
    low, high = (np.quantile(own, share, axis=0) if wide else np.full(len(criteria), np.nan) for share in (0.25, 0.75))
    return pd.DataFrame(
        {
            "round": name,
            "criterion_key": [each["key"] for each in criteria],
            "criterion": [each["name"] for each in criteria],
            "weight": weights,
            "low_quartile": low,
            "high_quartile": high,
            "n": len(own),
        }
    )


def judgments_of(name: str, matrices: Mapping[str, Array], criteria: list[dict[str, Any]]) -> pd.DataFrame:
    """One row a comparison: the joined judgment, and how many lean which way."""
    all_of = np.stack(list(matrices.values()))
    room = joined(list(matrices.values()))
    lines = [
        {
            "round": name, "compared_first": criteria[i]["name"], "compared_second": criteria[j]["name"],
            "times": float(room[i, j]),
            "for_first": int((all_of[:, i, j] > 1).sum()), "for_both": int((all_of[:, i, j] == 1).sum()),
            "for_second": int((all_of[:, i, j] < 1).sum()),
        }
        for i, j in combinations(range(len(criteria)), 2)
    ]  # fmt: skip
    return pd.DataFrame(lines)


def agreement(own: Array) -> float | None:
    """Kendall's W of the order that each person's weights make; None where nobody puts one before another."""
    ranks = np.apply_along_axis(rankdata, 1, -np.round(own / ALIKE) * ALIKE)
    w, _p = kendalls_w(ranks)
    return None if np.isnan(w) else w


def figures_of(weights: pd.DataFrame, rounds: Mapping[str, Mapping[str, Array]]) -> Iterator[Figure]:
    for row in weights.to_dict("records"):
        method = f"Principal eigenvector of the geometric means of all judgments. {COUNTED}"
        of = (str(row["round"]), str(row["criterion"]))
        yield Figure(name="group_weight", of=of, value=row["weight"], unit="fraction", n=row["n"], method=method)
    for name, matrices in rounds.items():
        told = {
            "group_consistency_ratio": (consistency_ratio(joined(list(matrices.values()))), "", "Saaty's ratio"),
            "group_inconsistent": (contradicting(matrices), "people", "Count of the room"),
            "group_weight_w": (agreement(own_weights(matrices)), "", f"Kendall's W of the weights' order. {COUNTED}"),
        }
        for key, (value, unit, method) in told.items():
            yield Figure(name=key, of=(name,), value=value, unit=unit, n=len(matrices), method=method)


def contradicting(matrices: Mapping[str, Array]) -> int:
    """People whose own consistency ratio is above 0.1."""
    return sum(consistency_ratio(matrix) > CONSISTENT for matrix in matrices.values())


def too_few(rounds: Mapping[str, Mapping[str, Array]]) -> Iterator[Message]:
    for name, matrices in rounds.items():
        if not may_show(len(matrices)):
            yield Message("pairs_few", {"n": len(matrices), "round": name, "needed": SMALLEST_GROUP})


def unfinished(rows: pd.DataFrame, shown: Mapping[str, Mapping[str, Array]]) -> Iterator[Message]:
    for name, part in by_round(rows):
        people = int(part["participant"].nunique())
        if name in shown and people > len(shown[name]):
            yield Message("pairs_unfinished", {"n": people - len(shown[name]), "all": people, "round": name})


def inconsistent(rounds: Mapping[str, Mapping[str, Array]], criteria: list[dict[str, Any]]) -> Iterator[Message]:
    """The room's own contradiction with the comparison behind it, and how many people contradict themselves."""
    for name, matrices in rounds.items():
        room = joined(list(matrices.values()))
        if (ratio := consistency_ratio(room)) > CONSISTENT:
            said: dict[str, Scalar] = {"round": name, "ratio": ratio}
            yield Message("pairs_inconsistent", said | behind(outlying_pair(room), criteria))
        if people := contradicting(matrices):
            yield Message("pairs_people", {"round": name, "n": people, "all": len(matrices)})


def behind(pair: tuple[int, int] | None, criteria: list[dict[str, Any]]) -> dict[str, Scalar]:
    """The comparison that contradicts most, in words."""
    if pair is None:
        return {"pair": "no single comparison"}
    return {"pair": " against ".join(criteria[place]["name"] for place in pair)}


# --- the room's weights, for analyses --------------------------------------------------------------------------------


def group_weights(inputs: Inputs, key: str) -> dict[str, float] | None:
    """{criterion: weight}, adding up to 1, of the last round that enough people answered; None where none has.

    For an analysis that weighs items by what the room finds important. Raises KeyError where the exercise has no such
    instrument.
    """
    instrument = {each["key"]: each for each in inputs.content.get("instruments", ())}[key]
    answers, criteria = inputs.answers, instrument["parameters"]["criteria"]
    if "id" in inputs.content:
        answers = answers[answers["exercise"].fillna(inputs.content["id"]) == inputs.content["id"]]
    rounds = [matrices_of(part, criteria) for _name, part in by_round(rows_of(instrument, answers))]
    full = [matrices for matrices in rounds if len(matrices) >= answers_needed(inputs.content)]
    if not full:
        return None
    weights, _eigenvalue = principal_weights(joined(list(full[-1].values())))
    return {each["key"]: float(weight) for each, weight in zip(criteria, weights, strict=True)}


# --- chart -----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """The room's weight of each criterion, on the middle half of people's own; the first round's hollow."""
    tables = [table for table in findings.tables if table.key == TABLE]
    if not tables:
        return ()
    told: list[dict[str, Any]] = [dict(row) for row in tables[0].rows]
    rounds = sorted({str(row["round"]) for row in told})
    first = [row for row in told if row["round"] == rounds[0]] if len(rounds) > 1 else []
    before = {row["criterion_key"]: row["weight"] for row in first}
    last = sorted((row for row in told if row["round"] == rounds[-1]), key=lambda row: -row["weight"])
    lines = [drawn(row, before.get(row["criterion_key"])) for row in last]
    title, alternative = sentences(lines, first, rounds[-1])
    return (Chart(TABLE, TABLE, title, alternative, range_bars(lines, percent, canvas)),)


def drawn(row: Mapping[str, Any], before: float | None) -> dict[str, Any]:
    ends = {"ends": "half ", "range_low": row["low_quartile"], "range_high": row["high_quartile"]}
    return {"item": row["criterion"], "likely": row["weight"], "n": row["n"], "before": before, "actual": None} | ends


def sentences(lines: list[dict[str, Any]], first: list[dict[str, Any]], name: str) -> tuple[Message, Message]:
    values = "; ".join(line_said(row) for row in lines)
    seen = Message("weights_alternative", {"round": name, "values": values})
    top, bottom = lines[0], lines[-1]
    said: dict[str, Scalar] = {"name": top["item"], "weight": percent(top["likely"])}
    if np.isclose(top["likely"], bottom["likely"]):
        return Message("weights_alike"), seen
    led = max(first, key=lambda row: row["weight"])["criterion"] if first else top["item"]
    if led != top["item"]:
        return Message("weights_moved", said | {"before": led}), seen
    ends: dict[str, Scalar] = {"last": bottom["item"], "least": percent(bottom["likely"])}
    return Message("weights_lead", said | ends), seen


def line_said(row: Mapping[str, Any]) -> str:
    low, high = row["range_low"], row["range_high"]
    half = "" if low is None else f" ({percent(low)} to {percent(high)})"
    return f"{row['item']}: {percent(row['likely'])}{half}, n = {row['n']}"
