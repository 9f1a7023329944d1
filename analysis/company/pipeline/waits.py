"""Who a stage waited for, deal by deal."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.company.pipeline.passages import Passages, departures, stays
from analysis.inputs import Inputs
from analysis.methods.medians import median_difference

FEW = 5  # deals on each side of a gap


def waiting_by_stage(passages: Passages, inputs: Inputs) -> tuple[pd.DataFrame, float]:
    """stage, lost_days, moved_days, gap, low, high, lost_n, moved_n; and the share of stays that is known."""
    waits, known = waits_by_deal(passages, inputs)
    gone = departures(passages, inputs.provenance)
    at_end = passages.last[:, np.newaxis] == np.arange(len(passages.stages))
    lost, moved = gone.lost & at_end & ~np.isnan(waits), gone.moved & ~np.isnan(waits)
    rows = [
        wait_row(stage, waits[lost[:, code], code], waits[moved[:, code], code])
        for code, stage in enumerate(passages.stages)
    ]
    return pd.DataFrame(rows), known


def waits_by_deal(passages: Passages, inputs: Inputs) -> tuple[Any, float]:
    """Days each deal waited for us, shape (deals, stages), NaN where unknown; and the share of stays known.

    A deal whose stays at a stage all waited for somebody else waited 0 days for us.
    """
    days, _ = stays(passages, inputs.provenance.as_of)
    waiting_on = passages.events["waiting_on"].astype("str")
    in_stage = passages.stage >= 0
    known = in_stage & waiting_on.notna().to_numpy() & ~np.isnan(days)
    shape = (len(passages.deals), len(passages.stages))
    at = passages.deal[known] * shape[1] + passages.stage[known]
    ours = np.where((waiting_on == "internal").to_numpy()[known], days[known], 0.0)
    total = np.bincount(at, ours, shape[0] * shape[1])
    seen = np.bincount(at, minlength=shape[0] * shape[1])
    waits = np.where(seen > 0, total, np.nan).reshape(shape)
    return waits, float(known.sum() / max(in_stage.sum(), 1))


def wait_row(stage: str, lost: Any, moved: Any) -> dict[str, Any]:
    enough = min(len(lost), len(moved)) >= FEW
    gap = median_difference(lost, moved) if enough else (np.nan, np.nan, np.nan)
    return {
        "stage": stage,
        "lost_days": float(np.median(lost)) if enough else np.nan,
        "moved_days": float(np.median(moved)) if enough else np.nan,
        "gap": gap[0],
        "low": gap[1],
        "high": gap[2],
        "lost_n": len(lost),
        "moved_n": len(moved),
    }
