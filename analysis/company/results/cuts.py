"""Ways of cutting the deals, by region, product, segment, seller and pairs of them, and what each cell holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from analysis.company.deals import deals_within, quarter_codes, quarters_ago, with_product, with_segment
from analysis.company.win_rate import Clustering, closed_deals, cluster_counts, count_outcomes
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.clustering import design_effect

SINGLE = {"Region": "region", "Product": "product", "Segment": "segment", "Seller": "rep_id"}
COLUMNS = {"product": "product_id"}  # what the table calls a column that is named otherwise here


@dataclass(frozen=True)
class Grain:
    """name: as the worksheet has it, such as "Region × product". columns: of the deals, one or two."""

    name: str
    columns: tuple[str, ...]

    @property
    def personal(self) -> bool:
        """Whether a cell is one person's."""
        return "rep_id" in self.columns


GRAINS = (
    *(Grain(name, (column,)) for name, column in SINGLE.items()),
    *(Grain(f"{a} × {b.lower()}", (SINGLE[a], SINGLE[b])) for a, b in combinations(SINGLE, 2)),
)


def with_cuts(deals: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Deals with `region`, `product`, `segment` and `rep_id` as far as these, or the accounts, tell; else null."""
    accounts = inputs.tables.get("accounts")
    placed = with_product(with_segment(deals, accounts), inputs.tables.get("products"))
    return placed.assign(region=region_of(deals, accounts), rep_id=text_of(deals, "rep_id"))


def text_of(deals: pd.DataFrame, column: str) -> pd.Series:
    known = deals[column] if column in deals else pd.Series(None, deals.index)
    return known.astype("str")


def region_of(deals: pd.DataFrame, accounts: pd.DataFrame | None) -> pd.Series:
    """The deal's region, else its account's."""
    region = text_of(deals, "region")
    if accounts is None or "region" not in accounts or "account_id" not in deals:
        return region
    of_account = accounts.drop_duplicates("account_id").set_index("account_id")["region"].astype("str")
    return region.fillna(deals["account_id"].map(of_account)).astype("str")


def recent(deals: pd.DataFrame, inputs: Provenance, quarters: int) -> pd.DataFrame:
    """Decided deals of the window, without one of the last `quarters` complete quarters; and all that are open."""
    if inputs.windowed:
        return deals_within(deals, inputs)
    inside = quarters_ago(deals, inputs.as_of).between(0, quarters - 1).fillna(False).astype(bool)
    return deals[inside | (deals["outcome"] == "open")]


def quarters_spanned(deals: pd.DataFrame) -> int:
    """Quarters from the first closing to the last, both counted; 0 where nothing is closed."""
    codes = quarter_codes(closed_deals(deals), "closed").dropna()
    return int(codes.max() - codes.min() + 1) if len(codes) else 0


def cells_of(deals: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Closed `deals`, `won` and `open` per cell, indexed by `columns`; cells without a decided deal are left out."""
    counts = count_outcomes(deals, *columns)
    return counts[counts["deals"] > 0].sort_index()


def effect_within(deals: pd.DataFrame, grain: Grain, clustering: Clustering | None) -> float:
    """Design effect of clusters that share a cell; 1 where the cells are clusters, or parts of them."""
    if clustering is None or clustering.column in grain.columns or clustering.column not in deals:
        return 1.0
    named = deals.dropna(subset=[*grain.columns])
    where = named[list(grain.columns)].agg("\0".join, axis=1) if len(grain.columns) > 1 else named[grain.columns[0]]
    owner = named[clustering.column].astype("str")
    sizes = cluster_counts(
        named.assign(**{clustering.column: (where + "\0" + owner).mask(owner.isna())}), clustering.column
    )
    return max(1.0, design_effect(clustering.icc, sizes["deals"]))
