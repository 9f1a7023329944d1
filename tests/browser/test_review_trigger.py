"""1.6 in its second round: the curve of false alarms against delay moves with one's own settings."""

import datetime
from statistics import median

import numpy as np
import pandas as pd
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from analysis.catalogue import analyse
from analysis.findings import Provenance
from analysis.inputs import Inputs
from curriculum.loader import load_folder
from tests.browser.looks import faults
from tests.workshops.both import walk
from workshops.actions.programs import create_session
from workshops.models import Evidence, Run
from workshops.quantities import quantity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("review trigger")]
EXERCISE = "1.6"
FIRST = [(2.0, 7), (2.0, 7), (2.66, 8), (2.66, 6), (3.2, 9), (1.7, 5)]
SOON = 300  # ms from the slider's event to the picture

# Ten moves of the first slider, each in a frame of its own; from the event to the frame after the mark has moved.
TEN_MOVES = """async () => {
    const slider = document.querySelector("[data-setting-range]");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const moved = () => new Promise((done) => {
        const seen = new MutationObserver(() => { seen.disconnect(); requestAnimationFrame(() => done()); });
        const curve = document.querySelector("[data-backtest-curve]");
        seen.observe(curve, {subtree: true, attributes: true, childList: true});
    });
    const taken = [], places = [];
    for (let step = 0; step < 10; step++) {
        await frame();
        const change = moved();
        const begun = performance.now();
        slider.value = (1.64 + 0.12 * (step + 1)).toFixed(2);
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        await change;
        taken.push(performance.now() - begun);
        const dot = document.querySelector(".backtest__dot");
        places.push(`${dot.getAttribute("cx")} ${dot.getAttribute("cy")}`);
    }
    return {taken, places};
}"""


@pytest.fixture(scope="module")
def loaded():
    return load_folder()


def answer(run, place):
    width, months = FIRST[place]
    return {"trigger": {"settings": {"width": width, "run": months}, "reason": "June"}}


def evidence(run):
    """Twenty-four months of a company whose spread is seven points."""
    ratios = 1 + 0.066 * np.random.default_rng(16).standard_normal(24)
    months = [f"{2024 + place // 12}-{place % 12 + 1:02}" for place in range(24)]
    targets = pd.DataFrame({"period": months, "unit_type": "company", "unit_id": "Bakers", "target": 100.0})
    tables = {"targets": targets.assign(actual=100 * ratios)}
    provenance = Provenance(snapshot="", answers="", code="", as_of=datetime.date(2025, 12, 31))
    return analyse(EXERCISE, Inputs(tables, provenance, content=run.content))


@pytest.fixture
def seat(program, room, open_page):
    session = create_session(program=program, module=1, exercises=[EXERCISE], starts_at=timezone.now())

    def seat(width, person=0, **options):
        run = walk(session.runs.get(), room, program, Run.Step.ANSWER_2, answer=answer)
        found = evidence(run)
        Evidence.objects.get_or_create(run=run, body=found.to_bytes(), digest=found.digest, rounds=["1"])
        return open_page(f"/runs/{run.pk}/?screen=trigger", person=room[person], width=width, **options), found

    return seat


def numbers(page):
    return page.locator("[data-backtest-results] .backtest__value").all_inner_texts()


def told(found, width, months):
    """The grid's row, as the page says numbers."""
    row = next(row for row in found.table("backtest").rows if (row["width"], row["run"]) == (width, months))
    return [quantity(row[name], "months") for name in ("alarms_per_year", "false_alarm_months", "months_to_see_drop")]


@pytest.mark.parametrize("width", [360, 1440])
def test_the_curve_follows_the_slider_at_once(seat, width):
    page, found = seat(width)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("[data-backtest-curve] svg")).to_be_visible()
    moves = page.evaluate(TEN_MOVES)
    assert median(moves["taken"]) < SOON
    assert len(set(moves["places"])) > 5
    assert not any("backtest" in address for address in asked)
    assert numbers(page) == told(found, 2.84, 7)
    assert faults(page) == []


def test_the_numbers_and_the_mark_are_those_of_the_row(seat):
    page, found = seat(1440)
    for place, (width, months) in enumerate([(1.64, 4), (2.66, 6), (3.32, 12)]):
        page.get_by_role("spinbutton").nth(0).fill(str(width))
        page.get_by_role("spinbutton").nth(1).fill(str(months))
        assert numbers(page) == told(found, width, months), place
        drawn = page.locator("[data-backtest-curve] svg").get_attribute("aria-label")
        _alarms, false, drop = told(found, width, months)
        assert f"your setting: Months between false alarms {false}, Months to see a 10 % drop {drop}" in drawn


def test_the_first_settings_stand_on_it_and_stay(seat):
    page, _found = seat(1440)
    rings, middle = page.locator(".backtest__ring"), page.locator(".backtest__middle")
    expect(rings).to_have_count(5)  # two of six set the same
    before = middle.get_attribute("cx")
    page.get_by_role("slider").first.press("End")
    assert middle.get_attribute("cx") == before
    assert "the median of the first settings: " in page.locator("[data-backtest-curve] svg").get_attribute("aria-label")


def test_by_keyboard_and_in_words(seat):
    page, _found = seat(360)
    dot, slider = page.locator(".backtest__dot"), page.get_by_role("slider").nth(1)
    slider.focus()
    before = dot.get_attribute("cx")
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    assert dot.get_attribute("cx") != before
    status = page.locator("[data-backtest-status]")
    expect(status).to_contain_text("Months in a row on one side 10")
    expect(status).to_contain_text("Months between false alarms")
    page.get_by_text("Show the curve as a table").click()
    expect(page.locator("[data-backtest-table] tbody tr")).to_have_count(9)
    assert faults(page) == []


def test_without_a_script_the_rows_of_the_room_are_there(seat):
    page, _found = seat(360, javascript=False)
    expect(page.get_by_role("row", name="The room's median")).to_be_visible()
    expect(page.locator("[data-backtest-live]")).to_be_hidden()
