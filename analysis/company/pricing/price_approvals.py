"""Discounts, and requests for them: who decided, how long that took, what it took off, and who did without.

Discounts are fractions here (0.12 is 12 %); `discount_pct` and its like are percents in the tables.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.company.columns import column
from analysis.company.deals import day_after
from analysis.company.money import amounts
from analysis.findings import Figure, Provenance, TableRows, canonical
from analysis.methods.intervals import wilson_interval
from analysis.methods.shrinkage import fit_beta_prior
from analysis.methods.survival import UNKNOWN, Curve, Estimate, kaplan_meier, quantile

HOURS = 24  # of a day: turnarounds are counted in hours, so that a million have a few thousand values
FEW = 5
NAMELESS = "–"  # the level of a request that names none
ROUNDING = 0.0025  # a quarter of a point: no exception
BANDS = (-0.001, 0.05, 0.10, 0.15, 0.20, 1.0)
BAND_NAMES = ("0 to 5 %", "over 5 to 10 %", "over 10 to 15 %", "over 15 to 20 %", "over 20 %")
LATE = 3.0  # days from which an answer is late
ENOUGH = 20  # answered requests, before a level is run by itself
LEVEL_UNITS = {
    "requests": "requests",
    **dict.fromkeys(
        ["median_asked", "low_quartile", "high_quartile", "refused_share", "cut", "late_share"], "fraction"
    ),
    **dict.fromkeys(["median_days", "p80_days", "p80_low", "p80_high"], "days"),
}
BAND_UNITS = {"deals": "deals", "won": "deals", **dict.fromkeys(["rate", "low", "high", "shrunken"], "fraction")}


def priced(deals: pd.DataFrame, fx_rates: pd.DataFrame | None) -> pd.DataFrame:
    """Deals by their ids, with `discount` and `listed`, the amount before it; both null where unknown."""
    kept = deals.sort_values("deal_id", kind="stable", ignore_index=True)
    discount = kept["discount_pct"].astype(float).where(kept["discount_pct"].between(0, 99)) / 100
    return kept.assign(discount=discount, listed=amounts(kept, fx_rates) / (1 - discount))


def bands(decided: pd.DataFrame, effect: float) -> pd.DataFrame:
    """band, deals, won, rate, low, high, shrunken; bands without a deal are left out."""
    band = pd.cut(decided["discount"].round(6), BANDS, labels=BAND_NAMES)
    counts = (decided["outcome"] == "won").groupby(band, observed=True).agg(deals="size", won="sum")
    low, high = wilson_interval(counts["won"] / effect, counts["deals"] / effect)
    prior = fit_beta_prior(counts["won"], counts["deals"])
    shrunken = prior.shrink(counts["won"], counts["deals"])
    table = counts.assign(rate=counts["won"] / counts["deals"], low=low, high=high, shrunken=shrunken)
    named: pd.DataFrame = table.rename_axis("band").reset_index().astype({"band": "str"})
    return named


def direction(slope: Figure) -> str:
    """Which way wins go with discount, as far as the limits allow."""
    low, high = canonical(slope.low), canonical(slope.high)
    if low is None or high is None:
        return "unknown"
    return "more" if low > 0 else "fewer" if high < 0 else "none"


def requests_of(approvals: pd.DataFrame, deals: pd.DataFrame, inputs: Provenance) -> pd.DataFrame:
    """Requests for `deals` up to as_of, by deal and time.

    Columns: deal (its row), level, days, answered, requested, granted, refused.
    A request without an answer has waited until the deal closed or as_of. Contradictory days have null `days`.
    """
    rows = approvals[approvals["requested_at"] < day_after(inputs.as_of)]
    rows = rows.assign(deal=pd.Index(deals["deal_id"]).get_indexer(pd.Index(rows["deal_id"])))
    rows = rows[rows["deal"] >= 0].sort_values(["deal", "requested_at"], kind="stable", ignore_index=True)
    decided = column(rows, "decided_at", "datetime64[us]")
    decided = decided.mask(decided >= day_after(inputs.as_of))
    days = waited(rows["requested_at"], decided, deals.iloc[rows["deal"]], inputs)
    decision = column(rows, "decision", "str").str.lower().fillna("")
    return pd.DataFrame(
        {
            "deal": rows["deal"],
            "level": column(rows, "level", "str").fillna(NAMELESS),
            "days": days,
            "answered": decided.notna(),
            "requested": column(rows, "requested_discount_pct", "float") / 100,
            "granted": column(rows, "granted_discount_pct", "float").mask(decided.isna()) / 100,
            "refused": decision.str.contains("refus|reject|declin|denied") & decided.notna(),
        }
    )


def waited(requested: pd.Series, decided: pd.Series, deals: pd.DataFrame, inputs: Provenance) -> pd.Series:
    """Days to the answer, else to the deal's closing or the end of as_of; null where that is before the request."""
    closed = deals["closed_on"] if "closed_on" in deals else pd.Series(pd.NaT, index=deals.index)
    end = decided.fillna(closed.set_axis(decided.index).astype("datetime64[us]")).fillna(day_after(inputs.as_of))
    found = (end - requested).dt.total_seconds() / 86_400
    return found.mask(found < 0)


