"""3.5 Territories by opportunity density. How even potential and days lie, which maps even them, and whom they move.

Maps are made by mixed-integer programming for shares of customers kept; then potential is redrawn with its error, so
that a map is not called even for guesses alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.company.deals import deals_as_of, deals_within
from analysis.company.money import mixed_currencies
from analysis.company.territories.handovers import LEAST, Gap, handover_gap, next_deals, reached_gap
from analysis.company.territories.maps import TODAY, Maps, map_row, move_rows, region_rows, territory_rows, tile_rows
from analysis.company.territories.reassignment import PIECES, SCENARIOS, Constraints, as_it_is
from analysis.company.territories.territories import ERROR, SELLING_DAYS, Territories, read_territories
from analysis.drawing.territories import charts
from analysis.findings import Figure, Findings, Message, Need, Scalar, Table, Tripwire
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.assignment import NOBODY
from analysis.methods.inequality import coefficient_of_variation, gini

__all__ = ["EXERCISE", "METHOD", "NEEDS", "WORDS", "analyse", "charts", "scenario"]
EXERCISE = "3.5"
NEEDS = {
    "accounts": ("account_id", "potential"),
    "deals": ("deal_id", "outcome", "account_id", "rep_id"),
    "reps": ("rep_id",),
}
METHOD = Method(
    name="Balance of territories (coefficient of variation, Gini), reassignment by mixed-integer programming (HiGHS), "
    "balance under redrawn potential, differences of rates (Newcombe)",
    assumes=(
        "Potential is written down without leaning to one side, and errors of accounts are independent",
        "An account is of the seller of its latest deal",
        "A customer takes as many days as another, wherever it is",
    ),
    sources=(
        "Hess & Samuels (1971), Management Science 18, P41–P54",
        "Angelelli, Mansini & Speranza (2010), Computers & Operations Research 37, 2017–2026",
        "Newcombe (1998), Statistics in Medicine 17, 873–890",
        "Gabriel & Sokal (1969), Systematic Zoology 18, 259–278",
    ),
)
WORDS = {
    "customers_help": "Potential per seller varies by {now:.0%} about its mean. With every customer staying, {moves} "
    "{moves:move leaves|moves leave} {keep:.0%}; with {customers} {customers:customer|customers} handed over as well "
    "it is {best:.0%} ({low:.0%} to {high:.0%} when potential is a guess; {n} accounts, {sellers} sellers)",
    "strangers_help": "Potential per seller varies by {now:.0%} about its mean. With every customer staying, {moves} "
    "{moves:move leaves|moves leave} {keep:.0%} ({low:.0%} to {high:.0%} when potential is a guess), and handing over "
    "customers gains nothing beyond that error ({n} accounts, {sellers} sellers)",
    "one_map": "Potential per seller varies by {now:.0%} about its mean. With {moves} {moves:move|moves}, {customers} "
    "of them {customers:a customer|customers}, it is {keep:.0%} ({low:.0%} to {high:.0%} when potential is a guess; "
    "{n} accounts, {sellers} sellers)",
    "no_map_helps": "Potential per seller varies by {now:.0%} about its mean, and no map that these limits allow is "
    "evener beyond the error of potential ({n} accounts, {sellers} sellers)",
    "even": "Potential is about even: per seller it varies by {now:.0%} about its mean ({n} accounts, {sellers} "
    "sellers), less than a list of moves would be worth",
    "too_little": "Too little is on record to draw territories: {n} {n:account|accounts} and {sellers} "
    "{sellers:seller|sellers} of today",
    "method_note": "An account is of the seller of its latest deal, what is nobody's is borne in equal parts by the "
    "sellers of its region, and maps are made by mixed-integer programming: least excess beyond a band about the mean "
    "potential, then fewest accounts moved (Hess & Samuels 1971). Large programs keep to the kernel of their linear "
    "relaxation, which also bounds what any map could reach (Angelelli, Mansini & Speranza 2010). Limits of balance "
    "are the 10th and 90th percentile when each potential is redrawn with its error, those of differences Newcombe's "
    "(1998), by sellers where their deals resemble each other.",
    "potential": "Potential",
    "load": "Days its accounts take, of those a seller has",
    "density": "Potential per day",
    "balance_cv": "Variation of potential per seller about its mean, on paper",
    "balance_gini": "Gini of potential per seller",
    "load_cv": "Variation of load about its mean",
    "balance_cv_paper": "Variation of potential after the moves, on paper",
    "balance_cv_after": "Variation of potential after the moves, allowing for its error",
    "moves": "Accounts that change sellers",
    "customers_moved": "Customers among them",
    "amount_moved": "Won with those customers in 12 months",
    "reached_gap": "Share of never-won accounts reached, heavier less lighter territories",
    "handover_gap": "Win rate after a change of seller, less without one",
    "moved_reached": "Share of the moved accounts that had a deal since",
    "territories": "Territories today",
    "regions": "Regions today, the densest first",
    "sellers": "Sellers",
    "per_seller": "Potential per seller",
    "maps": "Maps side by side",
    "tiles": "Territories on each map",
    "moved_accounts": "Accounts that change sellers, for the two maps that hand over fewest customers",
    "reach": "Accounts never won that had a deal in 12 months",
    "handovers": "Win rate of an account's next deal",
    "territory": "Territory",
    "region": "Region",
    "accounts": "Accounts",
    "customers": "Customers",
    "customer": "Customer who loses a seller",
    "account": "Account",
    "name": "Name",
    "scenario": "Key of the map",
    "map": "Map",
    "kept": "Customers kept",
    "paper": "Variation on paper",
    "after": "Variation, allowing for error",
    "heaviest_load": "Highest load",
    "heaviest": "Largest share of the mean",
    "proved": "Proved best",
    "ratio": "Of the mean",
    "to_region": "To region",
    "from_territory": "From",
    "to_territory": "To",
    "amount": "Won in 12 months",
    "last_contact": "Latest deal begun",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "group": "Which",
    "n": "n",
    "heavier": "Heavier half",
    "lighter": "Lighter half",
    "changed": "The seller had changed",
    "unchanged": "The seller had not",
    "filled": "{n} {n:account|accounts} ({share:.0%}) {n:has|have} no potential: the median of {n:its|their} like in "
    "size and industry stands in",
    "nobodys": "{n} {n:account is|accounts are} of nobody in particular (no deal yet, or {n:its|their} seller left, "
    "leads others or is not on record): the sellers of {n:its|their} region bear {n:it|them} in equal parts until a "
    "map gives {n:it|them} to one",
    "error_assumed": "One account's potential may be wrong by {error:.0%}: an assumption, put the room's own beside it",
    "selling_days": "Load counts {days} selling days a year, and for each customer, and for each other account, "
    "as many as those took on average that had a deal in 12 months",
    "over_full": "The accounts take {mean:.2f} times the days that there are: the limit of load is counted on that, "
    "since no map can shorten it",
    "own_region_only": "Accounts have no coordinates, so which regions adjoin is not known: accounts stay in theirs",
    "adjoining": "Which regions adjoin is read off the middles of their accounts: {pairs}",
    "not_proved": "“{map}” is not proved best. By the bound, another map could at most be evener by {excess:.1%} of "
    "the mean per seller, or make {fewer} fewer {fewer:move|moves}",
    "out_of_time": "“{map}”: the solver ran out of time, and on another machine the map may differ",
    "in_lots": "With {n} accounts, small ones of one seller and kind move in lots: {pieces} pieces in all",
    "many_sellers": "{share:.0%} of next deals were another seller's than the account's deal before: whose an account "
    "is, is less clear than a map shows",
    "few_strangers": "Fewer than ten sellers, or too few accounts never won, to compare heavy territories with light",
    "few_handovers": "Too few next deals, with or without a change of seller, to compare them",
    "handovers_open": "{open} next {open:deal is|deals are} still open and in neither rate",
    "not_yet_moved": "No moves are decided yet: how many of the moved accounts are reached can only be told later",
    "balance_rose": "Potential per seller varies by more than a quarter about its mean, or more than the map promised",
    "moved_unreached": "Of the accounts that moved, fewer than two in five had a deal since: read the list again",
    "tiles_title": "{territory} holds {ratio:.1f} times the mean potential of a seller; on the map “{map}” no "
    "territory holds more than {after:.1f} times it",
    "tiles_title_today": "{territory} holds {ratio:.1f} times the mean potential of a seller",
    "tiles_alternative": "Potential of each territory as a multiple of the mean, by region. {values}.",
    "maps_title": "“{map}” leaves a variation of {after:.0%} for {customers} {customers:customer|customers} handed "
    "over; today it is {now:.0%}",
    "maps_alternative": "Variation of potential per seller, allowing for error, by map, with the 10th and 90th "
    "percentile: {values}.",
    "places_title": "{count} accounts move on the map “{map}”; {crossing} of them {crossing:goes|go} to another region",
    "places_alternative": "Places of the moved accounts that have coordinates, by region. {values}.",
    "reach_title": "Heavier territories reach {heavy:.0%} of the accounts that never bought, lighter ones {light:.0%}",
    "reach_alternative": "Share of never-won accounts with a deal in 12 months, with limits: {values}.",
    "handovers_title": "After a change of seller {changed:.0%} of next deals were won, without one {unchanged:.0%}: an "
    "association",
    "handovers_alternative": "Win rate of an account's next deal, with limits: {values}.",
}
TERRITORY_UNITS = {"accounts": "accounts", "customers": "accounts", "potential": "money", "load": "fraction",
                   "density": "money"}  # fmt: skip
REGION_UNITS = TERRITORY_UNITS | {"sellers": "sellers", "per_seller": "money"}
MAP_UNITS = {
    **dict.fromkeys(["kept", "heaviest_load"], "fraction"),
    **dict.fromkeys(["accounts", "moves", "customers_moved"], "accounts"),
    "amount_moved": "money",
}
TILE_UNITS = {"accounts": "accounts", "potential": "money", "load": "fraction"}
MOVE_UNITS = {"potential": "money", "amount": "money", "latitude": "degrees", "longitude": "degrees"}
RATE_UNITS = dict.fromkeys(["rate", "low", "high"], "fraction")
EVEN = 0.15  # variation under which no list of moves is proposed
UNEVEN = 0.25  # the tripwire's
REACHED = 0.4  # the tripwire's
FEWEST = 3  # sellers
FEW = 20  # accounts
PAPER = "Mixed-integer programming (HiGHS)"
REDRAWN = "Median, 10th and 90th percentile of redraws"


def analyse(inputs: Inputs) -> Findings:
    return with_maps(inputs, SCENARIOS)


def scenario(inputs: Inputs, name: str, constraints: Constraints) -> Findings:
    """Today's map and that of one set of constraints, under the name that its maker gave it."""
    return with_maps(inputs, {name: constraints})


