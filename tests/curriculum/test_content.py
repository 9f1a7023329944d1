"""What our exercises promise, against what the analysis does; and the numbers of their worked cases, computed again."""

import re
from datetime import date
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from analysis.answers import INSTRUMENTS
from analysis.catalogue import analyse, discover
from analysis.findings import Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.methods.intervals import wilson_interval
from analysis.methods.shrinkage import chance_of_rise, fit_beta_prior
from analysis.methods.survival import kaplan_meier, quantile
from analysis.sources import SOURCES, resolve, with_resolved
from curriculum.instruments import ItemSource
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF, make_company
from datasets.schemas import TABLES
from tests.curriculum.worked_cases.texts import cells_of

LOADED = load_folder()
EXERCISES = LOADED.exercises
each_exercise = pytest.mark.parametrize("key", EXERCISES)
each_analysed = pytest.mark.parametrize("key", [key for key in EXERCISES if key in discover()])
ON_THE_DAY = Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30))


@pytest.fixture(scope="module")
def tables():
    return make_company(deals=2500)


# --- what the files promise -----------------------------------------------------------------------------------------


@each_analysed
def test_needs_are_those_of_the_analysis(key):
    promised = {table: set(use.needs) for table, use in EXERCISES[key].data.tables.items() if use.needs}
    assert promised == {table: set(columns) for table, columns in discover()[key].NEEDS.items()}


@each_exercise
def test_tables_and_columns_are_canonical(key):
    for table, use in EXERCISES[key].data.tables.items():
        assert {*use.needs, *use.gains} <= {column.name for column in TABLES[table].columns}


@each_analysed
def test_figures_of_the_tables_are_those_that_the_analysis_makes(key, tables):
    file = EXERCISES[key]
    found = discover()[key].analyse(Inputs(tables, provenance(AS_OF), content=file.content()))
    listed = {(figure.name, figure.parts) for figure in file.figures if not figure.name.startswith("group_")}
    assert {(figure.name, len(figure.of)) for figure in found.figures} == listed
    units = {figure.name: figure.unit for figure in file.figures}
    assert {figure.name: figure.unit for figure in found.figures} == {name: units[name] for name, _ in listed}


@each_exercise
def test_figures_of_the_answers_are_those_that_the_instruments_make(key, tables):
    file = EXERCISES[key]
    content = with_resolved(file.content(), resolve(file.content(), tables))
    found = analyse(key, Inputs(tables, provenance(AS_OF), answers(key, content), content))
    listed = {figure.name for figure in file.figures if figure.name.startswith("group_")}
    assert listed <= {figure.name for figure in found.figures}


@each_exercise
def test_sources_of_items_are_known(key):
    for instrument in EXERCISES[key].instruments:
        if isinstance(items := getattr(instrument.parameters, "items", None), ItemSource):
            assert items.source in SOURCES or is_column(items.source)
        assert instrument.kind in INSTRUMENTS


def is_column(source):
    """'reps.region': a column of TABLES.md."""
    table, _, name = source.partition(".")
    return table in TABLES and name in {column.name for column in TABLES[table].columns}


def test_nothing_is_promised_that_has_no_file():
    """Every exercise named in a text of ours exists; the worked examples may look further ahead."""
    for file in [*EXERCISES.values(), *LOADED.modules.values()]:
        told = {heading: text for heading, text in file.body.items() if heading != "Worked case"}
        text = f"{file.content()} {told}"
        named = set(re.findall(r"(?<![\d.,€(−])\b([1-8]\.[1-9])\b(?![.\d]| ?%)", text))
        assert named <= EXERCISES.keys(), file.title


@each_exercise
def test_prompts_hold_no_figure_of_the_worked_case(key):
    for prompt in EXERCISES[key].prompts:
        assert not re.search(r"\d", prompt.text)


@each_exercise
def test_no_sentence_to_say_is_longer_than_forty_words(key):
    spoken = re.findall(r'"([^"]+)"', EXERCISES[key].body["Step by step"])
    assert max(len(sentence.split()) for sentence in spoken) <= 40


# --- 4.1 ------------------------------------------------------------------------------------------------------------


