"""Claims about markets beside the outside figures nearest in time, and one range out of claim, outside and room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import ttest_1samp

from analysis.answers.disclosure import may_show
from analysis.answers.estimate import ranges_of
from analysis.company.columns import column
from analysis.company.deals import day_after, within
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.meta import (
    RandomEffects,
    geometric_mean,
    random_effects,
    spread_factor,
    spread_of_range,
    triangulate,
)  # fmt: skip
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.pooling import pooled

LEAST = 5  # tested claims, with fewer of which nothing is said of a function or a metric
NEAR = 548  # days, 18 months: how far apart a claim and an outside figure may lie
BACK = 3  # years of claims and of outside figures
TOGETHER = 0.5  # correlation of the errors of any two sources: a convention, for nobody has measured it
OTHERS = "others"
Row = dict[str, Any]


@dataclass(frozen=True)
class Claims:
    """rows: claimant, metric, segment ("" for none), claim, made_on, claim_id, outside (NaN where untested), ratio.

    outside: metric, segment, value, low, high, source, as_of. nonpositive, copies: claims left out for a value of 0 or
    less, and because the same function had said the same before; blank: outside figures left out for a value of 0.
    """

    rows: pd.DataFrame
    outside: pd.DataFrame
    nonpositive: int
    copies: int
    blank: int

    @property
    def tested(self) -> pd.DataFrame:
        return self.rows[self.rows["ratio"].notna()]


def read_claims(inputs: Inputs) -> Claims:
    """Claims of three years before `as_of` (those without a day too), each with the outside figure nearest in time."""
    as_of = inputs.provenance.as_of
    outside, blank = outside_of(inputs.tables["benchmarks"], inputs.provenance)
    raw = inputs.tables["claims"]
    made = column(raw, "made_on", "datetime64[ns]")
    rows = pd.DataFrame(
        {
            "claim_id": raw["claim_id"].astype("str"), "claimant": raw["claimed_by"].astype("str"),
            "metric": raw["metric"].astype("str"), "segment": column(raw, "segment", "str").fillna(""),
            "claim": raw["claimed_value"].astype(float), "made_on": made,
        }
    )  # fmt: skip
    rows = rows[~(made >= day_after(as_of)) & ~(made < day_after(as_of) - pd.DateOffset(years=BACK))]
    rows = rows.sort_values(["made_on", "claim_id"], na_position="first", kind="stable", ignore_index=True)
    positive = rows[rows["claim"] > 0]
    kept = positive[~positive.duplicated(["claimant", "metric", "segment", "claim"])].reset_index(drop=True)
    kept = kept.assign(outside=nearest(kept, outside))
    kept = kept.assign(ratio=kept["claim"] / kept["outside"])
    return Claims(kept, outside, len(rows) - len(positive), len(positive) - len(kept), blank)


def outside_of(benchmarks: pd.DataFrame, provenance: Provenance) -> tuple[pd.DataFrame, int]:
    """Outside figures known by the day we look at, above 0, and how many are not above it."""
    rows = pd.DataFrame(
        {
            "metric": benchmarks["metric"].astype("str"), "segment": column(benchmarks, "segment", "str").fillna(""),
            "value": benchmarks["value"].astype(float),
            **{name: column(benchmarks, name, float) for name in ("low", "high")},
            "source": column(benchmarks, "source", "str"), "as_of": column(benchmarks, "as_of", "datetime64[ns]"),
        }
    )  # fmt: skip
    rows = rows[~(rows["as_of"] >= day_after(provenance.as_of))]
    positive = rows[rows["value"] > 0]
    order = ["metric", "segment", "as_of", "source", "value"]
    return positive.sort_values(order, kind="stable", ignore_index=True), len(rows) - len(positive)


def nearest(claims: pd.DataFrame, outside: pd.DataFrame) -> pd.Series:
    """Outside figure of the same metric and segment nearest in time, several of one distance as their geometric mean.

    NaN where there is none within `NEAR` days. A day that is not known lies as far off as may be.
    """
    both = claims.reset_index(names="row").merge(outside, on=["metric", "segment"])
    apart = (both["made_on"] - both["as_of"]).abs().dt.days.fillna(NEAR)
    both = both.assign(apart=apart, log=np.log(both["value"]))[(apart <= NEAR).to_numpy()]
    both = both[both["apart"] == both.groupby("row")["apart"].transform("min")]
    found: pd.Series = np.exp(both.groupby("row")["log"].mean()).reindex(claims.index)
    return found


def by_function(claims: pd.DataFrame, people: set[str]) -> pd.Series:
    """The function a claim is shown under: its own with `LEAST` tested claims or more, else `OTHERS`; nobody's name."""
    tested = claims[claims["ratio"].notna()].groupby("claimant").size()
    known = set(tested[tested >= LEAST].index) - people
    return claims["claimant"].where(claims["claimant"].isin(known), OTHERS)


