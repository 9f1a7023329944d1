"""1.6 What variance triggers a review? Limits and runs on actual over target, and what each rule costs.

The first twelve known periods draw the limits, those after them try the rules; false alarms and the delay until a drop
is seen come from simulation. The rule is the room's median, else the middle of the scales.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from scipy.stats import pearsonr, t

from analysis.company.results.review_rules import Rule, Watched
from analysis.company.results.review_study import (
    SOON,
    Study,
    farthest,
    periods_table,
    rules_table,
    study_of,
    watched_table,
)
from analysis.company.results.target_series import MONTHS_A_YEAR, TargetSeries, company_and_units
from analysis.drawing.review_trigger import GRAINS, charts, grain_of
from analysis.findings import Figure, Findings, Message, Scalar, Table, Tripwire, figure_key
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.control_charts import BASELINE, NATURAL, RUNS, chance_of_as_many
from analysis.methods.survival import UNKNOWN, Estimate

__all__ = ["EXERCISE", "METHOD", "NEEDS", "WORDS", "analyse", "charts"]
EXERCISE = "1.6"
NEEDS = {"targets": ("period", "unit_type", "unit_id", "target", "actual")}
CLEAR = 0.05
SAME = 1e-9  # of target: periods that differ by less do not differ
COSTS = {
    "seen": "A 10 % drop is seen after {drop:.0f} {drop:month|months} ({low:.0f} to {high:.0f}) by a rule of "
    "{best_width:.2f} and {best_run:.0f}, at one false alarm in {false:.0f} months; ",
    "noisy": "PERIODs stray by {natural:.0%} of target without a cause, so a rule with one false alarm in 18 months "
    "sees a 10 % drop only after {drop:.0f} months ({low:.0f} to {high:.0f}); ",
    "unsure": "Whether a rule with one false alarm in 18 months sees a 10 % drop within 6 cannot be told from twelve "
    "PERIODs: after {drop:.0f} {drop:month|months} ({low:.0f} to {high:.0f}); ",
    "none": "No rule on these scales has so few as one false alarm in 18 months; ",
}
TRIED = {
    "signals": "by limits of {width:.2f} and a run of {run:.0f}, {alarms} of {n} {n:PERIOD|PERIODs} since "
    "{alarms:calls|call} a review, more than chance would have (at most {odds} in 1,000); farthest out is {period}, "
    "{ratio:.0%} of target",
    "quiet": "by limits of {width:.2f} and a run of {run:.0f}, {alarms} of {n} {n:PERIOD|PERIODs} since "
    "{alarms:calls|call} a review, as chance may do",
    "untried": "no PERIOD has come since to try a rule on",
}
PER_PERIOD = {
    **{f"{cost}_{tried}": first + second for cost, first in COSTS.items() for tried, second in TRIED.items()},
    "chart_title_flagged": "A review is called by {alarms} of {n} {n:PERIOD|PERIODs} since the baseline; farthest out "
    "lies {period} at {ratio:.0%} of target",
    "chart_title_quiet": "None of {n} {n:PERIOD|PERIODs} since the baseline calls a review",
    "chart_title_untried": "PERIODs stray by up to {far:.0%} of target from their mean",
}
METHOD = Method(
    name="XmR chart by moving ranges, Western Electric rules, run lengths by simulation with limits drawn anew, t "
    "interval of the mean",
    assumes=(
        "Months do not depend on each other and carry no season that the targets lack",
        "The twelve months of the baseline hold no shift of their own",
        "Months stray as a normal distribution does",
    ),
    sources=(
        "Wheeler & Chambers (1992), Understanding Statistical Process Control, 3",
        "Western Electric (1956), Statistical Quality Control Handbook",
        "Champ & Woodall (1987), Technometrics 29, 393–399",
        "Quesenberry (1993), J. Quality Technology 25, 237–247",
    ),
)


def in_periods(text: str, grain: str) -> str:
    """The sentence with the name of its periods, a capital at its beginning."""
    said = text.replace("PERIOD", grain)
    return said[:1].upper() + said[1:]


WORDS = {
    **{f"{code}_{grain}": in_periods(text, grain) for code, text in PER_PERIOD.items() for grain in GRAINS},
    "too_little": "Only {n} {n:period has|periods have} a target and an actual: twelve are needed to draw limits",
    "no_spread": "The first twelve periods do not differ: no limits can be drawn from them",
    "method_note": "Limits stand so many mean moving ranges (2.66 of them are three standard deviations) around the "
    "mean of actual over target in the first twelve periods, and a period is flagged beyond them or when it ends a run "
    "on one side (Wheeler & Chambers 1992; Western Electric 1956). What a rule costs comes from 4,000 runs of normal "
    "periods, each with limits drawn from twelve of its own: the median months to an alarm when nothing changes, and "
    "after the level falls by 10 % of target, with limits as far as twelve periods tell the spread. Alarms are called "
    "more than chance where fewer than one in twenty such runs without a change has as many.",
    "baseline_mean": "Mean of actual over target in the baseline",
    "mean_moving_range": "Usual change from one period to the next",
    "natural_width": "How far a period strays without a cause",
    "baseline_alarms": "Periods of the baseline outside their own limits",
    "alarms_per_year": "Alarms a year",
    "western_electric_per_year": "Alarms a year, all four Western Electric rules",
    "false_alarm_months": "Months between false alarms",
    "months_to_see_drop": "Months to see a 10 % drop",
    "alarms": "Periods flagged",
    "control_chart": "Actual over target, with limits",
    "backtest": "What each setting costs",
    "rules": "What rules cost",
    "watched": "Units and how far they stray",
    "period": "Period",
    "target": "Target",
    "actual": "Actual",
    "ratio": "Actual over target",
    "mean": "Mean",
    "lower": "Lower limit",
    "upper": "Upper limit",
    "baseline": "Draws the limits",
    "flagged": "Flagged",
    "by_run": "By a run",
    "since_baseline": "After the baseline",
    "rule": "Rule",
    "width": "Width of the limits",
    "run": "In a row on one side",
    "efficient": "Worth choosing between",
    "people": "People who set it",
    "is_median": "The room's median",
    "unit": "Unit",
    "kind": "Kind",
    "periods": "Periods",
    "natural_low": "Strays, lower limit",
    "natural_high": "Strays, upper limit",
    "tried": "Periods since the baseline",
    "no_room": "The room has set no rule yet: the figures are of the middle of the scales, {width:.2f} and {run:.0f}",
    "untried_yet": "Of alarms a year nothing is known: no period after the baseline lies in the window",
    "short_trial": "Only {n} {n:period lies|periods lie} after the baseline: alarms a year say little",
    "baseline_strays": "{n} of the twelve periods that draw the limits lie outside them: targets may lack the season",
    "dependent": "Periods of the baseline go with the next (correlation {r:.2f}): runs come oftener than simulated",
    "season_left": "The second year repeats the first (correlation {r:.2f}): the targets lack the season, and alarms "
    "come with it",
    "gaps": "{n} {n:period is|periods are} missing between others: changes across a gap do not count",
    "no_target": "{n} {n:row has|rows have} an actual but no target above nothing and {n:is|are} left out",
    "summed": "The company has no rows of its own: its periods are the sums of {n} {n:unit|units}",
    "short_units": "{n} {n:unit has|units have} fewer than twelve periods of one length with target and actual: no "
    "limits for {n:it|them}",
    "many_charts": "With {n} {n:unit watched, it|units watched, one of them} calls a review for nothing about every "
    "{months:.0f} {months:month|months}",
    "never_seen": "At some settings half of the simulated runs see nothing within 600 periods: a dash",
    "alarm": "The rule itself, {rule}; it fires for nothing in about {share:.0%} of quarters",
    "chart_alternative": "Actual over target by period, mean {mean}, limits {lower} to {upper}. Flagged: {values}.",
    "rules_title_seen": "Of the rules that err once in 18 months at most, limits of {width:.2f} and a run of {run:.0f} "
    "see a 10 % drop soonest: in {drop:.0f} {drop:month|months}",
    "rules_title_none": "No rule errs so seldom as once in 18 months and sees a 10 % drop",
    "rules_alternative": "Months between false alarms and months until a 10 % drop is seen, for each rule: {values}.",
    "watched_title": "{quiet} of {n} {n:unit|units} {quiet:strays|stray} by less than 10 % of target without a cause",
    "watched_alternative": "How far a period strays without a cause, with limits and number of periods: {values}.",
}  # fmt: skip
UNITS = {
    **dict.fromkeys(["ratio", "mean", "lower", "upper", "low", "high", "natural_width", "natural_low", "natural_high",
                     "mean_moving_range", "baseline_mean"], "fraction"),
    **dict.fromkeys(["target", "actual"], "money"),
    **dict.fromkeys(["alarms_per_year", "western_electric_per_year", "alarms"], "alarms"),
    **dict.fromkeys(["false_alarm_months", "months_to_see_drop", "baseline_alarms"], "months"),
    "width": "ratio",
    "run": "count",
    "people": "people",
}  # fmt: skip
MOVING = "Mean moving range, limits as of twelve normal periods (simulated)"
SIMULATED = "Median of {runs} simulated runs, limits drawn anew from twelve periods in each"


def analyse(inputs: Inputs) -> Findings:
    company, units = company_and_units(inputs.tables["targets"], inputs.provenance.as_of)
    watched = watch(company, inputs) if company and company.long_enough else None
    if company is None or watched is None or not watched.has_spread:
        return nothing_known(company, watched, inputs)
    study = study_of(watched, inputs)
    others = [watch(unit, inputs) for unit in units if unit.long_enough]
    others = [unit for unit in others if unit.has_spread]
    found = part_of(inputs, figures=(*company_figures(study), *unit_figures([watched, *others], study.rule)))
    found = replace(found, tables=tuple(tables(study, others)), headline=headline(study))
    said = (*cautions(study, inputs), *unit_cautions(units, others, study))
    return replace(found, warnings=said, tripwires=(tripwire(study),))


part_of = partial(make_part, EXERCISE, headline=Message("too_little", {"n": 0}))


def watch(series: TargetSeries, inputs: Inputs) -> Watched:
    return Watched(series, series.within(inputs.provenance))


def nothing_known(company: TargetSeries | None, watched: Watched | None, inputs: Inputs) -> Findings:
    """All figures without a value, and why."""
    why = Message("no_spread") if watched else Message("too_little", {"n": company.n if company else 0})
    names = ["natural_width", "baseline_mean", "alarms_per_year", "western_electric_per_year", "baseline_alarms",
             "false_alarm_months", "months_to_see_drop"]  # fmt: skip
    n = company.n if company else 0
    figures = tuple(figure(name, UNKNOWN, n, "Too few periods") for name in names)
    return replace(part_of(inputs, figures=figures, warnings=(why,)), headline=why)


# --- figures ---------------------------------------------------------------------------------------------------------


def figure(name: str, estimate: Estimate, n: int, method: str, *of: str) -> Figure:
    value, low, high = (None if math.isnan(number) else number for number in estimate)
    return Figure(name=name, of=of, value=value, low=low, high=high, n=n, unit=UNITS[name], method=method)


def exact(value: float) -> Estimate:
    return Estimate(value, math.nan, math.nan)


def company_figures(study: Study) -> Iterator[Figure]:
    watched, rule = study.watched, study.rule
    simulated = SIMULATED.format(runs=f"{RUNS:,}")
    natural = Estimate(*(NATURAL * change for change in watched.change))
    yield figure("natural_width", natural, BASELINE, f"2.66 times the {MOVING[:1].lower()}{MOVING[1:]}")
    yield figure("baseline_mean", mean_of(watched), BASELINE, "t interval")
    yield figure("baseline_alarms", exact(watched.baseline_out), BASELINE, "Count beyond three standard deviations")
    for name, alarms in (("alarms_per_year", study.alarms), ("western_electric_per_year", watched.zone_alarms())):
        yield figure(name, exact(watched.per_year(alarms)), study.tried, "Count of the periods since the baseline")
    yield figure("false_alarm_months", exact(study.priced.false_alarm(rule)), RUNS, simulated)
    yield figure("months_to_see_drop", study.priced.sees_drop(rule), BASELINE, simulated)


def mean_of(watched: Watched) -> Estimate:
    """With Student's limits."""
    first = watched.series.ratio[:BASELINE]
    half = t.ppf(0.975, BASELINE - 1) * first.std(ddof=1) / math.sqrt(BASELINE)
    return Estimate(float(first.mean()), float(first.mean() - half), float(first.mean() + half))


