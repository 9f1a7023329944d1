"""The page of scenarios with none, one and three of them, on a phone and at the desk."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from jobs.models import Job
from tests.workshops.scenarios import CONSTRAINTS, write_company
from workshops.actions.programs import create_session
from workshops.actions.scenarios import order_scenario
from workshops.models import Scenario
from workshops.tasks import make_scenario

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("scenarios")]
SHOTS = os.environ.get("CHARTROOM_SHOTS", "")


@pytest.fixture(scope="module")
def loaded():
    return load_folder()


@pytest.fixture
def run(program, organisation, tmp_path):
    snapshot = import_paths(organisation=organisation, paths=[write_company(tmp_path / "company")]).snapshot
    return create_session(program=program, module=3, exercises=["3.5"], snapshot=snapshot).runs.get()


def picture(page, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"scenarios-{name}.png", full_page=True)
        page.complaints.clear()  # taking it hides the caret by a style of its own


@pytest.mark.parametrize("width", [360, 1440])
def test_none_one_and_three_side_by_side(run, facilitator, open_page, check_look, width):
    page = open_page(f"/runs/{run.pk}/scenarios/", person=facilitator, width=width)
    picture(page, f"none-{width}")
    check_look(page)
    for number, kept in ((1, 1.0), (2, 0.9), (3, 0.5)):
        scenario = order_scenario(run=run, constraints=CONSTRAINTS | {"kept": kept}, ordered_by=facilitator)
        make_scenario(str(scenario.job_id))
        if number != 2:
            page.reload()
            picture(page, f"{number}-{width}")
            check_look(page)
    expect(page.get_by_role("heading", level=3)).to_have_count(3)


def test_what_is_under_way_and_what_failed_is_told_and_shown_by_itself(run, facilitator, open_page, check_look):
    page = open_page(f"/runs/{run.pk}/scenarios/", person=facilitator, width=360)
    page.get_by_label("Name of the scenario").fill("Mild")
    page.get_by_role("button", name="Run this scenario").click()
    expect(page.get_by_text("Queued: it starts when a worker is free")).to_be_visible()
    picture(page, "queued-360")
    check_look(page)
    page.get_by_label("Name of the scenario").fill("typed meanwhile")
    scenario = Scenario.objects.get()
    Job.objects.update(state=Job.State.FAILED, error="Given up after 5 attempts: each time its worker died")
    expect(page.get_by_text("each time its worker died")).to_be_visible(timeout=10_000)
    picture(page, "failed-360")
    check_look(page)
    expect(page.get_by_label("Name of the scenario")).to_have_value("typed meanwhile")
    page.get_by_role("button", name="Run again").click()
    scenario.refresh_from_db()
    make_scenario(str(scenario.job_id))
    expect(page.get_by_text("Export the plan")).to_be_visible(timeout=10_000)
    with page.expect_download() as download:
        page.get_by_text("Export the plan").click()
    assert download.value.suggested_filename == "3-5-mild.xlsx"
