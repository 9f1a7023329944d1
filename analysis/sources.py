"""Where an instrument's items come from: the file itself, or the company's own tables.

A parameter such as `items` or `categories` is a list, or `{source, fallback, min, max, …}`. Sources are `stages`,
`segments`, `products`, `competitors`, `open_promises`, or a column such as `targets.unit_id`. Resolved once, when a
room opens, and then kept: a later upload never changes what people were asked.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.company.deals import with_segment
from analysis.company.losses.reasons import rivals
from analysis.inputs import Tables
from analysis.totals import total_of

Item = dict[str, Any]
RESOLVED = ("items", "categories")
FEWEST, MOST = 3, 7


def resolve(content: Mapping[str, Any], tables: Tables) -> dict[str, dict[str, Any]]:
    """{instrument key: {"items": […], "categories": […]}} of an exercise; each item a dict with `key` and `name`.

    Where a total is shared out, `total` too, as `totals.total_of` gives it.
    """
    return {
        instrument["key"]: {
            name: choices(instrument["parameters"][name], tables)
            for name in RESOLVED
            if name in instrument["parameters"]
        }
        | ({"total": total_of(instrument["parameters"], tables)} if "total" in instrument["parameters"] else {})
        for instrument in content["instruments"]
    }


def with_resolved(content: Mapping[str, Any], resolved: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The content, with resolved lists in place of where they come from; `prompt` of the items stays beside them.

    Lists that the file has no parameter for are added: what a room's first answers fixed for its second.
    """
    return dict(content) | {
        "instruments": [
            with_lists(instrument, resolved.get(instrument["key"], {})) for instrument in content["instruments"]
        ]
    }


def with_lists(instrument: Mapping[str, Any], lists: Mapping[str, Any]) -> dict[str, Any]:
    parameters = instrument["parameters"]
    prompts = {
        f"{name}_prompt": parameters[name]["prompt"]
        for name in lists
        if isinstance(parameters.get(name), Mapping) and parameters[name].get("prompt")
    }
    return dict(instrument) | {"parameters": {**parameters, **prompts, **lists}}


def choices(parameter: Any, tables: Tables) -> list[Item]:
    """One parameter as a list of dicts with `key` and `name`."""
    if isinstance(parameter, Mapping):
        names = items_for(
            parameter["source"],
            tables,
            parameter.get("fallback", ()),
            parameter.get("min") or FEWEST,
            parameter.get("max") or MOST,
        )
        return [as_item(name) for name in names]
    return [as_item(item) for item in parameter]


def as_item(item: Any) -> Item:
    """A plain word is its own key and name."""
    return dict(item) if isinstance(item, Mapping) else {"key": str(item), "name": str(item)}


def items_for(
    source: str, tables: Tables, fallback: Sequence[str], minimum: int = FEWEST, maximum: int = MOST
) -> list[str]:
    """At most `maximum` names; the fallback where the tables yield fewer than `minimum`."""
    found = SOURCES[source](tables) if source in SOURCES else column_values(source, tables)
    return keep_largest(found, maximum) if len(found) >= minimum else list(fallback)


def keep_largest(found: pd.Series, maximum: int) -> list[str]:
    """The names with most rows behind them, in the order in which `found` (name → rows) stands."""
    largest = found.nlargest(maximum, keep="first").index
    return [str(name) for name in found.index if name in largest]


def stages(tables: Tables) -> pd.Series:
    """Open stages in the order deals pass them → deals that entered them."""
    if "stages" not in tables or "stage_events" not in tables:
        return pd.Series(dtype=float)
    stage = tables["stages"]
    order = stage[stage["kind"] == "open"].sort_values("position", kind="stable")["stage"].drop_duplicates()
    entered = tables["stage_events"].groupby("stage", observed=True)["deal_id"].nunique()
    return entered.reindex(order).dropna()


def segments(tables: Tables) -> pd.Series:
    """Segments → closed deals, largest first."""
    if "deals" not in tables:
        return pd.Series(dtype=float)
    deals = with_segment(tables["deals"], tables.get("accounts"))
    return deals.loc[deals["outcome"].isin(["won", "lost"]), "segment"].value_counts()


def products(tables: Tables) -> pd.Series:
    """Products, by name where `products` knows it → deals, largest first."""
    deals = tables.get("deals")
    if deals is None or "product_id" not in deals:
        return pd.Series(dtype=float)
    return product_names(deals["product_id"], tables.get("products")).value_counts()


def competitors(tables: Tables) -> pd.Series:
    """Rivals that closed deals name → those deals, the commonest first."""
    deals = tables.get("deals")
    if deals is None or "competitor" not in deals:
        return pd.Series(dtype=float)
    return rivals(deals.loc[deals["outcome"].isin(["won", "lost"]), "competitor"]).value_counts()


def open_promises(tables: Tables) -> pd.Series:
    """Features that customers were promised and do not have yet → promises, most often promised first."""
    promised, plan = tables.get("commitments"), tables.get("roadmap")
    if promised is None:
        return pd.Series(dtype=float)
    if plan is not None and "delivered_on" in plan:
        promised = promised[~promised["feature"].isin(plan.loc[plan["delivered_on"].notna(), "feature"])]
    return promised["feature"].value_counts()


def product_names(ids: pd.Series, catalogue: pd.DataFrame | None) -> pd.Series:
    """The name of each product id; the id itself where no name is known."""
    if catalogue is None or "name" not in catalogue:
        return ids
    names = catalogue.dropna(subset=["name"]).drop_duplicates("product_id").set_index("product_id")["name"]
    return ids.map(names).fillna(ids)


def column_values(source: str, tables: Tables) -> pd.Series:
    """Values of `table.column` → rows, most frequent first; nothing where there is no such column."""
    table, _, column = source.partition(".")
    if table not in tables or column not in tables[table]:
        return pd.Series(dtype=float)
    return tables[table][column].value_counts()


SOURCES: dict[str, Callable[[Tables], pd.Series]] = {
    "stages": stages,
    "segments": segments,
    "products": products,
    "competitors": competitors,
    "open_promises": open_promises,
}
