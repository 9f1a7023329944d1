"""What is on record of lost deals: reason and competitor, by team; and what two reviewers saw in the same deal."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.company.columns import column
from analysis.company.deals import deals_within, within
from analysis.company.losses.reasons import plain
from analysis.findings import Provenance, TableRows
from analysis.methods.clustering import cluster_bootstrap, design_effect, intraclass_correlation
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.residuals import adjusted_residuals
from analysis.methods.reviewers import mcnemar_p, paired_difference
from analysis.methods.shrinkage import fit_beta_prior
from analysis.methods.survival import UNKNOWN, Estimate

FIELDS = ("loss_reason", "competitor")
SAYS_NOTHING = frozenset({"", "-", "–", "?", "n/a", "na", "unknown", "tbd"})
CATCH_ALL = frozenset({"other", "others", "misc", "miscellaneous", "various", "other reason"})
RESEMBLE = 0.05  # intraclass correlation from which sellers are drawn whole
FEW_SELLERS = 10  # with fewer, a bootstrap of sellers says nothing
LEAST = 20  # losses, or shared losses, before anything is said of them
CLEAR = 0.05
WHOLE = 0.9  # of the losses: a record with less is looked at again
CLOSE = 0.1  # half-width of an interval that is close enough


class Record(NamedTuple):
    """Lost deals within the window, flags of what is on record of each. fields: those of FIELDS that the table has.

    frame: `complete` (every field), one flag per field, `reason` (plain, null where none), `team` and `seller`, which
    may be null. team_of: the column that teams come from, empty where there is none.
    """

    frame: pd.DataFrame
    fields: tuple[str, ...]
    team_of: str


def read_record(deals: pd.DataFrame, reps: pd.DataFrame | None, window: Provenance) -> Record:
    lost = deals_within(deals, window)
    lost = lost[lost["outcome"] == "lost"]
    fields = tuple(field for field in FIELDS if field in deals and bool(deals[field].notna().any()))
    flags = {field: recorded(lost[field]) for field in fields}
    team, team_of = teams(lost, reps)
    complete = pd.DataFrame(flags, index=lost.index).all(axis=1)
    frame = pd.DataFrame({**flags, "complete": complete, "team": team, "seller": column(lost, "rep_id", "str")})
    frame["reason"] = column(lost, "loss_reason", "str").map(plain, na_action="ignore")
    frame["reason"] = frame["reason"].where(flags.get("loss_reason", complete & False))
    return Record(frame, fields, team_of)


def recorded(values: pd.Series) -> pd.Series:
    """Whether somebody wrote something that says something; "none" of a competitor does."""
    text = values.astype("str")
    said = {word: plain(word) not in SAYS_NOTHING for word in text.dropna().unique()}
    flags: pd.Series = text.map(said).eq(True)
    return flags


def teams(deals: pd.DataFrame, reps: pd.DataFrame | None) -> tuple[pd.Series, str]:
    """The team of each deal: that of its rep, else the deal's region; and where it was read."""
    if reps is not None and {"rep_id", "team"} <= set(reps) and "rep_id" in deals and reps["team"].notna().any():
        team = reps.drop_duplicates("rep_id").set_index("rep_id")["team"].astype("str")
        return deals["rep_id"].map(team).astype("str"), "team"
    if "region" in deals and deals["region"].notna().any():
        return deals["region"].astype("str"), "region"
    return column(deals, "\0", "str"), ""


def share_of(record: Record, flag: str) -> tuple[Estimate, str]:
    """Share of losses for which the flag holds, and the method; sellers are drawn whole where they resemble."""
    held = record.frame[flag]
    if not len(held):
        return UNKNOWN, "Wilson interval"
    value, sellers = float(held.mean()), per_seller(record.frame, flag)
    if (sellers["n"] > 1).sum() >= FEW_SELLERS and intraclass_correlation(sellers["yes"], sellers["n"]) > RESEMBLE:
        low, high = cluster_bootstrap(sellers[["n", "yes"]], lambda sums: sums[:, [1]] / sums[:, [0]])
        return Estimate(value, float(low[0]), float(high[0])), "Cluster bootstrap over sellers"
    low, high = wilson_interval(int(held.sum()), len(held))
    return Estimate(value, float(low), float(high)), "Wilson interval"


