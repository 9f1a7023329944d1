"""Plays: one product, offered to the accounts that lack it. Who lacks it, who buys in a year, what that is worth."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.company.markets.first_bids import first_bids
from analysis.company.markets.ownership import Matrix, years_before
from analysis.methods.intervals import wilson_interval
from analysis.methods.neighbours import learn, purchase_chances

Array = NDArray[np.float64]
Places = NDArray[np.intp]
ENOUGH = 30  # purchases in a year, for chances that differ by account
SEED, DRAWS = 20240608, 10_000


def ownership(matrix: Matrix, deals: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """product, accounts, owners, owned, owned_low, owned_high, lacking, open, untouched and never_offered with limits.

    Of the accounts that have not left. open: deals. untouched: accounts lacking it with no deal for it whatever.
    """
    here, owned = matrix.here(day), matrix.owned(day)
    owners, lacking = owned[here].sum(axis=0), (~owned[here]).sum(axis=0)
    untouched = (~owned & ~touched(matrix, deals))[here].sum(axis=0)
    still_open = deals[(deals["outcome"] == "open") & deals["account_id"].isin(matrix.accounts[here])]
    table = pd.DataFrame({"product": matrix.products, "accounts": int(here.sum()), "owners": owners})
    table = with_rate(table, "owned", table["owners"], table["accounts"]).assign(
        lacking=lacking, open=still_open["product_id"].value_counts().reindex(matrix.products).fillna(0).to_numpy(int)
    )
    return with_rate(table.assign(untouched=untouched), "never_offered", untouched, table["lacking"])


def touched(matrix: Matrix, deals: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether there is any deal of the account for the product, shape (accounts, products)."""
    flags = np.zeros((len(matrix.accounts), len(matrix.products)), bool)
    rows, columns, known = cells_of(matrix, deals)
    flags[rows[known], columns[known]] = True
    return flags


def cells_of(matrix: Matrix, deals: pd.DataFrame) -> tuple[Places, Places, NDArray[np.bool_]]:
    """Row and column of each deal in the matrix, and whether it has both."""
    rows = matrix.accounts.get_indexer(pd.Index(deals["account_id"].astype("str")))
    columns = pd.Index(matrix.products).get_indexer(pd.Index(deals["product_id"].astype("str")))
    return rows, columns, (rows >= 0) & (columns >= 0)


def with_rate(table: pd.DataFrame, name: str, part: pd.Series, whole: pd.Series) -> pd.DataFrame:
    """Adds part / whole under that name, with Wilson's limits; NaN where the whole is 0."""
    whole = pd.Series(whole, index=table.index).astype(float)
    low, high = wilson_interval(part, whole)
    made: dict[str, Any] = {name: part / whole.where(whole > 0), f"{name}_low": low, f"{name}_high": high}
    return table.assign(**made)