def unit_figures(all_watched: Sequence[Watched], rule: Rule) -> Iterator[Figure]:
    """Of the company and of each unit with enough periods."""
    for watched in all_watched:
        name, tried = watched.series.name, int(watched.tried.sum())
        alarms = exact(watched.alarms(rule)) if tried else UNKNOWN
        yield figure("baseline_mean", mean_of(watched), BASELINE, "t interval", name)
        yield figure("mean_moving_range", watched.change, BASELINE, MOVING, name)
        yield figure("alarms", alarms, tried, f"Count at {rule.name}", name)


# --- tables ----------------------------------------------------------------------------------------------------------


def tables(study: Study, others: Sequence[Watched]) -> Iterator[Table]:
    yield Table.from_frame("control_chart", periods_table(study), UNITS)
    yield Table.from_frame("rules", rules_table(study), UNITS)
    yield Table.from_frame("watched", watched_table([study.watched, *others], study.rule), UNITS)
    yield Table.from_frame("backtest", study.grid, UNITS)


# --- what it says ----------------------------------------------------------------------------------------------------


def cautions(study: Study, inputs: Inputs) -> Iterator[Message]:
    if not study.is_room:
        yield Message("no_room", {"width": study.rule.width, "run": study.rule.run})
    if not study.tried:
        yield Message("untried_yet")
    elif study.tried * study.series.months < MONTHS_A_YEAR:
        yield Message("short_trial", {"n": study.tried})
    if study.series.summed:
        yield Message("summed", {"n": study.series.summed})
    if gaps := int((~study.series.adjacent).sum()):
        yield Message("gaps", {"n": gaps})
    rows = inputs.tables["targets"]
    if blank := int((rows["actual"].notna() & ~(rows["target"] > 0)).sum()):
        yield Message("no_target", {"n": blank})
    yield from about_spread(study)


