"""What holds for every exercise with a file of its own: words, frozen form, charts, what must change no number."""

from dataclasses import replace
from datetime import date
from functools import cache
from string import Formatter

import altair as alt
import numpy as np
import pandas as pd
import pytest
from altair.utils.schemapi import debug_mode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.catalogue import analyse, discover, draw, wording
from analysis.charts import DESK, PAPER, PHONE, PROJECTOR, svg
from analysis.findings import Findings
from analysis.inputs import Inputs
from analysis.sources import resolve, with_resolved
from analysis.wording import SHARED
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF, make_company
from tests.analysis.conftest import provenance_of
from tests.sizes import SIZES

pytestmark = pytest.mark.xdist_group("every exercise")

EXERCISES = sorted(discover())
CONTENT = load_folder().exercises
RENAMED = ("segment", "product_id")
GROUPS = ("Life sciences", "Water utilities", "P1", "P2", "P6")
CANVASES = {"paper": PAPER, "desk": DESK, "phone": PHONE, "projector": PROJECTOR}
SLOW = settings(deadline=None, max_examples=SIZES.examples, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def company():
    """The sample company, small, with blanks and a group so rare that it has to be warned of."""
    tables = dict(make_company(deals=700))
    deals = tables["deals"]
    tables["deals"] = deals.assign(
        segment=deals["segment"].mask(deals.index < 8, "Rare").mask(deals.index % 17 == 0),
        amount=deals["amount"].mask(deals.index % 50 == 0),
        discount_pct=deals["discount_pct"].fillna(0.0),
    )
    return tables


@pytest.fixture(scope="module")
def inputs_for(company):
    """Inputs of an exercise: the company's tables, and the exercise's own words."""

    @cache
    def inputs(exercise):
        content = CONTENT[exercise].content()
        content = with_resolved(content, resolve(content, company))
        return Inputs(company, provenance_of(AS_OF), content=content)

    return inputs


@pytest.fixture(scope="module")
def findings_of(inputs_for):
    return cache(lambda exercise: analyse(exercise, inputs_for(exercise)))


@pytest.fixture(scope="module", params=EXERCISES)
def found(request, findings_of):
    return findings_of(request.param)


def shuffled(frame, seed):
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


def test_each_key_and_code_has_its_words(found):
    spoken = wording(found.exercise).findings(found)
    assert len(spoken["figures"]) == len(found.figures) > 0
    for chart in draw(found, PAPER):
        said = wording(found.exercise).chart(chart)
        assert said["title"]
        assert chart.table in {table.key for table in found.tables}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_words_are_left_over_and_no_text_is_empty(exercise):
    module = discover()[exercise]
    for key, text in module.WORDS.items():
        assert text.strip(), key
        assert all(name for _, name, _, _ in Formatter().parse(text) if name is not None), key
    assert module.WORDS["method_note"].count(". ") == 2, "three sentences"
    assert not set(module.WORDS) & set(SHARED) - {"thin", "thin_many"}


def test_frozen_findings_come_back_with_the_same_bytes(found):
    body = found.to_bytes()
    assert Findings.from_bytes(body).to_bytes() == body


@pytest.mark.parametrize("canvas", CANVASES.values(), ids=CANVASES)
def test_charts_of_thawed_findings_are_those_of_fresh_ones(found, canvas):
    thawed = Findings.from_bytes(found.to_bytes())
    assert draw(thawed, canvas) == draw(found, canvas) != ()


def test_charts_keep_to_the_schema_of_vega_lite(found):
    with debug_mode(True):
        for chart in draw(found, PAPER):
            alt.Chart.from_dict(chart.spec, validate=True)


def test_charts_can_be_drawn_and_fit_their_canvas(found):
    for name, canvas in CANVASES.items():
        for chart in draw(found, canvas):
            drawing = svg(chart, canvas, wording(found.exercise).say(chart.alternative))
            width = float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0])
            assert width <= canvas.width + 2 * canvas.size, (name, chart.key)


@pytest.mark.parametrize("exercise", EXERCISES)
@SLOW
@given(seed=st.integers(0, 2**31))
def test_order_of_rows_changes_nothing(exercise, inputs_for, findings_of, seed):
    inputs = inputs_for(exercise)
    tables = {name: shuffled(frame, seed) for name, frame in inputs.tables.items()}
    assert analyse(exercise, replace(inputs, tables=tables)).to_bytes() == findings_of(exercise).to_bytes()