def per_seller(frame: pd.DataFrame, flag: str) -> pd.DataFrame:
    """n and yes of each seller, in the order of their ids; a deal of nobody is a seller of its own."""
    held = frame[flag].astype(int)
    counts = held.groupby(frame["seller"], sort=True).agg(["size", "sum"])
    alone = pd.DataFrame({"size": 1, "sum": np.sort(held[frame["seller"].isna()].to_numpy())})
    return pd.concat([counts, alone], ignore_index=True).set_axis(["n", "yes"], axis=1)


def record_by_team(record: Record) -> tuple[pd.DataFrame, float]:
    """team, losses, share of each field, rate, low, high, shrunken, p_adjusted; and the correlation of sellers.

    Limits and p allow for sellers of one team who resemble each other. p: against the other teams together. The least
    complete, allowing for small numbers, first.
    """
    frame = record.frame.dropna(subset=["team"])
    counts = frame.groupby("team", sort=True)["complete"].agg(["size", "sum"]).set_axis(["losses", "yes"], axis=1)
    icc = within_teams(frame)
    effect = team_effects(frame, icc).reindex(counts.index).to_numpy(float)
    low, high = wilson_interval(counts["yes"] / effect, counts["losses"] / effect)
    prior = fit_beta_prior(counts["yes"], counts["losses"])
    table = counts.assign(
        **{f"{field}_share": frame.groupby("team")[field].mean() for field in record.fields},
        rate=counts["yes"] / counts["losses"],
        low=low,
        high=high,
        shrunken=prior.shrink(counts["yes"], counts["losses"]),
        p_adjusted=against_others(counts, effect),
    )
    columns = [
        "losses",
        *(f"{field}_share" for field in record.fields),
        "rate",
        "low",
        "high",
        "shrunken",
        "p_adjusted",
    ]
    return table[columns].sort_values(["shrunken", "rate"], kind="stable").reset_index(), icc


def within_teams(frame: pd.DataFrame) -> float:
    """How alike the losses of one seller are recorded, apart from what the team has in common; 0 where not at all."""
    icc, weight = 0.0, 0
    for _, part in frame.groupby("team", sort=True):
        sellers = per_seller(part, "complete")
        if (sellers["n"] > 1).sum() > 1:
            icc += len(part) * intraclass_correlation(sellers["yes"], sellers["n"])
            weight += len(part)
    return icc / weight if weight and icc / weight > RESEMBLE else 0.0


def team_effects(frame: pd.DataFrame, icc: float) -> pd.Series:
    """The design effect of each team, by team."""
    found = {team: design_effect(icc, per_seller(part, "complete")["n"]) for team, part in frame.groupby("team")}
    return pd.Series(found, dtype=float)


def against_others(counts: pd.DataFrame, effect: NDArray[np.float64]) -> NDArray[np.float64]:
    """p of each team against the others together, adjusted; NaN where nothing varies or there is no other team."""
    if len(counts) < 2:
        return np.full(len(counts), np.nan)
    cells = np.column_stack([counts["yes"], counts["losses"] - counts["yes"]])
    residuals, _, _ = adjusted_residuals(cells)
    from_normal = residuals[:, 0] / np.sqrt(effect)
    return benjamini_hochberg(two_sided(from_normal))


