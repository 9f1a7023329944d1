"""The deals table: who buys what from whom, when it began, what it is worth, how it ended and what was written down."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.approvals import OWN_LIMIT
from datasets.sample.catalogue import CAUSES, DEAL_TYPES, PRODUCTS, REASONS, SOURCES
from datasets.sample.draw import blank, draw, heavier, to_monday
from datasets.sample.effects import Planted
from datasets.sample.rivals import at_home

MONTHS = (0.95, 1.0, 1.15, 0.98, 1.0, 1.05, 0.78, 0.62, 1.12, 1.12, 1.12, 0.85)
"""How busy each month is: a slow summer, a busy end of the year."""
GROWTH = 0.12  # of new deals, a year
FORECAST = {"Qualify": "Pipeline", "Discovery": "Pipeline", "Proposal": "Best Case", "Negotiation": "Best Case",
            "Contract": "Commit"}  # fmt: skip
FORECAST_ENDS = {"won": "Closed", "lost": "Omitted", "withdrawn": "Omitted"}
"""What a CRM writes over the category at closing, so that it says nothing of what anybody had forecast."""
BEFORE_A_PROPOSAL = ("Qualify", "Discovery")
UNNAMED = 0.06  # share of deals whose rival nobody wrote down
COMPLEXITY = {1: "simple", 2: "usual", 3: "involved"}


def make_beginnings(
    rng: Generator, count: int, accounts: pd.DataFrame, reps: pd.DataFrame, start: date, as_of: date,
    planted: Planted | None,
) -> pd.DataFrame:  # fmt: skip
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
    return deals.assign(leaning=leanings(rng, deals, reps, planted))


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


def leanings(rng: Generator, deals: pd.DataFrame, reps: pd.DataFrame, planted: Planted | None) -> NDArray[np.float64]:
    """Logit shift of every stage's chance: the seller, the account's history, how involved the deal is."""
    skill = pd.Series(rng.normal(0, 0.1, len(reps)), index=reps["rep_id"])
    shift = deals["rep_id"].map(skill) + 0.22 * (deals["deal_type"] == "renewal")
    if planted:
        shift = shift + deals["complexity"].map(COMPLEXITY).map(planted.complexity.shifts)
    return np.asarray(shift, dtype=float)


def with_prices(rng: Generator, deals: pd.DataFrame) -> pd.DataFrame:
    """Adds quantity, list_amount and discount_pct as far as it does not hang on the day of closing."""
    listed = product_of(deals)["list_price"].to_numpy() * (quantity := np.ceil(rng.lognormal(0.9, 0.8, len(deals))))
    discount = 2.2 * np.log10(listed) - 3.8 + rng.gamma(2.0, 2.2, len(deals))
    discount = np.where(rng.random(len(deals)) < 0.2, 0, discount.clip(0, 32)).round(1)
    return deals.assign(quantity=quantity, list_amount=listed, discount_pct=discount)


def product_of(deals: pd.DataFrame) -> pd.DataFrame:
    """The catalogue's line for each deal, with the index of the deals."""
    return pd.DataFrame(PRODUCTS).set_index("product_id").loc[deals["product_id"]].set_axis(deals.index)


def with_money(deals: pd.DataFrame) -> pd.DataFrame:
    """Amount and margin; at a quarter's end sellers add to the discount what they may give alone."""
    product = product_of(deals)
    late = (deals["closed_on"].dt.month % 3 == 0) & (deals["closed_on"].dt.day > 20)
    discount = deals["discount_pct"]
    discount = discount.mask(late & (discount < OWN_LIMIT), (discount + 3.5).clip(upper=OWN_LIMIT)).round(1)
    amount = (deals["list_amount"] * (1 - discount / 100)).round(2)
    return deals.assign(
        discount_pct=discount,
        amount=amount,
        margin_pct=(100 * (1 - product["unit_cost"] * deals["quantity"] / amount)).round(1),
        currency="EUR",
        division=product["division"],
        pricing_model=product["pricing_model"],
    )


