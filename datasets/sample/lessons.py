"""Cards on which a team wrote what a major deal had taught."""

import numpy as np
import pandas as pd

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, PRODUCTS

MAJOR = 0.91  # quantile of amounts from which a deal is a major one
WRITTEN = {"won": 0.6, "lost": 0.6}  # share of major deals with a card, where nothing is planted
NAMES = {product.product_id: product.name for product in PRODUCTS}
TAUGHT = {
    "price": ("Show the cost of running it before the first price is named.",
              "Ask who signs before a discount is promised.",
              "Offer the smaller model at its full price, not the larger one at half."),
    "our_work": ("Book the trial unit on the day of the first call.",
                 "A drawing within a week was worth more than a better drawing in three.",
                 "Bring a reference from the same trade to the second meeting."),
    "rival": ("Ask early what the customer has standing in the plant.",
              "Let service speak to their maintenance: that is where the rival was strong.",
              "Name the rival's weak point through a test, never in a talk."),
    "stopped": ("Ask for the budget's date, not for its size.", "No sponsor in the room, no proposal.",
                "Keep the contact: the project came back elsewhere."),
    "other": ("Write down who said what.", "Read the tender's annexes first."),
    "blank": ("Ask the customer why, a month later.", "Look at the file together before it is closed."),
}  # fmt: skip
WON = ("Their operators had tried it before the offer came.", "The pilot's figures were on one page.",
       "Service was in the first meeting.", "We answered the tender in their own words.")  # fmt: skip


def lessons_table(business: Business) -> pd.DataFrame:
    """Cards of major deals closed at least six weeks ago."""
    rng = business.stream("lessons")
    shares = business.planted.unwritten_lessons.shares if business.planted else WRITTEN
    major = business.closed[business.closed["amount"] >= business.closed["amount"].quantile(MAJOR)]
    major = major[major["closed_on"] < pd.Timestamp(AS_OF) - pd.Timedelta(days=42)]
    cards = major[rng.random(len(major)) < major["outcome"].map(shares)].sort_values("closed_on")
    views = rng.poisson(6, len(cards))
    return cards.assign(
        lesson_id=[f"LC{number:03d}" for number in range(1, len(cards) + 1)],
        text=texts(rng, cards),
        written_on=cards["closed_on"] + pd.to_timedelta(rng.integers(4, 40, len(cards)), unit="D"),
        views=views.astype(float),
        reused=rng.binomial(views, 0.18).astype(float),
    )


def texts(rng: np.random.Generator, cards: pd.DataFrame) -> list[str]:
    """What happened, in figures of the deal, and what to do next time."""
    taught = [
        rng.choice(WON) if outcome == "won" else rng.choice(TAUGHT[cause])
        for outcome, cause in zip(cards["outcome"], cards["cause"], strict=True)
    ]
    days = (cards["closed_on"] - cards["created"]).dt.days
    product = cards["product_id"].map(NAMES).fillna("A mixed order")
    against = (" against " + cards["competitor"]).fillna("")
    happened = product + against + ", " + cards["outcome"] + " after " + days.astype(str) + " days. "
    return (happened + pd.Series(taught, index=cards.index)).tolist()
