"""3.4 Whitespace: with which one product, offered to accounts that lack it, do sellers fill their calls?

Accounts by products, from won deals; who lacked a product a year ago and bought it since; what a hundred calls bring.
A list of likely offers, made from what was known a year ago, is held against the commonest gap on purchases since.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.charts import Canvas, draw_tables
from analysis.company.deals import deals_as_of, deals_within, with_product
from analysis.company.markets.offer_lists import held_out
from analysis.company.markets.ownership import Matrix, commonest, last_day, matrix_of, recorded, years_before
from analysis.company.markets.play_evidence import list_part, pair_part
from analysis.company.markets.plays import ENOUGH, chances_now, first_year_amounts, offers, ownership, worth, year_of
from analysis.company.money import amounts, mixed_currencies
from analysis.drawing.plays import lift_chart, list_chart, play_chart
from analysis.findings import Chart, Figure, Findings, Message, Need, Table, Tripwire, figure_key
from analysis.inputs import Inputs, make_part
from analysis.method import Method

EXERCISE = "3.4"
NEEDS = {"accounts": ("account_id",), "deals": ("account_id", "product_id", "outcome", "closed_on")}
METHOD = Method(
    name="Nearest neighbours (Jaccard) pulled by a beta-binomial prior, lift with delta-method limits under "
    "Benjamini–Hochberg, held-out precision at k against popularity",
    assumes=(
        "An account buys as those who owned alike did a year ago",
        "What accounts bought before the records begin, or elsewhere, is not known: some gaps are none",
        "The mean amount of last year’s buyers holds for the next ones",
        "Accounts decide by themselves; subsidiaries of one parent count each",
    ),
    sources=(
        "Fix & Hodges (1951), USAF School of Aviation Medicine, report 4",
        "Ridout, Demétrio & Firth (1999), Biometrics 55, 137–148",
        "Brin, Motwani, Ullman & Tsur (1997), SIGMOD 26, 255–264",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
        "Newcombe (1998), Stat. Med. 17, 873–890",
        "Zou & Donner (2008), Stat. Med. 27, 1693–1702",
    ),
)
WORDS = {
    "brings_most": "A hundred calls bring most with {product}, about {worth:,.0f} in a year ({low:,.0f} to "
    "{high:,.0f}); {rate:.0f} of 100 accounts that lacked it bought it last year (n = {n})",
    "may_bring_most": "A hundred calls may bring most with {product}, about {worth:,.0f} in a year ({low:,.0f} to "
    "{high:,.0f}), with a chance of {chance:.0%} of being first; {rate:.0f} of 100 that lacked it bought it "
    "last year (n = {n})",
    "bought_most": "Of the accounts that lack a product, most buy {product}: {rate:.0f} of 100 last year ({low:.0f} to "
    "{high:.0f}, n = {n}); what that is worth needs amounts",
    "only_owned": "Who owns what can be told, but not yet what a year brings: the records do not reach back far enough",
    "none_bought": "Nobody who lacked a product bought it last year: no play stands out",
    "cannot_tell": "Nothing can be told yet: no account has a deal for a known product",
    "method_note": "Who owns what is read from won deals, and a gap is worth its chance of being filled within a year "
    "times what last year’s buyers spent in theirs. The chance is the share of buyers among the 25 accounts that owned "
    "most alike a year ago, pulled to the product’s rate. A list of the likeliest offers is made from what was known "
    "a year ago and held against the commonest gap on what was bought since; account fields such as size are today’s "
    "and are not used.",
    "no_account": "{n} {n:deal belongs|deals belong} to no account or product on the list and {n:is|are} left out",
    "left_accounts": "{n} {n:account has|accounts have} left and {n:is|are} not counted among those that lack anything",
    "subsidiaries": "{n} "
    "{n:account has a parent and counts for itself|accounts have a parent and count each for themselves}: a group that "
    "buys centrally shows as many gaps",
    "more_products": "{n} further {n:product|products}, of fewer deals, {n:is|are} left out",
    "short_history": "Records reach back to {first}: purchases of a year need at least {months} months of them",
    "no_backtest": "A list of a year ago needs at least {months} months of records, which begin on {first}: it "
    "cannot be tested",
    "few_buyers": "Fewer than {least} buyers in the year, so one rate for all accounts that lack it: {groups}",
    "few_both": "{n} of {all} {all:pair|pairs} {n:has|have} fewer than {least} owners of both: "
    "{n:its lift stays|their lifts stay} empty",
    "same_lists": "The list and the commonest gap hold the same offers: there is no gain to measure",
    "pairs_of_all": "The lift of a usual pair is {usual:.1f}: accounts that buy much own more of everything",
    "no_offer": "No decided offer to an account that lacked it: {groups}",
    "no_amount": "No buyer of last year has an amount, so the gap is not priced: {groups}",
    "one_buyer": "One buyer alone makes {share:.0%} of what last year’s spent on {product}: without it, a call brings "
    "less",
    "no_list_yet": "What is captured can be counted once a play is decided and its list frozen",
    "under_plan": "Six months on, wins with {product} are under 0.6 of the plan",
    "plays": "What a hundred calls bring, by product",
    "ownership_by_product": "Who owns and lacks what",
    "offers_by_product": "Offers to accounts that lacked the product",
    "lists": "A list made a year ago, against the commonest gap",
    "pairs": "Products owned together",
    "call_list": "The likeliest accounts of the first play",
    "product": "Product",
    "accounts": "Accounts",
    "owners": "Owners",
    "owned": "Own it",
    "owned_low": "Lower limit, own it",
    "owned_high": "Upper limit, own it",
    "lacking": "Lack it",
    "untouched": "Lack it, without a deal",
    "never_offered": "Never offered, of those who lack it",
    "never_offered_low": "Lower limit, never offered",
    "never_offered_high": "Upper limit, never offered",
    "offers": "Decided offers",
    "offers_won": "Offers won",
    "offers_open": "Offers open",
    "offer_win_rate": "Offers won, to accounts that lacked it",
    "offer_win_rate_low": "Lower limit, offers",
    "offer_win_rate_high": "Upper limit, offers",
    "lacked": "Lacked it a year ago",
    "buyers": "Bought it since",
    "still_open": "Of the others, with an open deal",
    "purchase_rate": "Bought within a year",
    "purchase_rate_low": "Lower limit, bought",
    "purchase_rate_high": "Upper limit, bought",
    "purchase_chance": "Mean chance of those who lack it",
    "amount": "Mean first-year amount",
    "amount_n": "Buyers with an amount",
    "whitespace": "Whitespace",
    "whitespace_low": "Lower limit, whitespace",
    "whitespace_high": "Upper limit, whitespace",
    "per_100_calls": "A hundred calls bring",
    "per_100_calls_low": "Lower limit, a hundred calls",
    "per_100_calls_high": "Upper limit, a hundred calls",
    "chance_best": "Chance of bringing most",
    "list": "List",
    "k": "Offers",
    "bought": "Bought within the year",
    "precision": "Share bought",
    "alone": "On this list alone",
    "gain": "Gain of the likeliest offers",
    "gain_low": "Lower limit, gain",
    "gain_high": "Upper limit, gain",
    "first": "Product",
    "second": "Owned with",
    "both": "Own both",
    "lift": "Lift",
    "usual": "Lift of a usual pair",
    "p": "p that they are owned independently, adjusted",
    "account": "Account",
    "name": "Name",
    "chance": "Chance within a year",
    "owns": "Owns",
    "captured_share": "Won, of the plan to that day",
    "precision_at_k": "Share bought of the list",
    "popularity_at_k": "Share bought of the commonest gap",
    "precision_gain": "Gain of the list",
    "plays_title": "A hundred calls bring most with {product}: about {worth}",
    "plays_title_perhaps": "A hundred calls may bring most with {product}, about {worth}; the chance of that is "
    "{chance:.0%}",
    "plays_alternative": "What a hundred calls to accounts that lack it bring in a year, by product, with limits and "
    "accounts that lacked it: {values}.",
    "lists_title_more": "The list finds {points:.0f} more {points:buyer|buyers} in 100 offers than the commonest gap "
    "({low:.0f} to {high:.0f})",
    "lists_title_same": "The list finds no clearly other number of buyers than the commonest gap: {ours} and {theirs} "
    "in {k} {k:offer|offers}",
    "lists_title_fewer": "The list finds {points:.0f} fewer {points:buyer|buyers} in 100 offers than the commonest gap",
    "lists_alternative": "Share of offers bought within the year, with limits: {values}.",
    "pairs_title": "Owners of {first} own {second} {lift:.1f} times as often as all accounts ({low:.1f} to {high:.1f})",
    "pairs_title_none": "No pair is clearly owned together more often than a usual one",
    "pairs_alternative": "Lift of pairs of products, with limits and owners of both: {values}.",
}


def limited(*names: str) -> list[str]:
    """The columns of values that have limits."""
    return [f"{name}{end}" for name in names for end in ("", "_low", "_high")]


OWNED_UNITS = {
    **dict.fromkeys(["accounts", "owners", "lacking", "untouched"], "accounts"),
    "open": "deals",
    **dict.fromkeys(limited("owned", "never_offered"), "fraction"),
}
OFFER_UNITS = {
    **dict.fromkeys(["offers", "offers_won", "offers_open"], "deals"),
    **dict.fromkeys(["offer_win_rate", "offer_win_rate_low", "offer_win_rate_high"], "fraction"),
}
PLAY_UNITS = {
    **dict.fromkeys(["lacking", "lacked", "buyers", "still_open", "amount_n"], "accounts"),
    **dict.fromkeys(limited("purchase_rate", "purchase_chance"), "fraction"),
    **dict.fromkeys(limited("whitespace", "per_100_calls"), "money"),
    "amount": "money",
    "chance_best": "fraction",
}  # fmt: skip
PLAY_COLUMNS = ["product", "lacking", "lacked", "buyers", "still_open", "purchase_rate", "purchase_rate_low",
                "purchase_rate_high", "purchase_chance", "amount", "amount_n", "whitespace", "whitespace_low",
                "whitespace_high", "per_100_calls", "per_100_calls_low", "per_100_calls_high",
                "chance_best"]  # fmt: skip
YEAR_MONTHS, BACKTEST_MONTHS = 18, 30  # of records, with half a year before the day on which the matrix is rebuilt
CLEAR = 0.95
SURE = 0.99  # no chance is said to be greater
CALLED = 25  # accounts of the list
ONE_BUYER = 0.2  # of what was spent
UNDER = 0.6  # of the plan
FOR_TRIPWIRE = 150  # accounts
WILSON = "Wilson interval"


def analyse(inputs: Inputs) -> Findings:
    known = named_products(inputs)
    deals = deals_within(known, inputs.provenance)
    products, day = commonest(deals), last_day(inputs.provenance)
    matrix = matrix_of(deals, inputs.tables["accounts"], products)
    if not products or not matrix.here(day).any():
        return part_of(inputs, warnings=tuple(left_out(known, matrix, inputs)))
    owned = ownership(matrix, known, day)
    offered = offers(matrix, known, deals)
    plays = plays_of(matrix, deals, day, owned)
    found = part_of(
        inputs,
        headline=headline(plays),
        figures=(*owned_figures(owned, offered), *play_figures(plays)),
        tables=(*owned_tables(owned, offered), *play_tables(plays), *call_table(matrix, day, plays, inputs)),
        warnings=(*left_out(known, matrix, inputs), *cautions(plays, offered, deals, day, inputs)),
        needs=() if inputs.has("deals", "amount") else (Need("deals", ("amount",)),),
        tripwires=tripwires(plays),
    )
    lists = held_out(matrix, day) if recorded(deals, years_before(day, 2)) else None
    found = found.with_part(pair_part(matrix, day, inputs), list_part(lists, inputs))
    return found


part_of = partial(make_part, EXERCISE, headline=Message("cannot_tell"))


def named_products(inputs: Inputs) -> pd.DataFrame:
    """Deals as of the day, the product's name as `product_id`; money: their amounts in one currency."""
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    named = with_product(deals, inputs.tables.get("products"))
    return named.assign(product_id=named["product"], money=amounts(named, inputs.tables.get("fx_rates")))


