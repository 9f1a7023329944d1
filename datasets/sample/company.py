"""Nordhafen Instruments (sample): three years of an invented maker of measuring instruments, as its CRM holds them.

Everything follows from the seed; nothing reads the clock. What was planted is in `effects.py` and told in README.md.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.approvals import approvals_table, with_requests
from datasets.sample.catalogue import ENDS, PRODUCTS, STAGES
from datasets.sample.customers import make_accounts, with_history
from datasets.sample.deals import (
    hand_over,
    make_beginnings,
    with_careless_team,
    with_forecast,
    with_gaps,
    with_losses,
    with_money,
    with_prices,
)
from datasets.sample.effects import PLANTED, Planted
from datasets.sample.pipeline import outcomes, stage_events, walk
from datasets.sample.reviews import reviews_table
from datasets.sample.rivals import with_rivals
from datasets.sample.sellers import make_reps
from datasets.schemas import TABLES

NAME = "Nordhafen Instruments (sample)"
START = date(2023, 10, 1)
AS_OF = date(2026, 9, 30)
DEALS_PER_ACCOUNT = 60 / 7

SAMPLE_TABLES = (
    "deals", "stage_events", "stages", "accounts", "reps", "products", "approvals", "deal_reviews",
)  # fmt: skip

DEAL_COLUMNS = (
    "deal_id", "outcome", "created_on", "closed_on", "stage", "amount", "list_amount", "discount_pct", "margin_pct",
    "currency", "account_id", "rep_id", "product_id", "region", "segment", "division", "deal_type", "lead_source",
    "channel", "competitor", "loss_reason", "expected_close_on", "forecast_category", "pricing_model", "complexity",
    "pilot", "consent", "rep_days",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "account_id", "name", "industry", "segment", "region", "size", "potential", "parent_id", "since", "churned_on",
    "latitude", "longitude",
)  # fmt: skip


def make_company(seed: int = 7, deals: int = 6000, *, effects: bool = True) -> dict[str, pd.DataFrame]:
    """Tables with canonical columns, days as datetime64.

    effects: with False nothing is planted, and an honest analysis finds nothing.
    """
    planted = PLANTED if effects else None
    for_reps, for_accounts, for_deals, for_walk, for_words = (np.random.default_rng([seed, part]) for part in range(5))
    for_prices, for_rivals, for_approvals, for_reviews = (np.random.default_rng([seed, part]) for part in range(5, 9))
    reps = make_reps(for_reps, START, AS_OF)
    accounts = make_accounts(for_accounts, max(40, round(deals / DEALS_PER_ACCOUNT)), START)
    beginnings = make_beginnings(for_deals, deals, accounts, reps, START, AS_OF, planted)
    beginnings = with_rivals(for_rivals, with_prices(for_prices, beginnings), planted)
    beginnings = with_requests(for_approvals, beginnings, planted)
    stays = walk(for_walk, beginnings, AS_OF, planted)
    ended = hand_over(beginnings.join(outcomes(stays)), reps)
    known = complete(for_words, ended, planted)
    written = with_careless_team(for_words, with_gaps(for_words, known), reps, planted)
    tables: dict[str, pd.DataFrame] = {
        "deals": written[list(DEAL_COLUMNS)],
        "stage_events": stage_events(for_walk, stays, ended),
        "stages": stages_table(),
        "accounts": with_history(for_accounts, accounts, written)[list(ACCOUNT_COLUMNS)],
        "reps": reps,
        "products": pd.DataFrame(PRODUCTS).loc[:, ["product_id", "name", "family", "list_price", "unit_cost"]],
        "approvals": approvals_table(for_approvals, known, stays, AS_OF),
        "deal_reviews": reviews_table(for_reviews, known, AS_OF, planted),
    }
    return {name: typed(name, table) for name, table in tables.items()}


def typed(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """As an import would type it, whatever the steps before have left."""
    return table.astype({column: TABLES[name][str(column)].dtype for column in table})


def complete(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Money, reasons and forecast, and the stage as a CRM shows it: where an open deal is, how a closed one ended."""
    deals = with_forecast(rng, with_losses(rng, with_money(deals), planted), AS_OF)
    return deals.assign(stage=deals["last_stage"].where(deals["outcome"] == "open", deals["outcome"].str.title()))


def stages_table() -> pd.DataFrame:
    """The stages in the order in which deals pass them, then the three ends."""
    names = [stage.name for stage in STAGES]
    return pd.DataFrame(
        {
            "stage": [*names, *ENDS],
            "position": range(1, len(names) + len(ENDS) + 1),
            "pipeline": "Standard",
            "kind": ["open"] * len(names) + [end.lower() for end in ENDS],
        }
    )
