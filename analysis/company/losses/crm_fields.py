"""The fields of a deal that somebody fills: how complete, how early, what they tell, and what else already knows them.

No table says when a field was filled. What open deals carry today stands in for what closed ones carried before they
closed; a value that many closed deals have and no open one was written at closing.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.company.losses.lost_record import recorded
from analysis.methods.information import NO_GAIN, Gain, entropy_of, information_gain
from analysis.methods.intervals import newcombe_interval, wilson_interval
from analysis.methods.ratios import ratio_of_sums
from analysis.methods.survival import Estimate

FIELDS = {
    "amount": "Amount",
    "list_amount": "List price",
    "discount_pct": "Discount",
    "product_id": "Product",
    "region": "Region",
    "segment": "Segment",
    "division": "Division",
    "deal_type": "Deal type",
    "lead_source": "Lead source",
    "channel": "Channel",
    "competitor": "Competitor",
    "loss_reason": "Loss reason",
    "expected_close_on": "Expected close date",
    "forecast_category": "Forecast category",
    "pricing_model": "Pricing model",
    "complexity": "Complexity",
    "pilot": "Pilot",
    "consent": "Consent",
}
LOST_ONLY = frozenset({"loss_reason"})
KNOWN = 0.95  # of won, of lost and of open deals: what is blank more often is no predictor
OPEN_LEAST = 20  # open deals, without which nothing is known of the time before the outcome
WRITTEN_OVER = 0.001  # chance that open deals merely happen not to have a value
BINS = 5
LEVELS = 20
RARE = 10  # closed deals with a value; rarer ones are one value together
OWNERS = {"account_id": "accounts", "rep_id": "reps", "product_id": "products"}
DERIVED = 0.97  # of deals whose value is that of the account's, rep's or product's other deals
BEYOND = 0.9  # of what the commonest value leaves open
# What a field is needed for, whatever it tells.
OTHER_USE = {
    "amount": "money",
    "list_amount": "margins",
    "discount_pct": "margins",
    "product_id": "product lists",
    "expected_close_on": "the forecast",
    "loss_reason": "the loss review",
    "competitor": "the loss review",
    "consent": "the law",
}
CLEAR = 0.05
NOTHING = 0.005  # usefulness that nobody would miss: win rates of its values lie some three points from the average


class Field(NamedTuple):
    """A field's values as levels of few values (null where blank), and whether they are filled, one per deal."""

    key: str
    levels: pd.Series
    filled: pd.Series


def fields_of(deals: pd.DataFrame) -> list[Field]:
    """Those of FIELDS that the deals have, in that order; a column that is blank throughout is none."""
    present = [key for key in FIELDS if key in deals and bool(deals[key].notna().any())]
    return [Field(key, levels_of(deals, key), filled(deals[key])) for key in present]


def filled(values: pd.Series) -> pd.Series:
    return values.notna() if is_measure(values) else recorded(values)


def is_measure(values: pd.Series) -> bool:
    """Numbers and days; flags are words."""
    kinds = pd.api.types
    return (kinds.is_numeric_dtype(values) and not kinds.is_bool_dtype(values)) or kinds.is_datetime64_any_dtype(values)


def levels_of(deals: pd.DataFrame, key: str) -> pd.Series:
    """Words as they are; measures in five parts of equally many closed deals, days counted from the deal's creation."""
    values = deals[key]
    if not is_measure(values):
        return common(values.astype("str").where(recorded(values)), deals["outcome"])
    if pd.api.types.is_datetime64_any_dtype(values):
        created = deals["created_on"] if "created_on" in deals else pd.Series(pd.NaT, deals.index)
        values = (values - created).dt.total_seconds()
    numbers = values.astype(float)
    closed = numbers[deals["outcome"].isin(["won", "lost"])].dropna()
    if closed.empty:
        return pd.Series(None, index=deals.index, dtype="str")
    edges = np.unique(np.quantile(closed, np.arange(1, BINS) / BINS))
    return (
        pd.Series(np.searchsorted(edges, numbers, side="left"), index=deals.index).astype("str").where(numbers.notna())
    )


def common(words: pd.Series, outcome: pd.Series) -> pd.Series:
    """Values of at least ten closed deals, at most twenty of them; all others are one value, the empty word."""
    counts = words[outcome.isin(["won", "lost"])].value_counts()
    enough = counts[counts >= RARE]
    least = enough.nlargest(LEVELS).min() if len(enough) else 0
    kept = set(enough[enough >= least].index)
    return words.map({word: word if word in kept else "" for word in words.dropna().unique()}).astype("str")