def plays_of(matrix: Matrix, deals: pd.DataFrame, day: pd.Timestamp, owned: pd.DataFrame) -> pd.DataFrame:
    """`PLAY_COLUMNS`; all null but what is lacked where the records are too short for a year's purchases."""
    table = owned[["product", "lacking"]]
    if not recorded(deals, years_before(day, 1)):
        empty = [column for column in [*PLAY_COLUMNS, *CHANCE_LIMITS] if column not in table]
        return table.assign(**dict.fromkeys(empty, np.nan), amount_error=np.nan, top_share=np.nan)
    chances = chances_now(matrix, day)
    lacking = ~np.isnan(chances)
    mean = np.divide(np.nansum(chances, axis=0), lacking.sum(axis=0), out=np.full(len(table), np.nan),
                     where=lacking.any(axis=0))  # fmt: skip
    table = table.merge(year_of(matrix, deals, day), on="product").assign(purchase_chance=mean)
    for end in ("low", "high"):
        scale = table[f"purchase_rate_{end}"] / table["purchase_rate"].where(table["purchase_rate"] > 0)
        table = table.assign(**{f"purchase_chance_{end}": (mean * scale).clip(upper=1)})
    return worth(table.merge(first_year_amounts(deals, matrix, day), on="product"))


CHANCE_LIMITS = ("purchase_chance_low", "purchase_chance_high")


