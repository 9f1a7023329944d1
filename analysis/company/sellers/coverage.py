"""Selling days that work needs and days that are there, by cell of region and segment.

Needed: deals created in a year times the company's mean days for their kind, plus care for each account. Kinds are new
and existing work by segment. What a cell's own sellers wrote down is never its need: people fill the days they have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.company.deals import SEGMENTS, day_after, with_segment
from analysis.company.spans import YEAR, Span
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from analysis.methods.mean_shrinkage import shrink_means
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
CELL = ["region", "segment"]
HUNTER, FARMER, SPECIALIST, MANAGER = "hunter", "farmer", "specialist", "manager"
NEW, EXISTING, OTHER = "new", "existing", "other"
WORK = {"new": NEW, "renewal": EXISTING, "expansion": EXISTING}
ROLES = {HUNTER: NEW, FARMER: EXISTING}
REACH = float(norm.ppf(0.975))
FEWEST = 0.05  # people under which a load says nothing
CLEAR = 0.05
FULL = 1.1  # load from which a cell is called full
SPARE = 0.9  # load under which a role has days left
NOWHERE = ""  # region or segment of what cannot be placed


@dataclass(frozen=True)
class Diary:
    """What the room sets: usable days per seller and year, care days per account and year by segment."""

    usable: float
    care: Mapping[str, float]

    def care_of(self, segments: pd.Series) -> pd.Series:
        return segments.map(lambda name: float(self.care.get(name, self.care.get("default", 0.0)))).astype(float)


def diary(content: Mapping[str, Any]) -> Diary:
    """From the `analysis` of the exercise's instrument; 150 days and one day of care where nothing is said."""
    told = (each["analysis"] for each in content.get("instruments", ()) if each.get("analysis"))
    settings: Mapping[str, Any] = next(told, {})
    return Diary(float(settings.get("usable_days", 150)), settings.get("care_days", {"default": 1}))


@dataclass(frozen=True)
class Work:
    """deals: those created in the span, with region, segment, work (new, existing, other), role of who holds them.

    accounts: with region and segment; sellers: those there on the last day, with role; days: mean days and their
    variance by work and segment. A year has `times` spans.
    """

    deals: pd.DataFrame
    accounts: pd.DataFrame
    sellers: pd.DataFrame
    days: pd.DataFrame
    diary: Diary
    times: float

    @cached_property
    def kinds(self) -> pd.DataFrame:
        """Deals of the span by region, segment, work and whether a specialist holds them, with the mean days."""
        of = self.deals.assign(specialist=self.deals["held_by"] == SPECIALIST)
        counts = of.groupby([*CELL, "work", "specialist"]).size().rename("deals").reset_index()
        days = self.days[["work", "segment", "mean", "variance"]].rename(columns={"variance": "error"})
        return counts.merge(days, on=["work", "segment"], how="left").assign(all="all")

    @cached_property
    def care(self) -> pd.DataFrame:
        """Days of care a year by region and segment."""
        days = self.diary.care_of(self.accounts["segment"]).groupby([self.accounts[name] for name in CELL]).sum()
        return days.rename("days").reset_index().assign(all="all")

    @cached_property
    def people(self) -> pd.DataFrame:
        """Sellers by region, segment and role."""
        parts = {role: present(self, role) for role in sorted(self.sellers["role"].unique())}
        rows = [part.rename("people").reset_index().assign(role=role) for role, part in parts.items()]
        return pd.concat([*rows, pd.DataFrame(columns=[*CELL, "people", "role"])]).assign(all="all")

    @property
    def has_days(self) -> bool:
        return bool(self.days["mean"].notna().any())

    @property
    def has_types(self) -> bool:
        return bool((self.deals["work"] != OTHER).any())

    @property
    def has_roles(self) -> bool:
        return bool(self.sellers["role"].isin(list(ROLES)).any())


def read_work(deals: pd.DataFrame, inputs: Inputs, span: Span) -> Work:
    """deals: as of the day, all of them; their decided ones of the span tell how many days a kind takes."""
    accounts, reps = live_accounts(inputs, span), inputs.tables["reps"].drop_duplicates("rep_id")
    placed = place(deals, inputs.tables["accounts"], reps)
    kind = placed["deal_type"].astype("str").map(WORK) if "deal_type" in placed else None
    placed = placed.assign(work=OTHER if kind is None else kind.fillna(OTHER), held_by=holders(placed, reps))
    began = placed[span.holds(placed["created_on"])]
    days = mean_days(placed, span)
    return Work(began, accounts, sellers_there(reps, span), days, diary(inputs.content), YEAR / span.days)