def with_losses(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Adds cause, loss_reason of the lost, and competitor: the rival, where anybody wrote it down."""
    cause = pd.Series(draw(rng, CAUSES, len(deals)))
    if planted:
        leaks, damaging = planted.leaking_stage, planted.damaging_rival
        there = deals["last_stage"] == leaks.stage
        cause = cause.mask(there, pd.Series(draw(rng, leaks.causes, len(deals))))
        beaten = at_home(deals, planted) & (deals["rival"] == damaging.rival)
        cause = cause.mask(beaten, pd.Series(draw(rng, damaging.causes, len(deals))))
    reason = pd.Series(None, index=deals.index, dtype=object)
    for name, words in REASONS.items():
        reason = reason.mask(cause == name, pd.Series(draw(rng, words, len(deals))))
    competitor = blank(rng, deals["rival"], UNNAMED)
    return deals.assign(
        cause=cause, loss_reason=reason.where(deals["outcome"] == "lost"), competitor=competitor
    )  # fmt: skip


def with_forecast(rng: Generator, deals: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Expected day and forecast category: kept for closed deals as they last stood, moved on for open ones."""
    guess = deals["created"] + pd.to_timedelta(rng.normal(75, 22, len(deals)).clip(15).round(), unit="D")
    is_open = deals["outcome"] == "open"
    later = pd.Timestamp(as_of) + pd.to_timedelta(rng.integers(5, 95, len(deals)), unit="D")
    guess = guess.mask(is_open & (guess <= pd.Timestamp(as_of)) & (rng.random(len(deals)) < 0.85), later)
    unfiled = rng.random(len(deals)) < 0.5
    category = deals["last_stage"].map(FORECAST).mask(unfiled).where(is_open, deals["outcome"].map(FORECAST_ENDS))
    days = (deals["closed_on"].fillna(pd.Timestamp(as_of)) - deals["created"]).dt.days
    effort = (0.4 + 0.06 * days * deals["complexity"] * rng.lognormal(-0.6, 0.4, len(deals))).clip(upper=60).round(1)
    return deals.assign(expected_close_on=guess, forecast_category=category, rep_days=effort)


def hand_over(deals: pd.DataFrame, reps: pd.DataFrame) -> pd.DataFrame:
    """Open deals of sellers who have left go to their manager."""
    gone = reps[reps["left_on"].notna()].set_index("rep_id")["manager_id"]
    heir = deals["rep_id"].map(gone).where(deals["outcome"] == "open")
    return deals.assign(rep_id=heir.fillna(deals["rep_id"]))


def with_gaps(rng: Generator, deals: pd.DataFrame) -> pd.DataFrame:
    """Blanks as a CRM has them, no discount before there was a proposal, and a handful of deals typed in too late."""
    early = deals["last_stage"] == "Qualify"
    unpriced = deals["last_stage"].isin(BEFORE_A_PROPOSAL)
    deals = deals.assign(
        list_amount=deals["list_amount"].mask(unpriced),
        discount_pct=deals["discount_pct"].mask(unpriced),
        margin_pct=deals["margin_pct"].mask(unpriced),
        segment=blank(rng, deals["segment"], 0.06),
        lead_source=blank(rng, deals["lead_source"], 0.07),
        product_id=blank(rng, deals["product_id"], 0.008),
        amount=deals["amount"].mask(early & (rng.random(len(deals)) < 0.12)),
        expected_close_on=blank(rng, deals["expected_close_on"], 0.03),
        consent=pd.Series(rng.random(len(deals)) < 0.83).astype("boolean").mask(rng.random(len(deals)) < 0.05),
    )
    deals["complexity"] = deals["complexity"].map(COMPLEXITY)
    typed_late = deals["closed_on"].notna() & (rng.random(len(deals)) < 0.001)
    return deals.assign(created_on=deals["created"].mask(typed_late, deals["closed_on"] + pd.Timedelta(days=3)))


def with_careless_team(
    rng: Generator, deals: pd.DataFrame, reps: pd.DataFrame, planted: Planted | None
) -> pd.DataFrame:
    """The team that leaves reason and rival of many of its losses blank."""
    if not planted:
        return deals
    careless = planted.careless_team
    team = deals["rep_id"].map(reps.set_index("rep_id")["team"])
    empty = (deals["outcome"] == "lost") & (team == careless.team) & (rng.random(len(deals)) < careless.share)
    return deals.assign(loss_reason=deals["loss_reason"].mask(empty), competitor=deals["competitor"].mask(empty))
