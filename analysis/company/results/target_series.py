"""Actual over target, period by period, of the company and of each unit that has targets.

`targets` has one row per period, unit_type and unit_id with `target` and `actual`. An actual has no history: a period
counts once it has ended.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.periods import month_of, month_spans
from analysis.findings import Provenance
from analysis.methods.control_charts import BASELINE

COMPANY = "company"
KINDS = ("region", "team", "product", "rep")  # the first that there is is summed where the company has no rows
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class TargetSeries:
    """Known periods of one unit, in time. months: length of each; first: months since the year 0 at which each begins.

    summed: of how many units, where these are the sums of others; 0 where they are a unit's own.
    """

    name: str
    kind: str
    months: int
    periods: tuple[str, ...]
    first: NDArray[np.int64]
    target: NDArray[np.float64]
    actual: NDArray[np.float64]
    summed: int = 0

    @property
    def n(self) -> int:
        return len(self.periods)

    @cached_property
    def ratio(self) -> NDArray[np.float64]:
        return np.asarray(self.actual / self.target)

    @property
    def adjacent(self) -> NDArray[np.bool_]:
        """Whether each period but the first follows on the one before; shape (n - 1,)."""
        return np.asarray(np.diff(self.first) == self.months)

    @property
    def long_enough(self) -> bool:
        return self.n >= BASELINE

    def within(self, window: Provenance) -> NDArray[np.bool_]:
        """Which periods lie in the window as a whole; all without one."""
        inside = np.ones(self.n, bool)
        if window.since:
            inside &= self.first >= month_of(window.since - timedelta(days=1)) + 1
        if window.until:
            inside &= self.first + self.months <= month_of(window.until + timedelta(days=1))
        return inside


def company_and_units(targets: pd.DataFrame, as_of: date) -> tuple[TargetSeries | None, list[TargetSeries]]:
    """The company's series, and those of its units by kind and name; None where no period is known.

    Of a unit with several lengths of period the shortest that has enough periods counts, else that with most.
    """
    known = known_periods(targets, as_of)
    series = list(all_series(known))
    own = sorted((one for one in series if one.kind == COMPANY), key=lambda one: (-one.n, one.name))
    units = [one for one in series if one not in own[:1]]
    return (own[0] if own else summed(known)), units


def known_periods(targets: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """kind, name, months, first, target, actual, period of ended periods with both, in order; doubles are added."""
    rows = targets[["unit_type", "unit_id", "period", "target", "actual"]].dropna()
    rows = rows.rename(columns={"unit_type": "kind", "unit_id": "name"}).astype({"kind": "str", "name": "str"})
    rows = rows.join(month_spans(rows["period"])).dropna(subset=["first"])
    ended = rows["first"] + rows["months"] <= month_of(as_of + timedelta(days=1))
    rows = rows[ended & (rows["target"] > 0)].astype({"first": "int64", "months": "int64", "period": "str"})
    return added(rows, ["kind", "name", "months", "first"])


def added(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    ordered = rows.sort_values([*keys, "target", "actual", "period"], kind="stable")
    return ordered.groupby(keys, as_index=False).agg({"target": "sum", "actual": "sum", "period": "first"})


def all_series(known: pd.DataFrame) -> Iterator[TargetSeries]:
    keys = ["kind", "name", "months"]
    counts = known.groupby(keys).size().rename("n").reset_index()
    counts["begins"] = counts["n"].cumsum() - counts["n"]
    counts["short"] = counts["n"] < BASELINE
    counts["preferred"] = np.where(counts["short"], -counts["n"], counts["months"])
    best = counts.sort_values(["kind", "name", "short", "preferred", "months"]).drop_duplicates(["kind", "name"])
    shared = best["name"].duplicated(keep=False)
    best["name"] = best["name"].mask(shared, best["name"] + " (" + best["kind"] + ")")
    columns = {column: known[column].to_numpy() for column in ("period", "first", "target", "actual")}
    for kind, name, months, n, begins in best[[*keys, "n", "begins"]].itertuples(index=False):
        own = {column: values[begins : begins + n] for column, values in columns.items()}
        yield series_of(own, name, kind, months)


def series_of(own: Mapping[str, Any], name: str, kind: str, months: int, summed: int = 0) -> TargetSeries:
    target, actual = (np.asarray(own[column], float) for column in ("target", "actual"))
    periods = tuple(map(str, own["period"]))
    return TargetSeries(name, kind, int(months), periods, np.asarray(own["first"]), target, actual, summed)


def summed(known: pd.DataFrame) -> TargetSeries | None:
    """The sums of the units of one kind, as the company's; None where there is no unit."""
    kind = next((kind for kind in KINDS if (known["kind"] == kind).any()), None)
    if kind is None:
        return None
    mine = known[known["kind"] == kind]
    counts = mine.groupby("months")["first"].nunique()
    enough = counts[counts >= BASELINE]
    months = enough.index.min() if len(enough) else counts.idxmax()
    rows = mine[mine["months"] == months]
    sums = added(rows, ["first"])
    own = {str(column): sums[column].to_numpy() for column in sums}
    return series_of(own, f"All {kind}s", COMPANY, int(rows["months"].iloc[0]), rows["name"].nunique())
