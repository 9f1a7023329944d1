"""Units of findings that need more than their own name."""

from collections.abc import Mapping
from typing import Any

OF_ROW = "of_row"  # of a column whose rows have units of their own: the column `unit` of the same row says which


def unit_in(unit: str, row: Mapping[str, Any]) -> str:
    """The unit of a cell: the column's, or where that is `OF_ROW` the row's own."""
    return str(row.get("unit") or "") if unit == OF_ROW else unit