def people_of(reps: pd.DataFrame | None) -> set[str]:
    """Ids and names of sellers: no claim is shown under one."""
    if reps is None:
        return set()
    return {str(value) for name in ("rep_id", "name") if name in reps for value in reps[name].dropna()}


def ratio_rows(claims: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per metric or function: claims, tested, ratio with limits and spread; null with fewer than `LEAST`."""
    rows = [
        {by: str(name), "claims": len(part)} | ratio_row(part["ratio"].dropna().to_numpy())
        for name, part in claims.groupby(by)
    ]
    columns = [by, "claims", "tested", "ratio", "low", "high", "spread", "p"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(p_adjusted=benjamini_hochberg(table["p"].astype(float))).drop(columns="p")


def ratio_row(ratios: Any) -> Row:
    if len(ratios) < LEAST:
        return {"tested": len(ratios), **dict.fromkeys(["ratio", "low", "high", "spread", "p"], np.nan)}
    ratio, low, high = geometric_mean(ratios)
    spread = spread_factor(ratios)
    p = float(ttest_1samp(np.log(ratios), 0).pvalue) if spread > 1 else np.nan
    return {"tested": len(ratios), "ratio": ratio, "low": low, "high": high, "spread": spread, "p": p}


def pulled_rows(table: pd.DataFrame) -> tuple[pd.DataFrame, RandomEffects | None]:
    """`ratio_rows` of functions with `pulled` and `correction`, and the model; None where no function can be judged."""
    known = table[table["spread"] > 1]
    if not len(known):
        return table.assign(pulled=np.nan, correction=np.nan), None
    model = random_effects(np.log(known["ratio"]), np.log(known["spread"]) ** 2 / known["tested"])
    pulled = pd.Series(np.exp(model.pulled), index=known.index).reindex(table.index)
    return table.assign(pulled=pulled, correction=1 / pulled), model


@dataclass(frozen=True)
class Record:
    """What is known of the claimants: their table with `pulled`, and the model behind it."""

    table: pd.DataFrame
    model: RandomEffects | None

    def corrected(self, claimant: str, claim: float) -> tuple[float, float] | None:
        """The claim over its function's pulled ratio, and the spread of a single claim on logs; for a function that
        cannot be judged by all functions' centre and their widest spread. None without any.
        """
        if self.model is None:
            return None
        known = self.table[self.table["spread"] > 1].reset_index(drop=True)
        mine = known.index[known["claimant"] == claimant]
        if len(mine):
            own, left = float(np.log(known["spread"][mine[0]])), float(self.model.left[mine[0]])
            return claim / float(known["pulled"][mine[0]]), float(np.sqrt(own**2 + left))
        own = float(np.log(known["spread"].max()))
        return claim / float(np.exp(self.model.centre)), float(
            np.sqrt(own**2 + self.model.between + self.model.error**2)
        )


def outside_source(figures: pd.DataFrame, fallback: float) -> tuple[float, float] | None:
    """Mean outside figure on logs, of the latest of each source, and its spread: their ranges or, if wider, how far
    they lie apart; errors of two sources go together as `TOGETHER`. `fallback` where no range is given.
    """
    latest = figures.drop_duplicates("source", keep="last") if figures["source"].notna().all() else figures
    if not len(latest):
        return None
    ranged = latest[(latest["low"] > 0) & (latest["high"] > latest["low"])]
    single = (
        float(np.sqrt(np.square(spread_of_range(ranged["low"], ranged["high"])).mean())) if len(ranged) else fallback
    )
    logs = np.log(latest["value"].to_numpy(float))
    apart = float(logs.std(ddof=1)) if len(logs) > 1 else 0.0
    spread = max(single, apart) * np.sqrt(TOGETHER + (1 - TOGETHER) / len(logs))
    return (float(np.exp(logs.mean())), float(spread)) if spread > 0 else None


def room_ranges(answers: pd.DataFrame, exercise: str) -> dict[tuple[str, str], tuple[float, float, float, int]]:
    """{(round, metric): low, likely, high and people}, pooled; only what five or more have said."""
    mine = answers[(answers["exercise"].astype("str") == exercise) & (answers["item"] != "decision")]
    told = ranges_of(mine)
    told = told[(told["low"] > 0) & (told["high"] > told["low"])]
    return {
        (str(key[0]), str(key[1])): (*pooled(part), len(part))
        for key, part in told.groupby(["round", "item"])
        if may_show(len(part))
    }


def room_source(room: Mapping[Any, Any], metric: str, claim: float) -> tuple[float, float] | None:
    """The claim over what the room says claims stand at, by its last answer, and the spread of that range."""
    told = room.get(("2", metric)) or room.get(("1", metric))
    if told is None:
        return None
    low, likely, high, _ = told
    return claim / likely, float(spread_of_range(low, high))


def range_rows(claims: Claims, record: Record, room: Mapping[Any, Any], window: Provenance) -> Iterator[Row]:
    """One row per metric: its latest claim, the three sources with their spreads, the range together, and the miss.

    claims, record: as known on the eve of the window, with the outside figures of today; those in it test the range.
    """
    widest = float(np.log(record.table["spread"].max())) if record.table["spread"].notna().any() else np.nan
    for metric, mine in claims.rows.groupby("metric"):
        claim = mine.iloc[-1]
        figures = claims.outside[(claims.outside["metric"] == metric) & (claims.outside["segment"] == claim["segment"])]
        known, later = split_at(figures, window)
        sources = {
            "corrected": record.corrected(str(claim["function"]), float(claim["claim"])),
            "outside": outside_source(known, widest),
            "room": room_source(room, str(metric), float(claim["claim"])),
        }
        named = {"metric": str(metric), "claim_id": claim["claim_id"], "claimant": claim["function"]}
        yield named | {"segment": claim["segment"], "claim": claim["claim"]} | together(sources, later)


def split_at(figures: pd.DataFrame, window: Provenance) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outside figures of the three years before the window, or before the day we look at; and those within a window."""
    start = pd.Timestamp(window.since) if window.since else day_after(window.as_of)
    known = figures[~(figures["as_of"] >= start) & ~(figures["as_of"] < start - pd.DateOffset(years=BACK))]
    return known, figures[within(figures["as_of"], window)] if window.since else figures.iloc[:0]


def together(sources: Mapping[str, tuple[float, float] | None], later: pd.DataFrame) -> Row:
    """What each source says, with its spread, and the range of all; the range is null without one."""
    row: Row = {}
    for name, source in sources.items():
        row |= {name: source[0] if source else np.nan, f"{name}_spread": source[1] if source else np.nan}
    known = [source for source in sources.values() if source and source[1] > 0]
    blank = dict.fromkeys(["value", "low", "high", "width", "miss"], np.nan)
    if not known:
        return row | blank | {"sources": 0, "later": len(later)}
    middles, spreads = zip(*known, strict=True)
    value, low, high = triangulate(middles, spreads, TOGETHER)
    ends = {"value": value, "low": low, "high": high, "width": high / low}
    miss = np.nan
    if len(later) >= 2:
        miss = float(abs(np.log(later["value"]).mean() - np.log(value)) / (np.log(high / low) / 2))
    return row | blank | ends | {"miss": miss, "sources": len(known), "later": len(later)}


def source_counts(outside: pd.DataFrame, window: Provenance) -> pd.Series:
    """Different sources of each metric among the outside figures of three years."""
    recent = outside[~(outside["as_of"] < day_after(window.as_of) - pd.DateOffset(years=BACK))]
    return recent.groupby("metric")["source"].nunique()
