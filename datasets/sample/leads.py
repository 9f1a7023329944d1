"""Where interest comes from, what it meets on the way, and what the campaigns cost."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from datasets.sample.beginnings import GROWTH
from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF, TOMORROW
from datasets.sample.draw import at_work, blank, draw, to_monday


class Channel(NamedTuple):
    name: str
    cost: float
    """of one lead, in euro"""
    campaigns: tuple[str, ...]


CHANNELS = (
    Channel("Website", 85, ("Search adverts", "Application notes")),
    Channel("Trade fair", 410, ("Lab days", "Process forum")),
    Channel("Outbound call", 240, ("Laboratory managers", "Waterworks")),
    Channel("Referral", 130, ("Customer circle",)),
    Channel("Partner", 130, ("Partner programme",)),
)
ASSISTS = {"Webinar": 3_400, "E-mail": 1_100}
"""Channels that bring no leads themselves, and what they cost a month."""
WITH_LEAD = 0.54  # share of new business whose lead is on record
CONVERTS = 0.2  # share of leads that become deals
QUALIFIED = 0.24  # share of the others that were good enough
LATER = (("E-mail", 0.5), ("Website", 0.34), ("Outbound call", 0.16))
IN_PASSING = 0.08  # share of leads that meet the assisting channel anyway
LOST = (("No reply", 0.42), ("No budget", 0.2), ("Too early", 0.2), ("Not a fit", 0.18))
STILL_FRESH = np.timedelta64(60, "D")


def leads_table(business: Business) -> pd.DataFrame:
    """Leads that became deals, with the deal's own source as their channel, and those that did not."""
    rng = business.stream("leads")
    converted = converted_leads(rng, business)
    others = other_leads(rng, business, converted)
    leads = pd.concat([converted, others]).sort_values(["created_on", "deal_id"], ignore_index=True)
    leads["lead_id"] = [f"L{number:06d}" for number in range(1, len(leads) + 1)]
    return leads.assign(campaign=blank(rng, campaigns_of(rng, leads["channel"]), 0.1))


def converted_leads(rng: Generator, business: Business) -> pd.DataFrame:
    """won is null while the deal is open."""
    fresh = business.deals[(business.deals["deal_type"] == "new") & business.deals["lead_source"].notna()]
    deals = fresh[rng.random(len(fresh)) < WITH_LEAD]
    qualified = deals["created"] - pd.to_timedelta(rng.integers(0, 8, len(deals)), unit="D")
    created = qualified - pd.to_timedelta(np.ceil(rng.gamma(1.6, 11, len(deals))), unit="D")
    closed = deals["outcome"] != "open"
    return pd.DataFrame(
        {
            "created_on": created,
            "channel": deals["lead_source"],
            "qualified_on": qualified,
            "deal_id": deals["deal_id"],
            "won": (deals["outcome"] == "won").astype("boolean").where(closed),
            "lost_reason": deals["loss_reason"],
        }
    )


def other_leads(rng: Generator, business: Business, converted: pd.DataFrame) -> pd.DataFrame:
    """Leads that became nothing, won false, or null where they are still fresh."""
    channel, chance = other_channels(business, converted)
    created = pd.Series(rng.choice(business.deals["created"].to_numpy(), len(channel)))
    qualified = created + pd.to_timedelta(np.ceil(rng.gamma(1.6, 11, len(channel))), unit="D")
    fresh = created.to_numpy() > np.datetime64(AS_OF) - STILL_FRESH
    return pd.DataFrame(
        {
            "created_on": created,
            "channel": channel,
            "qualified_on": qualified.where((rng.random(len(channel)) < chance) & (qualified < TOMORROW)),
            "deal_id": None,
            "won": pd.Series(False, index=created.index).astype("boolean").mask(fresh),
            "lost_reason": pd.Series(draw(rng, LOST, len(channel))).mask(fresh | (rng.random(len(channel)) < 0.2)),
        }
    )


