"""Lost deals by the stage they were in last: what left with them, the logged causes, the rivals named."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.company.deals import deals_within
from analysis.company.losses.reasons import causes, rivals
from analysis.company.money import amounts
from analysis.company.pipeline.passages import Passages
from analysis.findings import Figure, TableRows, is_known
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.residuals import adjusted_residuals

FEW = 5  # losses expected in a cell, under which nothing is said of it
STANDS_OUT = 2.0  # standard errors
RARE = 0.05


class Losses(NamedTuple):
    """Lost deals within the window: `stage` (code, -1 unknown), `amount`, and `cause` and `rival` where logged."""

    frame: pd.DataFrame
    stages: tuple[str, ...]

    def at(self, code: int) -> pd.DataFrame:
        return self.frame[self.frame["stage"] == code]


def read_losses(passages: Passages, inputs: Inputs) -> Losses:
    deals = passages.deals.assign(stage=passages.last, amount=amounts(passages.deals, inputs.tables.get("fx_rates")))
    lost = deals_within(deals, inputs.provenance)
    lost = lost[lost["outcome"] == "lost"]
    if "loss_reason" in lost:
        lost = lost.assign(cause=causes(lost["loss_reason"], inputs.content))
    if "competitor" in lost:
        lost = lost.assign(rival=rivals(lost["competitor"]))
    return Losses(lost, passages.stages)


def value_by_stage(losses: Losses) -> pd.DataFrame:
    """stage, lost_deals, value, value_low, value_high, value_share; null value where no lost deal there has one."""
    parts = [losses.at(code)["amount"] for code in range(len(losses.stages))]
    table = pd.DataFrame({"stage": losses.stages, "lost_deals": [len(part) for part in parts]})
    value = pd.Series([part.sum(min_count=1) if len(part) else 0.0 for part in parts], dtype=float)
    spread = 1.96 * np.sqrt(pd.Series([part.pow(2).sum() for part in parts], dtype=float))
    total = value.sum()
    return table.assign(
        value=value,
        value_low=(value - spread).clip(lower=0),
        value_high=value + spread,
        value_share=value / total if total > 0 else np.nan,
    )


def reasons_by_stage(losses: Losses, names: Mapping[str, str]) -> pd.DataFrame:
    """stage, cause, cause_name, deals, known (at the stage), share, expected, residual, p_adjusted.

    Residual and p are null where under five losses are expected. names: of the categories by key; without any the
    logged reasons stand for themselves.
    """
    known = losses.frame[losses.frame["cause"].notna() & (losses.frame["stage"] >= 0)]
    columns = list(names) or sorted(known["cause"].unique())
    counts = pd.crosstab(known["stage"], known["cause"])
    counts = counts.reindex(index=range(len(losses.stages)), columns=columns, fill_value=0)
    residuals, expected, p = adjusted_residuals(counts.to_numpy())
    cells = pd.DataFrame(
        {
            "stage": np.repeat(losses.stages, len(columns)),
            "cause": columns * len(losses.stages),
            "cause_name": [names.get(cause, cause) for cause in columns] * len(losses.stages),
            "deals": counts.to_numpy().ravel(),
            "known": np.repeat(counts.sum(axis=1).to_numpy(), len(columns)),
            "expected": expected.ravel(),
        }
    )
    enough = cells["expected"] >= FEW
    return cells.assign(
        share=cells["deals"] / cells["known"].where(cells["known"] > 0),
        residual=pd.Series(residuals.ravel()).where(enough),
        p_adjusted=benjamini_hochberg(pd.Series(p.ravel()).where(enough)),
    )[["stage", "cause", "cause_name", "deals", "known", "share", "expected", "residual", "p_adjusted"]]


def rivals_by_stage(losses: Losses) -> pd.DataFrame:
    """stage, rival, deals, named, share, low, high: the commonest rival of a stage first."""
    named = losses.frame[losses.frame["rival"].notna() & (losses.frame["stage"] >= 0)]
    counts = named.groupby(["stage", "rival"]).size().rename("deals").reset_index()
    counts = counts.sort_values(["stage", "deals", "rival"], ascending=[True, False, True], ignore_index=True)
    counts["named"] = counts.groupby("stage")["deals"].transform("sum")
    low, high = wilson_interval(counts["deals"], counts["named"])
    counts["stage"] = counts["stage"].map(dict(enumerate(losses.stages)))
    return counts.assign(share=counts["deals"] / counts["named"], low=low, high=high)


def commonest(values: pd.Series) -> str | None:
    """The one commonest value; None of none, or where two are equally common."""
    counts = values.dropna().astype("str").value_counts()
    if not len(counts) or (len(counts) > 1 and counts.iloc[0] == counts.iloc[1]):
        return None
    return str(counts.index[0])


def value_figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    named = table.rename(
        columns={
            "value": "lost_value",
            "lost_deals": "n",
            "value_low": "lost_value_low",
            "value_high": "lost_value_high",
        }
    )
    method = "Sum of amounts by last stage, compound Poisson limits"
    return Figure.from_frame("lost_value", named, {"lost_value": "money"}, of=["stage"], method=method)


def share_figures(name: str, losses: Losses, flag: pd.Series) -> tuple[Figure, ...]:
    """One share per stage of the losses there for which `flag` holds, Wilson."""
    return tuple(
        share_figure(name, stage, int(flag[at].sum()), int(at.sum()))
        for stage, at in ((stage, losses.frame["stage"] == code) for code, stage in enumerate(losses.stages))
    )


def share_figure(name: str, stage: str, successes: int, n: int) -> Figure:
    low, high = wilson_interval(successes, n)
    value = successes / n if n else None
    return Figure(
        name=name,
        of=(stage,),
        value=value,
        low=float(low),
        high=float(high),
        n=n,
        unit="fraction",
        method="Wilson interval",
    )


def clearly_more(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether two sums differ by more than chance: their spreads add as squares."""
    spread = np.hypot(first["value_high"] - first["value"], second["value_high"] - second["value"])
    return bool(first["value"] - second["value"] > spread)


def stands_out(row: dict[str, Any]) -> bool:
    return is_known(row["residual"]) and row["residual"] > STANDS_OUT and row["p_adjusted"] <= RARE


def times_elsewhere(row: dict[str, Any], reasons: TableRows) -> float:
    """Share of the cause at its stage over its share at all other stages together."""
    others = [other for other in reasons if other["cause"] == row["cause"] and other["stage"] != row["stage"]]
    elsewhere = sum(other["deals"] for other in others) / max(sum(other["known"] for other in others), 1)
    return float(row["share"] / elsewhere) if elsewhere else float(row["deals"])
