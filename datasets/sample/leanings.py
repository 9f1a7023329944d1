"""How likely a deal is to do well for what is known on its first day: shifts of every stage's logit."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from datasets.sample.catalogue import PRODUCTS
from datasets.sample.effects import Planted

RENEWAL = 0.22
CENTRE = 0.03  # keeps the win rate where it is, whatever the shifts add up to
DIVISIONS = {product.product_id: product.division for product in PRODUCTS}


def leanings(deals: pd.DataFrame, reps: pd.DataFrame, planted: Planted | None) -> NDArray[np.float64]:
    """The seller's skill and the account's history; beside them what is planted."""
    shift = deals["rep_id"].map(reps.set_index("rep_id")["skill"]) + RENEWAL * (deals["deal_type"] == "renewal")
    if planted:
        shift = shift + CENTRE + deals["complexity"].map(planted.complexity.shifts)
        shift = shift + planted.pilots.shift * deals["pilot"]
        shift = shift - planted.channel_conflict.cost * deals["contested"]
        shift = shift + planted.cross_selling.shift * cross_sold(deals, planted)
        shift = shift + planted.specialists.shift * at_home_with(deals, reps, planted)
    return np.asarray(shift, dtype=float)


def cross_sold(deals: pd.DataFrame, planted: Planted) -> pd.Series:
    there = deals["industry"] == planted.cross_selling.industry
    return there & (deals["deal_type"] != "renewal")


def at_home_with(deals: pd.DataFrame, reps: pd.DataFrame, planted: Planted) -> pd.Series:
    """Deals of a specialist on a product of the own industry."""
    seller = reps.set_index("rep_id").reindex(deals["rep_id"]).set_axis(deals.index)
    own = seller["industry"] == deals["product_id"].map(DIVISIONS)
    return own & (seller["role"] == planted.specialists.role)
