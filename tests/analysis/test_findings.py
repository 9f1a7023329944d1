import math
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.findings import Figure, Findings, Message, Provenance

INPUTS = Provenance(snapshot="1f", answers="2e", code="3d", as_of=date(2024, 12, 31))

numbers = st.floats(-1e300, 1e300) | st.integers(-(10**15), 10**15) | st.sampled_from([None, math.nan])
figures = st.builds(
    Figure,
    name=st.text(),
    of=st.lists(st.text(), max_size=2).map(tuple),
    value=numbers,
    unit=st.just("fraction"),
    low=numbers,
    high=numbers,
    n=st.integers(0, 10**9),
    method=st.text(),
)
messages = st.builds(Message, st.text(), st.dictionaries(st.text(), st.text() | st.booleans() | numbers))
findings = st.builds(
    Findings,
    exercise=st.just("3.1"),
    headline=messages,
    figures=st.lists(figures).map(tuple),
    warnings=st.lists(messages).map(tuple),
    inputs=st.just(INPUTS),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings)
def test_findings_come_back_as_the_same_bytes(found):
    body = found.to_bytes()
    assert Findings.from_bytes(body).to_bytes() == body


def rate(value):
    figure = Figure(name="rate", value=value, unit="fraction", n=3, method="")
    return Findings(exercise="3.1", headline=Message("café"), figures=(figure,), inputs=INPUTS)


def test_digest_is_the_same_for_one_number_however_it_is_held():
    assert rate(1.0).digest == rate(1).digest
    assert rate(-0.0).digest == rate(0).digest
    assert rate(math.nan).digest == rate(None).digest
    assert rate(0.1 + 0.2).digest == rate(0.3).digest


def test_digest_differs_by_figure_and_by_input():
    assert rate(0.3).digest != rate(0.3000001).digest
    other = Provenance(snapshot="1f", answers="2e", code="3d", as_of=date(2024, 12, 30))
    assert Findings(exercise="3.1", headline=Message("x"), inputs=other).digest != (
        Findings(exercise="3.1", headline=Message("x"), inputs=INPUTS).digest
    )


def test_digest_is_that_of_the_release_before():
    # A change of the canonical form or of Findings' fields would part every frozen decision from its evidence.
    assert rate(0.3).digest == "f90cbb939ff390894483022d2821c7df917ef96d7cd025af887321f44dbcfb47"


def test_infinite_number_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        rate(math.inf).to_bytes()
