"""Quarter by quarter: is the unit below its peers, and by the factor that made most of the gap in the year before?"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from analysis.company.deals import last_complete_quarter
from analysis.company.pipeline.velocity import Held, seller_sums
from analysis.company.sellers.gaps import Gap, gaps
from analysis.company.spans import Span, quarter_span

BACK = 8  # quarters looked at, the newest one included


def quarters_in_a_row(held: Held, last: date) -> pd.DataFrame:
    """Per unit `quarters`, in a row to the newest complete one before `last`, and `deals`, decided in the newest.

    The factor is the one with the most negative part in the four quarters before the newest; a unit that was not below
    its peers then has 0. Null where a factor of either cannot be told. Indexed by unit: sellers' teams.
    """
    newest = last_complete_quarter(last)
    before = compared(held, quarter_span(newest - 1, 4))
    now = compared(held, quarter_span(newest)) if first_day(held) < quarter_span(newest).first else {}
    told = {unit: gap for unit, gap in before.items() if unit in now and is_told(gap) and is_told(now[unit])}
    runs = dict.fromkeys(told, 0)
    for quarter in each_quarter(held, newest, now):
        running = [unit for unit in told if still_led(told[unit], quarter.get(unit))]
        told = {unit: told[unit] for unit in running}
        runs |= {unit: runs[unit] + 1 for unit in running}
        if not running:
            break
    deals = {unit: gap.decided for unit, gap in now.items()}
    return pd.DataFrame({"quarters": pd.Series(runs, dtype=float), "deals": pd.Series(deals, dtype=float)})


def first_day(held: Held) -> pd.Timestamp:
    """The first closing on record; far ahead where there is none."""
    known = held.closed[~np.isnan(held.closed)]
    return pd.Timestamp(known.min(), unit="D") if len(known) else pd.Timestamp.max


def each_quarter(held: Held, newest: int, now: dict[str, Gap]) -> Iterator[dict[str, Gap]]:
    """The newest first; none before the quarter of the first closing, which may have been recorded from its middle."""
    first = first_day(held)
    yield now
    for back in range(1, BACK):
        span = quarter_span(newest - back)
        if span.first <= first:
            return
        yield compared(held, span)


def compared(held: Held, span: Span) -> dict[str, Gap]:
    return {gap.unit: gap for gap in gaps(seller_sums(held, span))}


def is_told(gap: Gap) -> bool:
    return not np.isnan(gap.parts).any()


def still_led(before: Gap, gap: Gap | None) -> bool:
    return gap is not None and before.leads is not None and gap.leads == before.leads
