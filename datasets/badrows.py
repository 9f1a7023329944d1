"""The rows that have problems, as a file to mend and send again."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

NUMBER = re.compile(r"^[-+]?[\d.,]+%?$")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; plain numbers stay numbers."""
    text = "" if pd.isna(value) else str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) and not NUMBER.match(text) else text


def bad_rows(rows: pd.DataFrame, problems: Iterable[dict[str, Any]]) -> str:
    """CSV: the row in the file, what is wrong with it, and its cells as they were. `rows` as read, index = row."""
    wrong: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        if problem["row"]:
            wrong[problem["row"]].append(f"{problem['column']}: {problem['message']}".removeprefix(": "))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Row", "What is wrong", *(harmless(header) for header in rows.columns)])
    for row, cells in rows[rows.index.isin(wrong)].iterrows():
        writer.writerow([row, harmless("; ".join(wrong[int(str(row))])), *(harmless(cell) for cell in cells)])
    return out.getvalue()
