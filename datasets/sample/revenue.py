"""When each won deal was booked, invoiced and recognised."""

import numpy as np
import pandas as pd

from datasets.sample.business import Business
from datasets.sample.catalogue import TOMORROW
from datasets.sample.draw import to_monday

SERVICES = "Services"  # a division that works for months before its revenue counts
TO_INVOICE = (4, 30)  # days
PROMPT = 6.0  # median days from invoice to recognition where nothing is late
SPREAD = 0.5  # standard deviation of their log


def revenue_table(business: Business) -> pd.DataFrame:
    """One row per won deal, its whole amount; days to come are null."""
    rng, won = business.stream("revenue"), business.won
    late = business.planted.late_recognition.median_days if business.planted else PROMPT
    days = late * np.where(won["division"] == SERVICES, 2.5, 1.0) * np.exp(SPREAD * rng.normal(0, 1, len(won)))
    invoiced = won["closed_on"] + pd.to_timedelta(rng.integers(*TO_INVOICE, len(won)), unit="D")
    table = pd.DataFrame(
        {
            "deal_id": won["deal_id"],
            "booked_on": won["closed_on"],
            "invoiced_on": on_weekdays(invoiced),
            "recognised_on": on_weekdays(invoiced + pd.to_timedelta(days.round() + 1, unit="D")),
            "amount": won["amount"],
            "currency": won["currency"],
        }
    )
    known = {name: table[name].where(table[name] < TOMORROW) for name in ("invoiced_on", "recognised_on")}
    return table.assign(**known).sort_values(["booked_on", "deal_id"])


def on_weekdays(days: pd.Series) -> pd.Series:
    return pd.Series(to_monday(days.to_numpy().astype("datetime64[D]")), index=days.index)
