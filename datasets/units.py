"""Whose a target is, where a file has no column for it: the header says."""

from collections.abc import Iterable

from datasets.profiles import normal

UNIT_WORDS = {
    "rep": "sales people", "product": "products", "team": "teams", "region": "regions", "company": "the company",
}  # fmt: skip
"""Kinds of unit, the finest first."""
HEADERS = {
    "product": "product", "productid": "product", "team": "team", "salesteam": "team", "region": "region",
    "territory": "region", "company": "company",
}  # fmt: skip
"""Headers that name a unit of another kind than a seller."""


def unit_type(header: str) -> str:
    return HEADERS.get(normal(header), "rep")


def coarser_units(headers: Iterable[str]) -> set[str]:
    """Of several headers that could name the unit all but the finest: a seller's row names the region too."""
    kinds = {header: unit_type(header) for header in headers}
    finest = min(kinds.values(), key=list(UNIT_WORDS).index, default="")
    return {header for header, kind in kinds.items() if kind != finest}
