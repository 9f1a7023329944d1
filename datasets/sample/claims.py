"""What others measure, what is said of the market inside, and what the plan takes for granted."""

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, SEGMENT_SHARES
from datasets.sample.competencies import COMPETENCIES
from datasets.sample.names import CLAIMANTS

SEGMENTS = tuple(name for name, _ in SEGMENT_SHARES)
MEASURED = {
    "market_growth_pct": (6.2, 3.1, 4.4, 2.8, 3.6),
    "market_size_meur": (410.0, 360.0, 295.0, 240.0, 185.0),
    "our_share_pct": (4.1, 5.3, 3.9, 4.6, 3.2),
}
"""Outside figures in the order of the segments."""
YEARBOOK = "Instrument makers' federation, yearbook 2025"
EACH = 8  # claims of each claimant
ASSUMED = (
    ("win_rate", None, "We win this share of the deals that close", "Sales"),
    ("win_rate", SEGMENTS[0], f"In {SEGMENTS[0].lower()} we win this share", "Sales"),
    ("cycle_days", None, "Half of the deals close within so many days", "Sales"),
    ("discount_pct", None, "The mean discount of deals won stays here", "Finance"),
    ("deal_amount", None, "A deal won is worth this in the middle", "Finance"),
    ("deals_created", None, "So many deals begin in a year", "Marketing"),
    ("churn_rate", None, "This share of customers leaves within a year", "Service"),
    ("margin_pct", None, "Margin on deals won", "Finance"),
    ("renewal_share", None, "This share of deals won are renewals", "Sales"),
)
"""Metric, segment, statement, owner."""
HONEST = 0.13  # standard deviation of the log of a claim over the outside figure


def benchmarks_table(business: Business) -> pd.DataFrame:
    """Outside figures with their ranges: markets by segment, and how comparable makers sell."""
    markets = [(metric, *pair) for metric, values in MEASURED.items() for pair in zip(SEGMENTS, values, strict=True)]
    makers = [
        ("win_rate", None, 0.27), ("cycle_days", None, 72.0), ("discount_pct", None, 8.5), ("churn_rate", None, 0.09),
        ("base_pay", "hunter", 66_000.0), ("base_pay", "farmer", 64_000.0), ("base_pay", "specialist", 71_000.0),
        ("base_pay", "manager", 102_000.0), ("variable_share", None, 0.42), ("cost_per_win", None, 6_000.0),
    ]  # fmt: skip
    ratings = [("rating_sd", competency, 0.95) for competency in COMPETENCIES]
    table = pd.DataFrame([*markets, *makers, *ratings], columns=["metric", "segment", "value"])
    return table.assign(
        low=(table["value"] * 0.9).round(4),
        high=(table["value"] * 1.1).round(4),
        source=YEARBOOK,
        as_of=pd.Timestamp("2025-12-31"),
    )


def claims_table(business: Business) -> pd.DataFrame:
    """Each claimant on figures that the outside source has too."""
    rng = business.stream("claims")
    claims = pd.concat([of_claimant(rng, name, business) for name in CLAIMANTS], ignore_index=True)
    claims = claims.sort_values(["made_on", "claimed_by", "metric", "segment"], ignore_index=True)
    claims["claim_id"] = [f"C{number:03d}" for number in range(1, len(claims) + 1)]
    return claims


def of_claimant(rng: Generator, name: str, business: Business) -> pd.DataFrame:
    outside = benchmarks_table(business)
    known = outside[outside["metric"].isin(list(MEASURED))].sample(EACH, random_state=rng)
    inflated = business.planted.inflated_claims if business.planted else None
    factor = inflated.factor if inflated and inflated.claimant == name else 1.0
    digits = np.where(known["metric"] == "market_size_meur", 0, 1)
    value = known["value"] * factor * rng.lognormal(0, HONEST, EACH)
    return known.assign(
        claimed_by=name,
        claimed_value=[round(number, int(digit)) for number, digit in zip(value, digits, strict=True)],
        made_on=pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(10, 400, EACH), unit="D"),
    )


def assumptions_table(business: Business) -> pd.DataFrame:
    """What the plan for the coming year takes for granted: near what the last year's deals have, but where planted."""
    rng, planted, implied = business.stream("assumptions"), business.planted, implied_values(business)
    table = pd.DataFrame(ASSUMED, columns=["metric", "segment", "statement", "owner"])
    factor = table["metric"].map(planted.wrong_assumptions.factors).fillna(1.0) if planted else 1.0
    value = pd.Series(implied) * factor * rng.normal(1, 0.015, len(table))
    ids = [f"AS{number:02d}" for number in range(1, len(table) + 1)]
    return table.assign(assumption_id=ids, period=str(AS_OF.year + 1), assumed_value=value.round(4))


def implied_values(business: Business) -> list[float]:
    """What the last year has, in the order of what is assumed."""
    since = pd.Timestamp(AS_OF) - pd.Timedelta(days=365)
    closed, won = (part[part["closed_on"] > since] for part in (business.closed, business.won))
    wins = closed["outcome"] == "won"
    cycle = (closed["closed_on"] - closed["created"]).dt.days.median()
    of_deals = [wins.mean(), wins[closed["segment"] == SEGMENTS[0]].mean(), cycle, won["discount_pct"].mean()]
    begun, renewals = (business.deals["created"] > since).sum(), (won["deal_type"] == "renewal").mean()
    left = (business.accounts["churned_on"] > since)[business.accounts["since"].notna()].mean()
    return [*of_deals, won["amount"].median(), float(begun), left, won["margin_pct"].mean(), renewals]
