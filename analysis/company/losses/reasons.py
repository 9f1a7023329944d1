"""Why deals were lost, as logged: reasons mapped to the exercise's categories, and rivals named.

A category of the Markdown takes the reasons in its `logged_as`, and those that equal its key or name. Without
categories each logged reason is a cause of its own.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

NO_RIVAL = frozenset({"", "none", "no competitor", "no rival", "nobody", "n/a", "na", "unknown", "-", "–"})


def plain(text: str) -> str:
    """The text as it is compared: case, outer blanks, hyphens and runs of blanks make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("-", " ").replace("_", " ")
    return " ".join(folded.split())


def categories(content: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The categories of the exercise's classify instrument; none where the content has no such instrument."""
    instruments = [one for one in content.get("instruments", ()) if one.get("kind") == "classify"]
    return tuple(instruments[0].get("parameters", {}).get("categories", ())) if instruments else ()


def cause_names(content: Mapping[str, Any]) -> dict[str, str]:
    """Names of the categories by their keys, in the order in which they are asked."""
    return {str(one["key"]): str(one["name"]) for one in categories(content)}


def causes(reasons: pd.Series, content: Mapping[str, Any]) -> pd.Series:
    """Cause of each logged reason, null where none is logged or none fits. Reasons are looked up once each."""
    known = reasons.astype("str")
    given = {text: cause_of(text, categories(content)) for text in known.dropna().unique()}
    return known.map(given).astype("str")


def cause_of(text: str, given: Sequence[Mapping[str, Any]]) -> str | None:
    if not plain(text):
        return None
    if not given:
        return text.strip()
    fits = (one for one in given if plain(text) in words_of(one))
    return next((str(one["key"]) for one in fits), None)


def words_of(category: Mapping[str, Any]) -> set[str]:
    return {plain(str(word)) for word in (category["key"], category["name"], *category.get("logged_as", ()))}


def rivals(competitors: pd.Series) -> pd.Series:
    """The rival each deal names, null where it names none."""
    codes, names = pd.factorize(competitors.astype("str"))
    named = pd.Series(names, dtype="str").str.strip()
    named = named.mask(named.str.casefold().isin(NO_RIVAL))
    return pd.Series(named.array.take(codes, allow_fill=True), index=competitors.index, name=competitors.name)
