import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from datasets.actions.imports import import_paths
from jobs.models import Job
from tests.workshops.scenarios import TYPED, write_company
from workshops.actions.programs import take_snapshot
from workshops.models import Scenario
from workshops.tasks import make_scenario


@pytest.fixture
def page(client, territory_run, facilitator):
    """The page of scenarios as its facilitator sees it; `typed` is posted to it first."""
    client.force_login(facilitator)

    def page(typed=None, run=territory_run, **headers):
        address = reverse("workshops:scenarios", args=[run.pk])
        return client.get(address, headers=headers) if typed is None else client.post(address, typed)

    return page


@pytest.fixture
def made(page):
    """A scenario that was ordered and made."""

    def made(**typed):
        page(TYPED | typed)
        scenario = Scenario.objects.latest("pk")
        make_scenario(str(scenario.job_id))
        return Scenario.objects.get(pk=scenario.pk)

    return made


def post(client, address, scenario, /, **data):
    return client.post(reverse(f"workshops:{address}", args=[scenario.pk]), data)


def test_the_desk_leads_there_and_only_of_this_exercise(client, page, run, territory_run, facilitator):
    link = reverse("workshops:scenarios", args=[territory_run.pk])
    assert link in client.get(reverse("workshops:run", args=[territory_run.pk])).text
    assert "scenarios/" not in client.get(reverse("workshops:run", args=[run.pk])).text
    assert page(run=run).status_code == 404
    assert page(TYPED, run=run).status_code == 404


def test_an_empty_page_says_what_will_stand_there(page):
    text = page().text
    assert "No scenario yet" in text
    assert "Run this scenario" in text
    assert "style=" not in text


def test_two_presses_make_one_run_and_its_progress_is_watched(page):
    assert [page(TYPED).status_code, page(TYPED).status_code] == [302, 302]
    assert Job.objects.count() == 1
    text = page().text
    assert "Queued: it starts when a worker is free" in text
    assert 'hx-trigger="every 2s"' in text
    part = page(**{"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section")
    assert "Run this scenario" not in part


def test_what_was_made_stands_side_by_side(page, made):
    made()
    made(kept="100", name="Nobody moves who buys")
    text = page().text
    assert text.index("Nine in ten") < text.index("Nobody moves who buys")
    assert len(re.findall(r'<tr role="row"><th scope="row"', text)) == 2
    assert re.search(r"\d+% \(\d+%–\d+%\)", text)
    assert 'hx-trigger="every 2s"' not in text.split('id="scenarios"')[1].split(">")[0]
    assert text.count("Export the plan (XLSX)") == 2
    assert text.count("<svg") >= 4
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("field", "value"), [("kept", "101"), ("tolerance", "0"), ("most_load", "x"), ("name", "n" * 81), ("kept", "")]
)
def test_what_cannot_be_asked_is_said_at_its_field(page, field, value):
    response = page(TYPED | {field: value})
    assert response.status_code == 422
    assert "invalid-feedback" in response.text
    assert not Scenario.objects.exists()


def test_more_than_a_page_can_show_is_refused(page, monkeypatch):
    monkeypatch.setattr("workshops.actions.scenarios.MOST", 1)
    page(TYPED)
    response = page(TYPED | {"kept": "50"})
    assert response.status_code == 422
    assert "delete one first" in response.text


def test_without_tables_it_says_what_is_needed_and_orders_nothing(page, bare_run):
    text = page(run=bare_run).text
    assert "A scenario needs the table “accounts” with account_id, potential" in text
    assert "Run this scenario" not in text
    assert page(TYPED, run=bare_run).status_code == 409
    assert not Job.objects.exists()


def test_a_failure_is_told_and_can_be_run_again(client, page):
    page(TYPED)
    Job.objects.update(state=Job.State.FAILED, error="Given up after 5 attempts: each time its worker died")
    text = page().text
    assert "It could not be made." in text
    assert "each time its worker died" in text
    assert post(client, "scenario_again", Scenario.objects.get()).status_code == 302
    assert Job.objects.count() == 2
    assert "It could not be made." not in page().text


