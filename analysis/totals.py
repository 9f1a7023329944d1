"""The total that an `allocate` shares out: the file's own, or the company's target of the coming year."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

DUST = 1e-9  # of binary fractions
PER_YEAR = (("year", r"\d{4}", 1), ("quarter", r"\d{4}-?Q[1-4]", 4), ("month", r"\d{4}-\d{2}", 12))


def total_of(parameters: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """{name, unit, value, step} of an `allocate`; the value a whole number of steps.

    A total from the tables is rounded to whole steps, to the nearest one, so that people can reach it exactly.
    """
    total = parameters["total"]
    value = total.get("value")
    if value is None:
        value = company_target(tables) or total["fallback"]
    step = parameters.get("step") or 1.0
    if share := parameters.get("step_share"):
        step = round_step(share * value)
    whole = max(round(value / step), 1) * step
    return {"name": total["name"], "unit": total["unit"], "value": trimmed(whole), "step": step}


def trimmed(value: float) -> float:
    """Without the dust of binary fractions."""
    return float(f"{value:.12g}")


def round_step(most: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above `most`."""
    power = 10.0 ** math.floor(math.log10(most) + DUST)
    return trimmed(max(times * power for times in (1, 2, 5) if times * power <= most * (1 + DUST)))


def company_target(tables: Mapping[str, pd.DataFrame]) -> float | None:
    """The company's targets of the year after the last period with an actual; None where they are not all there.

    By year, by quarter or by month, the longest that covers a year.
    """
    targets = tables.get("targets")
    if targets is None or not {"period", "unit_type", "target"} <= set(targets):
        return None
    mine = targets[targets["unit_type"] == "company"].dropna(subset=["target"])
    for _kind, pattern, many in PER_YEAR:
        own = mine[mine["period"].astype(str).str.fullmatch(pattern)]
        ahead = periods_ahead(own)
        if len(ahead) >= many:
            return float(ahead["target"].iloc[:many].sum())
    return None


def periods_ahead(targets: pd.DataFrame) -> pd.DataFrame:
    """Rows after the last period with an actual, in time; all where no actual is known."""
    ordered = targets.sort_values("period", kind="stable")
    if "actual" not in ordered:
        return ordered
    known = ordered.loc[ordered["actual"].notna(), "period"]
    return ordered if known.empty else ordered[ordered["period"] > known.iloc[-1]]
