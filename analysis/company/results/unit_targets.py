"""What units sold beside what they were to sell, over the periods of targets that lie in a stretch of days."""

import pandas as pd

from analysis.company.periods import period_ends, with_bounds
from analysis.company.spans import Span


def attainment(targets: pd.DataFrame, kind: str, span: Span) -> pd.DataFrame:
    """actual, target and periods of each unit of the kind over the periods within the span, indexed by unit_id.

    Of a unit with targets by month and by quarter only those that are commonest in the span count, the shorter of two.
    """
    rows = targets[targets["unit_type"].astype("str") == kind].dropna(subset=["target", "actual"])
    rows = with_bounds(rows).assign(unit=rows["unit_id"].astype("str"), end=period_ends(rows))
    rows = rows.rename(columns={"period_start": "first", "period_months": "months"})
    rows = rows[(rows["first"] >= span.first) & (rows["end"] <= span.end)]
    if rows.empty:
        return pd.DataFrame(columns=["actual", "target", "periods"], dtype=float)
    rows = rows[rows["months"] == rows.groupby("unit")["months"].transform(lambda months: months.mode().min())]
    sums = rows.sort_values(["unit", "first"]).groupby("unit", sort=True)[["actual", "target"]].sum()
    return sums.assign(periods=rows.groupby("unit").size())
