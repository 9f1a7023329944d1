"""Sliders that stand nowhere until they are touched, the backtest that follows them, cards and dots, with a script."""

import pandas as pd
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from analysis.findings import Findings, Message, Table
from tests.workshops.both import EXERCISE, load_both, walk
from workshops.actions.programs import create_session
from workshops.models import Answer, Evidence, Run
from workshops.provenance import provenance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("limits and rules")]
Step = Run.Step


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_both(tmp_path_factory.mktemp("content") / "content")


@pytest.fixture
def seat(program, room, open_page):
    """The first person's page at a step of the room."""
    session = create_session(program=program, module=4, exercises=[EXERCISE], starts_at=timezone.now())

    def seat(step, screen, before=lambda _run: None, **options):
        run = walk(session.runs.get(), room, program, step)
        before(run)
        return open_page(f"/runs/{run.pk}/?screen={screen}", person=room[0], **options)

    return seat


def with_backtest(run):
    grid = pd.DataFrame(
        [
            {"discount": discount / 100, "size": size, "kept": 0.5 - discount / 100, "waited": 1 + size / 20_000}
            for discount in range(0, 41, 10)
            for size in range(0, 200_001, 20_000)
        ]
    )
    named = {"kept": "Margin kept", "waited": "Longest wait"}
    table = Table.from_frame("policies", grid, {"kept": "fraction", "waited": "days"}, named)
    found = Findings(
        exercise=EXERCISE, headline=Message("answers_only"), tables=(table,), inputs=provenance(run, None, "")
    )
    Evidence.objects.create(run=run, body=found.to_bytes(), digest=found.digest, rounds=["1"])


def standing():
    return Answer.objects.order_by("pk").last().payload


def test_a_slider_stands_nowhere_until_it_is_touched(seat, check_look):
    page = seat(Step.ANSWER_1, "limits", width=360)
    first, second = page.locator("[data-setting]").all()
    slider, number = first.get_by_role("slider"), first.get_by_role("spinbutton")
    expect(slider).to_have_attribute("aria-valuetext", "Not set yet")
    expect(first).to_have_class("setting is-unset")
    slider.press("ArrowRight")
    expect(number).to_have_value("21")
    expect(first).to_have_class("setting")
    second.get_by_role("spinbutton").fill("50000")
    expect(second.get_by_role("slider")).to_have_value("50000")
    page.get_by_label("What makes you think so?").click()
    expect(page.locator("[data-save-state]")).to_contain_text("Saved", timeout=8000)
    check_look(page)
    number.fill("")
    expect(first.get_by_text("Not set yet")).to_be_visible()
    expect(slider).to_have_attribute("aria-valuetext", "Not set yet")


def test_the_backtest_follows_without_a_request(seat, check_look):
    page = seat(Step.ANSWER_2, "limits", with_backtest, width=360)
    live, asked = page.locator("[data-backtest-live]"), []
    expect(live.locator(".backtest__value").first).to_have_text("50%")  # their own first answer, 5 %, is nearest to 0 %
    expect(live.locator(".backtest__tick").first).to_be_attached()
    page.on("request", lambda request: asked.append(request.url))
    slow = page.evaluate(
        """() => {
            const range = document.querySelector("[data-setting-range]"), begun = performance.now();
            range.value = 31;
            range.dispatchEvent(new Event("input", {bubbles: true}));
            return performance.now() - begun;
        }"""
    )
    assert slow < 300
    expect(live.locator(".backtest__value").first).to_have_text("20%")
    assert asked == []
    live.get_by_text("Show the curve as a table").click()
    expect(live.locator("tbody tr")).to_have_count(5)  # along the discount, the size held
    check_look(page)


def test_rows_are_added_and_come_back_after_the_line_was_down(seat):
    page = seat(Step.ANSWER_1, "rules")
    page.route("**/answers/**", lambda route: route.abort())
    page.get_by_label("Rule").fill("Two read it")
    page.get_by_role("button", name="Add a row").click()
    expect(page.get_by_label("Rule").nth(1)).to_be_focused()
    page.get_by_label("Rule").nth(1).fill("Nobody decides alone")
    expect(page.locator("[data-save-state]")).to_contain_text("Not sent", timeout=8000)
    page.unroute("**/answers/**")
    page.goto(page.url)
    expect(page.get_by_label("Rule").nth(1)).to_have_value("Nobody decides alone")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved", timeout=8000)
    assert [row["rule"] for row in standing()["rules"]["rows"]] == ["Two read it", "Nobody decides alone"]
    page.get_by_role("button", name="Take this row away").first.click()
    expect(page.get_by_label("Rule")).to_have_value("Nobody decides alone")


def test_dots_can_be_given_until_there_are_none_left(seat, check_look):
    page = seat(Step.ANSWER_2, "rules", width=360)
    more, left = page.get_by_role("button", name="One dot more"), page.locator("[data-dots-left]")
    for rest in (3, 2, 1, 0):
        more.first.click()
        expect(left).to_have_text(str(rest))
    expect(more.nth(1)).to_have_attribute("aria-disabled", "true")
    more.nth(1).dispatch_event("click")
    expect(left).to_have_text("0")
    page.get_by_role("button", name="One dot less").first.click()
    expect(left).to_have_text("1")
    check_look(page)
