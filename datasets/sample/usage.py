"""How much customers use what they bought, month by month."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, START
from datasets.sample.draw import blank

WORKDAYS = 21


def usage_table(business: Business) -> pd.DataFrame:
    """One row for each customer and month from its first, or the period's first, to its last."""
    rng, rows = business.stream("usage"), customer_months(business.accounts)
    use = usual_use(rng, rows) * fading(rows, business)
    faded = (fading(rows, business) < 1).to_numpy()
    tickets = business.planted.fading_use.tickets if business.planted else 1.0
    worry = np.where(faded, tickets, 1.0)
    nps = (32 + 22 * rng.normal(0, 1, len(rows)) - 25 * faded).clip(-100, 100).round()
    return pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "period": rows["month"].dt.strftime("%Y-%m"),
            "active_days": rng.binomial(WORKDAYS, use.clip(0.02, 0.98)).astype(float),
            "seats_used": blank(rng, np.ceil(rows["seats"] * use.clip(0.05, 1)), 0.02),
            "logins": rng.poisson(14 * use * np.sqrt(rows["seats"])).astype(float),
            "tickets": rng.poisson(0.7 * worry).astype(float),
            "severity_1_tickets": rng.poisson(0.05 * worry**2).astype(float),
            "nps": pd.Series(nps, index=rows.index).where(rows["month"].dt.month % 3 == 0),
        }
    )


def customer_months(accounts: pd.DataFrame) -> pd.DataFrame:
    """account_id, month, to_go (months until it leaves; null where it stays), seats."""
    customers = accounts[accounts["since"].notna()]
    first = ordinals(customers["since"]).clip(lower=(START.year - 1970) * 12 + START.month - 1)
    leaves = ordinals(customers["churned_on"])
    last = leaves.fillna((AS_OF.year - 1970) * 12 + AS_OF.month - 1)
    counts = (last - first + 1).clip(lower=0).astype(int)
    rows = customers.loc[np.repeat(customers.index.to_numpy(), counts)]
    month = first.loc[rows.index] + rows.groupby(level=0).cumcount()
    return pd.DataFrame(
        {
            "account_id": rows["account_id"].to_numpy(),
            "month": month.to_numpy().astype(int).astype("datetime64[M]").astype("datetime64[s]"),
            "to_go": (leaves.loc[rows.index] - month).to_numpy(),
            "seats": np.ceil(np.sqrt(rows["size"])).to_numpy(),
        }
    )


def ordinals(days: pd.Series) -> pd.Series:
    """Months since January 1970, as floats; null where there is no day."""
    return (days.dt.year - 1970) * 12 + days.dt.month - 1.0


def usual_use(rng: Generator, rows: pd.DataFrame) -> pd.Series:
    """Share of days and seats: customers differ, months a little, August most."""
    accounts = rows["account_id"].drop_duplicates()
    own = pd.Series(rng.beta(6, 4, len(accounts)), index=accounts)
    month = np.where(rows["month"].dt.month == 8, 0.8, 1.0) * rng.lognormal(0, 0.12, len(rows))
    return rows["account_id"].map(own) * month


def fading(rows: pd.DataFrame, business: Business) -> pd.Series:
    """What is left of the use in the months before an account leaves."""
    if not business.planted:
        return pd.Series(1.0, index=rows.index)
    planted = business.planted.fading_use
    over = rows["to_go"].fillna(planted.months + 1).clip(upper=planted.months + 1)
    return planted.left + (1 - planted.left) * over / (planted.months + 1)