def offers(matrix: Matrix, known: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
    """product, offers (decided, to accounts that lacked it), offers_won, offers_open, offer_win_rate with limits.

    known: all deals, for what was bought before; within: those of the window.
    """
    first = within[within.index.isin(first_bids(known).index) & within["account_id"].isin(matrix.accounts)]
    counts = first.groupby(["product_id", "outcome"], observed=True).size().unstack(fill_value=0)
    counts = counts.reindex(index=matrix.products, columns=["won", "lost", "open"], fill_value=0)
    table = pd.DataFrame({"product": matrix.products, "offers": (counts["won"] + counts["lost"]).to_numpy()})
    table = table.assign(offers_won=counts["won"].to_numpy(), offers_open=counts["open"].to_numpy())
    return with_rate(table, "offer_win_rate", table["offers_won"], table["offers"])


def year_of(matrix: Matrix, deals: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """product, lacked, buyers, still_open, purchase_rate with limits, purchase_chance with limits, chances as a list.

    The year that ends on `day`, among accounts that had not left and lacked the product when it began; chances are of
    the accounts that lack it now. still_open: deals for it of those who lacked it and have not bought.
    """
    began = years_before(day, 1)
    there, owned, bought = matrix.here(began), matrix.owned(began), matrix.bought(began, day)
    lacked, buyers = (~owned)[there].sum(axis=0), (bought & ~owned)[there].sum(axis=0)
    waiting = touched(matrix, deals[deals["outcome"] == "open"]) & ~owned & ~bought
    table = pd.DataFrame({"product": matrix.products, "lacked": lacked, "buyers": buyers})
    table = table.assign(still_open=waiting[there].sum(axis=0))
    return with_rate(table, "purchase_rate", table["buyers"], table["lacked"])


def chances_now(matrix: Matrix, day: pd.Timestamp) -> Array:
    """Chance of buying within the year after `day`, learnt from the year before it; shape (accounts, products).

    NaN where the account owns the product or has left.
    """
    began = years_before(day, 1)
    there, here = matrix.here(began), matrix.here(day)
    learnt = learn(matrix.owned(began)[there], matrix.bought(began, day)[there])
    chances = np.full(matrix.bought_on.shape, np.nan)
    chances[here] = purchase_chances(matrix.owned(day)[here], learnt, ENOUGH)
    return chances


def first_year_amounts(deals: pd.DataFrame, matrix: Matrix, day: pd.Timestamp) -> pd.DataFrame:
    """product, amount (mean of what a buyer of the year spent on it in that year), amount_n, amount_error (relative),
    top_share (of its largest buyer in all).

    deals: with `money`. A buyer none of whose deals has an amount is left out.
    """
    began = years_before(day, 1)
    bought = matrix.bought(began, day)
    won = deals[(deals["outcome"] == "won") & (deals["closed_on"] > began) & deals["money"].notna()]
    rows, columns, known = cells_of(matrix, won)
    known[known] = bought[rows[known], columns[known]]
    spent = won[known].sort_values(["account_id", "money"]).groupby(["product_id", "account_id"])["money"].sum()
    groups = spent.sort_values().groupby(level="product_id")
    made = pd.DataFrame({"n": groups.size(), "mean": groups.mean(), "sd": groups.std(), "most": groups.max()}).reindex(
        matrix.products
    )
    n = made["n"].fillna(0)
    error = made["sd"] / made["mean"] / np.sqrt(n.where(n > 0))
    return pd.DataFrame(
        {
            "product": matrix.products, "amount": made["mean"].where(made["mean"] > 0).to_numpy(),
            "amount_n": n.to_numpy(int), "amount_error": error.to_numpy(),
            "top_share": (made["most"] / made["mean"] / n.where(n > 1)).to_numpy(),
        }
    )  # fmt: skip


def worth(table: pd.DataFrame) -> pd.DataFrame:
    """Adds whitespace and per_100_calls with limits, and chance_best, that a hundred calls bring most with it.

    Limits: of the purchase rate and of the mean amount together, on the logarithm (Zou & Donner 2008, Stat. Med. 27,
    1693-1702).
    """
    each = table["purchase_chance"] * table["amount"]
    reach = norm.ppf(0.975) * table["amount_error"].fillna(0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.hypot(np.log(table["purchase_rate"] / table["purchase_rate_low"]), reach)
        up = np.hypot(np.log(table["purchase_rate_high"] / table["purchase_rate"]), reach)
    made = table
    for name, value in (("whitespace", each * table["lacking"]), ("per_100_calls", 100 * each)):
        made = made.assign(**{name: value, f"{name}_low": value * np.exp(-down), f"{name}_high": value * np.exp(up)})
    return made.assign(chance_best=chance_best(made))


def chance_best(table: pd.DataFrame) -> Array:
    """Share of seeded draws of rate and mean amount in which a call brings most; NaN where that is not known."""
    known = (table["per_100_calls"].notna() & (table["buyers"] > 0)).to_numpy()
    chance = np.full(len(table), np.nan)
    if not known.any():
        return chance
    rows, rng = table[known], np.random.default_rng(SEED)
    bought, not_bought = rows["buyers"].to_numpy(float), (rows["lacked"] - rows["buyers"]).to_numpy(float)
    error = rows["amount_error"].fillna(0.0).to_numpy()
    drawn = rng.beta(bought + 0.5, not_bought + 0.5, (DRAWS, len(rows)))
    drawn = drawn * np.exp(error * rng.standard_normal(drawn.shape) - error**2 / 2)
    drawn = drawn * (rows["per_100_calls"] / rows["purchase_rate"]).to_numpy()
    chance[known] = np.bincount(drawn.argmax(axis=1), minlength=len(rows)) / DRAWS
    return chance