def with_maps(inputs: Inputs, asked: Mapping[str, Constraints]) -> Findings:
    territories = read_territories(inputs)
    accounts, sellers = len(territories.accounts), len(territories.sellers)
    later = later_part(inputs)
    if accounts < FEW or sellers < FEWEST or not territories.potential.sum() > 0:
        nothing = Message("too_little", {"n": accounts, "sellers": sellers})
        found = part_of(inputs, figures=(balance_figure(territories),)).with_part(later)
        return replace(found, headline=nothing, needs=(*found.needs, *columns_missing(inputs)))
    maps = Maps.made(territories, asked)
    findings = part_of(inputs, warnings=tuple(cautions(maps)), needs=columns_missing(inputs))
    parts = (today_part(territories, inputs), map_part(maps, inputs), move_part(maps, inputs),
             reach_part(territories, inputs), handover_part(inputs), later)  # fmt: skip
    findings = findings.with_part(*parts)
    return replace(findings, headline=headline(maps), tripwires=tripwires(maps))


part_of = partial(make_part, EXERCISE, headline=Message("no_map_helps"))


def columns_missing(inputs: Inputs) -> tuple[Need, ...]:
    gains = {
        "deals": ("created_on", "closed_on", "amount", "rep_days"),
        "accounts": ("region", "latitude", "longitude"),
    }
    return inputs.missing(gains)


