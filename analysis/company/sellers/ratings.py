"""Ratings of sellers line by line, and the deals that each seller opened after them."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.company.columns import column
from analysis.company.deals import day_after, deals_as_of
from analysis.company.periods import first_day
from analysis.company.sellers.seller_quarters import seller_targets
from analysis.findings import Provenance
from analysis.methods.shrinkage import BetaPrior, fit_beta_prior

ROUND = pd.Timedelta(days=60)  # in which one round of ratings is done
YEAR = pd.Timedelta(days=365)
LEAST_DEALS = 5  # decided, opened after the rating, before a seller is set beside them


class Rated(NamedTuple):
    """marks: rep_id, line, rating, rater, rated_on of each seller's round. sellers: by rep_id, won, decided, rate.

    before: of all ratings on record, how many have a decided deal opened after them; n: all of them. few: sellers
    with a rating and too few deals. open_deals: opened after a rating and not yet decided.
    """

    marks: pd.DataFrame
    sellers: pd.DataFrame
    prior: BetaPrior
    before: int
    n: int
    few: int
    open_deals: int


def rated_sellers(competencies: pd.DataFrame, deals: pd.DataFrame, inputs: Provenance) -> Rated:
    """Each seller's last round that is a year old on the day looked from, else the first; and the deals after it."""
    marks = known_marks(competencies, inputs)
    day = (pd.Timestamp(inputs.until or inputs.as_of)) - YEAR
    starts = round_starts(marks, day)
    own = marks[in_round(marks, starts)]
    known = deals_as_of(deals, inputs.as_of).dropna(subset=["rep_id", "created_on"]).astype({"rep_id": "str"})
    ended = own.groupby("rep_id")["rated_on"].max()
    after = opened_after(known, ended)
    sellers, prior, few = with_rates(after, ended)
    first = known[known["outcome"].isin(["won", "lost"])].groupby("rep_id")["created_on"].max()
    before = int((day_of(marks["rep_id"], first) > marks["rated_on"]).sum())
    return Rated(own, sellers, prior, before, len(marks), few, int((after["outcome"] == "open").sum()))


def known_marks(competencies: pd.DataFrame, inputs: Provenance) -> pd.DataFrame:
    """rep_id, line, rating, rater, rated_on of what was rated by the day, and in the window."""
    rows = competencies.dropna(subset=["rep_id", "competency", "rating", "rated_on"])
    seen = rows["rated_on"] < day_after(inputs.as_of)
    if inputs.since:
        seen &= rows["rated_on"] >= pd.Timestamp(inputs.since)
    rows = rows[seen]
    told = {
        "rep_id": rows["rep_id"].astype("str"),
        "line": rows["competency"].astype("str"),
        "rater": column(rows, "rater", "str"),
    }
    marks = pd.DataFrame(told | {"rating": rows["rating"].astype(float), "rated_on": rows["rated_on"]})
    return marks.sort_values(["rep_id", "line", "rated_on", "rating", "rater"], ignore_index=True)


def round_starts(marks: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """The first day of each seller's round."""
    if not len(marks):
        return pd.Series(index=pd.Index([], dtype="str"), dtype=marks["rated_on"].dtype)
    old = marks[marks["rated_on"] <= day].groupby("rep_id")["rated_on"].max() - ROUND
    first = marks.groupby("rep_id")["rated_on"].min()
    begins = pd.concat([old.rename("old"), first.rename("first")], axis=1).max(axis=1).reindex(first.index)
    inside = marks[marks["rated_on"] >= day_of(marks["rep_id"], begins)]
    return inside.groupby("rep_id")["rated_on"].min()


def day_of(sellers: pd.Series, days: pd.Series) -> pd.Series:
    """Each seller's day; null where there is none."""
    return pd.to_datetime(days.reindex(sellers).set_axis(sellers.index))


def in_round(marks: pd.DataFrame, starts: pd.Series) -> pd.Series:
    begun = day_of(marks["rep_id"], starts)
    return (marks["rated_on"] >= begun) & (marks["rated_on"] <= begun + ROUND)


def opened_after(deals: pd.DataFrame, rated: pd.Series) -> pd.DataFrame:
    """Deals of rated sellers, opened after the rating."""
    day = day_of(deals["rep_id"], rated)
    return deals[deals["created_on"] > day]


def with_rates(deals: pd.DataFrame, rated: pd.Series) -> tuple[pd.DataFrame, BetaPrior, int]:
    """won, decided and shrunken rate by seller with deals enough; the prior; how many sellers have too few."""
    decided = deals[deals["outcome"].isin(["won", "lost"])]
    won = decided["outcome"].eq("won").groupby(decided["rep_id"]).agg(["sum", "size"])
    counts = won.set_axis(["won", "decided"], axis=1).sort_index()
    enough = counts[counts["decided"] >= LEAST_DEALS]
    prior = fit_beta_prior(enough["won"], enough["decided"])
    rates = prior.shrink(enough["won"], enough["decided"]) if len(enough) else np.empty(0)
    return enough.assign(rate=rates), prior, int(len(rated) - len(enough))


def mean_marks(marks: pd.DataFrame) -> pd.DataFrame:
    """Mean rating, shape (sellers, lines), both in their order; null where a seller was not rated on a line."""
    return marks.pivot_table(index="rep_id", columns="line", values="rating", aggfunc="mean", sort=True)


def attainment_after(targets: pd.DataFrame, rated: pd.Series, inputs: Provenance) -> pd.Series:
    """Actual over target by seller in the periods that begin in the year after the rating and are over."""
    rows = seller_targets(targets).dropna(subset=["actual"])
    spans = rows[["first", "months"]].drop_duplicates()
    begins = {first: first_day(int(first)) for first in spans["first"]}
    ends = {(f, m): first_day(int(f + m)) for f, m in spans.to_numpy()}
    begun = pd.to_datetime(rows["first"].map(begins))
    ended = pd.to_datetime(
        pd.Series([ends[pair] for pair in zip(rows["first"], rows["months"], strict=True)], index=rows.index)
    )
    day = day_of(rows["unit_id"].astype("str"), rated)
    kept = rows[(begun > day) & (begun <= day + YEAR) & (ended <= day_after(inputs.as_of))]
    sums = kept.groupby(kept["unit_id"].astype("str"))[["actual", "target"]].sum()
    return sums["actual"] / sums["target"]
