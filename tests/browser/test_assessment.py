"""Both papers sat in a real browser, one with the line lost for ten seconds in the middle: every answer is kept."""

import pytest
from playwright.sync_api import expect

from accounts.models import Membership
from assessments.actions import close_paper, open_paper
from assessments.models import Sitting
from assessments.queries import standing_payloads
from assessments.sample import right
from curriculum.actions import store_curriculum
from curriculum.items import Matching, Multiple, Numeric, Ordering
from curriculum.loader import CONTENT, Loaded, read_items, read_module
from workshops.actions.programs import create_program, enrol

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
UNSENT = "Not sent — kept on this device, retrying"
LOST_SECONDS = 10


@pytest.fixture
def program(organisation):
    module = read_module(CONTENT / "modules/module-4.md")[1]
    items = read_items(CONTENT / "items/items-4.yaml")[1]
    curriculum = store_curriculum(loaded=Loaded({4: module}, {}, {4: items}))
    return create_program(organisation=organisation, title="Spring", curriculum=curriculum)


@pytest.fixture
def person(program, member):
    enrol(program=program, membership=Membership.objects.get(person=member), role="participant")
    return member


def give(page, item):
    """The right answer by mouse and keyboard, and a certainty."""
    key = right(item)
    match item:
        case Matching():
            for left, partner in key.items():
                page.locator(f"[name=answer_{left}]").select_option(partner)
        case Numeric():
            page.locator("[name=answer]").fill(f"{key:g}")
        case Ordering():
            put_in_order(page, key)
        case Multiple():
            for option in key:
                page.locator(f"[name=answer][value={option}]").check()
        case _:
            page.locator(f"[name=answer][value={key}]").check()
    page.locator("[name=certainty][value='80']").press("Space")


def put_in_order(page, key):
    """With the arrow keys alone: each option, from the last place up, is brought to its place."""
    for place, option in enumerate(key):
        row = page.locator("li", has=page.locator(f"[name=order][value={option}]"))
        button = row.locator("button[name=move]").first
        for _ in range(len(key)):
            order = page.locator("[name=order]").evaluate_all("inputs => inputs.map((input) => input.value)")
            if order.index(option) == place:
                break
            button.press("ArrowUp")


def walk(page, items, lose_the_line_at=None):
    """From a blank paper to handing in."""
    page.get_by_role("link", name="Begin with item 1").click()
    for number, item in enumerate(items, 1):
        expect(page.locator("[aria-current=step]").last).to_contain_text(str(number))
        if number == lose_the_line_at:
            answer_without_a_line(page, item)
        else:
            give(page, item)
        expect(page.locator("[data-words]")).to_contain_text("Saved ")
        expect(page.locator("[data-words]")).not_to_contain_text("Saved as you go")
        page.locator("button[name=go]").last.click()
    expect(page.get_by_role("heading", name="All items are answered.")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()


def answer_without_a_line(page, item):
    page.context.set_offline(True)
    give(page, item)
    expect(page.locator("[data-words]")).to_have_text(UNSENT)
    page.wait_for_timeout(1000 * LOST_SECONDS)
    expect(page.locator("[data-words]")).to_have_text(UNSENT)
    page.context.set_offline(False)


def items_for(paper, person):
    """What the person is asked, once the form is drawn."""
    return paper.items(Sitting.objects.get(paper=paper, enrolment__membership__person=person).form)


def test_both_papers_are_kept_though_the_line_was_lost(program, person, open_page, check_look):
    first = open_paper(program=program, module=4, when="before")
    page = open_page(f"/programs/{program.pk}/papers/", width=360, person=person)
    check_look(page)
    page.get_by_role("button", name="Begin").click()
    items = items_for(first, person)
    page.get_by_role("link", name="Begin with item 1").click()
    check_look(page)
    page.go_back()
    walk(page, items, lose_the_line_at=4)
    expect(page.get_by_role("heading", name="Handed in. Thank you.")).to_be_visible()

    second = open_paper(program=program, module=4, when="after")
    page = open_page(f"/programs/{program.pk}/papers/", width=1440, person=person)
    page.get_by_role("button", name="Begin").click()
    walk(page, items_for(second, person))
    expect(page.get_by_role("heading", name="What you answered, what is right, and why")).to_be_visible()
    check_look(page)

    close_paper(paper=second)
    for sitting in Sitting.objects.all():
        kept = {item: payload["answer"] for item, payload in standing_payloads(sitting).items()}
        assert kept == {item.id: right(item) for item in sitting.paper.items(sitting.form)}
        assert sitting.finished_at