def cautions(maps: Maps) -> Iterator[Message]:
    territories = maps.territories
    accounts = territories.accounts
    if filled := int(accounts["filled"].sum()):
        yield Message("filled", {"n": filled, "share": filled / len(accounts)})
    if nobodys := int((territories.home == NOBODY).sum()):
        yield Message("nobodys", {"n": nobodys})
    yield Message("error_assumed", {"error": ERROR})
    yield from cautions_of_load(territories)
    if accounts["region"].nunique() > 1:
        yield adjoining(territories)
    if len(accounts) > PIECES:
        pieces = len(next(iter(maps.plans[name] for name in maps.asked)).found.to)
        yield Message("in_lots", {"n": len(accounts), "pieces": pieces})
    for name in maps.distinct:
        yield from how_sure(maps, name)


def cautions_of_load(territories: Territories) -> Iterator[Message]:
    if territories.has_load:
        yield Message("selling_days", {"days": SELLING_DAYS})
        if (mean := float(territories.held(territories.load).mean())) > 1:
            yield Message("over_full", {"mean": mean})


def adjoining(territories: Territories) -> Message:
    if not territories.adjoining:
        return Message("own_region_only")
    pairs = ", ".join(f"{one} – {other}" for one, other in territories.borders)
    return Message("adjoining", {"pairs": pairs or "none do"})