def about_spread(study: Study) -> Iterator[Message]:
    """Where the baseline breaks what the rules take for granted."""
    ratio = study.series.ratio
    if (strays := study.watched.baseline_out) > 1:
        yield Message("baseline_strays", {"n": strays})
    for code, one, other in (
        ("dependent", ratio[: BASELINE - 1], ratio[1:BASELINE]),
        ("season_left", ratio[:BASELINE], ratio[BASELINE : 2 * BASELINE] if study.series.months == 1 else ratio[:0]),
    ):
        if len(one) == len(other) and min(np.ptp(one), np.ptp(other)) > SAME:
            r, p = pearsonr(one, other)
            if p < CLEAR and r > 0:
                yield Message(code, {"r": float(r)})
    if study.grid[["false_alarm_months", "months_to_see_drop"]].isna().any(axis=None):
        yield Message("never_seen")


def unit_cautions(units: Sequence[TargetSeries], watched: Sequence[Watched], study: Study) -> Iterator[Message]:
    if short := sum(not unit.long_enough for unit in units):
        yield Message("short_units", {"n": short})
    if watched:
        months = study.priced.false_alarm(study.rule) / len(watched)
        yield Message("many_charts", {"n": len(watched), "months": months})


def headline(study: Study) -> Message:
    """What the best rule costs, and whether the months since the baseline hold more alarms than chance would."""
    cost, said = costs_said(study)
    tried, more = tried_said(study)
    return Message(f"{cost}_{tried}_{grain_of(study.series.periods[0])}", said | more)


