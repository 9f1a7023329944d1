"""Releases as they were planned and as they came, and what customers were promised of them."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import START, TOMORROW
from datasets.sample.draw import draw, to_monday

FEATURES = (
    "Wireless flow read-out", "Audit trail", "Twelve-channel logging", "Self-cleaning probe", "Cloud alarms",
    "Sterile housing", "Open data interface", "Ultraviolet source", "Field calibration", "Low-flow mode",
    "Single sign-on", "Hot-swap battery", "Explosion-proof case", "Spectral library 4", "Dosing control",
    "Turbidity module", "Offline mode", "Batch reports", "Second language pack", "Predictive service",
    "Fibre probe", "Raman option", "Tablet app", "Trend export", "Leak detection", "Two-point calibration",
    "Electronic signature", "Remote firmware", "Compact spectrometer", "Water quality index", "Sample robot",
    "Ten-year archive", "Nitrate sensor", "Portable kit", "Energy metering", "Vibration guard", "Dual-channel probe",
    "Barcode entry", "Low-power mode", "Stainless sensor head", "Method templates", "Alarm by text message",
    "Quick-release mount", "User groups", "Oxygen sensor", "Map view", "Drift correction", "Shift log",
)  # fmt: skip
"""One release a month, the first planned three months into the period."""
FIRST = pd.Period(START, "M") + 3
STEADY = 9.0  # standard deviation in days of a release around its planned day, where nothing slips
SHARE = 1 / 40  # promises beside all deals


def roadmap_table(business: Business) -> pd.DataFrame:
    """delivered_on is null where the release has not come yet."""
    rng, count = business.stream("roadmap"), len(FEATURES)
    months = pd.period_range(FIRST, periods=count, freq="M").start_time
    planned = pd.Series(months + pd.to_timedelta(rng.integers(5, 26, count), unit="D"))
    slip = rng.normal(0, STEADY, count)
    if business.planted:
        slip = business.planted.slipping_roadmap.median_days * np.exp(rng.normal(0, 0.7, count))
        slip = np.where(rng.random(count) < 0.15, rng.integers(-6, 4, count), slip)
    delivered = planned + pd.to_timedelta(np.round(slip), unit="D")
    return pd.DataFrame(
        {
            "feature": FEATURES,
            "planned_on": planned,
            "delivered_on": delivered.where(delivered < TOMORROW),
            "confidence": draw(rng, (("high", 0.4), ("medium", 0.4), ("low", 0.2)), count),
        }
    )


def commitments_table(business: Business) -> pd.DataFrame:
    """promised_on: the day for which a release was promised, by then not yet planned in some cases."""
    rng, features = business.stream("commitments"), business.table(roadmap_table)
    deals = promising_deals(rng, business)
    ahead = features["planned_on"].to_numpy()[None, :] > (
        deals["created"].to_numpy()[:, None] + np.timedelta64(60, "D")
    )
    place = first_of_next_months(rng, ahead)
    deals, planned = deals[place >= 0], features["planned_on"].to_numpy()[place[place >= 0]]
    return deals.assign(
        feature=features["feature"].to_numpy()[place[place >= 0]],
        promised_on=to_monday((planned + offsets(rng, business, len(deals))).astype("datetime64[D]")),
        amount_at_stake=deals["amount"],
    ).sort_values(["promised_on", "deal_id"])


def promising_deals(rng: Generator, business: Business) -> pd.DataFrame:
    """Deals won or still open that came as far as a proposal."""
    deals = business.deals
    able = deals[deals["outcome"].isin(["won", "open"]) & deals["discount_pct"].notna()]
    return able.sample(min(len(able), round(SHARE * len(deals))), random_state=rng)


def first_of_next_months(rng: Generator, ahead: np.ndarray) -> np.ndarray:
    """Column of one of the next six releases of each row; -1 where none is ahead."""
    first = np.where(ahead.any(axis=1), ahead.argmax(axis=1), -1)
    later = np.minimum(first + rng.integers(0, 6, len(first)), ahead.shape[1] - 1)
    return np.where(first < 0, -1, later)


def offsets(rng: Generator, business: Business, count: int) -> np.ndarray:
    """Days from the planned day to the promised one: before it where the promise is early."""
    early = rng.random(count) < (business.planted.early_promises.share if business.planted else 0)
    return np.where(early, -rng.integers(15, 110, count), rng.integers(0, 120, count)).astype("timedelta64[D]")