def test_worked_case_of_4_1():
    file = EXERCISES["4.1"]
    rows = [[number(cell) for cell in row[1:5]] for row in rows_of(file, "Stage")]
    for (stage, *_), (entered, on, lost, still_open) in zip(rows_of(file, "Stage"), rows, strict=True):
        assert entered == on + lost + still_open, stage
    proposal = rows[2]
    left = proposal[0] - proposal[3]
    low, high = wilson_interval(proposal[1], left)
    assert (left, percent(proposal[1] / left), percent(low), percent(high)) == (150, 49, 41, 57)
    assert says(file, "49 % (41–57)")
    price, work, known, elsewhere = 28, 24, 64, 160
    assert [percent(price / known), percent(78 / elsewhere), percent(work / known), percent(22 / elsewhere)] == [
        44,
        49,
        38,
        14,
    ]
    expected = (work + 22) * known / (known + elsewhere)
    residual = (work - expected) / np.sqrt(expected * (1 - 46 / 224) * (1 - known / 224))
    assert (round(expected), round(residual)) == (13, 4)
    assert round(150 * 0.06) == 9
    assert says(file, "nine more reach Negotiation")


def test_tripwires_of_4_1_fire_by_chance_as_often_as_said():
    """75 departures at 49 % below the frozen lower limit; with ten points less; and 40 losses at 84 % below 80 %."""
    rng = np.random.default_rng(41)
    low, _ = wilson_interval(74, 150)
    same, fallen = (rng.binomial(75, rate, 200_000) / 75 < low for rate in (74 / 150, 74 / 150 - 0.10))
    assert same.mean() == pytest.approx(0.1, abs=0.05)
    assert fallen.mean() == pytest.approx(0.7, abs=0.1)
    assert (rng.binomial(40, 0.84, 200_000) / 40 < 0.8).mean() == pytest.approx(0.2, abs=0.05)


# --- 3.1 ------------------------------------------------------------------------------------------------------------


@cache
def segments():
    """The table of the worked case: won and decided deals of both years, mean amount in thousands."""
    rows = {row[0]: row for row in rows_of(EXERCISES["3.1"], "Segment")}
    counts = {name: [*counts_in(row[1]), *counts_in(row[2]), number(row[5])] for name, row in rows.items()}
    return rows, pd.DataFrame.from_dict(counts, orient="index", columns=["won0", "n0", "won1", "n1", "amount"])


