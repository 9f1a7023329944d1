"""What units sold beside what they were to sell, over the periods of targets that lie in a stretch of days."""

import re

import pandas as pd

from analysis.company.spans import Span

FORMS = ((r"\d{4}", "Y", 12), (r"\d{4}-?Q[1-4]", "Q", 3), (r"\d{4}-\d{2}", "M", 1))


def period_bounds(targets: pd.DataFrame) -> pd.DataFrame:
    """first and end (the first moment after), and months, of each row's period; null where it cannot be read.

    As stored at import where the table holds it, else read off 2024, 2024-Q1 and 2024-03.
    """
    if "period_start" in targets:
        first, months = targets["period_start"], targets["period_months"].astype("Int64")
    else:
        read = {text: read_period(text) for text in targets["period"].astype("str").unique()}
        found = targets["period"].astype("str").map(read)
        first = pd.to_datetime(found.map(lambda pair: pair[0]))
        months = found.map(lambda pair: pair[1]).astype("Int64")
    end = [
        day + pd.DateOffset(months=int(many)) if pd.notna(day) and pd.notna(many) else pd.NaT
        for day, many in zip(first, months, strict=True)
    ]
    return pd.DataFrame({"first": first, "end": pd.to_datetime(pd.Series(end, index=targets.index)), "months": months})


def read_period(text: str) -> tuple[pd.Timestamp | None, int | None]:
    for pattern, freq, months in FORMS:
        if re.fullmatch(pattern, text):
            return pd.Period(text.replace("-Q", "Q"), freq=freq).start_time, months
    return None, None


def attainment(targets: pd.DataFrame, kind: str, span: Span) -> pd.DataFrame:
    """actual, target and periods of each unit of the kind over the periods within the span, indexed by unit_id.

    Of a unit with targets by month and by quarter only those that are commonest in the span count, the shorter of two.
    """
    rows = targets[targets["unit_type"].astype("str") == kind].dropna(subset=["target", "actual"])
    rows = rows.assign(**period_bounds(rows), unit=rows["unit_id"].astype("str"))
    rows = rows[(rows["first"] >= span.first) & (rows["end"] <= span.end)]
    if rows.empty:
        return pd.DataFrame(columns=["actual", "target", "periods"], dtype=float)
    rows = rows[rows["months"] == rows.groupby("unit")["months"].transform(lambda months: months.mode().min())]
    sums = rows.sort_values(["unit", "first"]).groupby("unit", sort=True)[["actual", "target"]].sum()
    return sums.assign(periods=rows.groupby("unit").size())
