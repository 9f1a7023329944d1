"""The company's months with limits, the room's rule beside all others, and the tables of both: what 1.6 looks at."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.threshold import median_settings, whole_settings
from analysis.company.results.review_rules import (
    ALONE,
    DROP,
    PERCENT,
    PRICED,
    Priced,
    Rule,
    Watched,
    spaced,
    worth_choosing,
)
from analysis.company.results.target_series import TargetSeries
from analysis.inputs import Inputs
from analysis.methods.control_charts import BASELINE, NATURAL, chance_of_as_many
from analysis.methods.survival import Estimate

INSTRUMENT = "trigger"
SCALES = (
    {"key": "width", "least": 1.64, "most": 3.32, "step": 0.06},
    {"key": "run", "least": 4, "most": 12, "step": 1},
)
SELDOM, SOON = 18.0, 6.0  # months between false alarms at least, and until a drop is seen at most, as the options say


@dataclass(frozen=True)
class Study:
    """The company's series with limits, the rule that is looked at, and what rules cost."""

    watched: Watched
    rule: Rule
    priced: Priced
    grid: pd.DataFrame
    people: pd.DataFrame
    is_room: bool

    @property
    def series(self) -> TargetSeries:
        return self.watched.series

    @property
    def tried(self) -> int:
        return int(self.watched.tried.sum())

    @cached_property
    def alarms(self) -> int:
        return self.watched.alarms(self.rule)

    @cached_property
    def chance(self) -> float:
        """That nothing has changed and chance flags as many periods, or lies as far out; 1 where none is flagged.

        Of two looks the clearer one counts, so it is doubled (Bonferroni).
        """
        if not self.alarms:
            return 1.0
        rule, tried = self.rule, self.watched.tried
        far = np.abs(self.series.ratio[tried] - self.watched.limits.mean).max() / self.watched.limits.change
        as_many = chance_of_as_many(self.alarms, rule.width, rule.run, self.tried)
        return min(2 * min(as_many, chance_of_as_many(1, float(far), ALONE, self.tried)), 1.0)

    @cached_property
    def soonest(self) -> tuple[Rule, Estimate] | None:
        return self.priced.soonest(self.grid, SELDOM)


def study_of(watched: Watched, inputs: Inputs) -> Study:
    scales = scales_of(inputs)
    widths, runs = (steps_of(scale) for scale in scales)
    medians, people = room_of(inputs)
    set_by_room = all(medians.get(scale["key"]) is not None for scale in scales)
    width, run = (medians[scale["key"]] if set_by_room else middle(scale) for scale in scales)
    priced = Priced.of(watched)
    rule = Rule(float(width or 0), math.ceil(run or 0))
    return Study(watched, rule, priced, priced.grid(widths, runs), people, set_by_room)


def scales_of(inputs: Inputs) -> Sequence[Mapping[str, Any]]:
    found = {each["key"]: each for each in inputs.content.get("instruments", ())}.get(INSTRUMENT)
    return found["parameters"]["settings"] if found else SCALES


def steps_of(scale: Mapping[str, Any]) -> list[float]:
    many = round((scale["most"] - scale["least"]) / scale["step"])
    return [float(f"{scale['least'] + place * scale['step']:.10g}") for place in range(many + 1)]


def middle(scale: Mapping[str, Any]) -> float:
    places = steps_of(scale)
    return places[len(places) // 2]


def room_of(inputs: Inputs) -> tuple[dict[str, float | None], pd.DataFrame]:
    """The room's medians, and how many people set which pair; nothing where the content has no such instrument."""
    if scales_of(inputs) is SCALES:
        return {}, pd.DataFrame(columns=["width", "run", "people"])
    return median_settings(inputs, INSTRUMENT), whole_settings(inputs, INSTRUMENT)


# --- tables ----------------------------------------------------------------------------------------------------------


def periods_table(study: Study) -> pd.DataFrame:
    series, (mean, change) = study.series, study.watched.limits
    far, row = study.watched.by(study.rule)
    lower = mean - study.rule.width * change
    is_possible = lower >= 0 or series.actual.min() < 0  # as far as nobody sells less than nothing
    return pd.DataFrame({
        "period": series.periods, "target": series.target, "actual": series.actual, "ratio": series.ratio,
        "mean": mean, "lower": lower if is_possible else np.nan, "upper": mean + study.rule.width * change,
        "baseline": np.arange(series.n) < BASELINE, "since_baseline": study.watched.tried,
        "flagged": far | row, "by_run": row,
    })  # fmt: skip


def rules_table(study: Study) -> pd.DataFrame:
    """Rules worth choosing between, those of the price list, those that people set, and the room's median."""
    keys = ["width", "run"]
    sets = study.people.assign(is_median=False)
    named = [study.rule, *([study.soonest[0]] if study.soonest else [])]
    wanted = pd.DataFrame([*PRICED, *((rule.width, rule.run) for rule in named)], columns=keys)
    best = worth_choosing(study.grid)
    rows = pd.concat([spaced(best)[keys], wanted, sets[keys]]).astype(float).drop_duplicates().sort_values(keys)
    rows = rows.merge(study.grid, on=keys, how="left").merge(best[keys].assign(efficient=True), on=keys, how="left")
    rows = rows.merge(sets[[*keys, "people"]].astype(float), on=keys, how="left")
    rows = pd.DataFrame([priced_row(study, row) for row in rows.to_dict("records")])
    return pd.concat([rows, pd.DataFrame([percent_row(study)])], ignore_index=True)


def priced_row(study: Study, row: Mapping[Any, Any]) -> dict[str, Any]:
    rule = Rule(row["width"], row["run"])
    off_grid = pd.isna(row["false_alarm_months"])
    false, drop = row["false_alarm_months"], row["months_to_see_drop"]
    if off_grid:
        false, drop = study.priced.false_alarm(rule), study.priced.sees_drop(rule).value
    return {
        "rule": rule.name, "width": rule.width, "run": None if rule.run >= ALONE else rule.run,
        "alarms": study.watched.alarms(rule), "false_alarm_months": false, "months_to_see_drop": drop,
        "efficient": row["efficient"] is True, "people": 0 if pd.isna(row["people"]) else int(row["people"]),
        "is_median": study.is_room and rule == study.rule,
    }  # fmt: skip


def percent_row(study: Study) -> dict[str, Any]:
    """Any month under 95 % of target."""
    flagged = int(((study.series.ratio < PERCENT) & study.watched.tried).sum())
    false, drop = study.priced.plain_percent(), study.priced.plain_percent(-DROP)
    return {"rule": "Under 95 %", "width": None, "run": None, "alarms": flagged, "false_alarm_months": false,
            "months_to_see_drop": drop, "efficient": False, "people": 0, "is_median": False}  # fmt: skip


def watched_table(all_watched: Sequence[Watched], rule: Rule) -> pd.DataFrame:
    """The company first, then the units, the steadiest first."""
    rows = [
        {"unit": one.series.name, "kind": one.series.kind, "periods": one.series.n, "mean": one.limits.mean,
         "natural_width": NATURAL * one.change.value, "natural_low": NATURAL * one.change.low,
         "natural_high": NATURAL * one.change.high, "alarms": one.alarms(rule), "tried": int(one.tried.sum())}
        for one in all_watched
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    return pd.concat([table[:1], table[1:].sort_values(["natural_width", "unit"])], ignore_index=True)


def farthest(rows: Sequence[Mapping[Any, Any]]) -> Mapping[Any, Any]:
    return max((row for row in rows if row["flagged"]), key=lambda row: abs(row["ratio"] - row["mean"]))
