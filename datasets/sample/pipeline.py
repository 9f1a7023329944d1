"""Walks every deal through the stages, all deals of a stage at once.

Times are days (datetime64[D]) while walking; minutes are added at the end. A step taken after `as_of` has not been
taken: the deal is open, in the stage that it entered last.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.catalogue import SEGMENT_LEANINGS, STAGES, Stage
from datasets.sample.draw import at_work, draw, to_monday
from datasets.sample.effects import Planted
from datasets.sample.rivals import cost_of_rival

Floats = NDArray[np.float64]
WAITING = (("customer", 0.52), ("internal", 0.22), ("none", 0.20), (None, 0.06))
QUEUES = (("Solution engineering", 0.3), ("Pricing desk", 0.3), ("Legal", 0.2), ("Management", 0.2))
SLOWER = {"simple": 0.78, "usual": 1.0, "involved": 1.22}
SPREAD = 0.6  # standard deviation of the log of a stay
SLEEPERS = 0.012  # share of stays that nobody ends: the deals that are forgotten in a CRM
QUARTER = np.timedelta64(365 * 24 // 4, "h")


def walk(rng: Generator, deals: pd.DataFrame, as_of: date, planted: Planted | None) -> pd.DataFrame:
    """Stays: deal (row number), stage, position, entered, left (null while there), fate, waiting_on, queue, queued.

    fate: on (to the next stage, or won), lost, withdrawn, open.
    deals: created (datetime64[D]), segment, product_id, complexity, team, rival, price_war, list_amount, approval_days
    (null where nobody was asked), leaning (logit shift of every stage's chance).
    """
    deals = deals.assign(pondered=pondering(deals, planted))
    going, entered, stays = np.arange(len(deals)), deals["created"].to_numpy(), []
    for position, stage in enumerate(STAGES):
        stay = pass_stage(rng, deals.iloc[going], entered, stage, as_of, planted)
        stays.append(stay.assign(deal=going, stage=stage.name, position=position, entered=entered))
        deals.loc[going, "pondered"] &= long_enough(stay["left"].to_numpy() - entered, stage, planted)
        on = (stay["fate"] == "on").to_numpy()
        going, entered = going[on], stay["left"].to_numpy()[on]
    walked = pd.concat(stays, ignore_index=True)
    return until(walked, as_of).sort_values(["deal", "position"], ignore_index=True)


def pass_stage(
    rng: Generator, deals: pd.DataFrame, entered: NDArray[np.datetime64], stage: Stage, as_of: date,
    planted: Planted | None,
) -> pd.DataFrame:  # fmt: skip
    """Who waits for whom, when each leaves, and for where."""
    waits = waiting(rng, len(deals), stage, planted)
    slowness = rng.normal(0, 1, len(deals))
    days = stage.days * np.exp(SPREAD * slowness) * factors(deals, waits, stage, planted)
    days = np.where(rng.random(len(deals)) < SLEEPERS, days * 15, days)
    left = to_monday(entered + np.maximum(days.round(), 1).astype("timedelta64[D]"))
    left = hurried(rng, entered, left, stage, planted)
    chance = chances(deals, left, slowness, waits, stage, as_of, planted)
    moved = rng.random(len(deals)) < chance
    stopped = np.where(rng.random(len(deals)) < stage.withdrawn, "withdrawn", "lost")
    return waits.assign(left=left, fate=np.where(moved, "on", stopped))


def waiting(rng: Generator, count: int, stage: Stage, planted: Planted | None) -> pd.DataFrame:
    """waiting_on, queue (of internal waits), queued (in the slow queue)."""
    slow = planted.slow_queue if planted else None
    waiting_on = pd.Series(draw(rng, WAITING, count))
    queue = pd.Series(draw(rng, QUEUES, count))
    queued = pd.Series(False, index=range(count))
    if slow and slow.stage == stage.name:
        queued = pd.Series(rng.random(count) < slow.share)
        waiting_on, queue = waiting_on.mask(queued, "internal"), queue.mask(queued, slow.queue)
    return pd.DataFrame({"waiting_on": waiting_on, "queue": queue.where(waiting_on == "internal"), "queued": queued})


def factors(deals: pd.DataFrame, waits: pd.DataFrame, stage: Stage, planted: Planted | None) -> Floats:
    """How many times the usual stay: involved deals are slower, and so is what was planted."""
    times = deals["complexity"].map(SLOWER).to_numpy()
    if planted:
        slow = planted.slow_product
        times = times * np.where(deals["product_id"] == slow.product_id, slow.times_longer, 1)
        times = times * np.where(waits["queued"], planted.slow_queue.times_longer, 1)
    return np.asarray(times, dtype=float)


def chances(
    deals: pd.DataFrame, left: NDArray[np.datetime64], slowness: Floats, waits: pd.DataFrame, stage: Stage,
    as_of: date, planted: Planted | None,
) -> Floats:  # fmt: skip
    """Chance of moving on from the stage, shape (deals,)."""
    leaks = planted is not None and planted.leaking_stage.stage == stage.name
    base = planted.leaking_stage.moves_on if planted and leaks else stage.moves_on
    logit = np.log(base / (1 - base)) + deals["leaning"].to_numpy()
    logit = logit + deals["segment"].map(SEGMENT_LEANINGS).fillna(0).to_numpy()
    if planted:
        logit = logit - planted.slow_queue.cost * slowness * waits["queued"].to_numpy()
        logit = logit + rise(deals["segment"], left, as_of, planted) - cost_of_rival(deals, stage.name, planted)
        logit = logit - late_costs(deals, stage, planted) - vacuum(deals["team"], left, planted)
    return np.asarray(1 / (1 + np.exp(-logit)))


def rise(segment: pd.Series, left: NDArray[np.datetime64], as_of: date, planted: Planted) -> Floats:
    """The rising segment's shift on the day of leaving: flat before its quarters begin, then a straight line."""
    rising = planted.rising_segment
    quarters_ago = (np.datetime64(as_of) - left) / QUARTER
    shift = np.interp(-quarters_ago, [-rising.quarters, 0], [rising.logit_from, rising.logit_to])
    return np.where(segment == rising.segment, shift, 0.0)


def pondering(deals: pd.DataFrame, planted: Planted | None) -> NDArray[np.bool_]:
    """The deals large enough that a long stay in the planted stage tells on them; nobody where nothing is planted."""
    if not planted:
        return np.zeros(len(deals), dtype=bool)
    return np.asarray(deals["list_amount"] >= deals["list_amount"].quantile(planted.slow_discovery.quantile))


def long_enough(stayed: NDArray[np.timedelta64], stage: Stage, planted: Planted | None) -> NDArray[np.bool_]:
    """False where a stay in the planted stage was short; every other stage says nothing."""
    if not planted or planted.slow_discovery.stage != stage.name:
        return np.ones(len(stayed), dtype=bool)
    return np.asarray(stayed > np.timedelta64(planted.slow_discovery.days, "D"))


def late_costs(deals: pd.DataFrame, stage: Stage, planted: Planted) -> Floats:
    """Fall of the logit by a long stay of a large deal, and by each day that an approval took."""
    slow, approvals = planted.slow_discovery, planted.slow_approvals
    pondered = deals["pondered"].to_numpy(dtype=bool) * (slow.cost if stage.name in slow.late_stages else 0)
    waited = deals["approval_days"].fillna(0).to_numpy() * (approvals.cost if stage.name in approvals.stages else 0)
    at_war = deals["price_war"].to_numpy() * (planted.price_war.cost if stage.name in approvals.stages else 0)
    return np.asarray(pondered + waited + at_war)


def vacuum(team: pd.Series, left: NDArray[np.datetime64], planted: Planted) -> Floats:
    """The cost of a leader's exit on the day of leaving the stage."""
    exit_ = planted.leader_exit
    since = (left - np.datetime64(exit_.on)).astype("timedelta64[D]").astype(int)
    return np.where((team == exit_.team) & (since >= 0) & (since < exit_.days), exit_.cost, 0.0)


def hurried(
    rng: Generator, entered: NDArray[np.datetime64], left: NDArray[np.datetime64], stage: Stage, planted: Planted | None
) -> NDArray[np.datetime64]:  # fmt: skip
    """Signatures due early in a quarter, some of them in the last days of the one before; never before the stage."""
    if planted is None or stage is not STAGES[-1]:
        return left
    rush = planted.quarter_end
    first = pd.Series(left).dt.to_period("Q").dt.start_time.to_numpy().astype("datetime64[D]")
    early = left - first < np.timedelta64(rush.hurried_from, "D")
    back = np.arange(len(left)) % rush.last_days + 1
    moved = first - back.astype("timedelta64[D]")
    moved = np.where(to_monday(moved) < first, to_monday(moved), moved - np.timedelta64(2, "D"))
    taken = early & (rng.random(len(left)) < rush.share) & (moved > entered)
    return np.asarray(np.where(taken, moved, left))


def until(stays: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What had happened by the end of that day."""
    end = np.datetime64(as_of)
    known = stays[stays["entered"] <= end]
    still = known["left"] > end
    return known.assign(left=known["left"].mask(still), fate=known["fate"].mask(still, "open"))


def outcomes(stays: pd.DataFrame) -> pd.DataFrame:
    """By deal: outcome, stage (the last one), closed_on (null while open)."""
    last = stays.groupby("deal").tail(1).set_index("deal")
    words = {"on": "won", "lost": "lost", "withdrawn": "withdrawn", "open": "open"}
    return pd.DataFrame({"outcome": last["fate"].map(words), "last_stage": last["stage"], "closed_on": last["left"]})


def stage_events(rng: Generator, stays: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """The table: each stay, and the closing of each closed deal as the event that a CRM writes for it."""
    minutes = pd.Series(at_work(rng, stays["entered"].to_numpy()))
    deal_id = deals["deal_id"].to_numpy()[stays["deal"]]
    events = pd.DataFrame(
        {
            "deal_id": deal_id,
            "stage": stays["stage"],
            "entered_at": minutes,
            "waiting_on": stays["waiting_on"],
            "queue": stays["queue"],
            "owner_id": deals["rep_id"].to_numpy()[stays["deal"]],
        }
    )
    closing = pd.Series(at_work(rng, stays["left"].to_numpy()))
    goes_on = (stays["fate"] == "on") & (stays["position"] < len(STAGES) - 1)
    events["exited_at"] = closing.mask(goes_on, minutes.shift(-1))
    return pd.concat([events, closings(events, stays)]).sort_values(["deal_id", "entered_at"], ignore_index=True)


def closings(events: pd.DataFrame, stays: pd.DataFrame) -> pd.DataFrame:
    final = stays["position"] == len(STAGES) - 1
    ends = stays["fate"].map({"lost": "Lost", "withdrawn": "Withdrawn"}).mask(final & (stays["fate"] == "on"), "Won")
    closed = events[ends.notna()]
    return closed.assign(
        stage=ends.dropna(),
        entered_at=closed["exited_at"],
        exited_at=pd.Series(pd.NaT, index=closed.index, dtype=closed["exited_at"].dtype),
        waiting_on=None,
        queue=None,
    )