def costs_said(study: Study) -> tuple[str, dict[str, Scalar]]:
    """Clear only where both limits of the delay lie on one side of `SOON`."""
    if study.soonest is None:
        return "none", {}
    best, drop = study.soonest
    said: dict[str, Scalar] = {"drop": drop.value, "low": drop.low, "high": drop.high}
    if drop.high <= SOON:
        more: dict[str, Scalar] = {"best_width": best.width, "best_run": best.run}
        return "seen", said | more | {"false": study.priced.false_alarm(best)}
    return ("noisy", said | {"natural": study.watched.limits.natural}) if drop.low > SOON else ("unsure", said)


def tried_said(study: Study) -> tuple[str, dict[str, Scalar]]:
    if not study.tried:
        return "untried", {}
    said: dict[str, Scalar] = {
        "width": study.rule.width,
        "run": study.rule.run,
        "alarms": study.alarms,
        "n": study.tried,
    }
    if study.chance >= CLEAR:
        return "quiet", said
    worst = farthest(periods_table(study).to_dict("records"))
    odds = max(math.ceil(1000 * study.chance), 1)
    return "signals", said | {"odds": odds, "period": worst["period"], "ratio": worst["ratio"]}


def tripwire(study: Study) -> Tripwire:
    quarter = max(3 // study.series.months, 1)
    share = chance_of_as_many(1, study.rule.width, study.rule.run, quarter)
    return Tripwire(
        figure=figure_key("alarms", study.series.name), op=">", threshold=0.0,
        window={"rolling": 1, "period": "quarter"}, min_n=quarter,
        min_n_of={1: "months", 3: "quarters"}.get(study.series.months, "periods"),
        why=Message("alarm", {"rule": study.rule.name, "share": share}),
    )  # fmt: skip