def owned_figures(owned: pd.DataFrame, offered: pd.DataFrame) -> Iterator[Figure]:
    parts = {"owned": (owned, "accounts"), "never_offered": (owned, "lacking"), "offer_win_rate": (offered, "offers")}
    for name, (table, n) in parts.items():
        yield from Figure.from_frame(name, table.assign(n=table[n]), {name: "fraction"}, of=["product"], method=WILSON)


def play_figures(plays: pd.DataFrame) -> Iterator[Figure]:
    methods = {
        "purchase_rate": ("lacked", WILSON),
        "purchase_chance": (
            "lacking",
            "25 nearest neighbours by Jaccard distance, pulled; limits of the purchase rate",
        ),
        "whitespace": ("lacking", "Sum of chances × mean first-year amount; limits of rate and amount together"),
    }
    for name, (n, method) in methods.items():
        counted = plays.assign(n=plays[n].fillna(0).astype(int))
        yield from Figure.from_frame(name, counted, PLAY_UNITS, of=["product"], method=method)
    for row in plays.to_dict("records"):
        yield Figure(
            name="captured_share", of=(str(row["product"]),), value=None, unit="ratio", n=int(row["lacking"]),
            method="Amount won since the decision over the plan to that day",
        )  # fmt: skip


def owned_tables(owned: pd.DataFrame, offered: pd.DataFrame) -> tuple[Table, ...]:
    return (
        Table.from_frame("ownership_by_product", owned, OWNED_UNITS),
        Table.from_frame("offers_by_product", offered, OFFER_UNITS),
    )


