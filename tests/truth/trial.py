"""Whether intervals and claims keep what they say, on data made with a known truth.

A simulator draws tables from numpy alone: it shares no code with what it tries. Seeds are fixed, so that a trial says
the same on every machine.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.catalogue import discover
from analysis.findings import Findings, Provenance
from analysis.inputs import Inputs, no_answers
from analysis.sources import resolve, with_resolved
from curriculum.loader import load_folder

Tables = Mapping[str, pd.DataFrame]
Limits = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One simulated company. truth: {figure key: the value that was put in}; empty where nothing was."""

    tables: Tables
    as_of: date
    truth: Mapping[str, float] = field(default_factory=dict)
    answers: pd.DataFrame = field(default_factory=no_answers)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How often the interval of a figure holds the truth, and how wide it is beside a reference.

    figure: a name, or a key where only one part is meant. reference: limits of the same truth from the same case by the
    method named in `beside`, an implementation that is not ours (scipy, statsmodels, lifelines) or a published formula;
    it is given the figure's key. level: what the interval says it holds.
    """

    exercise: str
    figure: str
    simulate: Callable[[int], Case]
    reference: Callable[[Case, str], Limits]
    beside: str
    level: float = 0.95
    size: str = ""  # of a case, in words: "1,200 deals"


@dataclass(frozen=True, kw_only=True)
class FalseAlarm:
    """How often a claim is made of data in which it is not true. stated: at most this share of the time."""

    exercise: str
    claim: str
    simulate: Callable[[int], Case]
    alarm: Callable[[Findings], bool]
    stated: float = 0.05
    size: str = ""


Trial = Coverage | FalseAlarm


@dataclass(frozen=True)
class Outcome:
    """runs: that were counted. held: share of figures that held the truth; width: mean width over the reference's.

    alarms: share of runs with a false alarm. What a trial does not measure is NaN.
    """

    runs: int
    held: float
    width: float
    alarms: float


def run_together(trials: Sequence[Trial], runs: int) -> list[Outcome]:
    """Outcomes of trials of one exercise on the same cases, which are drawn and analysed once."""
    told: list[list[Any]] = [[] for _ in trials]
    for seed in range(runs):
        case = trials[0].simulate(seed)
        findings = findings_of(trials[0].exercise, case)
        for trial, rows in zip(trials, told, strict=True):
            rows.extend(observed(trial, case, findings))
    return [outcome_of(trial, rows, runs) for trial, rows in zip(trials, told, strict=True)]


def observed(trial: Trial, case: Case, findings: Findings) -> list[Any]:
    if isinstance(trial, FalseAlarm):
        return [trial.alarm(findings)]
    return limits_of(trial, case, findings)


def outcome_of(trial: Trial, rows: list[Any], runs: int) -> Outcome:
    if isinstance(trial, FalseAlarm):
        return Outcome(runs, np.nan, np.nan, float(np.mean(rows)))
    told = pd.DataFrame(rows, columns=["truth", "low", "high", "reference_low", "reference_high"])
    held = (told["low"] <= told["truth"]) & (told["truth"] <= told["high"])
    width, beside = told["high"] - told["low"], told["reference_high"] - told["reference_low"]
    return Outcome(runs, float(held.mean()), float(width.mean() / beside.mean()), np.nan)


def limits_of(trial: Coverage, case: Case, findings: Findings) -> list[tuple[float, ...]]:
    """Truth, limits and the reference's limits of each figure whose truth is known. One without limits is an error."""
    keys = [key for key in case.truth if key == trial.figure or key.startswith(f"{trial.figure}.")]
    assert keys, f"{trial.exercise}: the simulator says nothing of {trial.figure}"
    rows = []
    for key in keys:
        figure = findings.figure(key)
        limits = [np.nan if limit is None else limit for limit in (figure.low, figure.high)]
        assert np.isfinite(limits).all(), f"{trial.exercise}: {key} has no interval"
        rows.append((case.truth[key], *limits, *trial.reference(case, key)))
    return rows


def findings_of(exercise: str, case: Case) -> Findings:
    """What the exercise's own file makes of a case, and nothing of the instruments."""
    provenance = Provenance(snapshot="", answers="", code="", as_of=case.as_of)
    content = with_resolved(contents()[exercise], resolve(contents()[exercise], case.tables))
    return discover()[exercise].analyse(Inputs(case.tables, provenance, case.answers, content))


@cache
def contents() -> dict[str, dict[str, Any]]:
    return {key: file.content() for key, file in load_folder().exercises.items()}
