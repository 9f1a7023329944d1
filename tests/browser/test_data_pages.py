"""The pages of the data in Chromium, empty and full, at three widths, and an import by keyboard and mouse alone."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from datasets.models import Import
from datasets.tasks import check_import, run_import
from tests.browser.conftest import WIDTHS
from tests.datasets.conftest import DEALS
from tests.datasets.test_imports import AMBIGUOUS, bring, finish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ODD = (
    "deal_id,outcome,created_on,closed_on,amount,Type,"
    "Vertragspruefungsverfahrensbezeichnung mit sechzig Zeichen laenge\n"
    "D-1,won,2024-01-10,03/04/2024,1000,new,ja\nD-2,lost,2024-01-12,05/04/2024,much,renewal,nein\n"
    "D-2,maybe,2024-01-12,05/04/2024,-3,renewal,nein\n"
)


def at(name, organisation, *more):
    return reverse(f"datasets:{name}", args=[organisation.slug, *more])


@pytest.mark.once  # how pages look is the same on any database
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_hold_at_every_width(open_page, check_look, organisation, admin, queued, width):
    asking = bring(organisation, admin, ODD)
    ready = bring(organisation, admin)
    done = finish(bring(organisation, admin))
    stopped = bring(organisation, admin, "MZ program")
    pages = {
        "data": at("data", organisation), "upload": at("upload", organisation),
        "map": at("import", organisation, asking.pk), "effect": at("effect", organisation, ready.pk),
        "done": at("import", organisation, done.pk), "stopped": at("import", organisation, stopped.pk),
    }  # fmt: skip
    for name, address in pages.items():
        page = open_page(address, width=width, person=admin)
        keep_shot(page, f"{name}-{width}")
        check_look(page)


def test_empty_data_page(open_page, check_look, organisation, admin):
    page = open_page(at("data", organisation), width=360, person=admin)
    keep_shot(page, "empty-360")
    check_look(page)


def keep_shot(page, name):
    if folder := os.environ.get("CHARTROOM_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"data-{name}.png"), full_page=True)


@pytest.fixture
def deals(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


def test_from_upload_to_undo(open_page, organisation, admin, queued, deals):
    page = open_page(at("upload", organisation), person=admin)
    page.get_by_label("Files").set_input_files(str(deals))
    page.get_by_role("button", name="Look into these files").click()
    page.get_by_text("Queued: it starts").wait_for()
    check_import(str(Import.objects.get().job_id))
    page.get_by_role("button", name="Go on to the effect").click(timeout=20_000)
    page.get_by_role("button", name="Import the tables").click()
    page.get_by_text("Queued: it starts").wait_for()
    run_import(str(Import.objects.get().job_id))
    page.get_by_role("heading", name="What it unlocked").wait_for(timeout=20_000)
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("The tables are as they were").wait_for()
    assert Import.objects.get().state == Import.State.UNDONE


def test_the_order_of_day_and_month_is_asked(open_page, organisation, admin, queued):
    import_ = bring(organisation, admin, AMBIGUOUS)
    page = open_page(at("import", organisation, import_.pk), person=admin)
    page.get_by_label("3 April 2024: day first").check()
    page.get_by_role("button", name="Read them so").click()
    page.get_by_text("Checking the files").first.wait_for()
    import_.refresh_from_db()
    check_import(str(import_.job_id))
    page.get_by_role("button", name="Go on to the effect").wait_for(timeout=20_000)
    import_.refresh_from_db()
    assert import_.report["as_of"] == "2024-04-03"