def worked_deals():
    """Deals that give these counts, spread evenly over the eight quarters."""
    made = []
    for name, row in segments()[1].iterrows():
        for years_ago, won, n in ((1, row["won0"], row["n0"]), (0, row["won1"], row["n1"])):
            for place in range(int(n)):
                closed = pd.Timestamp("2026-06-30") - pd.DateOffset(years=years_ago, days=365 * place // int(n))
                outcome = "won" if (place * int(won)) // int(n) != ((place + 1) * int(won)) // int(n) else "lost"
                made.append((name, outcome, closed, 1000.0 * row["amount"]))
    return pd.DataFrame(made, columns=["segment", "outcome", "closed_on", "amount"])


def test_worked_case_of_3_1_is_what_the_analysis_finds():
    rows, counts = segments()
    found = discover()["3.1"].analyse(Inputs({"deals": worked_deals()}, ON_THE_DAY))
    for name, row in rows.items():
        rise, worth = found.figure(f"rise.{name}"), found.figure(f"worth_per_year.{name}")
        assert numbers(row[3]) == [round(100 * value) for value in (rise.value, rise.low, rise.high)], name
        chance = found.figure(f"chance_of_rise.{name}").value
        assert float(row[4]) == pytest.approx(chance, abs=0.005 if "0.997" not in row[4] else 0.0005), name
        assert decimals(row[6]) == [round(value / 1e6, 1) for value in (worth.value, worth.low, worth.high)], name
        for cell, won, n in ((row[1], "won0", "n0"), (row[2], "won1", "n1")):
            assert number(cell.split("(")[1]) == percent(counts.at[name, won] / counts.at[name, n])
    assert says(EXERCISES["3.1"], f"{int(counts[['n0', 'n1']].sum().sum()):,} decided deals")


def test_choice_in_the_worked_case_of_3_1():
    file, (_, counts) = EXERCISES["3.1"], segments()
    labs, water, food = (counts.loc[name] for name in ("Labs", "Water", "Food"))
    assert labs["n0"] + labs["n1"] == 65
    assert water["won1"] - water["won0"] == 9
    assert water["n1"] - water["n0"] == 53
    gained, given = 24 * food["won1"] / food["n1"], 16 * water["won1"] / water["n1"]
    assert (round(gained), round(given)) == (10, 5)
    assert round(gained * food["amount"] / 1000, 2) == 0.37
    assert round(given * water["amount"] / 1000, 2) == 0.21
    assert round(gained * food["amount"] / 1000 - given * water["amount"] / 1000, 2) == 0.15
    assert says(file, "near €0.15 m a year")


def test_tripwire_of_3_1_fires_by_chance_as_often_as_said():
    """A year on, Food's 118 of 286 is the earlier year. True rates: drawn from today's posterior, or fallen back."""
    _, counts = segments()
    prior = fit_beta_prior([*counts["won0"], *counts["won1"]], [*counts["n0"], *counts["n1"]])
    won, n = (int(counts.at["Food", column]) for column in ("won1", "n1"))
    before, now = counts.at["Food", "won0"] / counts.at["Food", "n0"], won / n
    chances = chance_of_rise(
        prior.posterior(np.arange(n + 1), np.full(n + 1, n)), prior.posterior(np.full(n + 1, won), np.full(n + 1, n))
    )
    rng = np.random.default_rng(31)
    holds = prior.posterior(won, n).rvs(20_000, random_state=rng)
    fires = {
        name: (chances[rng.binomial(n, rate, 20_000)] < 0.1).mean()
        for name, rate in (("holds", holds), ("half lost", (before + now) / 2), ("all lost", before))
    }
    assert fires["holds"] == pytest.approx(0.1, abs=0.03)
    assert fires["half lost"] == pytest.approx(0.6, abs=0.05)
    assert fires["all lost"] > 0.98
    assert (chances[rng.binomial(n, holds)] < 0.5).mean() > 0.5


# --- 2.5 ------------------------------------------------------------------------------------------------------------

STAGES = ["Qualify", "Discovery", "Proposal", "Negotiation", "Contract"]
PRODUCTS = {
    "Analysers": (119, 100, [0.13, 0.17, 0.42, 0.17, 0.11]),
    "Meters": (183, 61, [0.16, 0.21, 0.36, 0.18, 0.09]),
    "Service plans": (97, 39, [0.22, 0.22, 0.29, 0.18, 0.09]),
}
"""deals created in 18 months, the middle one's days, shares of them by stage"""
SPREAD, WON, LOST = 0.62, 0.8, 1.1
"""of the logarithm of days; won deals are quicker, lost ones slower"""


@cache
def worked_company():
    """The worked case as tables: days run through the quantiles of a log-normal, so nothing is drawn."""
    as_of = pd.Timestamp(ON_THE_DAY.as_of)
    deals, events = [], []
    for product, (n, middle, shares) in PRODUCTS.items():
        for place in range(n):
            created = as_of - pd.Timedelta(days=int(540 * (place + 0.5) / n))
            won = place * 11 % 10 < 4
            days = middle * np.exp(SPREAD * norm.ppf((place * 37 % n + 0.5) / n)) * (WON if won else LOST)
            marks = created + pd.to_timedelta(np.round(days * np.cumsum([0, *shares])), unit="D")
            is_over = marks[-1] <= as_of
            outcome = ("won" if won else "lost") if is_over else "open"
            key = f"{product[0]}{place:03d}"
            deals.append((key, product, created, marks[-1] if is_over else pd.NaT, outcome))
            events += [(key, stage, mark) for stage, mark in zip(STAGES, marks, strict=False) if mark <= as_of]
    columns = ["deal_id", "product_id", "created_on", "closed_on", "outcome"]
    return {
        "deals": pd.DataFrame(deals, columns=columns),
        "stage_events": pd.DataFrame(events, columns=["deal_id", "stage", "entered_at"]),
        "stages": pd.DataFrame({"stage": STAGES, "position": range(1, 6), "kind": "open"}),
    }


@cache
def worked_findings():
    return discover()["2.5"].analyse(Inputs(worked_company(), ON_THE_DAY))


def test_worked_case_of_2_5_is_what_the_analysis_finds():
    found = worked_findings()
    dwell = {(row["stage"], row["product"]): row["median_days"] for row in found.table("dwell_by_stage").rows}
    cycle = {row["product"]: row for row in found.table("cycle_by_product").rows}
    rows = {row[0]: row for row in rows_of(EXERCISES["2.5"], "Product")}
    for product in PRODUCTS:
        decided, still_open, alone, *_ = (number(cell) for cell in rows[product][1:])
        made = cycle[product]
        assert (decided, still_open) == (made["deals"], made["open"])
        assert alone == decided_alone(product)
        assert numbers(rows[product][4]) == [made["median_days"], made["low"], made["high"]]
        assert [number(cell) for cell in rows[product][5:7]] == [
            dwell["Proposal", product], dwell["Negotiation", product]
        ]  # fmt: skip
    company = found.figure("median_cycle")
    assert numbers(rows["All"][4]) == [company.value, company.low, company.high]
    assert [number(cell) for cell in rows["All"][1:4]] == [341, 58, decided_alone(None)]


def decided_alone(product, created_from=None):
    """Median days of decided deals only, as a spreadsheet would have it."""
    deals = worked_company()["deals"]
    deals = deals[deals["outcome"] != "open"]
    deals = deals[deals["product_id"] == product] if product else deals
    deals = deals[deals["created_on"] >= created_from] if created_from else deals
    return (deals["closed_on"] - deals["created_on"]).dt.days.median()


def test_choice_in_the_worked_case_of_2_5():
    found, file = worked_findings(), EXERCISES["2.5"]
    assert decided_alone("Analysers", created_from=pd.Timestamp("2025-12-30")) == 61
    shares = {figure.of[0]: figure for figure in found.figures if figure.name == "elapsed_share"}
    assert max(shares, key=lambda stage: shares[stage].value) == "Proposal"
    proposal = shares["Proposal"]
    assert [percent(value) for value in (proposal.value, proposal.low, proposal.high)] == [37, 36, 38]
    longest = {}
    for row in found.table("dwell_by_stage").rows:
        if row["median_days"] > longest.get(row["product"], ("", 0))[1]:
            longest[row["product"]] = (row["stage"], row["median_days"])
    assert {stage for stage, _ in longest.values()} == {"Proposal"}
    a_year = PRODUCTS["Analysers"][0] / 1.5
    assert (round(a_year), round(a_year * (39 - 25) / 365)) == (79, 3)
    assert says(file, "above 111")
    company, analysers = found.figure("median_cycle"), found.figure("median_cycle.Analysers")
    assert analysers.low > company.high
    assert found.figure("days_to_win").value > company.value / 2


def test_tripwires_of_2_5_fire_by_chance_as_often_as_said():
    same, slower = (medians_of_a_year(factor) for factor in (1.0, 1.2))
    assert (same > 111).mean() == pytest.approx(1 / 11, abs=0.02)
    assert (slower > 111).mean() == pytest.approx(2 / 3, abs=0.03)
    # The lower limit lies 1.96 standard errors down; the later estimate has half as much variance again.
    assert norm.cdf(-1.96 / np.sqrt(1 + 1.5)) == pytest.approx(1 / 9, abs=0.01)


def medians_of_a_year(factor, draws=5000, n=79):
    """Kaplan-Meier medians of a year's Analysers, drawn anew: open deals censored at their age."""
    rng = np.random.default_rng(25)
    age, won = rng.uniform(0, 365, (draws, n)), rng.random((draws, n)) < 0.4
    middle = PRODUCTS["Analysers"][1] * factor
    days = middle * np.exp(SPREAD * rng.standard_normal((draws, n))) * np.where(won, WON, LOST)
    seen, is_over = np.minimum(days, age), days <= age
    order = seen.argsort(axis=1)
    at_risk = n - np.arange(n)
    still = np.cumprod(1 - np.take_along_axis(is_over, order, axis=1) / at_risk, axis=1)
    medians = np.take_along_axis(
        np.take_along_axis(seen, order, axis=1), (still <= 0.5).argmax(axis=1)[:, None], axis=1
    )
    whole = kaplan_meier(seen[0].round().astype(int), is_over[0], np.ones(n, int))
    assert quantile(whole).value == pytest.approx(medians[0, 0], abs=1)  # in whole days, as the product counts
    return medians[:, 0]


# --- reading the files ----------------------------------------------------------------------------------------------


def provenance(as_of):
    return Provenance(snapshot="", answers="", code="", as_of=as_of)


def answers(key, content):
    """Six people, two rounds, who do not agree on anything."""
    rows = [
        {"exercise": key, "round": name, "participant": str(person)} | row
        for instrument in content["instruments"]
        for person in range(6)
        for name in ("1", "2")
        for row in ANSWERS[instrument["kind"]](instrument, person + int(name))
    ]
    return pd.DataFrame(rows).reindex(columns=list(ANSWER_COLUMNS))


def items_in(instrument):
    return [item["key"] for item in instrument["parameters"]["items"]]


def classified(instrument, shift):
    categories = [category["key"] for category in instrument["parameters"]["categories"]]
    for place, item in enumerate(items_in(instrument)):
        yield {"item": item, "value": categories[(place + shift) % len(categories)]}


def ranked(instrument, shift):
    items = items_in(instrument)
    for place, item in enumerate(items):
        yield {"item": item, "value": str((place + shift) % len(items) + 1)}


def rated(instrument, shift):
    for place, item in enumerate(items_in(instrument)):
        for criterion in instrument["parameters"]["criteria"]:
            yield {"item": item, "criterion": criterion["key"], "value": str((place + shift) % 5 + 1)}


def estimated(instrument, shift):
    for item in items_in(instrument):
        yield {"item": item, "value": str(0.1 + 0.02 * shift), "low": 0.05, "high": 0.4}


def chosen(instrument, shift):
    items = items_in(instrument)
    yield {"item": instrument["key"], "value": items[shift % len(items)], "confidence": 60}


def set_at(instrument, shift):
    for setting in instrument["parameters"]["settings"]:
        steps = int((setting["most"] - setting["least"]) / setting["step"])
        yield {"item": setting["key"], "value": str(setting["least"] + setting["step"] * (shift % (steps + 1)))}


def proposed(instrument, shift):
    parameters = instrument["parameters"]
    given = [item["key"] for item in parameters.get("items") or ()] or [f"row {shift}"]
    for row in given:
        for column in parameters["columns"]:
            choices = [choice["key"] for choice in column.get("choices", ())]
            yield {"item": row, "criterion": column["key"], "value": choices[shift % len(choices)] if choices else row}
        yield {"item": row, "criterion": "votes", "value": "1"}


def shared_out(instrument, shift):
    """All on one item, another for each person."""
    items = items_in(instrument)
    for place, item in enumerate(items):
        amount = instrument["parameters"]["total"]["value"] if place == shift % len(items) else 0
        yield {"item": item, "value": str(amount)}


def compared(instrument, shift):
    for first, second in combinations([each["key"] for each in instrument["parameters"]["criteria"]], 2):
        yield {"item": instrument["key"], "criterion": f"{first}:{second}", "value": str(1 + 2 * (shift % 3))}


ANSWERS = {
    "classify": classified, "rank": ranked, "rate": rated, "estimate": estimated, "choice": chosen, "threshold": set_at,
    "rows": proposed, "allocate": shared_out, "pairwise": compared,
}  # fmt: skip


def rows_of(file, first):
    """The rows of the table in the worked case whose head begins with `first`, cells stripped."""
    head, *rows = cells_of(file)
    assert head[0] == first
    return rows


def number(cell):
    """The first number of a cell: '€2.9 m' gives 2.9, '67 %' gives 67."""
    return float(re.search(r"\d+(?:\.\d+)?", cell)[0])


def numbers(cell):
    return [int(found.replace("−", "-")) for found in re.findall(r"−?\d+", cell.replace("–", " "))]


def decimals(cell):
    sign = -1 if cell.startswith("−€") else 1
    first, *limits = (float(found.replace("−", "-")) for found in re.findall(r"−?\d+\.\d", cell.replace("−€", "€")))
    return [sign * first, *limits]


def counts_in(cell):
    won, n = re.match(r"(\d+) of (\d+)", cell).groups()
    return int(won), int(n)


def percent(fraction):
    return round(100 * float(fraction))


def says(file, words):
    return words in " ".join(file.body["Worked case"].split())
