"""Writes tables as the CSV files that people upload."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """One UTF-8 file each, `deals.csv` and so on; days as 2026-09-30, moments with their minute. Makes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_table(table, folder / f"{name}.csv") for name, table in tables.items()]


def write_table(table: pd.DataFrame, path: Path) -> Path:
    days = {str(name): day_or_minute(table[name]) for name in table.select_dtypes("datetime")}
    table.assign(**days).to_csv(path, index=False, lineterminator="\n")
    return path


def day_or_minute(moments: pd.Series) -> pd.Series:
    whole_days = bool((moments.dropna() == moments.dropna().dt.normalize()).all())
    return moments.dt.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M")
