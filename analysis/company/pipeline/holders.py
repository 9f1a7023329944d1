"""Who held a deal while it stood: its days by whom it waited for, stage by stage."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.deals import within
from analysis.company.pipeline.passages import Passages, stays
from analysis.findings import Provenance
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.ratios import difference_of_shares, p_of, share_of_sums
from analysis.methods.survival import UNKNOWN, Estimate, kaplan_meier, quantile

HOLDERS = ("internal", "customer", "none")
OURS = "internal"
TENTHS = 10
FEW = 5  # stays under which no day is said that most need

Days = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Held:
    """stays: deal, stage (code), holder, days, over. Those of unknown length, or naming nobody, are counted apart."""

    stays: pd.DataFrame
    stages: tuple[str, ...]
    rows: Rows  # row of each of these deals in the table of deals
    unnamed: int
    unmeasured: int

    @property
    def deals(self) -> int:
        return len(self.rows)

    def days(self, holder: str | None = None) -> Days:
        """Days by deal and stage, shape (deals with a stay, stages); of one holder, or of all that are known."""
        rows = self.stays if holder is None else self.stays[self.stays["holder"] == holder]
        width = len(self.stages)
        at = rows["deal"].to_numpy() * width + rows["stage"].to_numpy()
        return np.bincount(at, rows["days"].to_numpy(float), self.deals * width).reshape(-1, width).astype(float)


def held_days(passages: Passages, window: Provenance) -> Held:
    """Stays in open stages that began within the window, as they stood at the end of as_of."""
    length, over = stays(passages, window.as_of)
    holder = holder_codes(passages.events["waiting_on"])
    inside = (passages.stage >= 0) & within(passages.events["entered_at"], window).to_numpy()
    named = holder >= 0
    use = inside & named & ~np.isnan(length)
    codes, rows = pd.factorize(passages.deal[use])
    frame = pd.DataFrame(
        {
            "deal": codes,
            "stage": passages.stage[use],
            "holder": pd.Categorical.from_codes(holder[use], categories=pd.Index(HOLDERS)),
            "days": length[use],
            "over": over[use],
        }
    )
    unmeasured = int((inside & named & np.isnan(length)).sum())
    return Held(frame, passages.stages, np.asarray(rows), int((inside & ~named).sum()), unmeasured)


def holder_codes(waiting_on: pd.Series) -> Rows:
    """Place in HOLDERS, shape (events,); -1 for anybody else and for nobody."""
    codes, names = pd.factorize(waiting_on.astype("str"))
    places = [HOLDERS.index(name) if name in HOLDERS else -1 for name in names]
    return np.array([*places, -1])[codes]


def internal_share(held: Held) -> Estimate:
    """Days that waited for us among the days whose holder is known; limits by deals."""
    return share_of_sums(held.days(OURS).sum(axis=1), held.days().sum(axis=1))


def shares_by_stage(held: Held) -> pd.DataFrame:
    """stage, held_deals, stays, total_days, internal_days, share, low, high, customer_share, none_share, p80_days,
    p_adjusted; in the order of the stages.

    share: waiting for us. p80_days: within which four of five waits for us end.
    p_adjusted: the stage's share against that of the other stages together, allowing for all stages.
    """
    days, all_days = {holder: held.days(holder) for holder in HOLDERS}, held.days()
    sums = days[OURS].sum(axis=1), all_days.sum(axis=1)
    rows = [stage_row(held, code, days, all_days, sums) for code in range(len(held.stages))]
    table = pd.DataFrame(rows)
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    return table


def stage_row(held: Held, code: int, days: dict[str, Days], all_days: Days, sums: tuple[Days, Days]) -> dict[str, Any]:
    """sums: over the stages, of our days and of all, each of shape (deals,)."""
    mine, whole = days[OURS][:, code], all_days[:, code]
    share = share_of_sums(mine, whole)
    rest = difference_of_shares(mine, whole, sums[0] - mine, sums[1] - whole)
    total = whole.sum()
    here = (held.stays["stage"] == code).to_numpy()
    waits = held.stays.loc[here & (held.stays["holder"] == OURS).to_numpy(), ["days", "over"]]
    return {
        "stage": held.stages[code],
        "held_deals": int((whole > 0).sum()),
        "stays": int(here.sum()),
        "total_days": total,
        "internal_days": mine.sum(),
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "customer_share": days["customer"][:, code].sum() / total if total else np.nan,
        "none_share": days["none"][:, code].sum() / total if total else np.nan,
        "p80_days": p80(waits).value,
        "p": p_of(rest),
    }


def p80(waits: pd.DataFrame) -> Estimate:
    """Days within which four of five waits end; those still running are censored. Kaplan-Meier, Brookmeyer-Crowley."""
    if len(waits) < FEW:
        return UNKNOWN
    tenths = np.rint(waits["days"].to_numpy() * TENTHS).astype(np.int64)
    counts = np.bincount(2 * tenths + waits["over"].to_numpy())
    cells = np.flatnonzero(counts)
    found = quantile(kaplan_meier(cells // 2, cells % 2 == 1, counts[cells]), 0.8)
    return Estimate(*(limit / TENTHS for limit in found))
