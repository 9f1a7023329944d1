"""Whom each deal is fought against: known from its beginning, whether or not anybody writes it down."""

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.catalogue import STAGES
from datasets.sample.draw import draw
from datasets.sample.effects import Planted
from datasets.sample.names import COMPETITORS

RIVALS = tuple(zip(COMPETITORS, (0.34, 0.21, 0.16, 0.13, 0.10, 0.06), strict=True))
POSITIONS = {stage.name: position for position, stage in enumerate(STAGES)}


def with_rivals(rng: Generator, deals: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """Adds `rival`. deals: product_id, segment."""
    rival = pd.Series(draw(rng, RIVALS, len(deals)), index=deals.index)
    if planted:
        damaging = planted.damaging_rival
        met = rng.random(len(deals)) < damaging.share
        rival = rival.mask(at_home(deals, planted) & met, damaging.rival)
    return deals.assign(rival=rival)


def at_home(deals: pd.DataFrame, planted: Planted) -> pd.Series:
    """Deals on the product and in the segment where the damaging rival does most."""
    damaging = planted.damaging_rival
    return (deals["product_id"] == damaging.product_id) & (deals["segment"] == damaging.segment)


def cost_of_rival(deals: pd.DataFrame, stage: str, planted: Planted) -> NDArray[np.float64]:
    """Fall of the logit of moving on from the stage, shape (deals,)."""
    damaging = planted.damaging_rival
    if POSITIONS[stage] < POSITIONS[damaging.from_stage]:
        return np.zeros(len(deals))
    cost = np.where(at_home(deals, planted), damaging.cost, damaging.cost_elsewhere)
    return np.asarray(np.where(deals["rival"] == damaging.rival, cost, 0.0))