def how_sure(maps: Maps, name: str) -> Iterator[Message]:
    one = maps.plans[name]
    if not one.found.in_time:
        yield Message("out_of_time", {"map": maps.label(name)})
    if not one.is_proved:
        excess, fewer = one.could_be_better
        yield Message("not_proved", {"map": maps.label(name), "fewer": fewer, "excess": excess})


# --- today ------------------------------------------------------------------------------------------------------------


def variation(name: str, held: Any, territories: Territories) -> Figure:
    """held: by territory, of what is shared out."""
    value, n = float(coefficient_of_variation(held)), len(territories.accounts)
    return Figure(name=name, value=value, unit="", n=n, method="Standard deviation by the mean, n - 1")


def balance_figure(territories: Territories) -> Figure:
    return variation("balance_cv", territories.held(territories.potential), territories)


def today_part(territories: Territories, inputs: Inputs) -> Findings:
    table = territory_rows(as_it_is(territories))
    counted = table.rename(columns={"accounts": "n"})
    units = {"potential": "money"} | ({"load": "fraction", "density": "money"} if territories.has_load else {})
    each = tuple(
        figure
        for name, unit in units.items()
        for figure in Figure.from_frame(name, counted, {name: unit}, of=["territory"], method="Sum over its accounts")
    )
    n = len(territories.accounts)
    spread = Figure(name="balance_gini", value=gini(table["potential"]), unit="", n=n, method="Gini over territories")
    figures = [*each, balance_figure(territories), spread]
    if territories.has_load:
        figures.append(variation("load_cv", table["load"], territories))
    tables = (
        Table.from_frame("territories", table, TERRITORY_UNITS),
        Table.from_frame("regions", region_rows(table), REGION_UNITS),
    )
    return part_of(inputs, figures=tuple(figures), tables=tables)


# --- maps -------------------------------------------------------------------------------------------------------------


def map_part(maps: Maps, inputs: Inputs) -> Findings:
    rows = pd.DataFrame([map_row(maps, name) for name in maps.plans])
    tiles = pd.concat([tile_rows(maps, name) for name in maps.plans], ignore_index=True)
    tables = (Table.from_frame("maps", rows, MAP_UNITS), Table.from_frame("tiles", tiles, TILE_UNITS))
    figures = tuple(figure for name in maps.asked for figure in map_figures(maps, name))
    mixed = mixed_currencies(inputs.tables["deals"], inputs.tables.get("fx_rates"))
    return part_of(inputs, figures=figures, tables=tables, warnings=(mixed,) if mixed else ())


def map_figures(maps: Maps, name: str) -> Iterator[Figure]:
    one, (after, low, high) = maps.plans[name], maps.spread[name]
    n, amount = len(maps.territories.accounts), one.amount_moved
    counted = {"moves": one.moved.sum(), "customers_moved": one.customers_moved.sum()}
    yield Figure(name="balance_cv_paper", of=(name,), value=one.balance, unit="", n=n, method=PAPER)
    yield Figure(name="balance_cv_after", of=(name,), value=after, low=low, high=high, unit="", n=n, method=REDRAWN)
    for key, value in counted.items():
        yield Figure(name=key, of=(name,), value=int(value), unit="accounts", n=n, method="Count")
    yield Figure(
        name="amount_moved", of=(name,), value=None if np.isnan(amount) else amount, unit="money",
        n=int(one.customers_moved.sum()), method="Sum of won deals in 12 months",
    )  # fmt: skip


