"""The deals table: what each is worth, how it ended and what was written down."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.catalogue import CAUSES, PRODUCTS, REASONS
from datasets.sample.draw import blank, draw
from datasets.sample.effects import Planted
from datasets.sample.requests import OWN_LIMIT
from datasets.sample.rivals import at_home

FORECAST = {"Qualify": "Pipeline", "Discovery": "Pipeline", "Proposal": "Best Case", "Negotiation": "Best Case",
            "Contract": "Commit"}  # fmt: skip
FORECAST_ENDS = {"won": "Closed", "lost": "Omitted", "withdrawn": "Omitted"}
"""What a CRM writes over the category at closing, so that it says nothing of what anybody had forecast."""
BEFORE_A_PROPOSAL = ("Qualify", "Discovery")
UNNAMED = 0.06  # share of deals whose rival nobody wrote down
DAYS_BY_COMPLEXITY = {"simple": 1, "usual": 2, "involved": 3}


def with_prices(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Adds quantity, list_amount, discount_pct as far as it hangs not on the closing day, price_war.

    price_war: 1 where the seller matched the rival's price, below 0 where one did not, 0 against other rivals.
    """
    listed = product_of(deals)["list_price"].to_numpy() * (quantity := np.ceil(rng.lognormal(0.9, 0.8, len(deals))))
    discount = 2.2 * np.log10(listed) - 3.8 + rng.gamma(2.0, 2.2, len(deals))
    discount = np.where(rng.random(len(deals)) < 0.2, 0, discount)
    war = np.zeros(len(deals))
    if planted:
        matched = rng.random(len(deals)) < planted.price_war.share
        war = (deals["rival"] == planted.price_war.rival) * np.where(matched, 1.0, -planted.price_war.calm)
        conflict = planted.channel_conflict.discount_points * deals["contested"].to_numpy()
        discount = discount + planted.price_war.discount_points * (war > 0) + conflict
    discount = np.clip(discount, 0, 32).round(1)
    return deals.assign(quantity=quantity, list_amount=listed, price_war=war, discount_pct=discount)


def product_of(deals: pd.DataFrame) -> pd.DataFrame:
    """The catalogue's line for each deal, with the index of the deals."""
    return pd.DataFrame(PRODUCTS).set_index("product_id").loc[deals["product_id"]].set_axis(deals.index)


def with_money(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Amount and margin; at a quarter's end sellers add to the discount what they may give alone."""
    deals = with_framework_order(deals, planted)
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
        pricing_model=np.where(rng.random(len(deals)) < product["subscribed"], "subscription", "licence"),
    )


def with_framework_order(deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """The planted month's largest win grows to several months' worth."""
    if not planted:
        return deals
    won = deals[deals["outcome"] == "won"]
    there = won.loc[won["closed_on"].dt.strftime("%Y-%m") == planted.framework_order.month, "list_amount"]
    times = pd.Series(1.0, index=deals.index)
    if len(there):
        usual = won["list_amount"].sum() / won["closed_on"].dt.to_period("M").nunique()
        times[there.idxmax()] = np.ceil(planted.framework_order.months_worth * usual / there.max())
    return deals.assign(quantity=deals["quantity"] * times, list_amount=deals["list_amount"] * times)


def with_losses(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Adds cause, loss_reason of the lost, and competitor: the rival, where anybody wrote it down."""
    cause = pd.Series(draw(rng, CAUSES, len(deals)))
    if planted:
        leaks, damaging = planted.leaking_stage, planted.damaging_rival
        there = deals["last_stage"] == leaks.stage
        cause = cause.mask(there, pd.Series(draw(rng, leaks.causes, len(deals))))
        beaten = at_home(deals, planted) & (deals["rival"] == damaging.rival)
        cause = cause.mask(beaten, pd.Series(draw(rng, damaging.causes, len(deals))))
        underbid = deals["rival"] == planted.price_war.rival
        cause = cause.mask(underbid & ~there, pd.Series(draw(rng, planted.price_war.causes, len(deals))))
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
    effort = (
        (0.2 + 0.03 * days * deals["complexity"].map(DAYS_BY_COMPLEXITY) * rng.lognormal(-0.6, 0.4, len(deals)))
        .clip(upper=30)
        .round(1)
    )
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
    typed_late = deals["closed_on"].notna() & (rng.random(len(deals)) < 0.001)
    return deals.assign(created_on=deals["created"].mask(typed_late, deals["closed_on"] + pd.Timedelta(days=3)))


def with_careless_team(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """The team that leaves reason and rival of many of its losses blank."""
    if not planted:
        return deals
    careless = planted.careless_team
    empty = (deals["outcome"] == "lost") & (deals["team"] == careless.team) & (rng.random(len(deals)) < careless.share)
    return deals.assign(loss_reason=deals["loss_reason"].mask(empty), competitor=deals["competitor"].mask(empty))
