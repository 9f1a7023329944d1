"""A total shared out and criteria compared in pairs, with a script, by keyboard, and after the line was down."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.seats import answer_all
from tests.workshops.both import EXERCISE, load_both, walk
from tests.workshops.splits_and_pairs import SHARES_AND_PAIRS
from workshops.actions.programs import create_session
from workshops.models import Answer, Run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("splits and pairs")]
Step = Run.Step


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_both(tmp_path_factory.mktemp("content") / "content", SHARES_AND_PAIRS)


@pytest.fixture
def seat(program, room, open_page):
    """The first person's page of a screen of the first answer."""
    session = create_session(program=program, module=4, exercises=[EXERCISE], starts_at=timezone.now())

    def seat(screen, **options):
        run = walk(session.runs.get(), room, program, Step.ANSWER_1)
        return open_page(f"/runs/{run.pk}/?screen={screen}", person=room[0], **options)

    return seat


def saved(page):
    page.get_by_label("What makes you think so?").click()
    expect(page.locator("[data-save-state]")).to_contain_text("Saved", timeout=8000)
    return Answer.objects.order_by("pk").last().payload


@pytest.mark.parametrize("width", [360, 1440])
def test_what_is_left_follows_while_one_types(seat, check_look, width):
    page = seat("split", width=width)
    left, block = page.locator("[data-split-left]"), page.locator("[data-split]")
    expect(left).to_have_text("100")
    page.get_by_label("Win rate").fill("40")
    expect(left).to_have_text("60")
    check_look(page)
    page.get_by_label("Cycle").fill("70")
    expect(left).to_have_text("10")
    expect(block).to_have_class("split is-over")
    expect(page.get_by_text("too much: there are 100 points")).to_be_visible()
    assert saved(page)["split"]["amounts"] == {"Win rate": 40, "Cycle": 70}
    check_look(page)


def test_the_rest_is_split_evenly_by_keyboard(seat):
    page = seat("split", width=360)
    page.get_by_label("Win rate").fill("45")
    page.get_by_role("button", name="Split the rest evenly").press("Enter")
    values = [number.input_value() for number in page.locator("[data-split] input[type=number]").all()]
    assert values == ["45", "20", "20", "15"]
    expect(page.get_by_text("left: all 100 points are shared out")).to_be_visible()
    assert sum(saved(page)["split"]["amounts"].values()) == 100


def test_contradictions_are_told_after_the_last_comparison(seat, check_look):
    page = seat("weights", width=360)
    note = page.locator("[data-note]")
    for place, mark in enumerate((3, 3, 8, 3, 3)):
        page.locator(".pair").nth(place).locator(".pair__value").nth(mark).click()
    expect(page.locator("[data-pairs-done]")).to_have_text("5")
    saved(page)
    expect(note).to_be_empty()
    page.locator(".pair").nth(5).get_by_role("radio").nth(4).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-pairs-done]")).to_have_text("6")
    expect(note).to_contain_text("They pull against each other", timeout=8000)
    check_look(page)
    page.get_by_role("link", name="Look at Growth or Strength of rivals again").click()
    page.locator(".pair").nth(2).locator(".pair__value").nth(1).click()
    expect(note).to_contain_text("They agree with each other", timeout=8000)


def test_a_comparison_has_a_name_for_those_who_do_not_see_it(seat):
    page = seat("weights")
    pair = page.get_by_role("group", name="Which matters more, Growth or Fit with what we sell?")
    mark = pair.get_by_role("radio", name="Growth is strongly more important than Fit with what we sell")
    mark.check()
    expect(pair.get_by_text("Growth is strongly more important than Fit with what we sell")).to_be_visible()


def test_amounts_come_back_after_the_line_was_down(seat):
    page = seat("split")
    page.route("**/answers/**", lambda route: route.abort())
    page.get_by_label("Win rate").fill("30")
    page.get_by_label("Cycle").click()
    expect(page.locator("[data-save-state]")).to_contain_text("Not sent", timeout=8000)
    page.unroute("**/answers/**")
    page.goto(page.url)
    expect(page.get_by_label("Win rate")).to_have_value("30")
    expect(page.locator("[data-split-left]")).to_have_text("70")


def test_both_are_answered_to_the_end_without_a_script(seat):
    page = seat("split", javascript=False)
    assert answer_all(page, "Seen in May")[:2] == ["allocate", "pairwise"]
