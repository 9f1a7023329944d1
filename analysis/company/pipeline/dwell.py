"""How long deals stay in each stage, and which stage holds most of their days."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.company.deals import within
from analysis.company.pipeline.passages import Passages, stays
from analysis.inputs import Inputs
from analysis.methods.survival import days_until

TENTHS = 10  # stays are counted in tenths of a day


def stay_rows(passages: Passages, inputs: Inputs) -> pd.DataFrame:
    """One row per stay in an open stage whose length is known: deal, stage (code), product, days, over."""
    length, over = stays(passages, inputs.provenance.as_of)
    use = (passages.stage >= 0) & ~np.isnan(length)
    use &= within(passages.events["entered_at"], inputs.provenance).to_numpy()
    codes, names = pd.factorize(passages.deals["product"], sort=True)
    return pd.DataFrame(
        {
            "deal": passages.deal[use],
            "stage": passages.stage[use],
            "product": pd.Categorical.from_codes(codes[passages.deal[use]], categories=names),
            "days": length[use],
            "over": over[use],
        }
    )


def elapsed_by_stage(staying: pd.DataFrame, stages: tuple[str, ...]) -> pd.DataFrame:
    """stage, visits, total_days, share, low, high, in the order of the stages. Limits: linearised ratio over deals."""
    width = len(stages)
    deal, stage, length = (staying[column].to_numpy() for column in ("deal", "stage", "days"))
    cell = np.bincount(deal * width + stage, length, (int(deal.max()) + 1) * width).reshape(-1, width)
    total = cell.sum()
    share = cell.sum(axis=0) / total if total else np.full(width, np.nan)
    off = np.sqrt(np.square(cell - share * cell.sum(axis=1, keepdims=True)).sum(axis=0)) / (total or np.nan)
    return pd.DataFrame(
        {
            "stage": stages,
            "visits": np.bincount(stage, minlength=width),
            "total_days": cell.sum(axis=0),
            "share": share,
            "low": np.clip(share - 1.96 * off, 0, 1),
            "high": np.clip(share + 1.96 * off, 0, 1),
        }
    )


def dwell_by_stage(staying: pd.DataFrame, stages: tuple[str, ...]) -> pd.DataFrame:
    """stage, product, visits, running, median_days, p80_days. Stays not over yet are censored; in tenths of a day."""
    tenths = np.rint(staying["days"] * TENTHS).astype(int)
    named = staying["product"].cat.add_categories([""]).fillna("")
    counted = staying.assign(tenths=tenths, product=named).groupby(
        ["stage", "product", "tenths", "over"], observed=True
    )
    cells = counted.size().rename("n").reset_index()
    rows = [
        {"stage": stages[int(str(stage))], "product": str(product)} | dwell_row(part)
        for (stage, product), part in cells.groupby(["stage", "product"], observed=True, sort=True)
    ]
    return pd.DataFrame(rows)


def dwell_row(cells: pd.DataFrame) -> dict[str, Any]:
    median, p80 = days_until([0.5, 0.8], cells["tenths"], cells["over"], cells["n"])
    return {
        "visits": int(cells["n"].sum()),
        "running": int(cells.loc[~cells["over"], "n"].sum()),
        "median_days": median / TENTHS,
        "p80_days": p80 / TENTHS,
    }