def live_accounts(inputs: Inputs, span: Span) -> pd.DataFrame:
    """Accounts that have not left, in the order of their ids, with region and segment."""
    accounts = inputs.tables["accounts"].drop_duplicates("account_id").sort_values("account_id", ignore_index=True)
    if "churned_on" in accounts:
        accounts = accounts[~(accounts["churned_on"] < span.end)]
    blank = pd.Series(None, index=accounts.index, dtype="str")
    segment = blank
    for name in [name for name in SEGMENTS if name in accounts]:
        segment = segment.fillna(accounts[name].astype("str"))
    region = accounts.get("region", blank).astype("str")
    return accounts.assign(region=region.fillna(NOWHERE), segment=segment.fillna(NOWHERE))


def place(deals: pd.DataFrame, accounts: pd.DataFrame, reps: pd.DataFrame) -> pd.DataFrame:
    """Adds region and segment: the deal's own, else the account's, the region last of all the seller's."""
    placed = with_segment(deals, accounts)
    blank = pd.Series(None, index=deals.index, dtype="str")
    region = deals.get("region", blank).astype("str")
    for key, table in (("account_id", accounts), ("rep_id", reps)):
        if key in deals and "region" in table:
            known = table.drop_duplicates(key).set_index(key)["region"].astype("str")
            region = region.fillna(deals[key].map(known).astype("str"))
    return placed.assign(region=region.fillna(NOWHERE), segment=placed["segment"].fillna(NOWHERE))


def holders(deals: pd.DataFrame, reps: pd.DataFrame) -> pd.Series:
    """The role of who holds each deal; empty where it is not known."""
    if "role" not in reps or "rep_id" not in deals:
        return pd.Series(NOWHERE, index=deals.index)
    return deals["rep_id"].map(reps.set_index("rep_id")["role"].astype("str")).astype("str").fillna(NOWHERE)


