"""How long deals take to close and to be won, by age and by product."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.company.pipeline.lifetimes import LOST, OPEN, WON, closing_curve, incidence_curve, open_share
from analysis.findings import TableRows, is_known
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.survival import UNKNOWN, Estimate, logrank_against_rest, quantile

AGE = 180  # days at which chances of a win are compared
THIN = 30  # closed deals
CLEAR = 0.05
POINTS = 45  # of a curve, at most: enough for the eye, few enough for a table


def closed_in(cells: pd.DataFrame) -> int:
    return int(cells.loc[cells["cause"].isin([WON, LOST]), "deals"].sum())


def days_to_win(cells: pd.DataFrame) -> float:
    """Age by which half of the wins of the first `AGE` days have come; NaN where there are none."""
    curve = incidence_curve(cells, WON)
    most = curve.value[max(int(np.searchsorted(curve.days, AGE, side="right")) - 1, 0)] if len(curve.days) else 0.0
    return float(curve.days[np.argmax(curve.value >= most / 2)]) if most > 0 else np.nan


def curve_rows(cells: pd.DataFrame, cohort: pd.DataFrame) -> list[dict[str, Any]]:
    """The curves of closing and of winning at evenly spaced ages, to the last close or while 1 % are still watched."""
    closing, winning = closing_curve(cells), incidence_curve(cohort, WON)
    watched = cells.groupby("day")["deals"].sum()[::-1].cumsum()
    last = int(cells.loc[cells["cause"].isin([WON, LOST]), "day"].max())
    last = min(last, int(watched.index[watched >= 0.01 * watched.max()].max()))
    step = -(-last // POINTS) or 1
    return [curve_row(day, closing.at(day), winning.at(day)) for day in range(0, last + step, step)]


def curve_row(day: int, still: Estimate, won: Estimate) -> dict[str, Any]:
    return {
        "day": day,
        "closed": 1 - still.value,
        "closed_low": 1 - still.high,
        "closed_high": 1 - still.low,
        "won_share": won.value,
        "won_low": won.low,
        "won_high": won.high,
    }


def cycle_by_product(cells: pd.DataFrame) -> pd.DataFrame:
    """product, deals (won and lost), open, median_days, low, high, p_adjusted; and n, open_share; slowest first."""
    closed = cells["cause"].isin([WON, LOST])
    p = logrank_against_rest(cells["day"], closed, cells["product"], cells["deals"])
    rows = [cycle_row(str(product), part) | {"p": p[product]} for product, part in cells.groupby("product", sort=True)]
    table = pd.DataFrame(rows)
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    return table.sort_values(
        ["median_days", "product"], ascending=[False, True], na_position="first", ignore_index=True
    )


def cycle_row(product: str, cells: pd.DataFrame) -> dict[str, Any]:
    median = quantile(closing_curve(cells)) if closed_in(cells) else UNKNOWN
    return {
        "product": product,
        "deals": closed_in(cells),
        "open": int(cells.loc[cells["cause"] == OPEN, "deals"].sum()),
        "median_days": median.value,
        "low": median.low,
        "high": median.high,
        "n": int(cells["deals"].sum()),
        "open_share": open_share(cells),
    }


def win_row(product: Any, cells: pd.DataFrame) -> dict[str, Any]:
    share = incidence_curve(cells, WON).at(AGE)
    return {
        "product": str(product),
        "deals": int(cells["deals"].sum()),
        "won": int(cells.loc[cells["cause"] == WON, "deals"].sum()),
        "win_share": share.value,
        "win_low": share.low,
        "win_high": share.high,
        "days_to_win": days_to_win(cells),
    }


def slowest(rows: TableRows) -> dict[str, Any] | None:
    """The product with the longest median, if it has enough deals and its curve differs from the others' clearly."""
    judged = [row for row in rows if is_known(row["median_days"]) and row["deals"] >= THIN]
    if len(judged) < 2 or not is_known(judged[0]["p_adjusted"]) or judged[0]["p_adjusted"] > CLEAR:
        return None
    return judged[0]
