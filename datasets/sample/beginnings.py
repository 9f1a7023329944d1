"""Deals on their first day: when they begin, who buys what through whom, and who sells it."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.catalogue import DEAL_TYPES, PRODUCTS, SOURCES, STEADY_UNTIL
from datasets.sample.channels import contested
from datasets.sample.draw import draw, heavier, to_monday
from datasets.sample.effects import Planted
from datasets.sample.leanings import leanings

MONTHS = (0.95, 1.0, 1.15, 0.98, 1.0, 1.05, 0.78, 0.62, 1.12, 1.12, 1.12, 0.85)
"""How busy each month is: a slow summer, a busy end of the year."""
GROWTH = 0.12  # of new deals, a year
LEVELS = (("simple", 0.3), ("usual", 0.45), ("involved", 0.25))
PILOTS = 0.08  # of all deals
FOCUS = 5  # how many times likelier a specialist gets a deal of the own industry
OF_ACCOUNT = ["account_id", "segment", "region", "industry", "through", "pairs", "since"]


def make_beginnings(
    rng: Generator, count: int, accounts: pd.DataFrame, reps: pd.DataFrame, start: date, end: date,
    planted: Planted | None,
) -> pd.DataFrame:  # fmt: skip
    """What is known of each deal on its first day, oldest first, with `leaning`: how likely it is to do well."""
    deals = pd.DataFrame({"created": creation_days(rng, count, start, end)})
    account = accounts.iloc[pick_accounts(rng, deals, accounts, planted)].reset_index(drop=True)
    deals[OF_ACCOUNT] = account[OF_ACCOUNT]
    known = (deals["since"] < deals["created"]).to_numpy()
    deals["deal_type"] = np.where(known, draw(rng, DEAL_TYPES, count), "new")
    deals["product_id"] = pick_products(rng, deals, planted)
    deals["complexity"] = draw(rng, LEVELS, count)
    deals["pilot"] = rng.random(count) < PILOTS
    deals[["channel", "lead_source"]] = pick_channels(rng, deals)
    deals["rep_id"] = pick_reps(rng, deals, reps)
    deals["team"] = deals["rep_id"].map(reps.set_index("rep_id")["team"])
    deals["contested"] = contested(deals)
    return deals.assign(leaning=leanings(deals, reps, planted))


def creation_days(rng: Generator, count: int, start: date, end: date) -> NDArray[np.datetime64]:
    """Weekdays from `start` to `end`, by season and growth, sorted."""
    days = np.arange(np.datetime64(start), np.datetime64(end) + 1)
    month = days.astype("datetime64[M]").astype(int) % 12
    weight = np.array(MONTHS)[month] * (1 + GROWTH) ** (np.arange(len(days)) / 365.25)
    weight = weight * (to_monday(days) == days)
    return np.sort(rng.choice(days, count, p=weight / weight.sum()))


def pick_accounts(
    rng: Generator, deals: pd.DataFrame, accounts: pd.DataFrame, planted: Planted | None
) -> NDArray[np.intp]:  # fmt: skip
    """Row numbers of accounts, those of more potential oftener; fewer and fewer in the shrinking territory after
    the steady year.
    """
    weights = np.sqrt(accounts["potential"].fillna(accounts["potential"].median()).to_numpy())
    chosen = rng.choice(len(accounts), len(deals), p=weights / weights.sum())
    if planted and deals["created"].iloc[0] >= pd.Timestamp(STEADY_UNTIL):
        shrinking = planted.shrinking_territory
        there = accounts["region"].to_numpy() == shrinking.region
        passed = np.linspace(0, 1 - shrinking.left_at_the_end, len(deals))
        gone = np.flatnonzero(there[chosen] & (rng.random(len(deals)) < passed))
        elsewhere = np.where(there, 0, weights)
        chosen[gone] = rng.choice(len(accounts), len(gone), p=elsewhere / elsewhere.sum())
    return np.asarray(chosen, dtype=np.intp)


def pick_products(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> NDArray[np.object_]:
    drawn = draw(rng, {product.product_id: product.share for product in PRODUCTS}, len(deals))
    if planted:
        paired = planted.paired_products
        taken = deals["pairs"] & (rng.random(len(deals)) < paired.share)
        drawn = np.where(taken, draw(rng, [(name, 1) for name in paired.products], len(deals)), drawn)
    return np.asarray(drawn, dtype=object)


def pick_channels(rng: Generator, deals: pd.DataFrame) -> pd.DataFrame:
    """channel: mostly the account's own; lead_source: a partner's deals mostly came from the partner."""
    count = len(deals)
    crossed = rng.random(count) < 0.03
    channel = np.where(deals["through"].eq("partner") ^ crossed, "partner", "direct")
    source = draw(rng, SOURCES, count)
    named = rng.random(count) < np.where(channel == "partner", 0.75, 0.02)
    return pd.DataFrame({"channel": channel, "lead_source": np.where(named, "Partner", source)})


def pick_reps(rng: Generator, deals: pd.DataFrame, reps: pd.DataFrame) -> pd.Series:
    """A seller of the region who was there on the day; team leads take few deals, specialists mostly their own."""
    weight = np.where(reps["role"] == "manager", 0.25, 1.0)
    created = deals["created"].to_numpy()[:, None].astype("datetime64[s]")
    present = (reps["hired_on"].to_numpy() <= created) & ~(reps["left_on"].to_numpy() <= created)
    near = reps["region"].to_numpy() == deals["region"].to_numpy()[:, None]
    division = deals["product_id"].map({product.product_id: product.division for product in PRODUCTS})
    own = reps["industry"].to_numpy() == division.to_numpy()[:, None]
    focus = np.where(own & (reps["role"] == "specialist").to_numpy(), FOCUS, 1)
    chosen = heavier(rng, weight * present * near * focus)
    return pd.Series(reps["rep_id"].to_numpy(dtype=object)[chosen], index=deals.index)