def sellers_there(reps: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Who sells on the last day of the span, managers left out, in the order of their ids."""
    there = pd.Series(True, index=reps.index)
    if "hired_on" in reps:
        there &= ~(reps["hired_on"] >= span.end)
    if "left_on" in reps:
        there &= ~(reps["left_on"] < day_after(span.last))
    role = reps["role"].astype("str").fillna(NOWHERE) if "role" in reps else pd.Series(NOWHERE, index=reps.index)
    there &= role != MANAGER
    return reps.assign(role=role)[there].sort_values("rep_id", ignore_index=True)


def mean_days(deals: pd.DataFrame, span: Span) -> pd.DataFrame:
    """work, segment, mean, variance (of the mean), timed: days of decided deals; small ones lean on the others."""
    rows = []
    for work in (NEW, EXISTING, OTHER):
        decided = decided_with_days(deals, span)
        own = decided[decided["work"] == work] if work != OTHER else decided
        rows.append(shrunken_days(own, work, sorted(deals["segment"].unique())))
    return pd.concat(rows, ignore_index=True)


def decided_in(deals: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Won and lost deals that closed in the span; without closing days all of them."""
    decided = deals["outcome"].isin(["won", "lost"])
    return deals[decided & span.holds(deals["closed_on"]) if "closed_on" in deals else decided]


def decided_with_days(deals: pd.DataFrame, span: Span) -> pd.DataFrame:
    if "rep_days" not in deals:
        return deals.iloc[:0].assign(rep_days=0.0)
    return decided_in(deals, span).dropna(subset=["rep_days"])


def shrunken_days(deals: pd.DataFrame, work: str, segments: list[str]) -> pd.DataFrame:
    stats = deals.groupby("segment")["rep_days"].agg(["mean", "size", "var"]).reindex(segments)
    n = stats["size"].fillna(0)
    freedom = (n - 1).clip(lower=0)
    spread = (stats["var"].fillna(0) * freedom).sum() / freedom.sum() if freedom.sum() else np.nan
    found = shrink_means(stats["mean"], spread / n.where(n > 0))
    return pd.DataFrame(
        {"work": work, "segment": segments, "mean": found.mean, "variance": found.variance, "timed": n.to_numpy(int)}
    )


# --- needed and present ----------------------------------------------------------------------------------------------


def needed(work: Work, groups: list[str], role: str = "") -> pd.DataFrame:
    """days, variance and deals of a year, indexed by `groups`: region and segment, one of them, or `all`.

    role: of hunters or farmers alone, without what specialists hold. variance: numbers of deals vary like Poisson's,
    and mean days are known as far as their deals tell; care is fixed. Null days where no deal's days are known.
    """
    kinds = work.kinds
    if role:
        kinds = kinds[(kinds["work"] == ROLES[role]) & ~kinds["specialist"]]
    by = list(dict.fromkeys([*groups, "work", "segment"]))
    kinds = kinds.groupby(by, as_index=False).agg({"deals": "sum", "mean": "first", "error": "first"})
    n = kinds["deals"] * work.times
    kinds["days"] = n * kinds["mean"]
    kinds["variance"] = work.times * n * kinds["mean"] ** 2 + n**2 * kinds["error"]
    care = work.care.groupby(groups)["days"].sum() * (role != HUNTER)
    sums = kinds.groupby(groups)[["days", "variance", "deals"]].sum()
    table = sums.reindex(sums.index.union(care.index)).fillna(0)
    known = 1.0 if work.has_days else np.nan
    table["days"] = (table["days"] + care.reindex(table.index).fillna(0)) * known
    return table


def present(work: Work, role: str) -> pd.Series:
    """Sellers of the role by region and segment, each split by where the deals lie; without a deal as the region's lie.

    Who can be placed nowhere is in the cell of no name.
    """
    sellers = work.sellers[work.sellers["role"] == role]
    own = work.deals[work.deals["rep_id"].isin(sellers["rep_id"])] if "rep_id" in work.deals else work.deals.iloc[:0]
    lies = own.groupby(["rep_id", *CELL]).size() if len(own) else pd.Series(dtype=float)
    spread = (lies / lies.groupby("rep_id").transform("sum")).groupby(CELL).sum() if len(own) else lies
    idle = sellers[~sellers["rep_id"].isin(own["rep_id"])] if len(own) else sellers
    parts = [spread, *(idle_spread(work, region, n) for region, n in idle_by_region(idle).items())]
    known = [part for part in parts if len(part)]
    if not known:
        return pd.Series(dtype=float, index=pd.MultiIndex.from_arrays([[], []], names=CELL))
    return pd.concat(known).groupby(level=[0, 1]).sum().rename_axis(CELL)


def idle_by_region(idle: pd.DataFrame) -> dict[str, int]:
    region = idle.get("region", pd.Series(NOWHERE, index=idle.index)).astype("str").fillna(NOWHERE)
    return {str(name): int(n) for name, n in region.value_counts().sort_index().items()}


def idle_spread(work: Work, region: str, n: int) -> pd.Series:
    there = work.deals.loc[work.deals["region"] == region, "segment"].value_counts(normalize=True).sort_index()
    cells = [(region, segment) for segment in there.index] if len(there) else [(NOWHERE, NOWHERE)]
    shares = there.to_numpy() if len(there) else np.ones(1)
    return pd.Series(n * shares, index=pd.MultiIndex.from_tuples(cells, names=CELL))


def load_table(work: Work, groups: list[str], role: str = "") -> pd.DataFrame:
    """needed and present days and people, load with limits, by group: region, segment; or `all`, one row.

    Normal limits of the days needed; the people are counted, not estimated. Load is null where nobody is.
    """
    table = needed(work, groups, role)
    of_role = work.people[work.people["role"] == role] if role else work.people
    people = of_role.groupby(groups)["people"].sum().astype(float)
    there = people.reindex(table.index.union(people.index))
    table = table.reindex(there.index)
    days = table["days"].fillna(0 if work.has_days else np.nan)
    spread, usable = np.sqrt(table["variance"].fillna(0)), work.diary.usable
    people = there.fillna(0)
    capacity = (usable * people).where(people > FEWEST)
    result = pd.DataFrame({"began": table["deals"].fillna(0).astype(int), "needed": days, "present": people})
    result["fte_needed"], result["gap"] = days / usable, days / usable - people
    for name, limit in (("load", 0.0), ("low", -REACH), ("high", REACH)):
        result[name] = ((days + limit * spread) / capacity).clip(lower=0)
        result[f"gap_{name}"] = (days + limit * spread) / usable - people
    return result.drop(columns="gap_load").rename_axis(groups).reset_index()


def cell_table(work: Work) -> pd.DataFrame:
    """One row per region and segment that are known, the fullest first, by loads that allow for small numbers.

    clear: over its days beyond chance, all cells judged together.
    """
    table = load_table(work, CELL)
    table = table[(table["region"] != NOWHERE) & (table["segment"] != NOWHERE)].reset_index(drop=True)
    error = (table["high"] - table["load"]) / REACH
    table["shrunken_load"] = shrink_means(table["load"], error**2).mean if len(table) else table["load"]
    table["shrunken_load"] = table["shrunken_load"].where(table["load"].notna())
    table["p_adjusted"] = benjamini_hochberg(norm.sf((table["load"] - 1) / error.where(error > 0)))
    table["clear"] = (table["p_adjusted"] < CLEAR) & (table["load"] > FULL)
    return table.sort_values(["shrunken_load", *CELL], ascending=[False, True, True], ignore_index=True)


def with_apart(regions: pd.DataFrame) -> pd.DataFrame:
    """Adds whether one role is over its days while the other has some left, both beyond chance; widest apart first.

    Ordered by the people whose work lies with the other role.
    """
    rows = regions.assign(excess=regions["present"] * (regions["load"] - 1))
    sides = rows.pivot(index="region", columns="role", values=["load", "low", "high", "excess"])
    apart = pd.Series(False, index=sides.index)
    for over, under in (("hunters", "farmers"), ("farmers", "hunters")):
        full = (sides[("load", over)] > FULL) & (sides[("low", over)] > 1)
        apart |= full & (sides[("load", under)] < SPARE) & (sides[("high", under)] < 1)
    moved = np.where(apart, np.abs(sides["excess"].to_numpy()).min(axis=1), 0)
    rows = rows.assign(
        apart_from_other=rows["region"].map(apart), moved=rows["region"].map(dict(zip(apart.index, moved, strict=True)))
    )
    return rows.sort_values(["moved", "region", "role"], ascending=[False, True, False], ignore_index=True)


def account_table(work: Work) -> pd.DataFrame:
    """accounts, unseen (without a deal created in the span), potential and how many have one, by cell."""
    began = work.deals.get("account_id", pd.Series(dtype="str"))
    accounts = work.accounts.assign(unseen=~work.accounts["account_id"].isin(began))
    accounts = accounts[(accounts["region"] != NOWHERE) & (accounts["segment"] != NOWHERE)]
    accounts["potential"] = accounts.get("potential", pd.Series(np.nan, index=accounts.index)).astype(float)
    by_cell = accounts.groupby(CELL)
    return by_cell.agg(
        accounts=("account_id", "size"),
        unseen=("unseen", "sum"),
        potential=("potential", "mean"),
        known=("potential", "count"),
    )


def accounts_by_cell(work: Work) -> pd.DataFrame:
    """account_table beside sellers and deals: per_seller, unseen_share with Wilson's limits, potential_a_day."""
    cells = load_table(work, CELL).set_index(CELL)[["present", "began"]]
    table = cells.join(account_table(work), how="outer").reset_index()
    table = table[(table["region"] != NOWHERE) & (table["segment"] != NOWHERE)]
    table[["accounts", "unseen", "known"]] = table[["accounts", "unseen", "known"]].fillna(0).astype(int)
    there = table["present"].where(table["present"] > 0)
    low, high = wilson_interval(table["unseen"], table["accounts"])
    share = table["unseen"] / table["accounts"].where(table["accounts"] > 0)
    return table.assign(
        per_seller=table["accounts"] / there, unseen_share=share, low=low, high=high,
        potential_a_day=table["potential"] * table["accounts"] / (there * work.diary.usable),
    )  # fmt: skip


def sizes(work: Work) -> pd.Series:
    """Potential of each account, else its size, indexed by account_id; none where neither is on record."""
    accounts = work.accounts.set_index("account_id")
    by = next((name for name in ("potential", "size") if name in accounts and accounts[name].notna().any()), None)
    return accounts[by].dropna().astype(float) if by else pd.Series(dtype=float)


def share_of_small(work: Work) -> tuple[Estimate, int]:
    """Days needed by the third of accounts that is smallest, over those of all whose size is known; and how many.

    The accounts are counted; limits allow for chance in the numbers of deals and for what is not known of mean days.
    """
    size = sizes(work)
    if not work.has_days or len(size) < 3 or "account_id" not in work.deals:
        return UNKNOWN, len(size)
    third = (size.rank(method="first") <= len(size) / 3).map({True: "small", False: "large"})
    care = work.diary.care_of(work.accounts.set_index("account_id").loc[size.index, "segment"])
    deals = work.deals.assign(third=work.deals["account_id"].map(third)).dropna(subset=["third"])
    kinds = deals.groupby(["work", "segment", "third"]).size().mul(work.times).unstack(fill_value=0)
    kinds = kinds.reindex(columns=["large", "small"], fill_value=0).join(work.days.set_index(["work", "segment"]))
    days = {name: float((kinds[name] * kinds["mean"]).sum() + care[third == name].sum()) for name in ("large", "small")}
    total = sum(days.values())
    if not total:
        return UNKNOWN, len(size)
    share = days["small"] / total
    large, small = kinds["large"] * share, kinds["small"] * (1 - share)
    counted = work.times * ((large * share + small * (1 - share)) * kinds["mean"] ** 2).sum()
    reach = REACH * float(np.sqrt(counted + ((small - large) ** 2 * kinds["variance"]).sum())) / total
    return Estimate(share, max(share - reach, 0.0), min(share + reach, 1.0)), len(size)
