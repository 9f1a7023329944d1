"""Divisions side by side: kinds of deal, what each division won of each kind, and the money its selling days bring."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.deals import deals_within, quarters_ago
from analysis.company.money import amounts
from analysis.company.win_rate import closed_deals, count_outcomes
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from analysis.methods.ratios import ratio_of_sums
from analysis.methods.shrinkage import fit_beta_prior
from analysis.methods.standardisation import mix_distance, normal_limits, standardise
from analysis.methods.survival import Estimate

KINDS = ("new_small", "new_large", "renewal")
LARGE = 7 / 8  # of the amounts of decided deals; new deals from there on are large
QUARTERS = 4
OWN_PAST = 8  # quarters before the last `QUARTERS`
TENTH = 0.1
THIN = 20  # decided deals of a division and kind under which a rate says little
FEW = 5  # decided deals under which a rate says nothing


def with_kinds(deals: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Adds `value` (amount in one currency) and `kind`: renewal or expansion, else new, large from the top eighth on.

    kind is null where the type of the deal, or of a new one the amount, is not known; without types anywhere all deals
    count as new. Without divisions the deals' regions stand in, or their sellers' teams or regions.
    """
    value = amounts(deals, inputs.tables.get("fx_rates"))
    decided = value[deals["outcome"].isin(["won", "lost"])]
    large = value >= decided.quantile(LARGE) if decided.notna().any() else pd.Series(False, deals.index)
    new = pd.Series(np.where(large, "new_large", "new_small"), deals.index, dtype="str").mask(value.isna())
    types = deals["deal_type"] if inputs.has("deals", "deal_type") else pd.Series("new", deals.index)
    kind = new.where(types == "new", "renewal").mask(types.isna())
    return deals.assign(value=value, kind=kind, division=divisions(deals, inputs))


def divisions(deals: pd.DataFrame, inputs: Inputs) -> pd.Series:
    table, column = stands_for_division(inputs)
    if table == "reps":
        seller = inputs.tables["reps"].drop_duplicates("rep_id").set_index("rep_id")[column]
        return deals["rep_id"].map(seller).astype("str")
    return deals[column].astype("str") if column else pd.Series(None, deals.index, dtype="str")


def stands_for_division(inputs: Inputs) -> tuple[str, str]:
    """The table and column that say a deal's division; empty where none does."""
    own = [("deals", "division"), ("deals", "region")]
    sellers = [("reps", "team"), ("reps", "region")] if inputs.has("deals", "rep_id") else []
    return next((place for place in [*own, *sellers] if inputs.has(*place)), ("", ""))


def of_the_year(deals: pd.DataFrame, inputs: Provenance) -> pd.DataFrame:
    """Open deals, and those decided in the window, without one in the last four complete quarters.

    Without a day of closing anywhere: all deals.
    """
    if inputs.windowed:
        return deals_within(deals, inputs)
    if not has_days(deals):
        return deals
    inside = quarters_ago(deals, inputs.as_of).between(0, QUARTERS - 1).fillna(False).astype(bool)
    return deals[inside | (deals["outcome"] == "open")]


def has_days(deals: pd.DataFrame) -> bool:
    return "closed_on" in deals and bool(deals["closed_on"].notna().any())