def two_sided(z: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(2 * norm.sf(np.abs(z)))


class Pairs(NamedTuple):
    """Lost deals that the same two reviewed: `first` and `second`, their reasons.

    others: double reviews by other pairs. reviewed: lost deals with any review in the window.
    """

    frame: pd.DataFrame
    others: int
    reviewed: int


def read_pairs(reviews: pd.DataFrame, deals: pd.DataFrame, window: Provenance) -> Pairs:
    """The two reviewers who shared most lost deals; each deal's last review by each."""
    lost = deals.loc[deals["outcome"] == "lost", "deal_id"]
    mine = reviews[reviews["deal_id"].isin(lost) & known_by(reviews, window)].dropna(subset=["reviewer", "reason"])
    mine = mine.assign(reason=mine["reason"].astype("str").map(plain), reviewer=mine["reviewer"].astype("str"))
    order = [name for name in ("reviewed_on", "reason") if name in mine]
    mine = mine.sort_values(order, kind="stable").drop_duplicates(["deal_id", "reviewer"], keep="last")
    wide = mine.pivot(index="deal_id", columns="reviewer", values="reason")
    shared = {
        (one, other): int((wide[one].notna() & wide[other].notna()).sum())
        for place, one in enumerate(wide) for other in list(wide)[place + 1 :]
    }  # fmt: skip
    if not any(shared.values()):
        return Pairs(pd.DataFrame({"first": [], "second": []}), 0, len(wide))
    best = max(sorted(shared), key=lambda pair: shared[pair])
    frame = wide[list(best)].dropna().set_axis(["first", "second"], axis=1).sort_index()
    return Pairs(frame, sum(shared.values()) - shared[best], len(wide))


def known_by(reviews: pd.DataFrame, window: Provenance) -> pd.Series:
    """Reviews of the window that had been made at the end of the day we look at."""
    if "reviewed_on" not in reviews:
        return pd.Series(not window.windowed, index=reviews.index)
    later = reviews["reviewed_on"] >= pd.Timestamp(window.as_of) + pd.Timedelta(days=1)
    return within(reviews["reviewed_on"], window) & ~later


def reasons_table(reasons: pd.Series) -> pd.DataFrame:
    """reason, losses, reason_share, low, high; the commonest first."""
    counts = reasons.astype("str").value_counts().rename_axis("reason").rename("losses").reset_index()
    counts = counts.sort_values(["losses", "reason"], ascending=[False, True], ignore_index=True)
    low, high = wilson_interval(counts["losses"], counts["losses"].sum())
    return counts.assign(reason_share=counts["losses"] / counts["losses"].sum(), low=low, high=high)


def gaps(pairs: pd.DataFrame) -> pd.DataFrame:
    """reason, losses, more_often, less_often, gap, low, high, p_adjusted: the widest gap first."""
    words = sorted(set(pairs["first"]) | set(pairs["second"]))
    table = pd.DataFrame([gap_row(word, pairs["first"] == word, pairs["second"] == word) for word in words])
    table = table.assign(p_adjusted=benjamini_hochberg(table.pop("p")))
    return table.sort_values(["gap", "reason"], ascending=[False, True], ignore_index=True)


def gap_row(word: str, one: pd.Series, other: pd.Series) -> dict[str, Any]:
    more, less = (one, other) if one.sum() >= other.sum() else (other, one)
    alone, against = int((more & ~less).sum()), int((less & ~more).sum())
    gap = paired_difference(alone, against, len(one))
    return {
        "reason": word, "losses": len(one), "more_often": more.mean(), "less_often": less.mean(),
        "gap": gap.value, "low": gap.low, "high": gap.high, "p": mcnemar_p(alone, against),
    }  # fmt: skip


def standing_out(rows: TableRows) -> dict[str, Any] | None:
    """The least complete team, where it is less complete than the others beyond chance."""
    judged = [row for row in rows if row["losses"] >= LEAST]
    if len(judged) < 2 or judged[0]["p_adjusted"] is None:
        return None
    total = sum(row["losses"] for row in rows)
    whole = sum(row["losses"] * row["share"] for row in rows) / total
    lower = judged[0]["share"] < whole
    return judged[0] if lower and judged[0]["p_adjusted"] <= CLEAR else None