def play_tables(plays: pd.DataFrame) -> tuple[Table, ...]:
    if plays["purchase_rate"].isna().all():
        return ()
    ranked = plays.sort_values(["per_100_calls", "purchase_rate", "product"], ascending=[False, False, True])
    return (Table.from_frame("plays", ranked[PLAY_COLUMNS], PLAY_UNITS),)


def call_table(matrix: Matrix, day: pd.Timestamp, plays: pd.DataFrame, inputs: Inputs) -> tuple[Table, ...]:
    """The likeliest accounts of the play that stands first, with what they own."""
    first = first_play(plays)
    if first is None:
        return ()
    chances = chances_now(matrix, day)[:, matrix.products.index(first["product"])]
    lacking = np.flatnonzero(~np.isnan(chances))
    called = lacking[np.lexsort((lacking, -chances[lacking].round(12)))][:CALLED]
    owned = matrix.owned(day)[called]
    rows = pd.DataFrame({"account": matrix.accounts[called], "product": first["product"], "chance": chances[called]})
    names = inputs.tables["accounts"].drop_duplicates("account_id").set_index("account_id")
    if "name" in names:
        rows.insert(1, "name", names["name"].reindex(rows["account"]).to_numpy())
    rows["owns"] = [", ".join(np.array(matrix.products)[each]) for each in owned]
    return (Table.from_frame("call_list", rows, {"chance": "fraction"}),)


# --- what is said ----------------------------------------------------------------------------------------------------


