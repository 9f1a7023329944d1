"""3.3 Adjacent markets: into which neighbouring industry do our own bids say a seller should go?

Bids for a product that the account had not bought before, by the account's industry: how often they are won, at which
rate they would just pay, and what a day earns there. Home is the industry with most won deals. Beside it, how the room
ranks the markets, and how far that order hangs on its weights.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.market_order import room_part
from analysis.cautions import THIN, listed, thin_groups
from analysis.company.deals import deals_as_of, deals_within
from analysis.company.markets.bid_costs import NEEDS as COSTS
from analysis.company.markets.bid_costs import with_costs
from analysis.company.markets.first_bids import first_bids
from analysis.company.markets.markets import (
    CLEAR,
    MONEY_COLUMNS,
    RATE_COLUMNS,
    days_shares,
    home_of,
    in_hundreds,
    is_clear,
    likeness_by_market,
    market_table,
    pays,
    with_industry,
)  # fmt: skip
from analysis.company.money import mixed_currencies
from analysis.company.win_rate import UNITS, Clustering, find_clustering, win_rate_cautions
from analysis.drawing import markets
from analysis.findings import Figure, Findings, Message, Need, Table, Tripwire, figure_key
from analysis.inputs import Inputs, make_part
from analysis.method import Method

EXERCISE = "3.3"
NEEDS = {"deals": ("deal_id", "outcome", "account_id", "product_id"), "accounts": ("account_id", "industry")}
METHOD = Method(
    name="Hierarchical beta-binomial rates, Wilson limits against a break-even rate, chances of the largest earning by "
    "posterior draws, Gower similarity to won accounts, weighted marks (multi-criteria decision analysis)",
    assumes=(
        "Those whom we shall bid for are like those whom we have bid for: buyers who rang are warmer than others",
        "What accounts bought before the records begin is not known: some bids count as first that are not",
        "Margins and days of past bids hold for the next ones",
        "Industries vary round one common rate",
    ),
    sources=(
        "Gelman et al. (2013), Bayesian Data Analysis, 5.3",
        "Christiansen & Morris (1997), JASA 92, 618–632",
        "Wilson (1927), JASA 22, 209–212",
        "Gower (1971), Biometrics 27, 857–871",
        "Lahdelma, Hokkanen & Salminen (1998), EJOR 106, 137–143",
        "Triantaphyllou & Sánchez (1997), Decision Sciences 28, 151–194",
    ),
)
WORDS = {
    "earns_most": "{market} is worth a seller: {won:.0f} of 100 bids there {won:is|are} won ({low:.0f} to {high:.0f}, "
    "n = {n}), {even:.0f} would pay, and a day earns most there with a chance of {chance:.0%}",
    "may_earn_most": "{market} may earn most a day, with a chance of {chance:.0%}: {won:.0f} of 100 bids {won:is|are} "
    "won ({low:.0f} to {high:.0f}, n = {n}), {even:.0f} would pay",
    "won_oftenest_and_pays": "Bids in {market} are won oftenest next door, {won:.0f} of 100 ({low:.0f} to {high:.0f}, "
    "n = {n}), where {even:.0f} would pay; whether a day there earns most is open (a chance of {chance:.0%})",
    "none_leads": "Bids pay in {paying} of {all} {all:market|markets} next door, and none is clearly the best of them; "
    "{market} is likeliest to earn most a day, with a chance of {chance:.0%} (n = {n})",
    "by_one_deal": "No market next door is clearly best: a day may earn most in {market}, with a chance of "
    "{chance:.0%}, but one deal brings {share:.0%} of all margin there (n = {n})",
    "may_pay": "No market next door is known to pay; {market} comes nearest, with {won:.0f} of 100 bids won "
    "({low:.0f} to {high:.0f}, n = {n}) where {even:.0f} would pay",
    "none_pays": "Next door no bids pay: even in {market}, the best, at most {high:.0f} of 100 {high:is|are} won (n = "
    "{n}), and {even:.0f} would pay",
    "home_first": "Home, {home}, earns more a day than any market next door, as far as bids show; the best of them, "
    "{market}, beats it with a chance of {beats:.0%}",
    "won_oftenest": "Bids in {market} are won oftenest next door, {won:.0f} of 100 ({low:.0f} to {high:.0f}, n = {n}); "
    "whether they pay needs days, margins and pay",
    "rates_near": "No market next door is clearly won oftener than the others; whether bids pay needs days, margins "
    "and pay",
    "nothing_next_door": "Next door too few bids are decided to tell anything: none in {least} or more",
    "cannot_tell": "Nothing can be told yet: no bid for a new product is decided in any known industry",
    "method_note": "We count the decided bids for a product that the account had not bought before, by the account’s "
    "industry, and pull small industries towards the common rate by a hierarchical beta-binomial model. Break-even is "
    "the cost of a bid, its selling days at the pay of a day, over the mean margin of a won one; the chances that a "
    "day earns most in a market come from 10,000 draws of its rate, mean margin and mean days. Likeness is Gower’s "
    "similarity of a market’s accounts to their ten nearest won accounts, and the room’s order comes from its "
    "mean marks weighed by its own comparisons.",
    "thin": "{group} has only {n} decided {n:bid|bids}: its own rate says little",
    "thin_many": "{count} industries have fewer than {least} decided bids, so their own rates say little: {groups}",
    "alike_by_account_id": "Bids of one account end alike (correlation {icc:.2f}): limits and chances count them as if "
    "there were {effect:.1f} times fewer",
    "alike_by_rep_id": "Bids of one seller end alike (correlation {icc:.2f}): limits and chances count them as if "
    "there were {effect:.1f} times fewer",
    "no_industry": "{n} {n:deal belongs|deals belong} to no known industry and {n:is|are} left out",
    "no_days": "Without closing days nobody knows what an account had bought before: all but renewals are counted",
    "few_wins": "Few of the won bids have a margin, so their means say little: {groups}",
    "one_deal": "One deal alone brings {share:.0%} of all margin won in {market}: without it, it would stand lower",
    "never_pays": "No won bid with a margin above nothing, or no selling days: break-even and earnings stay empty for "
    "{groups}",
    "sampled": "Likeness is of a seeded sample of {n} accounts",
    "no_traits": "No account has a size, region, segment or potential, or none has won: likeness stays empty",
    "no_marks": "The room’s marks and weights are not in, or from too few: its scores stay empty",
    "few_marks": "Marked by too few on some property, so without a score: {groups}",
    "no_turn": "At no weight does another market lead than {market}: {groups}",
    "room_against_bids": "{market} leads the room’s order, but bids there are below break-even: {won:.0f} of 100 won "
    "({low:.0f} to {high:.0f}), {even:.0f} would pay",
    "below_break_even": "Bids decided in {market} since the decision are won less often than would pay",
    "markets": "Bids for a product new to the account, by industry",
    "earnings_by_market": "What bids cost and earn, by industry",
    "likeness_by_market": "Likeness to our buyers, by industry",
    "days_by_market": "Selling days on decided bids, by industry",
    "room_markets": "The room’s order of the markets, by its own weights",
    "room_turns": "Weights at which another market leads",
    "industry": "Industry",
    "is_home": "Home",
    "shrunken_low": "Lower limit, allowing for small numbers",
    "shrunken_high": "Upper limit, allowing for small numbers",
    "effect": "Design effect",
    "days_per_bid": "Selling days a bid",
    "cost": "Cost of a bid",
    "margin": "Margin of a won bid",
    "wins_priced": "Won bids with a margin",
    "top_share": "Share of the margin that the largest deal brings",
    "break_even": "Break-even rate",
    "over": "Over break-even",
    "over_low": "Lower limit, over break-even",
    "over_high": "Upper limit, over break-even",
    "earned": "Earned a day",
    "earned_low": "Lower limit, earned",
    "earned_high": "Upper limit, earned",
    "p_pays": "p against break-even, one-sided, adjusted for the number of markets",
    "chance_pays": "Chance that a day earns anything",
    "chance_best": "Chance that it earns most",
    "chance_beats_home": "Chance that it earns more than home",
    "chance_first": "Chance that it is won oftenest",
    "likeness": "Likeness",
    "likeness_low": "Lower limit, likeness",
    "likeness_high": "Upper limit, likeness",
    "days": "Selling days",
    "days_share": "Share of all selling days",
    "item": "Market",
    "score": "Score (1 to 5)",
    "n": "Number",
    "turn": "Weight at which it turns",
    "weight": "Weight now",
    "cross_sell_rate": "Bids won, allowing for small numbers",
    "over_break_even": "Won as counted, less break-even",
    "earned_per_day": "Earned a day",
    "mcda_score": "The room’s score",
    "first_by_weights": "First in so many of all weightings",
    "weight_turn": "Weight at which another market leads",
    "rates_title_first": "Bids in {market} are won oftenest: {won:.0f} of 100",
    "rates_title_spread": "From {low:.0%} in {last} to {high:.0%} in {first}, allowing for small numbers: no market "
    "next door is clearly first",
    "rates_title_pays": "Bids in {market} are won oftenest: {won:.0f} of 100, where {even:.0f} (hollow) would pay",
    "rates_title_spread_even": "From {low:.0%} in {last} to {high:.0%} in {first}, allowing for small numbers, against "
    "what would pay (hollow): no market next door is clearly first",
    "rates_title_one": "{market} takes {won:.0f} of 100 bids for something new",
    "rates_alternative": "Bids won by industry, allowing for small numbers, with limits and number of bids; hollow "
    "where they would just pay: {values}.",
    "earned_title_clear": "A day earns most in {market}: {earned}",
    "earned_title": "A day may earn most in {market}, {earned}; the chance of that is {chance:.0%}",
    "earned_title_home": "What a day earns at home and next door",
    "earned_alternative": "Earned a selling day by industry, with limits and number of bids: {values}.",
    "likeness_title": "Accounts in {first} are most like our buyers, {high:.0%}; in {last} least, {low:.0%}",
    "likeness_title_near": "All markets are about as like our buyers, {low:.0%} to {high:.0%}",
    "likeness_alternative": "Likeness to the ten nearest won accounts by industry, with limits and number of "
    "accounts: {values}.",
    "room_title": "The room puts {market} first, {score:.1f} of 5; it leads in {share:.0%} of all weightings",
    "room_alternative": "The room’s score of each market, 1 to 5, by its own weights: {values}.",
}
RATE_UNITS = UNITS | dict.fromkeys(["shrunken_low", "shrunken_high", "chance_first"], "fraction")
MONEY_UNITS = {
    "deals": "deals",
    "wins_priced": "deals",
    "p_pays": "p",
    "days_per_bid": "days",
    **dict.fromkeys(["cost", "margin", "earned", "earned_low", "earned_high"], "money"),
    **dict.fromkeys(["break_even", "over", "over_low", "over_high", "rate", "low", "high"], "fraction"),
    **dict.fromkeys(["chance_pays", "chance_best", "chance_beats_home", "top_share"], "fraction"),
}
LIKENESS_UNITS = {"n": "accounts", **dict.fromkeys(["likeness", "likeness_low", "likeness_high"], "fraction")}
DAYS_UNITS = {"n": "deals", "days": "days", "days_share": "fraction"}
LIKELY = 0.25  # chance of beating home below which home comes first
LEADS = 0.5  # chance from which a market leads
SURE = 0.99  # no chance is said to be greater
FEW_WINS = 10
ONE_DEAL = 0.2  # of a market's margin
AT_LEAST = 40  # decided bids before the tripwire is read
METHODS = {
    "cross_sell_rate": ("shrunken", "Posterior mean and limits of the hierarchical beta-binomial model"),
    "break_even": ("break_even", "Mean cost of a bid over mean margin of a won one"),
    "over_break_even": ("over", "Rate as counted less break-even; Wilson interval of the rate, break-even held fixed"),
    "earned_per_day": ("earned", "Pulled rate × mean margin ÷ mean days − pay of a day; limits of all three by draws"),
    "chance_best": ("chance_best", "10,000 seeded draws of rate, mean margin and mean days; home left out"),
    "chance_beats_home": ("chance_beats_home", "10,000 seeded draws of rate, mean margin and mean days"),
}
FIGURE_UNITS = dict.fromkeys(METHODS, "fraction") | {"earned_per_day": "money"}
OF_CANDIDATES = ("chance_best", "chance_beats_home")


def analyse(inputs: Inputs) -> Findings:
    known = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    placed = with_industry(known, inputs.tables["accounts"])
    deals = deals_within(placed, inputs.provenance)
    bids = with_costs(deals[deals.index.isin(first_bids(placed).index)], inputs)
    home = home_of(deals)
    clustering = find_clustering(bids)
    table = market_table(bids, clustering, home)
    found = Findings(
        exercise=EXERCISE,
        headline=headline(table, home),
        figures=bid_figures(table),
        tables=bid_tables(table) if len(table) else (),
        warnings=tuple(cautions(deals, bids, table, clustering, inputs)),
        needs=needs_of(inputs),
        tripwires=tripwires(table),
        inputs=inputs.provenance,
    )
    parts = (likeness_part(deals, inputs), days_part(deals, inputs), room_part(table, home, inputs))
    found = found.with_part(*parts)
    return found


part_of = partial(make_part, EXERCISE, headline=Message("cannot_tell"))


def bid_figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    return tuple(
        figure
        for name, (column, method) in METHODS.items()
        for figure in Figure.from_frame(
            name, named(rows_for(name, table), column, name), FIGURE_UNITS, of=["industry"], method=method
        )
    )


def rows_for(name: str, table: pd.DataFrame) -> pd.DataFrame:
    return table[~table["is_home"].astype(bool)] if name in OF_CANDIDATES else table


def named(table: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """The column, its limits and the number of bids under the names that a figure is read from."""
    parts = {"": "", "_low": "_low", "_high": "_high"}
    found = {f"{name}{part}": table[f"{column}{part}"] for part in parts if f"{column}{part}" in table}
    return pd.DataFrame({"industry": table["industry"], "n": table["deals"], **found})


def bid_tables(table: pd.DataFrame) -> tuple[Table, ...]:
    rates = Table.from_frame("markets", table[RATE_COLUMNS], RATE_UNITS)
    priced = table[table["break_even"].notna()]
    if priced.empty:
        return (rates,)
    return (rates, Table.from_frame("earnings_by_market", priced[MONEY_COLUMNS], MONEY_UNITS))


def needs_of(inputs: Inputs) -> tuple[Need, ...]:
    undated = () if inputs.has("deals", "closed_on") else (Need("deals", ("closed_on",)),)
    return (*inputs.missing(COSTS), *undated)


def cautions(
    deals: pd.DataFrame, bids: pd.DataFrame, table: pd.DataFrame, clustering: Clustering | None, inputs: Inputs
) -> Iterator[Message]:
    yield from win_rate_cautions(bids[bids["industry"].notna()])
    if nowhere := int(deals["industry"].isna().sum()):
        yield Message("no_industry", {"n": nowhere})
    if "closed_on" not in deals:
        yield Message("no_days")
    if clustering:
        yield Message(f"alike_by_{clustering.column}", {"icc": clustering.icc, "effect": clustering.effect})
    yield from thin_groups(table, "industry", least=THIN)
    if mixed := mixed_currencies(inputs.tables["deals"], inputs.tables.get("fx_rates")):
        yield mixed
    elif not inputs.missing(COSTS):
        yield from money_cautions(table)


def money_cautions(table: pd.DataFrame) -> Iterator[Message]:
    unpriced = table["break_even"].isna()
    yield from listed("never_pays", table.loc[unpriced, "industry"])
    yield from listed("few_wins", table.loc[~unpriced & (table["wins_priced"] < FEW_WINS), "industry"])
    for row in table[~unpriced & (table["top_share"] > ONE_DEAL) & (table["wins_priced"] >= FEW_WINS)].to_dict(
        "records"
    ):
        yield Message("one_deal", {"market": row["industry"], "share": row["top_share"]})


def headline(table: pd.DataFrame, home: str | None) -> Message:
    """As strong as the limits, the tests and the chances together allow."""
    if table.empty:
        return Message("cannot_tell")
    candidates = table[~table["is_home"].astype(bool) & (table["deals"] >= THIN)]
    if candidates.empty:
        return Message("nothing_next_door", {"least": THIN})
    priced = candidates[candidates["chance_best"].notna()]
    return rate_headline(candidates) if priced.empty else money_headline(priced, home)


def rate_headline(candidates: pd.DataFrame) -> Message:
    first = best_by(candidates, "chance_first")
    if first["chance_first"] < CLEAR or len(candidates) < 2:
        return Message("rates_near")
    return Message("won_oftenest", said_of(first))


def money_headline(priced: pd.DataFrame, home: str | None) -> Message:
    paying = priced[pays(priced)]
    if paying.empty:
        if (priced["over_high"] < 0).all():
            return Message("none_pays", said_of(best_by(priced, "over_high")))
        return Message("may_pay", said_of(best_by(priced[priced["over_high"] >= 0], "over")))
    first = best_by(paying, "chance_best")
    if (priced["chance_beats_home"] < LIKELY).all():
        return Message(
            "home_first", {"home": str(home), "market": first["industry"], "beats": first["chance_beats_home"]}
        )
    oftenest = best_by(paying, "chance_first")
    if first["chance_best"] < LEADS and oftenest["chance_first"] >= CLEAR:
        return Message("won_oftenest_and_pays", said_of(oftenest))
    if first["chance_best"] < LEADS:
        return Message("none_leads", said_of(first) | {"paying": len(paying), "all": len(priced)})
    if first["top_share"] > ONE_DEAL and first["wins_priced"] >= FEW_WINS:
        return Message("by_one_deal", said_of(first) | {"share": first["top_share"]})
    return Message("earns_most" if is_clear(first) else "may_earn_most", said_of(first))


def best_by(rows: pd.DataFrame, column: str) -> dict[str, Any]:
    ranked = rows.sort_values([column, "industry"], ascending=[False, True])
    return {str(key): value for key, value in ranked.iloc[0].items()}


def said_of(row: dict[str, Any]) -> dict[str, Any]:
    return in_hundreds(row) | {"chance": min(row["chance_best"], SURE)}


def tripwires(table: pd.DataFrame) -> tuple[Tripwire, ...]:
    """Of each market whose bids may pay and that may be chosen: its rate as counted falls below break-even."""
    if table.empty:
        return ()
    rows = table[~table["is_home"].astype(bool) & (table["over_high"] > 0) & (table["deals"] >= THIN)]
    return tuple(
        Tripwire(
            figure=figure_key("over_break_even", str(market)),
            op="<",
            threshold=0,
            window={"since": "decision"},
            min_n=AT_LEAST,
            why=Message("below_break_even", {"market": str(market)}),
        )
        for market in rows.sort_values(["chance_best", "industry"], ascending=[False, True])["industry"]
    )


# --- likeness and days -----------------------------------------------------------------------------------------------


def likeness_part(deals: pd.DataFrame, inputs: Inputs) -> Findings:
    table, said = likeness_by_market(inputs.tables["accounts"], deals)
    if table.empty:
        unknown = pd.DataFrame({"industry": sorted(deals["industry"].dropna().unique()), "likeness": np.nan, "n": 0})
        table, said = unknown, [Message("no_traits")]
    method = "Gower similarity to the ten nearest won accounts; studentised bootstrap over accounts"
    figures = Figure.from_frame("likeness", table, LIKENESS_UNITS, of=["industry"], method=method)
    shown = (Table.from_frame("likeness_by_market", table, LIKENESS_UNITS),) if "likeness_low" in table else ()
    return part_of(inputs, figures=figures, tables=shown, warnings=tuple(said))


def days_part(deals: pd.DataFrame, inputs: Inputs) -> Findings:
    if not inputs.has("deals", "rep_days"):
        unknown = pd.DataFrame({"industry": sorted(deals["industry"].dropna().unique()), "days_share": np.nan, "n": 0})
        return part_of(inputs, figures=days_figures(unknown))
    table = days_shares(deals)
    shown = (Table.from_frame("days_by_market", table, DAYS_UNITS),) if len(table) else ()
    return part_of(inputs, figures=days_figures(table), tables=shown)


def days_figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    return Figure.from_frame("days_share", table, DAYS_UNITS, of=["industry"], method="Sums of selling days, counted")


charts = markets.charts
