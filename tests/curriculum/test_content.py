"""What our exercises promise, against what the analysis does; their worked cases are checked in `worked_cases/`."""

import re
from itertools import combinations

import pandas as pd
import pytest

from analysis.answers import INSTRUMENTS
from analysis.catalogue import analyse, discover
from analysis.findings import Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.sources import SOURCES, resolve, with_resolved
from curriculum.instruments import ItemSource
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF, make_company
from datasets.schemas import TABLES

LOADED = load_folder()
EXERCISES = LOADED.exercises
each_exercise = pytest.mark.parametrize("key", EXERCISES)
each_analysed = pytest.mark.parametrize("key", [key for key in EXERCISES if key in discover()])


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


# --- answers of a room ------------------------------------------------------------------------------------------------


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
