"""What Nordhafen Instruments sells, through which stages, and what its sellers write down when they lose."""

from datetime import date
from typing import NamedTuple

import pandas as pd

START = date(2022, 10, 1)  # the first deals
STEADY_UNTIL = date(2023, 10, 1)  # up to then nobody leaves and no territory shrinks
AS_OF = date(2026, 9, 30)  # the day on which the tables were taken
DEALS = 6000  # of a company of the usual size, in the years after the steady one
STEADY_DEALS = 4 / 15  # those of the steady year, beside so many
TOMORROW = pd.Timestamp(AS_OF) + pd.Timedelta(days=1)
"""No moment that any table holds is later or equal; only plans and promises may name later days."""


class Product(NamedTuple):
    product_id: str
    name: str
    family: str
    division: str
    list_price: float
    unit_cost: float
    share: float
    """of all deals"""
    subscribed: float
    """share of deals in which it is paid by the year, not bought"""


PRODUCTS = (
    Product("P1", "Fathom flow meter", "Flow", "Process", 8_400, 4_300, 0.20, 0.15),
    Product("P2", "Beacon pH probe", "Analysis", "Process", 4_900, 2_300, 0.16, 0.15),
    Product("P3", "Meridian spectrometer", "Analysis", "Laboratory", 46_000, 24_500, 0.13, 0.15),
    Product("P4", "Sextant calibrator", "Calibration", "Laboratory", 17_500, 9_100, 0.12, 0.15),
    Product("P5", "Tidewater analyser", "Analysis", "Laboratory", 29_000, 15_800, 0.12, 0.15),
    Product("P6", "Halyard data logger", "Logging", "Process", 6_200, 2_900, 0.11, 0.15),
    Product("P7", "Lighthouse cloud", "Software", "Services", 12_000, 3_200, 0.09, 0.6),
    Product("P8", "Keel service plan", "Service", "Services", 9_000, 5_400, 0.07, 0.5),
)


class Stage(NamedTuple):
    name: str
    moves_on: float
    """chance of leaving for the next stage, or from the last one as won"""
    days: float
    """median stay"""
    withdrawn: float
    """share of those that stop here which the customer withdrew, rather than being lost"""


STAGES = (
    Stage("Qualify", 0.76, 11, 0.14),
    Stage("Discovery", 0.80, 19, 0.10),
    Stage("Proposal", 0.76, 17, 0.06),
    Stage("Negotiation", 0.84, 16, 0.04),
    Stage("Contract", 0.94, 11, 0.03),
)
ENDS = ("Won", "Lost", "Withdrawn")

REASONS = {
    "price": (("Price", 0.70), ("Budget too small", 0.14), ("Discount refused", 0.09), ("Terms", 0.07)),
    "our_work": (("Too slow", 0.42), ("Missing feature", 0.24), ("No reference", 0.16), ("Poor fit", 0.10),
                 ("Lost contact", 0.08)),
    "rival": (("Lost to competitor", 0.62), ("Incumbent kept", 0.26), ("Relationship", 0.12)),
    "stopped": (("No decision", 0.40), ("Budget withdrawn", 0.30), ("Project cancelled", 0.24), ("Merger", 0.06)),
    "other": (("Other", 1.0),),
    "blank": ((None, 1.0),),
}  # fmt: skip
"""Cause: the words under which it is logged, with their shares."""

CAUSES = {"price": 0.42, "our_work": 0.12, "rival": 0.17, "stopped": 0.17, "other": 0.06, "blank": 0.06}
"""How often each cause is logged where nothing is planted; price is the commonest word at every stage."""

SOURCES = (("Referral", 0.18), ("Website", 0.26), ("Trade fair", 0.17), ("Outbound call", 0.21), ("Partner", 0.18))
DEAL_TYPES = (("new", 0.45), ("expansion", 0.35), ("renewal", 0.2))
SEGMENT_SHARES = (
    ("Life sciences", 0.24), ("Chemicals", 0.22), ("Food and beverage", 0.20), ("Water utilities", 0.18),
    ("Machine building", 0.16),
)  # fmt: skip
SEGMENT_LEANINGS = {"Chemicals": 0.06, "Food and beverage": -0.03, "Water utilities": -0.12, "Machine building": 0.03}
"""Steady differences between segments, as logit shifts of every stage's chance."""
