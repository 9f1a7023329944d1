"""What every table of the sample company is made from: its people, customers and deals, with what no table shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.beginnings import make_beginnings
from datasets.sample.catalogue import AS_OF, DEALS, START, STEADY_DEALS, STEADY_UNTIL
from datasets.sample.channels import with_traits
from datasets.sample.customers import make_accounts, with_history
from datasets.sample.deals import (
    hand_over,
    with_careless_team,
    with_forecast,
    with_gaps,
    with_losses,
    with_money,
    with_prices,
)
from datasets.sample.effects import PLANTED, Planted
from datasets.sample.pipeline import outcomes, walk
from datasets.sample.requests import with_requests
from datasets.sample.rivals import with_rivals
from datasets.sample.sellers import make_reps

DEALS_PER_ACCOUNT = 60 / 7
STREAMS = ("reps", "accounts", "deals", "walk", "words", "prices", "rivals", "requests", "traits", "history")
"""Numbered, not named, by their place here."""


@dataclass(frozen=True, eq=False)
class Business:
    """`deals`: one row each, from the beginning to what was written down; index is the row number that `stays` name.

    deals hold beside the columns of the table: created, team, rival, cause, last_stage, level, approval_days, refused.
    reps hold skill; accounts hold through and pairs. `stays`: see pipeline.walk.
    """

    seed: int
    planted: Planted | None
    accounts: pd.DataFrame
    reps: pd.DataFrame
    deals: pd.DataFrame
    stays: pd.DataFrame
    made: dict["Maker", pd.DataFrame] = field(default_factory=dict)

    def table(self, maker: "Maker") -> pd.DataFrame:
        """What it makes of this business, made once."""
        if maker not in self.made:
            self.made[maker] = maker(self)
        return self.made[maker]

    def stream(self, table: str) -> Generator:
        """The table's own random numbers: what one table draws moves no other."""
        return stream_of(self.seed, table)

    @property
    def scale(self) -> float:
        """How large the company is beside the usual 6,000 deals and those of the steady year."""
        return len(self.deals) / (DEALS * (1 + STEADY_DEALS))

    @property
    def closed(self) -> pd.DataFrame:
        return self.deals[self.deals["outcome"].isin(["won", "lost"])]

    @property
    def won(self) -> pd.DataFrame:
        return self.deals[self.deals["outcome"] == "won"]


Maker = Callable[[Business], pd.DataFrame]


def stream_of(seed: int, name: str) -> Generator:
    part = STREAMS.index(name) if name in STREAMS else int.from_bytes(name.encode())
    return np.random.default_rng([seed, part])


def make_business(seed: int, deals: int, *, effects: bool) -> Business:
    """deals: after the steady year. That year is made by itself, so that the longer past moves no later deal."""
    planted = PLANTED if effects else None
    reps = make_reps(stream_of(seed, "reps"), STEADY_UNTIL, AS_OF, planted)
    accounts = make_accounts(stream_of(seed, "accounts"), max(40, round(deals / DEALS_PER_ACCOUNT)), START)
    accounts = with_traits(stream_of(seed, "traits"), accounts, planted)
    before = Span("first ", round(deals * STEADY_DEALS), START, STEADY_UNTIL - timedelta(days=1))
    spans = (before, Span("", deals, STEADY_UNTIL, AS_OF))
    written, stays = joined([make_deals(seed, span, accounts, reps, planted) for span in spans])
    accounts = with_history(stream_of(seed, "history"), accounts, written, planted)
    return Business(seed, planted, accounts, reps, written, stays)


class Span(NamedTuple):
    """Deals that begin from `start` to `end`; `streams` comes before the names of their random streams."""

    streams: str
    deals: int
    start: date
    end: date


def make_deals(
    seed: int, span: Span, accounts: pd.DataFrame, reps: pd.DataFrame, planted: Planted | None
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """What was written down of the deals of a span, and their stays."""
    streams = {name: stream_of(seed, span.streams + name) for name in STREAMS}
    begun = make_beginnings(streams["deals"], span.deals, accounts, reps, span.start, span.end, planted)
    begun = with_prices(streams["prices"], with_rivals(streams["rivals"], begun, planted), planted)
    begun = with_requests(streams["requests"], begun, planted)
    stays = walk(streams["walk"], begun, AS_OF, planted)
    ended = hand_over(begun.join(outcomes(stays)), reps)
    return written_down(streams["words"], ended, reps, planted), stays


def joined(spans: list[tuple[pd.DataFrame, pd.DataFrame]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deals of one span after the other, numbered through, and the stays that name them by row."""
    first = np.cumsum([0, *(len(deals) for deals, _ in spans)])
    deals = pd.concat([deals for deals, _ in spans], ignore_index=True)
    deals.insert(0, "deal_id", [f"D{number:07d}" for number in range(1, len(deals) + 1)])
    stays = [mine.assign(deal=mine["deal"] + before) for before, (_, mine) in zip(first[:-1], spans, strict=True)]
    return deals, pd.concat(stays, ignore_index=True)


def written_down(rng: Generator, deals: pd.DataFrame, reps: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Money, reasons and forecast with their gaps, and the stage as a CRM shows it: how a closed deal ended."""
    deals = with_forecast(rng, with_losses(rng, with_money(rng, deals, planted), planted), AS_OF)
    deals = deals.assign(stage=deals["last_stage"].where(deals["outcome"] == "open", deals["outcome"].str.title()))
    return with_careless_team(rng, with_gaps(rng, deals), planted)
