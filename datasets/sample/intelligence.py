"""What sellers hear of rivals: where it comes from, what it is about, and what should not have been taken."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, PRODUCTS, START
from datasets.sample.draw import blank, draw, to_monday
from datasets.sample.effect_kinds import RivalHabits
from datasets.sample.rivals import RIVALS

COUNT = 390  # notes of a company of the usual size
SOURCES = (
    ("public", 0.31), ("customer_volunteered", 0.36), ("partner", 0.14), ("former_employee", 0.07), ("unknown", 0.12),
)  # fmt: skip
TOPICS = (("price", 0.3), ("product", 0.22), ("service", 0.14), ("pay", 0.12), ("roadmap", 0.12), ("references", 0.1))
BY_PARTNER = 0.33  # how often a rival comes through a partner
PRICE_LEVEL = 0.97  # a rival's price over ours for the like
USUAL_PAY = 88_000


def competitor_notes_table(business: Business) -> pd.DataFrame:
    """price: of a product where the topic is price, a year's pay where it is pay, else null."""
    rng, count = business.stream("competitor_notes"), round(COUNT * business.scale)
    days = np.datetime64(START) + rng.integers(30, (AS_OF - START).days, count).astype("timedelta64[D]")
    notes = pd.DataFrame({"noted_on": to_monday(days), "competitor": draw(rng, RIVALS, count)})
    notes["topic"] = draw(rng, TOPICS, count)
    habits = business.planted.rival_habits if business.planted else RivalHabits({}, {}, {})
    notes["price"] = prices(rng, notes, habits)
    through = rng.random(count) < notes["competitor"].map(habits.by_partner).fillna(BY_PARTNER)
    notes["channel"] = blank(rng, pd.Series(np.where(through, "partner", "direct")), 0.15)
    notes["collected_by"] = collectors(rng, business, notes)
    notes["corroborations"] = rng.poisson(0.9, count).astype(float)
    notes = with_sources(rng, notes, business)
    return notes.drop_duplicates(["noted_on", "competitor", "topic", "collected_by"]).sort_values("noted_on")


def prices(rng: Generator, notes: pd.DataFrame, habits: RivalHabits) -> pd.Series:
    listed = draw(rng, {product.list_price: product.share for product in PRODUCTS}, len(notes)).astype(float)
    price = listed * notes["competitor"].map(habits.price).fillna(PRICE_LEVEL) * rng.lognormal(0, 0.06, len(notes))
    pay = USUAL_PAY * notes["competitor"].map(habits.pay).fillna(1.0) * rng.lognormal(0, 0.07, len(notes))
    told = np.select([notes["topic"] == "price", notes["topic"] == "pay"], [price.round(-1), pay.round(-3)], np.nan)
    return pd.Series(told)


def collectors(rng: Generator, business: Business, notes: pd.DataFrame) -> np.ndarray:
    """Sellers who were there; the first of the list where the drawn one was not."""
    reps = business.reps.iloc[rng.integers(0, len(business.reps), len(notes))].reset_index(drop=True)
    there = (reps["hired_on"] <= notes["noted_on"]) & ~(reps["left_on"] <= notes["noted_on"])
    return np.where(there, reps["rep_id"], business.reps["rep_id"].iloc[0])


def with_sources(rng: Generator, notes: pd.DataFrame, business: Business) -> pd.DataFrame:
    """Where each note comes from, and whether who told it agreed to its being kept."""
    flagged, count = business.planted.flagged_notes if business.planted else None, len(notes)
    source = pd.Series(draw(rng, SOURCES, count))
    source = source.mask(rng.random(count) < (flagged.confidential if flagged else 0), "confidential_document")
    person = source.isin(["former_employee", "customer_volunteered", "partner"])
    refused = np.where(source == "former_employee", flagged.without_consent if flagged else 0, 0.0)
    consent = pd.Series(rng.random(count) >= refused).astype("boolean").where(person)
    return notes.assign(source_type=source, consent=consent)
