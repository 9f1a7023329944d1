"""1.5: shares of orders and of money, and days until recognition, on orders whose habits are known."""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import bootstrap, lognorm
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2024, 12, 31)
N = 500
MEDIAN, SPREAD = 45.0, 0.5  # days to recognition
INVOICE = 120.0  # median days to the invoice, spread as the others
RUSH, CANCELLED = 0.2, 0.06
TOMORROW = pd.Timestamp("2025-01-01")


def company(seed, rush):
    """500 orders booked in 2024: evenly, but for the share that comes in a quarter's last ten days on top."""
    rng = np.random.default_rng([15, seed])
    booked = pd.Series(pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 366, N), unit="D"))
    ends = pd.Series(pd.to_datetime(rng.choice(["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"], N)))
    ends -= pd.to_timedelta(rng.integers(0, 10, N), unit="D")
    booked = booked.mask(rng.random(N) < rush, ends)
    waits = {"recognised_on": MEDIAN, "invoiced_on": INVOICE}
    days = {name: (booked + pd.to_timedelta(np.ceil(middle * rng.lognormal(0, SPREAD, N)), unit="D"))
            for name, middle in waits.items()}  # fmt: skip
    rows = pd.DataFrame({"deal_id": [f"D{place}" for place in range(N)], "booked_on": booked})
    rows = rows.assign(**{name: day.where(day < TOMORROW) for name, day in days.items()})
    rows["amount"] = rng.lognormal(10, 0.7, N)
    credited = rows[(rng.random(N) < CANCELLED)]
    credits_ = credited.assign(amount=-0.5 * credited["amount"])
    truth = {
        "quarter_end_share": rush + (1 - rush) * 40 / 366,
        "lag_to_recognised": MEDIAN,
        "invoiced_within_180": float(lognorm.cdf(180, SPREAD, scale=INVOICE)),
        "same_quarter_share": same_quarter(rush),
        "cancelled_share": CANCELLED,
    }
    return Case(tables={"revenue": rows}, as_of=AS_OF, truth=truth), credits_


def same_quarter(rush):
    """Chance to be recognised in the quarter of booking: over all days of 2024, and over last days."""
    days = pd.Series(pd.date_range("2024-01-01", "2024-12-31"))
    left = (days.dt.to_period("Q").dt.end_time.dt.normalize() - days).dt.days.to_numpy()
    within = lognorm.cdf(left, SPREAD, scale=MEDIAN)
    return float((1 - rush) * within.mean() + rush * within[left < 10].mean())


def busy(seed):
    return company(seed, RUSH)[0]


def even(seed):
    return company(seed, 0.0)[0]


def with_credits(seed):
    """Half of an order's amount is credited on the day it was booked."""
    case, credits_ = company(seed, RUSH)
    rows = pd.concat([case.tables["revenue"], credits_], ignore_index=True)
    return Case(tables={"revenue": rows}, as_of=AS_OF, truth={"cancelled_share": CANCELLED})


def last_days(case, key):
    booked = case.tables["revenue"]["booked_on"]
    left = (booked.dt.to_period("Q").dt.end_time.dt.normalize() - booked).dt.days
    return proportion_confint(int((left < 10).sum()), len(booked), method="beta")


def credited(case, key):
    rows = case.tables["revenue"]
    return proportion_confint(int((rows["amount"] < 0).sum()), int((rows["amount"] > 0).sum()), method="beta")


def waits(case, day):
    rows = case.tables["revenue"]
    observed = rows[day].notna()
    return SurvfuncRight((rows[day].fillna(pd.Timestamp(AS_OF)) - rows["booked_on"]).dt.days, observed.astype(int))


def recognised(case, key):
    return waits(case, "recognised_on").quantile_ci(0.5, method="cloglog")


def invoiced(case, key):
    """Greenwood's normal limits."""
    fit = waits(case, "invoiced_on")
    at = np.searchsorted(fit.surv_times, 180, side="right") - 1
    value, reach = 1 - fit.surv_prob[at], 1.96 * fit.surv_prob_se[at]
    return value - reach, value + reach


def money_drawn_again(case, key):
    rows = case.tables["revenue"]
    same = rows["booked_on"].dt.to_period("Q") == rows["recognised_on"].dt.to_period("Q")
    found = bootstrap(
        (np.where(same, rows["amount"], 0.0), rows["amount"].to_numpy()),
        lambda a, b, axis: a.sum(axis) / b.sum(axis), paired=True, vectorized=True, n_resamples=499,
        method="percentile", rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    return found.low, found.high


SIZE = "500 orders of a year"
TRIALS = [
    Coverage(exercise="1.5", figure="quarter_end_share", simulate=busy, reference=last_days, size=SIZE,
             beside="Clopper-Pearson (statsmodels)"),
    Coverage(exercise="1.5", figure="cancelled_share", simulate=with_credits, reference=credited, size=SIZE,
             beside="Clopper-Pearson (statsmodels)"),
    Coverage(exercise="1.5", figure="lag_to_recognised", simulate=busy, reference=recognised, size=SIZE,
             beside="complementary log-log limits (statsmodels)"),
    Coverage(exercise="1.5", figure="invoiced_within_180", simulate=busy, reference=invoiced, size=SIZE,
             beside="Greenwood (statsmodels)"),
    Coverage(exercise="1.5", figure="same_quarter_share", simulate=busy, reference=money_drawn_again, size=SIZE,
             beside="bootstrap over deals (scipy)"),
    FalseAlarm(exercise="1.5", claim="quarters end busily", simulate=even, size=SIZE,
               alarm=lambda findings: findings.headline.code.endswith("rush")),
]  # fmt: skip
