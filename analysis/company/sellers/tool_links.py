"""Each seller's use of each tool beside what the seller reaches, and how far the two go together."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.company.columns import column
from analysis.company.sellers.seller_quarters import Calendar
from analysis.methods.correlation import Correlation, spearman
from analysis.methods.effect_sizes import compare
from analysis.methods.intervals import wilson_interval
from analysis.methods.resampling import mean_drawn

LEAST = 12  # sellers, under which nothing is said of what goes with what
STEADY = 0.5  # of days, in each quarter


def standing(reps: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """rep_id, tenure in days at the end of the quarters looked at, region; null where unknown."""
    told = reps.drop_duplicates("rep_id")
    hired = told["hired_on"] if "hired_on" in told else pd.Series(pd.NaT, index=told.index)
    region = column(told, "region", "str")
    days = (calendar.days[1] - hired).dt.days.astype(float)
    return pd.DataFrame({"rep_id": told["rep_id"].astype("str"), "tenure": days, "region": region.astype("str")})


def sellers_of(use: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """A row per tool and seller: use, steady, slope, attainment over the quarters in which both are known."""
    quarters = use.assign(share=use["active"] / use["available"]).merge(results, on=["rep_id", "quarter"], how="left")
    known = quarters[quarters["actual"].notna()]
    keys = ["tool", "rep_id"]
    sums = quarters.groupby(keys)[["active", "available"]].sum()
    reached = known.groupby(keys)[["target", "actual"]].sum()
    table = pd.DataFrame(
        {
            "use": sums["active"] / sums["available"],
            "steady": quarters["share"].ge(STEADY).groupby([quarters[key] for key in keys]).all(),
            "slope": slopes(quarters, keys),
            "attainment": 100 * reached["actual"] / reached["target"],
        }
    )
    return table.reset_index().sort_values(keys, ignore_index=True)


def slopes(quarters: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Least-squares change of use a quarter; null with fewer than two quarters."""
    rows = quarters[[*keys, "quarter", "share"]].astype({"quarter": float})
    middles = rows.groupby(keys)[["quarter", "share"]].transform("mean")
    off = rows["quarter"] - middles["quarter"]
    parts = rows[keys].assign(up=off * (rows["share"] - middles["share"]), across=off**2).groupby(keys).sum()
    return parts["up"] / parts["across"].where(parts["across"] > 0)


def tool_row(tool: str, part: pd.DataFrame, known: bool) -> dict[str, Any]:
    both = part.dropna(subset=["attainment"]).sort_values(["use", "rep_id"])
    equals = both.dropna(subset=["tenure", "region"]) if known else both.iloc[:0]
    if len(both) < LEAST:
        both, equals = both.iloc[:0], equals.iloc[:0]
    third = len(both) // 3
    thirds = compare(both["attainment"].iloc[len(both) - third :], both["attainment"].iloc[:third])
    steady = int(part["steady"].sum())
    crude, partial = spearman(both["use"], both["attainment"]), among_equals(equals)
    found = {
        "adoption": mean_drawn(part["use"]),
        "steady_users": (steady / len(part), *map(float, wilson_interval(steady, len(part)))),
        "usage_decay": mean_drawn(part["slope"].dropna()),
        "crude_rho": crude[:3],
        "partial_rho": partial[:3],
        "third_g": thirds.g,
        "third_points": thirds.difference,
    }
    row: dict[str, Any] = {"tool": tool, "sellers": len(part), "compared": len(both), "equals": len(equals)}
    for name, limits in found.items():
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), limits, strict=True))
    return row | {"p": partial.p}


def among_equals(equals: pd.DataFrame) -> Correlation:
    """Rank correlation at equal tenure, by its rank, and region."""
    regions = pd.get_dummies(equals["region"], dtype=float).to_numpy()
    held = np.column_stack([equals["tenure"].rank(), regions])
    return spearman(equals["use"], equals["attainment"], held)