def turnaround(requests: pd.DataFrame) -> Curve | None:
    """Share not yet answered by hours; None with fewer than five requests. Unanswered ones are censored."""
    known = requests.dropna(subset=["days"])
    if len(known) < FEW:
        return None
    hours = np.rint(known["days"] * HOURS).astype(int)
    cells = hours.to_frame("hours").assign(answered=known["answered"]).groupby(["hours", "answered"]).size()
    keys = cells.index.to_frame()
    return kaplan_meier(keys["hours"], keys["answered"], cells.to_numpy())


def days_until(curve: Curve | None, share: float) -> Estimate:
    """Days within which that share is answered."""
    if curve is None:
        return UNKNOWN
    return Estimate(*(limit / HOURS for limit in quantile(curve, share)))


def slower_than(curve: Curve | None, days: float) -> Estimate:
    """Share of answers that take longer than so many days."""
    return UNKNOWN if curve is None else curve.at(days * HOURS)


def cuts(requests: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """By how much each answered request ended below what was asked for; null while that is not known."""
    closed = deals["outcome"].isin(["won", "lost"]).to_numpy()[requests["deal"]]
    final = deals["discount"].set_axis(range(len(deals))).reindex(requests["deal"]).set_axis(requests.index)
    given = requests["granted"].fillna(final.where(closed & requests["answered"]))
    found: pd.Series = (requests["requested"] - given).clip(lower=0)
    return found


def levels(requests: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """level, requests, what was asked for and refused, cut, days to an answer; the quickest level first."""
    taken = requests.assign(cut=cuts(requests, deals))
    rows = [level_row(str(level), part) for level, part in taken.groupby("level", sort=True)]
    return pd.DataFrame(rows).sort_values(["p80_days", "level"], ignore_index=True) if rows else pd.DataFrame()


def level_row(level: str, requests: pd.DataFrame) -> dict[str, Any]:
    curve, answered = turnaround(requests), requests["answered"]
    p80 = days_until(curve, 0.8)
    low, median, high = (float(requests["requested"].quantile(share)) for share in (0.25, 0.5, 0.75))
    return {
        "level": level,
        "requests": len(requests),
        "median_asked": median,
        "low_quartile": low,
        "high_quartile": high,
        "refused_share": requests["refused"].sum() / answered.sum() if answered.any() else np.nan,
        "cut": requests["cut"].mean(),
        "median_days": days_until(curve, 0.5).value,
        "p80_days": p80.value,
        "p80_low": p80.low,
        "p80_high": p80.high,
        "late_share": slower_than(curve, LATE).value,
    }


def slow_and_fast(levels: TableRows) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The slowest and the fastest level, where the limits of their p80 do not meet."""
    known = [row for row in levels if row["requests"] >= ENOUGH and row["p80_low"] is not None]
    known = [row for row in known if row["p80_days"] is not None]
    if len(known) < 2:
        return None
    fast, slow = (pick(known, key=lambda row: row["p80_days"]) for pick in (min, max))
    return (slow, fast) if fast["p80_high"] is not None and slow["p80_low"] > fast["p80_high"] else None


def limit_in_force(requests: pd.DataFrame) -> float | None:
    """The discount from which sellers ask, a whole percent: one request in twenty asks for less. None with too few."""
    asked = requests["requested"].dropna()
    if len(asked) < 4 * FEW:
        return None
    return float(np.floor(100 * asked.quantile(0.05) + 1e-9) / 100)


def exceptions(deals: pd.DataFrame, requests: pd.DataFrame, limit: float) -> Any:
    """Which deals have more discount than the limit and no approval that covers it, shape (deals,)."""
    approved = requests[requests["answered"] & ~requests["refused"]]
    covered = np.zeros(len(deals))
    given = approved["granted"].fillna(approved["requested"]).fillna(1.0)
    np.maximum.at(covered, approved["deal"].to_numpy(), given.to_numpy())
    discount = deals["discount"].to_numpy()
    return (discount > limit + ROUNDING) & (discount > covered + ROUNDING)


def asked_for(deals: pd.DataFrame, requests: pd.DataFrame) -> Any:
    """What each deal would come with: the most that was requested for it, else the discount it has; shape (deals,)."""
    asked = deals["discount"].to_numpy(float).copy()
    named = requests.dropna(subset=["requested"])
    np.maximum.at(asked, named["deal"].to_numpy(), named["requested"].to_numpy())
    return asked