def field_row(field: Field, deals: pd.DataFrame, effect: float, late: pd.Series) -> dict[str, Any]:
    """What is known of one field; gains as of `information_gain`, `status` whether it counts as a predictor.

    spread: how far win rates of its values lie from the average, typically, in fractions. late: open deals that stand
    in the last stages.
    """
    outcome = deals["outcome"]
    at = {name: outcome == name for name in ("won", "lost", "open")}
    closed = at["lost"] if field.key in LOST_ONLY else at["won"] | at["lost"]
    n, yes = int(closed.sum()), int(field.filled[closed].sum())
    n_open, yes_open = int(at["open"].sum()), int(field.filled[at["open"]].sum())
    low, high = wilson_interval(yes, n)
    status = status_of(field, at, (yes, n, yes_open, n_open), late)
    gain = gain_of(field, at, effect)
    none = NO_GAIN if status != "counts" else gain
    return {
        "field_key": field.key, "closed": n, "filled": yes / n if n else np.nan, "low": float(low), "high": float(high),
        **{f"filled_{name}": field.filled[at[name]].mean() for name in at},
        **late_gap(yes, n, yes_open, n_open), "open_n": n_open, "status_key": status,
        "usefulness": none.value, "use_low": none.low, "use_high": none.high, "spread": spread_of(none.value, at),
        "p": none.p,
        "gain_filled": gain.value if status == "incomplete" else np.nan,
        "gain_p": gain.p if status == "incomplete" else np.nan,
        "source": owner_of(field, deals),
    }  # fmt: skip


def late_gap(yes: int, n: int, yes_open: int, n_open: int) -> dict[str, float]:
    """Filled among closed deals less filled among open ones, with limits: what is typed at the end."""
    if not n or not n_open:
        return dict.fromkeys(["late", "late_low", "late_high"], np.nan)
    low, high = newcombe_interval(yes, n, yes_open, n_open)
    return {"late": yes / n - yes_open / n_open, "late_low": float(low), "late_high": float(high)}


def spread_of(usefulness: float, at: Mapping[str, pd.Series]) -> float:
    """Standard deviation of the win rate between values that tell so much: to second order twice the information."""
    won, lost = int(at["won"].sum()), int(at["lost"].sum())
    rate = won / max(won + lost, 1)
    return float(np.sqrt(2 * rate * (1 - rate) * usefulness * entropy_of([won, lost])))


def status_of(field: Field, at: Mapping[str, pd.Series], counted: tuple[int, int, int, int], late: pd.Series) -> str:
    """counts, incomplete, from_stage, at_closing, or cannot_tell (too few open deals).

    from_stage: full in the last stages only. at_closing: filled or written over when the deal ends.
    """
    _, _, yes_open, n_open = counted
    if n_open < OPEN_LEAST:
        return "cannot_tell"
    if written_over(field, at, n_open):
        return "at_closing"
    _, high = wilson_interval(yes_open, n_open)
    if high < KNOWN and int(late.sum()) >= RARE and field.filled[late].mean() >= KNOWN:
        return "from_stage"
    if high < KNOWN and late_gap(*counted)["late_low"] > 0:
        return "at_closing"
    shares = [field.filled[at[name]].mean() for name in ("won", "lost") if at[name].any()]
    return "counts" if len(shares) == 2 and min(shares) >= KNOWN else "incomplete"


def written_over(field: Field, at: Mapping[str, pd.Series], n_open: int) -> bool:
    """Whether some value of closed deals is absent from open ones by more than chance."""
    for name in ("won", "lost"):
        shares = field.levels[at[name]].value_counts() / max(int(at[name].sum()), 1)
        seen = set(field.levels[at["open"]].dropna())
        absent = shares[[word not in seen for word in shares.index]]
        if len(absent) and (1 - absent.max()) ** n_open < WRITTEN_OVER:
            return True
    return False


def gain_of(field: Field, at: Mapping[str, pd.Series], effect: float) -> Gain:
    """What the filled values tell about won or lost."""
    decided = (at["won"] | at["lost"]) & field.levels.notna()
    if not decided.any():
        return NO_GAIN
    return information_gain(pd.crosstab(field.levels[decided], at["won"][decided]).to_numpy(), effect)


