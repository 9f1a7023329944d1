"""What holds for every exercise with a file of its own: words, frozen form, charts, what must change no number."""

from dataclasses import replace
from datetime import date
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
from analysis.wording import SHARED
from tests.sizes import SIZES

pytestmark = pytest.mark.xdist_group("every exercise")

EXERCISES = sorted(discover())
CANVASES = {"paper": PAPER, "desk": DESK, "phone": PHONE, "projector": PROJECTOR}
SLOW = settings(deadline=None, max_examples=SIZES.examples, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def company(funnel):
    """Deals, stages and accounts with all that the exercises can use, and few enough of some groups to be warned of."""
    inputs = funnel(n=900, slow=1.6)
    deals, events = inputs.tables["deals"], inputs.tables["stage_events"]
    rng = np.random.default_rng(1)
    deals = deals.assign(
        account_id=rng.integers(0, 300, len(deals)).astype(str),
        segment=np.where(deals.index < 8, "Rare", rng.choice(["Retail", "Energy", None], len(deals))),
        amount=deals["amount"].mask(deals.index % 50 == 0),
        discount_pct=(rng.integers(0, 50, len(deals)) / 2).round(1),
    )
    waiting = np.array(["internal", "customer", "none", None], dtype=object)[rng.integers(0, 4, len(events))]
    accounts = pd.DataFrame({"account_id": sorted(set(deals["account_id"])), "industry": "Public"})
    tables = {"deals": deals, "stage_events": events.assign(waiting_on=waiting), "accounts": accounts}
    return replace(inputs, tables=tables | {"approvals": approvals_of(deals, rng)})


def approvals_of(deals, rng):
    """A request for every third deal, by one of two levels; some refused, some without an answer."""
    asked = deals.iloc[::3]
    requested = asked["created_on"] + pd.to_timedelta(rng.integers(1, 5, len(asked)), unit="D")
    wait = pd.to_timedelta(rng.integers(2, 200, len(asked)), unit="h")
    return pd.DataFrame(
        {
            "deal_id": asked["deal_id"],
            "requested_at": requested,
            "decided_at": (requested + wait).mask(asked.index % 60 == 0),
            "level": np.where(asked.index % 4 == 0, "Board", "Manager"),
            "requested_discount_pct": asked["discount_pct"] + 2.0,
            "granted_discount_pct": asked["discount_pct"],
            "decision": np.where(asked.index % 9 == 0, "refused", "approved"),
        }
    )


@pytest.fixture(scope="module", params=EXERCISES)
def found(request, company):
    return analyse(request.param, company)


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
def test_order_of_rows_changes_nothing(exercise, company, seed):
    tables = company.tables | {
        name: shuffled(company.tables[name], seed) for name in ("deals", "accounts", "stage_events")
    }
    assert analyse(exercise, replace(company, tables=tables)).to_bytes() == analyse(exercise, company).to_bytes()


@pytest.mark.parametrize("exercise", EXERCISES)
@SLOW
@given(name=st.text("abcäß ", min_size=1).map("x_{}".format), values=st.lists(st.integers(), min_size=1, max_size=5))
def test_columns_that_mean_nothing_here_change_nothing(exercise, company, name, values):
    more = {key: frame.assign(**{name: np.resize(values, len(frame))}) for key, frame in company.tables.items()}
    tables = more | {"unrelated": pd.DataFrame({"a": values})}
    assert analyse(exercise, replace(company, tables=tables)).to_bytes() == analyse(exercise, company).to_bytes()


def renamed(inputs, names):
    deals = inputs.tables["deals"]
    changed = deals.assign(
        segment=deals["segment"].map(lambda name: names.get(name, name)),
        product_id=deals["product_id"].map(lambda name: names.get(name, name)),
    )
    return replace(inputs, tables=inputs.tables | {"deals": changed})


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
        min_size=5, max_size=5, unique_by=lambda name: name.strip(),
    )
)  # fmt: skip
def test_names_of_groups_change_no_number(exercise, company, new):
    names = dict(zip(["Retail", "Energy", "A", "B", "C"], ("~" + name for name in new), strict=True))
    before, after = analyse(exercise, company), analyse(exercise, renamed(company, names))
    assert numbers(before, {}) == numbers(after, names)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_empty_tables_say_what_is_needed_and_do_not_fail(exercise, company):
    empty = {name: frame.iloc[:0] for name, frame in company.tables.items()}
    findings = analyse(exercise, replace(company, tables=empty))
    assert findings.needs
    wording(exercise).findings(findings)
    assert draw(findings, PAPER) == ()


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("n", [1, 2, 6, 40])
def test_very_few_deals_do_not_fail(exercise, funnel, n):
    findings = analyse(exercise, funnel(n=n))
    wording(exercise).findings(findings)
    for chart in draw(findings, PHONE):
        svg(chart, PHONE, wording(exercise).say(chart.alternative))


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("outcome", ["won", "lost", "withdrawn", "open"])
def test_deals_that_all_end_alike_do_not_fail(exercise, company, outcome):
    deals = company.tables["deals"].assign(outcome=outcome)
    deals["closed_on"] = deals["closed_on"].mask(deals["outcome"] == "open")
    findings = analyse(exercise, replace(company, tables=company.tables | {"deals": deals}))
    wording(exercise).findings(findings)
    draw(Findings.from_bytes(findings.to_bytes()), PAPER)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_day_before_everything_knows_nothing(exercise, company):
    findings = analyse(exercise, replace(company, provenance=replace(company.provenance, as_of=date(2000, 1, 1))))
    wording(exercise).findings(findings)
    draw(findings, PAPER)
