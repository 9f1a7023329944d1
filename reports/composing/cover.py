"""The cover's drawing: how long deals stay open, from the company's own table."""

from dataclasses import dataclass
from datetime import date
from html import escape

import numpy as np
import pandas as pd

from analysis.methods.survival import Curve, kaplan_meier, quantile

WIDTH, HEIGHT, TOP, FOOT = 690, 250, 10, 240
TEAL, AMBER = "#146C66", "#B45309"
FEWEST = 30  # deals, under which a curve on a cover would say more than it knows
STEP = 0.004  # of the share: finer steps than this cannot be told apart at this size


@dataclass(frozen=True)
class Motif:
    svg: str
    words: str


def motif(deals: pd.DataFrame | None, as_of: date) -> Motif | None:
    """Share of deals not yet closed by age; None where the table cannot tell."""
    ages = ages_of(deals, as_of) if deals is not None else None
    if ages is None or len(ages) < FEWEST or not ages["closed"].any():
        return None
    curve = kaplan_meier(ages["days"], ages["closed"])
    middle = quantile(curve).value
    words = f"Share of {len(ages):,} deals not yet closed, by age."
    if not np.isnan(middle):
        words += f" Half have closed by day {middle:.0f}, the dashed line."
    return Motif(drawing(curve, middle, words, last_day(ages["days"], curve)), words)


def ages_of(deals: pd.DataFrame, as_of: date) -> pd.DataFrame | None:
    """days: from created to closed, or to `as_of`; closed: whether it has."""
    if not {"created_on", "closed_on"} <= set(deals.columns):
        return None
    closed = deals["closed_on"].notna() & (deals["closed_on"] <= pd.Timestamp(as_of))
    ends = deals["closed_on"].where(closed, pd.Timestamp(as_of))
    days = (ends - deals["created_on"]).dt.days
    ages = pd.DataFrame({"days": days, "closed": closed}).dropna()
    return ages[ages["days"] >= 0]


def last_day(days: pd.Series, curve: Curve) -> float:
    """Where the drawing ends: far enough that the flat tail shows, not so far that the fall is a wall."""
    return max(float(np.quantile(days, 0.97)), 1.0)


def drawing(curve: Curve, middle: float, words: str, end: float) -> str:
    path = steps(curve, end)
    mark = ""
    if not np.isnan(middle):
        x = round(middle / end * WIDTH, 1)
        mark = f'<path d="M{x},{TOP}V{HEIGHT}" stroke="{AMBER}" stroke-dasharray="3 4" fill="none"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(words)}"><title>{escape(words)}</title>{mark}'
        f'<path d="{path}" stroke="{TEAL}" stroke-width="1.6" fill="none"/></svg>'
    )


def steps(curve: Curve, end: float) -> str:
    """The curve as a path of steps, thinned to what the eye can tell apart."""
    parts, last = [f"M0,{height_of(1.0)}"], 1.0
    for day, share in zip(curve.days, curve.value, strict=True):
        if day <= end and last - share >= STEP:
            parts.append(f"H{day / end * WIDTH:.1f}V{height_of(share)}")
            last = share
    return "".join([*parts, f"H{WIDTH}"])


def height_of(share: float) -> str:
    return f"{FOOT - share * (FOOT - TOP):.1f}"