def left_out(deals: pd.DataFrame, matrix: Matrix, inputs: Inputs) -> Iterator[Message]:
    strange = ~deals["account_id"].isin(matrix.accounts) | deals["product_id"].isna()
    if strange.any():
        yield Message("no_account", {"n": int(strange.sum())})
    if gone := int((~matrix.here(last_day(inputs.provenance))).sum()):
        yield Message("left_accounts", {"n": gone})
    accounts = inputs.tables["accounts"]
    if "parent_id" in accounts and (under := int(accounts["parent_id"].notna().sum())):
        yield Message("subsidiaries", {"n": under})
    if more := deals["product_id"].nunique() - len(matrix.products):
        yield Message("more_products", {"n": int(more)})


def cautions(
    plays: pd.DataFrame, offered: pd.DataFrame, deals: pd.DataFrame, day: pd.Timestamp, inputs: Inputs
) -> Iterator[Message]:
    yield from history_cautions(deals, day)
    for row in plays[plays["top_share"] > ONE_BUYER].to_dict("records"):
        yield Message("one_buyer", {"product": row["product"], "share": row["top_share"]})
    groups = {
        "few_buyers": plays["buyers"] < ENOUGH,
        "no_amount": (plays["buyers"] > 0) & plays["amount"].isna(),
        "no_offer": offered["offers"] == 0,
    }
    for code, which in groups.items():
        if which.any():
            named = ", ".join(plays.loc[which.to_numpy(), "product"].astype("str"))
            yield Message(code, {"groups": named} | ({"least": ENOUGH} if code == "few_buyers" else {}))
    if mixed := mixed_currencies(inputs.tables["deals"], inputs.tables.get("fx_rates")):
        yield mixed
    yield Message("no_list_yet")


def history_cautions(deals: pd.DataFrame, day: pd.Timestamp) -> Iterator[Message]:
    won = deals.loc[deals["outcome"] == "won", "closed_on"].min()
    first = "no won deal" if pd.isna(won) else won.date().isoformat()
    if not recorded(deals, years_before(day, 1)):
        yield Message("short_history", {"first": first, "months": YEAR_MONTHS})
    if not recorded(deals, years_before(day, 2)):
        yield Message("no_backtest", {"first": first, "months": BACKTEST_MONTHS})


def first_play(plays: pd.DataFrame) -> dict[str, Any] | None:
    """What a hundred calls bring most with; without amounts, what is bought most. None where nothing was bought."""
    column = "chance_best" if plays["chance_best"].notna().any() else "purchase_rate"
    known = plays[plays["buyers"] > 0].dropna(subset=[column])
    ranked = known.sort_values([column, "purchase_rate", "product"], ascending=[False, False, True])
    return None if ranked.empty else {str(key): value for key, value in ranked.iloc[0].items()}


def headline(plays: pd.DataFrame) -> Message:
    if plays["purchase_rate"].isna().all():
        return Message("only_owned")
    first = first_play(plays)
    if first is None:
        return Message("none_bought")
    said = {"product": first["product"], "rate": 100 * first["purchase_rate"], "n": first["lacked"]}
    if np.isnan(first["chance_best"]):
        limits = {"low": 100 * first["purchase_rate_low"], "high": 100 * first["purchase_rate_high"]}
        return Message("bought_most", said | limits)
    value, low, high = (rounded(first[f"per_100_calls{end}"]) for end in ("", "_low", "_high"))
    worth = {"worth": value, "low": low, "high": high, "chance": min(first["chance_best"], SURE)}
    clear = first["chance_best"] >= CLEAR and first["buyers"] >= ENOUGH
    return Message("brings_most" if clear else "may_bring_most", said | worth)


def rounded(value: float) -> float:
    """Two digits that mean something."""
    return float(f"{value:.2g}")


def tripwires(plays: pd.DataFrame) -> tuple[Tripwire, ...]:
    """Of each priced play: under its plan six months on, where its list is long enough."""
    priced = plays[plays["whitespace"] > 0]
    return tuple(
        Tripwire(
            figure=figure_key("captured_share", str(product)),
            op="<",
            threshold=UNDER,
            window={"at": "six months after the decision"},
            min_n=FOR_TRIPWIRE,
            min_n_of="accounts",
            why=Message("under_plan", {"product": str(product)}),
        )
        for product in priced.sort_values(["per_100_calls", "product"], ascending=[False, True])["product"]
    )


# --- charts ----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """What a hundred calls bring, the list against the commonest gap, pairs: what there are rows for."""
    return draw_tables(findings, canvas, {"plays": play_chart, "lists": list_chart, "pairs": lift_chart})
