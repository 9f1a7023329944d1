"""Likeness of things described partly in numbers, partly in words."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
CHUNK = 4_000_000  # comparisons held at once


def gower_similarity(these: pd.DataFrame, those: pd.DataFrame, ranges: pd.Series) -> Array:
    """0 to 1, shape (these, those): the mean over columns that both know of 1 - distance / range, or of being equal.

    ranges: of each numeric column, over all things compared; other columns are words. NaN where nothing is shared.
    Source: Gower (1971), Biometrics 27, 857-871, weights 1; as cluster::daisy in R.
    """
    total = np.zeros((len(these), len(those)))
    known = np.zeros_like(total)
    for column in these:
        alike = likeness(these[column], those[column], ranges.get(column))
        known += ~np.isnan(alike)
        total += np.nan_to_num(alike)
    return np.divide(total, known, out=np.full_like(total, np.nan), where=known > 0)


def likeness(these: pd.Series, those: pd.Series, reach: float | None) -> Array:
    """Of one column, shape (these, those); NaN where a side is unknown."""
    if reach is None:
        codes = pd.factorize(pd.concat([these, those]).astype("str"))[0].astype(float)
        codes[codes < 0] = np.nan
        first, second = codes[: len(these), np.newaxis], codes[len(these) :]
        return np.where(np.isnan(first) | np.isnan(second), np.nan, first == second)
    first, second = these.to_numpy(float)[:, np.newaxis], those.to_numpy(float)
    return 1 - np.abs(first - second) / reach if reach > 0 else np.where(np.isnan(first - second), np.nan, 1.0)


def nearest_likeness(these: pd.DataFrame, those: pd.DataFrame, ranges: pd.Series, nearest: int) -> Array:
    """Mean similarity of each of `these` to its `nearest` of `those`, itself (the same index) left out; shape (these,).

    NaN for one that can be compared with none.
    """
    batch = max(1, CHUNK // max(len(those), 1))
    parts = [near(these.iloc[at : at + batch], those, ranges, nearest) for at in range(0, len(these), batch)]
    return np.concatenate(parts) if parts else np.zeros(0)


def near(these: pd.DataFrame, those: pd.DataFrame, ranges: pd.Series, nearest: int) -> Array:
    alike = gower_similarity(these, those, ranges)
    alike[these.index.to_numpy()[:, np.newaxis] == those.index.to_numpy()] = np.nan
    best = -np.sort(-alike, axis=1)[:, :nearest]  # NaN comes last
    known = ~np.isnan(best)
    mean = np.full(len(these), np.nan)
    np.divide(np.nansum(best, axis=1), known.sum(axis=1), out=mean, where=known.any(axis=1))
    return mean