def move_part(maps: Maps, inputs: Inputs) -> Findings:
    rows = pd.concat([move_rows(maps, name) for name in maps.cheapest[:2]], ignore_index=True)
    tables = (Table.from_frame("moved_accounts", rows, MOVE_UNITS),) if len(rows) else ()
    return part_of(inputs, tables=tables)


# --- reach and handovers ----------------------------------------------------------------------------------------------


def reach_part(territories: Territories, inputs: Inputs) -> Findings:
    gap = reached_gap(territories)
    warnings = () if gap and not np.isnan(gap.estimate.value) else (Message("few_strangers"),)
    return gap_part("reached_gap", "reach", ("heavier", "lighter"), gap, inputs, warnings)


def handover_part(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    later = deals_within(next_deals(deals), inputs.provenance)
    gap, still_open = handover_gap(later), int((later["outcome"] == "open").sum())
    warnings = [Message("handovers_open", {"open": still_open})] if still_open else []
    if np.isnan(gap.estimate.value):
        warnings.append(Message("few_handovers"))
    elif (changed := gap.first[1] / gap.n) > 0.5:
        warnings.append(Message("many_sellers", {"share": changed}))
    return gap_part("handover_gap", "handovers", ("changed", "unchanged"), gap, inputs, tuple(warnings))


def gap_part(
    figure: str, table: str, sides: tuple[str, str], gap: Gap | None, inputs: Inputs, warnings: tuple[Message, ...]
) -> Findings:
    if gap is None:
        unknown = Figure(name=figure, value=None, unit="fraction", n=0, method="Newcombe interval")
        return part_of(inputs, figures=(unknown,), warnings=warnings)
    rows = gap.rates([WORDS[side] for side in sides])
    found = Figure.from_estimate(figure, gap.estimate, gap.n, "fraction", gap.method)
    tables = (Table.from_frame(table, rows, RATE_UNITS),) if min(rows["n"]) >= LEAST else ()
    return part_of(inputs, figures=(found,), tables=tables, warnings=warnings)


def later_part(inputs: Inputs) -> Findings:
    unknown = Figure(name="moved_reached", value=None, unit="fraction", n=0, method="Wilson interval")
    return part_of(inputs, figures=(unknown,), warnings=(Message("not_yet_moved"),))


# --- what it says -----------------------------------------------------------------------------------------------------


def headline(maps: Maps) -> Message:
    said: dict[str, Scalar] = {"n": len(maps.territories.accounts), "sellers": len(maps.territories.sellers)}
    now, today = maps.plans[TODAY].balance, maps.spread[TODAY]
    said["now"] = now
    if now <= EVEN:
        return Message("even", said)
    least, others = maps.cheapest[0], maps.cheapest[1:]
    middle, low, high = maps.spread[least]
    said |= {"moves": int(maps.plans[least].moved.sum()), "keep": middle}
    better = next((name for name in others if maps.spread[name][2] < middle), None)
    if better:
        best, low, high = maps.spread[better]
        customers = int(maps.plans[better].customers_moved.sum())
        return Message("customers_help", said | {"customers": customers, "best": best, "low": low, "high": high})
    if middle >= today[1]:
        return Message("no_map_helps", said)
    if not others:  # one map that somebody asked for: what it keeps is theirs to say
        customers = int(maps.plans[least].customers_moved.sum())
        return Message("one_map", said | {"customers": customers, "low": low, "high": high})
    return Message("strangers_help", said | {"low": low, "high": high})


def tripwires(maps: Maps) -> tuple[Tripwire, ...]:
    promised = maps.spread[maps.cheapest[0]][2]
    year: dict[str, Scalar] = {"rolling": 1, "period": "year"}
    quarters: dict[str, Scalar] = {"rolling": 4, "period": "quarter"}
    return (
        Tripwire(
            figure="balance_cv", op=">", threshold=max(UNEVEN, promised), window=year, min_n=400,
            min_n_of="accounts", why=Message("balance_rose"),
        ),
        Tripwire(
            figure="moved_reached", op="<", threshold=REACHED, window=quarters, min_n=100, min_n_of="accounts",
            why=Message("moved_unreached"),
        ),
    )  # fmt: skip
