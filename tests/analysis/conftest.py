"""Inputs of the real files and of small made-up companies."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import Provenance
from analysis.inputs import Inputs
from datasets.folder import read_folder

CATEGORIES = [
    {"key": "customer_stopped", "name": "Customer stopped", "logged_as": ["budget withdrawn"]},
    {"key": "capability", "name": "Our work", "logged_as": ["missing feature", "too slow"]},
    {"key": "competitive", "name": "Rival", "logged_as": ["lost to competitor"]},
    {"key": "pricing", "name": "Price", "logged_as": ["budget too small"]},
]
STAGES = ["Qualify", "Discovery", "Proposal", "Negotiation"]
CONTENT = {
    "instruments": [
        {
            "key": "causes",
            "kind": "classify",
            "parameters": {
                "items": [{"key": stage, "name": stage} for stage in STAGES],
                "categories": CATEGORIES,
                "abstain": {"key": "cannot_tell", "name": "?"},
            },
        }
    ],
    "options": [{"key": "price_path", "name": "Price"}, {"key": "rival_play", "name": "Rival"}],
}


def provenance_of(as_of, **window):
    return Provenance(snapshot="", answers="", code="", as_of=as_of, **window)


def read_inputs(folder):
    prepared = read_folder(folder)
    return Inputs(prepared.tables, provenance_of(prepared.as_of), content=CONTENT)


@pytest.fixture(scope="session")
def maven(real_data):
    return read_inputs(real_data / "maven_crm")


@pytest.fixture(scope="session")
def pe(real_data):
    return read_inputs(real_data / "pe_pipeline_synthetic")


@pytest.fixture(scope="session")
def funnel():
    """Makes inputs of `n` deals created evenly over 2023 and 2024, walked through four stages.

    moves_on: chance at each stage; slow: factor of the days of product C; reasons by stage are drawn from `reasons`.
    """

    def make(n=1200, moves_on=(0.8, 0.8, 0.5, 0.8), slow=1.0, reasons=None, seed=5, **window):
        rng = np.random.default_rng(seed)
        stages = ["Qualify", "Discovery", "Proposal", "Negotiation"]
        created = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 700, n)), unit="D")
        product = rng.choice(["A", "B", "C"], n)
        days = rng.integers(4, 30, (n, 4)) * np.where(product == "C", slow, 1.0)[:, np.newaxis]
        left = np.cumsum(days.astype(int), axis=1)
        passes = rng.random((n, 4)) < np.array(moves_on)
        depth = np.where(passes.all(axis=1), 4, passes.argmin(axis=1))
        events, deals, as_of = [], [], pd.Timestamp("2024-12-31")
        for i in range(n):
            last = min(depth[i], 3)
            closed = created[i] + pd.Timedelta(days=int(left[i, last]))
            entered = [created[i]] + [created[i] + pd.Timedelta(days=int(d)) for d in left[i, :last]]
            events += [(f"D{i:05}", stages[k], day) for k, day in enumerate(entered) if day <= as_of]
            outcome = "open" if closed > as_of else "won" if depth[i] == 4 else "lost"
            cause = rng.choice(list((reasons or {}).get(stages[last], ["price", "too slow", "lost to competitor"])))
            lost = outcome == "lost"
            deals.append(
                (f"D{i:05}", outcome, created[i], None if outcome == "open" else closed, product[i], 1000.0,
                 cause if lost else None, "Acme" if lost and i % 3 else None)
            )  # fmt: skip
        columns = ["deal_id", "outcome", "created_on", "closed_on", "product_id", "amount", "loss_reason", "competitor"]
        frame = pd.DataFrame(deals, columns=columns)
        frame["closed_on"] = pd.to_datetime(frame["closed_on"])
        history = pd.DataFrame(events, columns=["deal_id", "stage", "entered_at"])
        return Inputs(
            {"deals": frame, "stage_events": history}, provenance_of(date(2024, 12, 31), **window), content=CONTENT
        )

    return make
