"""What a table is, as one sha256: names, types and rows in key order, and nothing of the file they lie in."""

import hashlib
import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from datasets.derived import sort_key


def table_digest(name: str, rows: pd.DataFrame) -> str:
    """`rows` in key order, as `derived.finish` leaves them. Columns count in the order of their names."""
    whole = hashlib.sha256(json.dumps([name, len(rows), list(sort_key(name))]).encode())
    for column in sorted(rows.columns):
        whole.update(json.dumps([column, kind_of(rows[column])]).encode())
        for part in column_bytes(rows[column]):
            whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def manifest_digest(tables: Mapping[str, str]) -> str:
    """`tables`: {name: digest}."""
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def kind_of(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "flag"
    if pd.api.types.is_integer_dtype(values):
        return "integer"
    if pd.api.types.is_float_dtype(values):
        return "number"
    return "instant" if pd.api.types.is_datetime64_any_dtype(values) else "text"


def column_bytes(values: pd.Series) -> tuple[bytes, bytes]:
    """Which rows are null, and the others' values; little-endian, -0.0 as 0.0, text as UTF-8 with its lengths."""
    empty = values.isna().to_numpy(bool)
    kind = kind_of(values)
    return np.packbits(empty).tobytes(), text_bytes(values) if kind == "text" else number_bytes(values, kind, empty)


def number_bytes(values: pd.Series, kind: str, empty: np.ndarray) -> bytes:
    if kind == "instant":
        return np.where(empty, 0, values.astype("datetime64[us]").astype("int64")).astype("<i8").tobytes()
    if kind == "number":
        numbers = values.to_numpy("float64", na_value=np.nan)
        return (np.where(empty, 0.0, numbers) + 0.0).astype("<f8").tobytes()
    return values.to_numpy("int64", na_value=0).astype("<i8").tobytes()


def text_bytes(values: pd.Series) -> bytes:
    array = pa.array(values.fillna(""), type=pa.large_string())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    lengths = compute.binary_length(array).to_numpy(zero_copy_only=False).astype("<i8").tobytes()
    return lengths + "".join(array.to_pylist()).encode("utf-8", "surrogatepass")
