"""The deals table: who buys what from whom, when it began, what it is worth, how it ended and what was written down."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.catalogue import CAUSES, DEAL_TYPES, PRODUCTS, REASONS, SOURCES
from datasets.sample.draw import blank, draw, heavier, to_monday
from datasets.sample.effects import Planted
from datasets.sample.names import COMPETITORS

MONTHS = (0.95, 1.0, 1.15, 0.98, 1.0, 1.05, 0.78, 0.62, 1.12, 1.12, 1.12, 0.85)
"""How busy each month is: a slow summer, a busy end of the year."""
GROWTH = 0.12  # of new deals, a year
RIVALS = tuple(zip(COMPETITORS, (0.38, 0.24, 0.19, 0.12, 0.07), strict=True))
FORECAST = {"Qualify": "pipeline", "Discovery": "pipeline", "Proposal": "best case", "Negotiation": "best case",
            "Contract": "commit"}  # fmt: skip
COMPLEXITY = {1: "simple", 2: "usual", 3: "involved"}


def make_beginnings(
    rng: Generator, count: int, accounts: pd.DataFrame, reps: pd.DataFrame, start: date, as_of: date
) -> pd.DataFrame:
    """What is known of each deal on its first day, oldest first, with `leaning`: how likely it is to do well."""
    deals = pd.DataFrame({"created": creation_days(rng, count, start, as_of)})
    deals["deal_id"] = [f"D{number:07d}" for number in range(1, count + 1)]
    weights = np.sqrt(accounts["potential"].fillna(accounts["potential"].median()).to_numpy())
    account = accounts.iloc[rng.choice(len(accounts), count, p=weights / weights.sum())].reset_index(drop=True)
    deals[["account_id", "segment", "region"]] = account[["account_id", "segment", "region"]]
    known = (account["since"] < deals["created"]).to_numpy()
    deals["deal_type"] = np.where(known, draw(rng, DEAL_TYPES, count), "new")
    deals["product_id"] = draw(rng, {product.product_id: product.share for product in PRODUCTS}, count)
    deals["lead_source"] = draw(rng, SOURCES, count)
    deals["channel"] = np.where((deals["lead_source"] == "Partner") & (rng.random(count) < 0.8), "partner", "direct")
    deals["complexity"] = draw(rng, ((1, 0.3), (2, 0.45), (3, 0.25)), count).astype(np.int64)
    deals["pilot"] = rng.random(count) < 0.08
    deals["rep_id"] = pick_reps(rng, deals, reps)
    return deals.assign(leaning=leanings(rng, deals, reps))


def creation_days(rng: Generator, count: int, start: date, as_of: date) -> NDArray[np.datetime64]:
    """Weekdays from `start` to `as_of`, by season and growth, sorted."""
    days = np.arange(np.datetime64(start), np.datetime64(as_of) + 1)
    month = days.astype("datetime64[M]").astype(int) % 12
    weight = np.array(MONTHS)[month] * (1 + GROWTH) ** (np.arange(len(days)) / 365.25)
    weight = weight * (to_monday(days) == days)
    return np.sort(rng.choice(days, count, p=weight / weight.sum()))


def pick_reps(rng: Generator, deals: pd.DataFrame, reps: pd.DataFrame) -> NDArray[np.object_]:
    """A seller of the region who was there on the day; team leads take few deals."""
    weight = np.where(reps["role"] == "manager", 0.25, 1.0)
    created = deals["created"].to_numpy()[:, None].astype("datetime64[s]")
    present = (reps["hired_on"].to_numpy() <= created) & ~(reps["left_on"].to_numpy() <= created)
    near = reps["region"].to_numpy() == deals["region"].to_numpy()[:, None]
    chosen: NDArray[np.object_] = reps["rep_id"].to_numpy(dtype=object)[heavier(rng, weight * present * near)]
    return chosen


def leanings(rng: Generator, deals: pd.DataFrame, reps: pd.DataFrame) -> NDArray[np.float64]:
    """Logit shift of every stage's chance: the seller, the account's history, a referral."""
    skill = pd.Series(rng.normal(0, 0.1, len(reps)), index=reps["rep_id"])
    shift = deals["rep_id"].map(skill) + 0.22 * (deals["deal_type"] == "renewal")
    shift = shift + 0.1 * (deals["lead_source"] == "Referral") - 0.06 * (deals["complexity"] - 2)
    return np.asarray(shift - 0.05, dtype=float)


def with_money(rng: Generator, deals: pd.DataFrame) -> pd.DataFrame:
    """List amount, discount, amount and margin; discounts grow with the amount and a little with the quarter's end."""
    product = pd.DataFrame(PRODUCTS).set_index("product_id").loc[deals["product_id"]].reset_index()
    quantity = np.ceil(rng.lognormal(0.9, 0.8, len(deals)))
    listed = product["list_price"] * quantity
    late = (deals["closed_on"].dt.month % 3 == 0) & (deals["closed_on"].dt.day > 20)
    discount = 2.2 * np.log10(listed) - 4 + 2.5 * late + rng.gamma(2.0, 2.2, len(deals))
    discount = np.where(rng.random(len(deals)) < 0.2, 0, discount.clip(0, 32)).round(1)
    amount = (listed * (1 - discount / 100)).round(2)
    margin = (100 * (1 - product["unit_cost"] * quantity / amount)).round(1)
    return deals.assign(
        amount=amount, list_amount=listed, discount_pct=discount, margin_pct=margin, currency="EUR",
        division=product["division"], pricing_model=product["pricing_model"],
    )  # fmt: skip


