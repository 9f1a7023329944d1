"""The lines of a sheet of competencies: how each goes with later deals, how far raters agree, whether to keep it."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import linregress
from scipy.stats import t as student

from analysis.company.sellers.ratings import Rated
from analysis.methods.correlation import NO_CORRELATION, pearson, unrestricted
from analysis.methods.rater_agreement import icc_one_way
from analysis.methods.survival import UNKNOWN, Estimate

LEAST = 12  # sellers
CLEAR = 0.05
VAGUE, SHARP = 0.6, 0.4  # agreement under which a line is written anew, and above which it may be dropped
WEAK = 0.1  # link that is worth nothing


class Sheet(NamedTuple):
    """marks: mean rating, shape (sellers, lines), of sellers with later deals; sellers: won, decided, rate, alike."""

    marks: pd.DataFrame
    sellers: pd.DataFrame


def line_row(
    line: str, sheet: Sheet, reached: pd.Series, marks: pd.Series, spreads: dict[str, float]
) -> dict[str, Any]:
    """How the line goes with later win rates and with what was reached; spreads: of all applicants, by line."""
    known = sheet.marks[line].notna() if line in sheet.marks else pd.Series(dtype=bool)
    own, rate = sheet.marks.loc[known, line], sheet.sellers.loc[known, "rate"]
    both = reached.notna() & marks.notna()
    link, attained = NO_CORRELATION, NO_CORRELATION
    if len(own) >= LEAST:
        link = pearson(own, rate)
    if both.sum() >= LEAST:
        attained = pearson(marks[both], reached[both])
    spread = float(own.std(ddof=1)) if len(own) > 1 else np.nan
    wide = unrestricted(link[:3], spread, spreads[line]) if line in spreads and spread > 0 else [np.nan] * 3
    slope = slope_of(own, rate) if not np.isnan(link.value) else UNKNOWN
    row: dict[str, Any] = {"line": line, "sellers": len(own), "reached": int(both.sum()), "p": link.p}
    row |= limits("validity", link[:3]) | limits("validity_unrestricted", wide)
    row |= limits("attainment_link", attained[:3]) | limits("wins_per_mark", slope)
    return row | {"mean_mark": float(own.mean()) if len(own) else np.nan, "sd_mark": spread}


def limits(name: str, told: Any) -> dict[str, float]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), map(float, told), strict=True))


def slope_of(marks: pd.Series, rate: pd.Series) -> Estimate:
    """Win rate that goes with one mark more, least squares with Student's limits."""
    fit = linregress(marks, rate)
    reach = float(student.ppf(0.975, len(marks) - 2) * fit.stderr)
    return Estimate(float(fit.slope), float(fit.slope - reach), float(fit.slope + reach))


def agreement(line: str, rated: Rated) -> dict[str, Any]:
    """Of all raters of the round, one mark each; n the sellers with two of them."""
    own = rated.marks[(rated.marks["line"] == line) & rated.marks["rater"].notna()]
    single = own.groupby(["rep_id", "rater"])["rating"].mean().reset_index()
    pairs = int((single.groupby("rep_id").size() >= 2).sum())
    found = icc_one_way(single["rating"], single["rep_id"]) if pairs else UNKNOWN
    return limits("rater_reliability", found) | {"pairs": pairs}


def verdict(row: dict[str, Any]) -> str:
    """keep, reword, drop or not_shown; the first that fits."""
    if holds(row):
        return "keep"
    if row["rater_reliability_high"] < VAGUE:
        return "reword"
    return "drop" if row["rater_reliability_low"] > SHARP and row["validity"] < WEAK else "not_shown"


def holds(row: dict[str, Any]) -> bool:
    return bool(row["validity_low"] > 0 and row["p_adjusted"] <= CLEAR)


def holds_against(row: dict[str, Any]) -> bool:
    return bool(row["validity_high"] < 0 and row["p_adjusted"] <= CLEAR)


def halo(marks: pd.DataFrame) -> float | None:
    """Mean correlation between lines over all rated sellers; null with one line or where none varies."""
    together = marks.corr(min_periods=LEAST).to_numpy()
    pairs = together[np.triu_indices_from(together, 1)]
    known = pairs[~np.isnan(pairs)]
    return float(known.mean()) if len(known) else None
