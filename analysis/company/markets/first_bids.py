"""Bids for a product that the account had not bought before: what cross-selling is counted from."""

import pandas as pd

PAIR = ["account_id", "product_id"]
RENEWAL = "renewal"


def first_bids(deals: pd.DataFrame) -> pd.DataFrame:
    """The deals whose account had not won their product before they began; deals without account or product left out.

    A bid begins on its day of creation, or else of closing. A renewal is of something bought before. Without closing
    days nobody knows what came first: then all but renewals stay. Deals as of a day: `deals_as_of`.
    """
    named = deals.dropna(subset=PAIR)
    if "deal_type" in named:
        named = named[named["deal_type"].astype("str").ne(RENEWAL).fillna(True).astype(bool)]
    if "closed_on" not in named:
        return named
    bought = purchases(deals)
    first = named[PAIR].merge(bought, on=PAIR, how="left")["bought_on"].set_axis(named.index)
    return named[~(first < began(named))]


def began(deals: pd.DataFrame) -> pd.Series:
    """Day of creation, the closing day where there is none or it is earlier; null for undated open deals."""
    if "created_on" not in deals:
        return deals["closed_on"]
    created = deals["created_on"].fillna(deals["closed_on"])
    return created.mask(deals["closed_on"] < created, deals["closed_on"])


def purchases(deals: pd.DataFrame) -> pd.DataFrame:
    """account_id, product_id, bought_on: the first won deal of each pair; those without a day are left out."""
    won = deals[(deals["outcome"] == "won") & deals["closed_on"].notna()].dropna(subset=PAIR)
    return won.groupby(PAIR, observed=True)["closed_on"].min().rename("bought_on").reset_index()
