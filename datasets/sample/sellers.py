"""Sixty sellers in six teams, one for each region."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator

from datasets.sample.draw import draw
from datasets.sample.effects import Planted
from datasets.sample.names import SELLERS

ROLES = (("hunter", 0.5), ("farmer", 0.32), ("specialist", 0.18))
LEFT_TO = (("Veltronik", 0.3), ("Kessmar Messtechnik", 0.15), ("unknown", 0.35), ("outside the industry", 0.2))
LEAVERS = 0.08  # share of sellers who leave within the period, where nothing is planted
SKILL = 0.22  # standard deviation of a seller's shift of every stage's logit
LEFT_REASONS = (("pay", 0.35), ("career", 0.3), ("moved", 0.2), ("asked to leave", 0.15))


def make_reps(rng: Generator, start: date, as_of: date, planted: Planted | None) -> pd.DataFrame:
    """One row per seller, with a skill that no table shows; some were hired after `start`, some have left since."""
    reps = pd.DataFrame(
        [(name, region, place) for region, names in SELLERS.items() for place, name in enumerate(names)],
        columns=["name", "region", "place"],
    )
    reps.insert(0, "rep_id", [f"R{number:03d}" for number in range(1, len(reps) + 1)])
    leads = reps["place"] == 0
    reps["role"] = np.where(leads, "manager", draw(rng, ROLES, len(reps)))
    reps["manager_id"] = reps["region"].map(reps[leads].set_index("region")["rep_id"]).mask(leads)
    reps["team"] = reps["region"] + " team"
    reps["industry"] = draw(rng, (("Process", 0.6), ("Laboratory", 0.4)), len(reps))
    reps["skill"] = rng.normal(0, SKILL, len(reps))
    reps = with_few_farmers(with_employment(rng, reps, start, as_of, planted), planted)
    return with_pay(rng, reps).drop(columns="place")


def with_few_farmers(reps: pd.DataFrame, planted: Planted | None) -> pd.DataFrame:
    """In the planted region so many of those who stay are farmers, the others who are no specialists hunters."""
    if not planted:
        return reps
    few = planted.few_farmers
    theirs = (reps["region"] == few.region) & reps["role"].isin(["hunter", "farmer"])
    staying = reps.index[theirs & reps["left_on"].isna()][: few.farmers]
    return reps.assign(role=reps["role"].mask(theirs, "hunter").mask(reps.index.isin(staying), "farmer"))


def with_employment(
    rng: Generator, reps: pd.DataFrame, start: date, as_of: date, planted: Planted | None
) -> pd.DataFrame:  # fmt: skip
    """The last two of each team came within the period; a few have left."""
    first, last = np.datetime64(start), np.datetime64(as_of)
    span = int((last - first).astype(int))
    before = first - rng.integers(200, 4_000, len(reps)).astype("timedelta64[D]")
    within = first + rng.integers(60, span // 2, len(reps)).astype("timedelta64[D]")
    left = first + rng.integers(span // 2, span - 30, len(reps)).astype("timedelta64[D]")
    hired = np.where(reps["place"] >= 8, within, before)
    reps = reps.assign(hired_on=pd.Series(hired).astype("datetime64[s]"), **leavings(rng, reps, planted))
    leaves = reps["left_to"].notna()
    return reps.assign(left_on=pd.Series(left).astype("datetime64[s]").where(leaves))


def leavings(rng: Generator, reps: pd.DataFrame, planted: Planted | None) -> dict[str, pd.Series]:
    """left_to and left_reason of those who leave; where it is planted, more of the best, most of them to one rival."""
    best = reps["skill"] >= reps["skill"].quantile(2 / 3)
    chance = np.where(best, planted.top_leavers.best, planted.top_leavers.others) if planted else LEAVERS
    leave = (rng.random(len(reps)) < chance) & (reps["place"] > 0)
    left_to, reason = pd.Series(draw(rng, LEFT_TO, len(reps))), pd.Series(draw(rng, LEFT_REASONS, len(reps)))
    if planted:
        drawn_away = best & (rng.random(len(reps)) < 0.7)
        left_to = left_to.mask(drawn_away, planted.top_leavers.left_to)
        reason = reason.mask(drawn_away, planted.top_leavers.reason)
    return {"left_to": left_to.where(leave), "left_reason": reason.where(leave)}


def with_pay(rng: Generator, reps: pd.DataFrame) -> pd.DataFrame:
    """Yearly base and variable pay, in hundreds."""
    base = np.where(reps["role"] == "manager", 98_000, 62_000) * rng.lognormal(0, 0.12, len(reps))
    share = np.where(reps["role"] == "hunter", 0.55, 0.35)
    return reps.assign(base_pay=np.round(base, -2), variable_pay=np.round(base * share, -2))