def owner_of(field: Field, deals: pd.DataFrame) -> str:
    """The table whose row already says it: nearly all deals of one account, rep or product have one value; else ""."""
    if field.key in OWNERS or (is_measure(deals[field.key]) and field.key not in OWNERS):
        return ""
    known = field.levels.notna()
    base = field.levels[known].value_counts(normalize=True).max()
    for column, table in OWNERS.items():
        share, covered = foretold(deals[column][known], field.levels[known]) if column in deals else (0.0, 0.0)
        if covered >= 0.5 and share >= DERIVED and share - base >= BEYOND * (1 - base):
            return table
    return ""


def foretold(owners: pd.Series, levels: pd.Series) -> tuple[float, float]:
    """Share of deals whose level is the commonest of their owner's other deals, and the share that has such others."""
    owner, level = (pd.factorize(values)[0] for values in (owners, levels))
    known = owner >= 0
    width = int(level.max(initial=0)) + 1
    at = owner[known] * width + level[known]
    counts = np.bincount(at, minlength=width * (int(owner.max(initial=-1)) + 1)).reshape(-1, width)
    sizes = counts.sum(axis=1)
    repeated = np.sort(counts[sizes > 1], axis=1)
    if not repeated.size or repeated.shape[1] < 2:
        return 0.0, 0.0
    first, second = repeated[:, -1], repeated[:, -2]
    right = np.where(first - 1 > second, first, 0)
    return float(right.sum() / repeated.sum()), float(repeated.sum() / max(len(levels), 1))


def per_deal(fields: list[Field], deals: pd.DataFrame) -> tuple[Estimate, int]:
    """Mean number of these fields that are filled on a closed deal, limits by sellers; and the deals."""
    filled_ = sum_of([field.filled for field in fields], deals)
    return by_seller(filled_, pd.Series(1.0, index=deals.index), deals)


def share_filled(fields: list[Field], deals: pd.DataFrame, asked_late: set[str]) -> tuple[Estimate, int]:
    """Filled ones among the fields that closed deals should have, limits by sellers; and the deals.

    asked_late: keys of fields that are asked from a later stage on; won deals alone are known to have come there.
    """
    due = [is_due(field.key, deals["outcome"], asked_late) for field in fields]
    there = [field.filled & asked for field, asked in zip(fields, due, strict=True)]
    found, n = by_seller(sum_of(there, deals), sum_of(due, deals), deals)
    return Estimate(found.value, max(found.low, 0.0), min(found.high, 1.0)), n


def is_due(key: str, outcome: pd.Series, asked_late: set[str]) -> pd.Series:
    if key in LOST_ONLY:
        return outcome == "lost"
    return outcome == "won" if key in asked_late else outcome.notna()


def sum_of(flags: list[pd.Series], deals: pd.DataFrame) -> pd.Series:
    return sum((flag.astype(float) for flag in flags), start=pd.Series(0.0, index=deals.index))


def by_seller(part: pd.Series, whole: pd.Series, deals: pd.DataFrame) -> tuple[Estimate, int]:
    """Ratio over the closed deals, sellers as clusters; each deal its own where its seller is not known."""
    closed = deals["outcome"].isin(["won", "lost"])
    sums = pd.DataFrame({"part": part[closed], "whole": whole[closed]})
    seller = (
        deals.loc[closed, "rep_id"].astype("str") if "rep_id" in deals else pd.Series(None, sums.index, dtype="str")
    )
    owned = sums.groupby(seller, sort=True).sum()
    alone = sums[seller.isna()].sort_values(["part", "whole"])
    clusters = pd.concat([owned, alone]) if len(owned) > 1 else sums.sort_values(["part", "whole"])
    return ratio_of_sums(clusters["part"], clusters["whole"]), int(closed.sum())


def proposal(row: dict[str, Any]) -> str:
    """automate, keep, keep_later, drop or undecided: the first that fits."""
    if row["source"]:
        return "automate"
    blank = row["status_key"] in ("incomplete", "from_stage")
    if tells(row) or row["field_key"] in OTHER_USE or (blank and row["gain_p"] <= CLEAR):
        return "keep_later" if blank else "keep"
    if row["status_key"] == "at_closing" or row["use_high"] <= NOTHING:
        return "drop"
    return "undecided"


def tells(row: dict[str, Any]) -> bool:
    """Whether a field that counts tells something beyond chance that anybody would miss."""
    if row["status_key"] != "counts" or row["p_adjusted"] is None:
        return False
    return bool(row["p_adjusted"] <= CLEAR and row["use_high"] > NOTHING)
