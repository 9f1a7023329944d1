"""Tailoring in a browser: a draft by hand, its preview, a version; readable on a phone and at a desk."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from curriculum.actions import save_draft, store_curriculum
from curriculum.loader import load_folder
from curriculum.patch import NewText, NewTime, Patch
from curriculum.queries import curriculum_for, exercise_of
from tests.curriculum.conftest import own_exercise

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("CHARTROOM_PICTURES")
MUCH = Patch(
    texts=(
        NewText(file="4.1", place=("question",), text="At which step do we give up, and what do we stop doing first?"),
        NewText(file="4", place=("body", "Purpose"), text="Where our process leaks, and who mends it by when."),
    ),
    times=(NewTime(exercise="4.1", step=3, minutes=12, minimum=6),),
    hidden=("4.3",),
    added=(own_exercise(),),
)


@pytest.fixture
def at(organisation):
    return lambda name, *args: reverse(f"curriculum:{name}", args=[organisation.slug, *args])


@pytest.fixture
def book(transactional_db):
    return store_curriculum(loaded=load_folder())


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("state", ["nothing", "much"])
def test_pages_are_in_the_look(open_page, check_look, at, book, organisation, facilitator, state, width):
    if state == "much":
        save_draft(organisation=organisation, patch=MUCH, started_from=0)
    for name, args in (("tailor", ()), ("tailor_file", ("4.1",)), ("tailor_add", ()), ("tailor_preview", ())):
        page = open_page(at(name, *args), width=width, person=facilitator)
        check_look(page)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{state}-{width}.png", full_page=True)


def test_a_facilitator_words_an_exercise_and_makes_it_a_version(open_page, at, book, organisation, facilitator):
    page = open_page(at("tailor"), person=facilitator)
    page.get_by_role("link", name="Where deals drop").click()
    page.get_by_label("Question").fill("At which step do we give up?")
    page.get_by_role("button", name="Keep in the draft").click()
    page.get_by_role("link", name="See what it changes").click()
    assert page.locator("ins", has_text="At which step do we give up?").is_visible()
    page.get_by_role("button", name="Make it the next version").click()
    page.get_by_role("link", name="Read it").click()
    page.wait_for_url("**/curriculum/?version=*")
    assert exercise_of(curriculum_for(organisation), "4.1").question == "At which step do we give up?"
    page.get_by_role("link", name="Where deals drop").click()
    assert page.get_by_role("heading", name="At which step do we give up?").is_visible()