def counts_by_kind(deals: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Won and decided deals, divisions in rows and `KINDS` in columns; deals without a kind are left out."""
    decided = closed_deals(deals).dropna(subset=["division", "kind"])
    won = decided[decided["outcome"] == "won"]
    first, second = (
        pd.crosstab(part["division"], part["kind"]).reindex(columns=list(KINDS), fill_value=0)
        for part in (won, decided)
    )
    return first.reindex(second.index, fill_value=0), second


def selling_days(deals: pd.DataFrame) -> tuple[pd.Series, float]:
    """Days per deal, and the share of decided deals whose rep_days are known.

    Where that is under nine tenths, days from creation to closing stand in for all of them; the two are never mixed.
    """
    decided = closed_deals(deals)
    known = float(decided["rep_days"].notna().mean()) if "rep_days" in deals and len(decided) else 0.0
    if known >= 0.9:
        return deals["rep_days"].astype(float), known
    if not has_days(deals) or "created_on" not in deals:
        return pd.Series(np.nan, deals.index), known
    days = (deals["closed_on"] - deals["created_on"]).dt.days.astype(float)
    return days.mask(days < 0), known


def value_per_day(deals: pd.DataFrame, days: pd.Series) -> Estimate:
    """Won value over the days of all decided deals whose value, if won, and days are known."""
    decided = closed_deals(deals)
    won = (decided["outcome"] == "won").to_numpy()
    gained, spent = decided["value"].to_numpy(float), days[decided.index].to_numpy(float)
    known = ~np.isnan(spent) & ~(won & np.isnan(gained)) & (spent > 0)
    found = ratio_of_sums(np.where(won, np.nan_to_num(gained), 0.0)[known], spent[known])
    return Estimate(found.value, max(0.0, found.low), found.high)


def against_own_past(deals: pd.DataFrame, inputs: Provenance) -> pd.Series:
    """By division: the rate of the last four complete quarters less the mean of the eight before, in their spread.

    Spread is the standard deviation of the eight quarterly rates. Null where one of the twelve holds too few deals.
    """
    decided = closed_deals(deals)
    ago = quarters_ago(decided, inputs.as_of)
    recent = decided[ago.between(0, QUARTERS + OWN_PAST - 1).fillna(False).astype(bool)]
    won = (recent["outcome"] == "won").astype(int)
    table = won.groupby([recent["division"], ago[recent.index].astype(int)]).agg(["sum", "size"])
    return pd.Series({name: own_past(part.droplevel(0)) for name, part in table.groupby(level=0)}, dtype=float)


def own_past(quarters: pd.DataFrame) -> float:
    quarters = quarters.reindex(range(QUARTERS + OWN_PAST), fill_value=0)
    if (quarters["size"] < FEW).any():
        return np.nan
    now, before = quarters[:QUARTERS].sum(), quarters[QUARTERS:]
    rates = before["sum"] / before["size"]
    return float((now["sum"] / now["size"] - rates.mean()) / rates.std()) if rates.std() > 0 else np.nan


def mix_before_and_since(deals: pd.DataFrame, inputs: Provenance) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Decided deals of the four quarters before the window, and of it; without one, of the last two quarters."""
    decided = closed_deals(deals)
    if inputs.since:
        start = pd.Timestamp(inputs.since)
        days = decided["closed_on"]
        before = decided[(days < start) & (days >= start - pd.DateOffset(years=1))]
        return before, deals_within(decided, inputs)
    ago = quarters_ago(decided, inputs.as_of)
    since = ago.between(0, 1).fillna(False).astype(bool)
    return decided[ago.between(2, QUARTERS + 1).fillna(False).astype(bool)], decided[since]


def weights_of(n: pd.DataFrame) -> NDArray[np.float64]:
    """The company's mix over `KINDS`."""
    total = n.to_numpy(float).sum(axis=0)
    return np.asarray(total / max(total.sum(), 1.0))


def gap_to_company(n: pd.DataFrame, name: str) -> Estimate:
    """A company's mix holds the division's own: the distance to all others, less the division's share."""
    own, total = n.loc[name].to_numpy(float), n.to_numpy(float).sum(axis=0)
    rest = total - own
    if not rest.sum():
        return Estimate(0.0, 0.0, 0.0) if own.sum() else Estimate(np.nan, np.nan, np.nan)
    share = rest.sum() / total.sum()
    return Estimate(*(share * limit for limit in mix_distance(own, rest)))


def days_so_far(still_open: pd.DataFrame) -> float:
    return float(still_open["rep_days"].sum()) if "rep_days" in still_open else np.nan


def first_of(won: pd.Series, n: pd.Series, least: int = FEW) -> str:
    """The division with the highest rate of a kind, of those with at least so many deals; empty with fewer than two."""
    enough = n[n >= least].index
    rates = (won[enough] / n[enough]).sort_index()
    return str(rates.idxmax()) if len(rates) > 1 else ""


def turned_pairs(won: pd.DataFrame, n: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs (behind as it is, ahead in every kind); kinds that neither has are not asked for, thin ones settle none."""
    rates, raw = won / n, won.sum(axis=1) / n.sum(axis=1)
    asked = [kind for kind in KINDS if n[kind].sum()]
    full = [name for name in n.index if (n.loc[name, asked] >= FEW).all()]
    pairs = [(a, b) for pair in combinations(full, 2) for a, b in (pair, pair[::-1]) if raw[a] < raw[b]]
    return [(a, b) for a, b in pairs if (rates.loc[a, asked] > rates.loc[b, asked]).all()]


def pricing_models(decided: pd.DataFrame) -> int | None:
    if "pricing_model" not in decided or not decided["pricing_model"].notna().any():
        return None
    share = pd.crosstab(decided["division"], decided["pricing_model"].astype("str"), normalize="index")
    return int((share >= TENTH).any().sum())


def division_table(deals: pd.DataFrame, won: pd.DataFrame, n: pd.DataFrame, effect: float) -> pd.DataFrame:
    """Rates as they are and at the common mix, value per day, distance of the mix; by name."""
    counts = count_outcomes(deals, "division")
    counts = counts[counts["deals"] > 0].sort_index()
    low, high = wilson_interval(counts["won"] / effect, counts["deals"] / effect)
    table = counts.assign(rate=counts["won"] / counts["deals"], low=low, high=high).reset_index()
    won, n = (kinds.reindex(counts.index, fill_value=0) for kinds in (won, n))
    at_mix = standardise(won, n, weights_of(n), least=FEW, effect=effect)
    low, high = normal_limits(at_mix.rate, at_mix.error)
    table = table.assign(standardised=at_mix.rate, standardised_low=low, standardised_high=high, error=at_mix.error)
    days, _ = selling_days(deals)
    parts = [deals[deals["division"] == name] for name in table["division"]]
    table = with_estimate(table, "per_day", [value_per_day(part, days) for part in parts])
    table = with_estimate(table, "gap", [gap_to_company(n, name) for name in table["division"]])
    is_open = deals["outcome"] == "open"
    return table.assign(open_days=[days_so_far(part[is_open[part.index]]) for part in parts])


def with_estimate(table: pd.DataFrame, name: str, found: list[Estimate]) -> pd.DataFrame:
    columns = dict(zip((name, f"{name}_low", f"{name}_high"), zip(*found, strict=True), strict=True))
    return table.assign(**{key: list(values) for key, values in columns.items()})


def over_time(deals: pd.DataFrame, names: pd.Series, inputs: Inputs) -> dict[str, Any]:
    """Each division against its own past, and its mix against that of the year before."""
    if not has_days(deals):
        return {"z_own": np.nan, "mix_shift": np.nan, "shift_n": 0}
    past = against_own_past(deals, inputs.provenance)
    before, since = (counts_by_kind(part)[1] for part in mix_before_and_since(deals, inputs.provenance))
    then, now = (part.reindex(names, fill_value=0).to_numpy(float) for part in (before, since))
    shifts = [mix_distance(now[place], then[place]).value for place in range(len(names))]
    enough = (then.sum(axis=1) >= THIN) & (now.sum(axis=1) >= THIN)
    return {
        "z_own": past.reindex(names).to_numpy(),
        "mix_shift": np.where(enough, shifts, np.nan),
        "shift_n": now.sum(axis=1).astype(int),
    }


def kind_table(won: pd.DataFrame, n: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """One row per kind and division with a decided deal; rates pulled to that of the kind, which `names` names."""
    weight = dict(zip(KINDS, weights_of(n), strict=True))
    rows = []
    for kind in KINDS:
        a, b = won.loc[n[kind] > 0, kind], n.loc[n[kind] > 0, kind]
        low, high = wilson_interval(a, b)
        part = pd.DataFrame({"kind": names[kind], "division": b.index, "deals": b.to_numpy(), "won": a.to_numpy()})
        part = part.assign(rate=(a / b).to_numpy(), low=low, high=high, weight=weight[kind])
        rows.append(part.assign(shrunken=fit_beta_prior(a, b).shrink(a, b)))
    return pd.concat(rows, ignore_index=True)