def test_one_that_was_stopped_says_so(page):
    page(TYPED)
    Job.objects.update(state=Job.State.CANCELLED)
    assert "It was stopped before it was made." in page().text


def test_new_tables_are_told_beside_what_is_older(page, made, territory_run, organisation, tmp_path):
    made()
    newer = import_paths(organisation=organisation, paths=[write_company(tmp_path / "new", heavy=20)]).snapshot
    take_snapshot(session=territory_run.session, snapshot=newer)
    text = page().text
    assert "The session rests on other tables now" in text
    assert "Run again on the new tables" in text


def test_it_is_renamed_and_deleted(client, page, made):
    scenario = made()
    assert post(client, "rename_scenario", scenario, name="Mild").status_code == 302
    assert "Mild" in page().text
    assert post(client, "rename_scenario", scenario, name="").status_code == 422
    assert post(client, "rename_scenario", scenario, name="n" * 81).status_code == 422
    assert "“Mild” is deleted." in client.get(post(client, "delete_scenario", Scenario.objects.get()).url).text
    assert post(client, "delete_scenario", scenario).status_code == 404


def test_the_plan_is_a_workbook_that_names_sellers(client, made, territory_snapshot):
    scenario = made(name="=1+1")
    response = client.get(reverse("workshops:scenario_plan", args=[scenario.pk]))
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names == ["Moves", "Territories", "Settings", "Provenance"]
    moves, territories, settings, provenance = (
        book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names
    )
    assert len(moves) == scenario.findings.rows("maps")[1]["moves"]
    assert "Seller 0 (R0)" in {row[4] for row in moves}
    assert sum(row[7] for row in territories) / len(territories) == pytest.approx(1)
    assert dict(settings)["Scenario"] == "=1+1"  # words, no formula
    assert dict(settings)["Customers who keep their seller, at least"] == 0.9
    assert dict(provenance)["Snapshot of the tables"] == territory_snapshot.digest
    assert str(dict(provenance)["As of"]) == territory_snapshot.as_of.isoformat()
    assert dict(provenance)["Findings"] == scenario.digest


def test_what_was_not_made_has_no_plan(client, page):
    page(TYPED)
    assert client.get(reverse("workshops:scenario_plan", args=[Scenario.objects.get().pk])).status_code == 404


def test_tables_that_cannot_be_read_are_said(client, made, territory_snapshot):
    scenario = made()
    territory_snapshot.tables["reps"] = territory_snapshot.tables["reps"] | {"sha256": "0" * 64}
    territory_snapshot.save()
    response = client.get(reverse("workshops:scenario_plan", args=[scenario.pk]), follow=True)
    assert "cannot be read" in response.text


@pytest.mark.parametrize("name", ["scenario_again", "rename_scenario", "delete_scenario"])
def test_a_look_changes_nothing(client, page, name):
    page(TYPED)
    assert client.get(reverse(f"workshops:{name}", args=[Scenario.objects.get().pk])).status_code == 405


def test_the_plan_is_only_looked_at(client, made):
    assert client.post(reverse("workshops:scenario_plan", args=[made().pk])).status_code == 405


@pytest.mark.parametrize("name", ["scenario_again", "rename_scenario", "delete_scenario"])
def test_one_that_is_not_there_is_not_found(client, facilitator, name):
    client.force_login(facilitator)
    assert client.post(reverse(f"workshops:{name}", args=[0])).status_code == 404


def test_others_do_not_see_them(client, page, made, participant, sponsor, member, stranger, co_facilitator):
    scenario = made()
    for person, status in ((participant, 403), (sponsor, 403), (member, 403), (stranger, 404), (co_facilitator, 200)):
        client.force_login(person)
        assert client.get(reverse("workshops:scenarios", args=[scenario.run_id])).status_code == status
        assert client.get(reverse("workshops:scenario_plan", args=[scenario.pk])).status_code == status