def with_losses(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """loss_reason of the lost, and the rival where one was named."""
    cause = pd.Series(draw(rng, CAUSES, len(deals)))
    if planted:
        there = deals["last_stage"] == planted.leaking_stage.stage
        cause = cause.mask(there, pd.Series(draw(rng, planted.leaking_stage.causes, len(deals))))
    reason = pd.Series(None, index=deals.index, dtype=object)
    for name, words in REASONS.items():
        reason = reason.mask(cause == name, pd.Series(draw(rng, words, len(deals))))
    lost = deals["outcome"] == "lost"
    named = np.where(lost & (cause == "rival"), 0.9, np.where(deals["last_stage"] == "Qualify", 0.18, 0.45))
    rival = pd.Series(draw(rng, RIVALS, len(deals))).where(rng.random(len(deals)) < named)
    return deals.assign(loss_reason=reason.where(lost), competitor=rival)


def with_forecast(rng: Generator, deals: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Expected day and forecast category: kept for closed deals as they last stood, moved on for open ones."""
    guess = deals["created"] + pd.to_timedelta(rng.normal(75, 22, len(deals)).clip(15).round(), unit="D")
    is_open = deals["outcome"] == "open"
    later = pd.Timestamp(as_of) + pd.to_timedelta(rng.integers(5, 95, len(deals)), unit="D")
    guess = guess.mask(is_open & (guess <= pd.Timestamp(as_of)) & (rng.random(len(deals)) < 0.85), later)
    category = deals["last_stage"].map(FORECAST).where(is_open, "closed")
    days = (deals["closed_on"].fillna(pd.Timestamp(as_of)) - deals["created"]).dt.days
    effort = (0.4 + 0.06 * days * deals["complexity"] * rng.lognormal(-0.6, 0.4, len(deals))).clip(upper=60).round(1)
    return deals.assign(expected_close_on=guess, forecast_category=category, rep_days=effort)


def hand_over(deals: pd.DataFrame, reps: pd.DataFrame) -> pd.DataFrame:
    """Open deals of sellers who have left go to their manager."""
    gone = reps[reps["left_on"].notna()].set_index("rep_id")["manager_id"]
    heir = deals["rep_id"].map(gone).where(deals["outcome"] == "open")
    return deals.assign(rep_id=heir.fillna(deals["rep_id"]))


def with_gaps(rng: Generator, deals: pd.DataFrame) -> pd.DataFrame:
    """Blanks as a CRM has them, and a handful of deals typed in after they had closed."""
    early = deals["last_stage"] == "Qualify"
    deals = deals.assign(
        segment=blank(rng, deals["segment"], 0.06),
        lead_source=blank(rng, deals["lead_source"], 0.07),
        product_id=blank(rng, deals["product_id"], 0.008),
        amount=deals["amount"].mask(early & (rng.random(len(deals)) < 0.12)),
        expected_close_on=blank(rng, deals["expected_close_on"], 0.05),
        consent=pd.Series(rng.random(len(deals)) < 0.83).astype("boolean").mask(rng.random(len(deals)) < 0.05),
    )
    deals["complexity"] = deals["complexity"].map(COMPLEXITY)
    typed_late = deals["closed_on"].notna() & (rng.random(len(deals)) < 0.001)
    return deals.assign(created_on=deals["created"].mask(typed_late, deals["closed_on"] + pd.Timedelta(days=3)))
