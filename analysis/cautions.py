"""Warnings that many exercises give, said once for many groups instead of once for each."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.findings import Message

NAMED = 3  # so many groups are named one by one; more of them share a sentence
THIN = 30  # closed deals; with fewer, the interval of a rate near one half is wider than 34 points


def thin_groups(rows: pd.DataFrame, group: str, n: str = "deals", least: int = THIN) -> list[Message]:
    """Groups whose own numbers say little: code `thin`, of more than three `thin_many`."""
    thin = [(str(name), int(count)) for name, count in zip(rows[group], rows[n], strict=True) if count < least]
    if len(thin) <= NAMED:
        return [Message("thin", {"group": name, "n": count}) for name, count in thin]
    listed = ", ".join(f"{name} ({count})" for name, count in thin)
    return [Message("thin_many", {"count": len(thin), "least": least, "groups": listed})]


def listed(code: str, names: Sequence[Any] | Iterable[Any], **more: Any) -> list[Message]:
    """One message of that code with the names in `groups`; none without a name."""
    known = [str(name) for name in names]
    return [Message(code, {"groups": ", ".join(known)} | more)] if known else []