@pytest.mark.parametrize("exercise", EXERCISES)
@SLOW
@given(name=st.text("abcäß ", min_size=1).map("x_{}".format), values=st.lists(st.integers(), min_size=1, max_size=5))
def test_columns_that_mean_nothing_here_change_nothing(exercise, inputs_for, findings_of, name, values):
    inputs = inputs_for(exercise)
    more = {key: frame.assign(**{name: np.resize(values, len(frame))}) for key, frame in inputs.tables.items()}
    tables = more | {"unrelated": pd.DataFrame({"a": values})}
    assert analyse(exercise, replace(inputs, tables=tables)).to_bytes() == findings_of(exercise).to_bytes()


def renamed(inputs, names):
    """Segments and products under other names, in every table that names them."""
    tables = {
        key: frame.assign(
            **{column: frame[column].map(lambda name: names.get(name, name)) for column in RENAMED if column in frame}
        )
        for key, frame in inputs.tables.items()
    }
    targets = tables["targets"]
    of_product = targets["unit_type"] == "product"
    unit = targets["unit_id"].mask(of_product, targets["unit_id"].map(lambda name: names.get(name, name)))
    return replace(inputs, tables=tables | {"targets": targets.assign(unit_id=unit)})


def numbers(findings, names):
    """Every figure under the names that its parts had before."""
    back = {new: old for old, new in names.items()}
    return {
        (figure.name, *(back.get(part, part) for part in figure.of)): [
            pytest.approx(value, nan_ok=True) if isinstance(value, float) else value
            for value in (figure.value, figure.low, figure.high, figure.n)
        ]
        for figure in findings.figures
    }


@pytest.mark.parametrize("exercise", EXERCISES)
@SLOW
@given(
    new=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
        min_size=len(GROUPS), max_size=len(GROUPS), unique_by=lambda name: name.strip(),
    )
)  # fmt: skip
def test_names_of_groups_change_no_number(exercise, inputs_for, findings_of, new):
    inputs = inputs_for(exercise)
    names = dict(zip(GROUPS, ("~" + name for name in new), strict=True))
    before, after = findings_of(exercise), analyse(exercise, renamed(inputs, names))
    assert numbers(before, {}) == numbers(after, names)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_empty_tables_say_what_is_needed_and_do_not_fail(exercise, inputs_for):
    inputs = inputs_for(exercise)
    empty = {name: frame.iloc[:0] for name, frame in inputs.tables.items()}
    findings = analyse(exercise, replace(inputs, tables=empty))
    assert findings.needs
    wording(exercise).findings(findings)
    assert draw(findings, PAPER) == ()


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("n", [1, 2, 6, 40])
def test_very_few_deals_do_not_fail(exercise, inputs_for, n):
    """Of every table only so many rows."""
    inputs = inputs_for(exercise)
    few = {name: shuffled(frame, n).iloc[:n] for name, frame in inputs.tables.items()}
    findings = analyse(exercise, replace(inputs, tables=few))
    wording(exercise).findings(findings)
    for chart in draw(findings, PHONE):
        svg(chart, PHONE, wording(exercise).say(chart.alternative))


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("outcome", ["won", "lost", "withdrawn", "open"])
def test_deals_that_all_end_alike_do_not_fail(exercise, inputs_for, outcome):
    inputs = inputs_for(exercise)
    deals = inputs.tables["deals"].assign(outcome=outcome)
    deals["closed_on"] = deals["closed_on"].mask(deals["outcome"] == "open")
    findings = analyse(exercise, replace(inputs, tables=inputs.tables | {"deals": deals}))
    wording(exercise).findings(findings)
    draw(Findings.from_bytes(findings.to_bytes()), PAPER)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_day_before_everything_knows_nothing(exercise, inputs_for):
    inputs = inputs_for(exercise)
    findings = analyse(exercise, replace(inputs, provenance=replace(inputs.provenance, as_of=date(2000, 1, 1))))
    wording(exercise).findings(findings)
    draw(findings, PAPER)
