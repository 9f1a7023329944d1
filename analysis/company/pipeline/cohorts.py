"""The deals created in each quarter, and the share of them that was won by a fixed age."""

from typing import Any

import pandas as pd

from analysis.company.deals import last_complete_quarter, quarter_codes
from analysis.company.pipeline.lifetimes import WON, incidence_curve, lifetimes, open_share
from analysis.findings import Provenance

AGE = 180  # days within which a new deal's win counts
SHOWN = 12  # quarters


def cohorts(deals: pd.DataFrame, provenance: Provenance) -> pd.DataFrame:
    """code, created, cohort_open, cohort_share, cohort_low, cohort_high: the last `SHOWN` quarters of creation."""
    code = quarter_codes(deals, "created")
    recent = deals.assign(code=code)[code > last_complete_quarter(provenance.as_of) - SHOWN]
    cells = lifetimes(recent.astype({"code": int}), provenance.as_of, "code").cells
    rows = [cohort_row(part) | {"code": quarter} for quarter, part in cells.groupby("code", sort=True)]
    columns = ["code", "created", "cohort_open", "cohort_share", "cohort_low", "cohort_high"]
    return pd.DataFrame(rows, columns=columns).astype({"code": "Int32"})


def cohort_row(cells: pd.DataFrame) -> dict[str, Any]:
    share = incidence_curve(cells, WON).at(AGE)
    created = int(cells["deals"].sum())
    return {
        "created": created,
        "cohort_open": round(open_share(cells) * created),
        "cohort_share": share.value,
        "cohort_low": share.low,
        "cohort_high": share.high,
    }