def other_channels(business: Business, converted: pd.DataFrame) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """So many of each channel that its share of converted leads is what it should be; the chance of being qualified."""
    counts = converted["channel"].value_counts().sort_index()
    share = pd.Series(CONVERTS, index=counts.index)
    if business.planted:
        share[business.planted.converting_channel.channel] = business.planted.converting_channel.share
    channel = np.repeat(counts.index.to_numpy(dtype=object), (counts * (1 - share) / share).round().astype(int))
    return channel, np.asarray(QUALIFIED * share.loc[channel] / CONVERTS, dtype=np.float64)


def campaigns_of(rng: Generator, channel: pd.Series) -> pd.Series:
    campaign = pd.Series(None, index=channel.index, dtype=object)
    for each in CHANNELS:
        there = channel == each.name
        campaign = campaign.mask(there, pd.Series(rng.choice(each.campaigns, len(channel)), index=channel.index))
    return campaign


def touches_table(business: Business) -> pd.DataFrame:
    """The first touch brings the lead; later ones fall between it and its end."""
    rng, leads = business.stream("touches"), business.table(leads_table)
    first = leads[["lead_id", "channel", "campaign"]].assign(day=leads["created_on"])
    later = later_touches(rng, business, leads)
    touches = pd.concat([first, later], ignore_index=True)
    touches = touches[touches["day"] < TOMORROW]
    moments = at_work(rng, to_monday(touches["day"].to_numpy().astype("datetime64[D]")))
    touches = touches.assign(touched_at=moments).drop_duplicates(["lead_id", "touched_at", "channel"])
    return touches[touches["touched_at"] < TOMORROW].sort_values(["lead_id", "touched_at"])


def later_touches(rng: Generator, business: Business, leads: pd.DataFrame) -> pd.DataFrame:
    """Some more touches of any lead, and the assisting channel, oftener where it helps."""
    count, assisting = len(leads), next(iter(ASSISTS))
    some = leads.loc[np.repeat(leads.index.to_numpy(), rng.poisson(1.2, count))]
    usual = some.assign(channel=draw(rng, LATER, len(some)))
    chance = np.full(count, IN_PASSING)
    if business.planted:
        assisting = business.planted.assisting_touch.channel
        chance = np.where(leads["deal_id"].notna(), business.planted.assisting_touch.share, chance)
    met = leads[rng.random(count) < chance].assign(channel=assisting)
    later = pd.concat([usual, met])
    end = later["qualified_on"].fillna(later["created_on"] + pd.Timedelta(days=40))
    room = (end - later["created_on"]).dt.days.clip(lower=1)
    day = later["created_on"] + pd.to_timedelta(np.ceil(rng.random(len(later)) * room), unit="D")
    return later[["lead_id", "channel"]].assign(campaign=None, day=day)


def campaigns_table(business: Business) -> pd.DataFrame:
    """What each campaign cost in each month; it grows as the business does."""
    rng, leads = business.stream("campaigns"), business.table(leads_table)
    months = pd.period_range(leads["created_on"].min(), AS_OF, freq="M").astype(str)
    lines = [(each.name, name) for each in CHANNELS for name in each.campaigns] + [(name, name) for name in ASSISTS]
    table = pd.DataFrame(
        [(channel, name, month) for channel, name in lines for month in months],
        columns=["channel", "campaign", "period"],
    )
    a_month = leads["channel"].value_counts() / len(months)
    costs = {each.name: each.cost * a_month.get(each.name, 0) / len(each.campaigns) for each in CHANNELS}
    usual = table["channel"].map({**costs, **{name: cost * business.scale for name, cost in ASSISTS.items()}})
    grown = (1 + GROWTH) ** (np.arange(len(months)) / 12)
    usual = usual * np.tile(grown / grown.mean(), len(lines))
    return table.assign(cost=(usual * rng.lognormal(0, 0.25, len(table))).round(-1))
