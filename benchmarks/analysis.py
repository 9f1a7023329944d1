"""`analysis`: the aggregates under the exercises, on a large company's snapshot, against the same in DuckDB."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from benchmarks.aggregates import AGGREGATES, ours, theirs
from benchmarks.apart import run_apart
from benchmarks.lines import Aim, Line, Unmeasurable, interleaved, peak_of, seconds_of
from benchmarks.options import Options
from benchmarks.tables import make_tables, paths_of
from datasets.sample.company import AS_OF

PEER = f"DuckDB {duckdb.__version__}"
AS_FAST = Aim(1.0)


class Different(Unmeasurable):
    """We and the peer do not give the same table: there is nothing to compare."""


def analysis(folder: Path, options: Options) -> Iterator[Line]:
    """A line for each aggregate. Raises Different."""
    rows = run_apart(make_tables, folder, options.deals).value
    about = {name: rows[name] for name in ("deals", "stage_events")}
    paths = paths_of(folder)
    for name in AGGREGATES:
        yield aggregate_line(name, paths, options.repeats, about)


def aggregate_line(name: str, paths: dict[str, str], repeats: int, about: dict[str, Any]) -> Line:
    """Wall seconds from the files to the table. Raises Different before anything counts."""
    run_ours, run_theirs = (partial(run_apart, side, name, paths, AS_OF) for side in (ours, theirs))
    check_same(run_ours().value, run_theirs().value, name)
    mine, other = interleaved(run_ours, run_theirs, repeats)
    about = about | {"ours_peak_mib": peak_of(mine), "theirs_peak_mib": peak_of(other)}
    return Line("analysis", name, "s", seconds_of(mine), seconds_of(other), PEER, AS_FAST, about)


def check_same(mine: pd.DataFrame, other: pd.DataFrame, name: str) -> None:
    """Numbers to a millionth of themselves, words exactly. Raises Different."""
    if not (mine.shape == other.shape and list(mine.columns) == list(other.columns) and same_cells(mine, other)):
        raise Different(f"{name}: ours is\n{mine}\nand the peer's\n{other}")


def same_cells(mine: pd.DataFrame, other: pd.DataFrame) -> bool:
    counted = mine.select_dtypes("number").columns
    words, words_of_peer = (table.drop(columns=counted).astype("str") for table in (mine, other))
    close = np.allclose(mine[counted].to_numpy(float), other[counted].to_numpy(float), rtol=1e-6)
    return close and words.equals(words_of_peer)
