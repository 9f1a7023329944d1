import pytest

from accounts.models import AuditEntry
from datasets.actions.imports import import_paths
from jobs.models import Job
from tests.workshops.scenarios import CONSTRAINTS, write_company
from workshops.actions import scenarios
from workshops.actions.programs import take_snapshot
from workshops.actions.scenarios import (
    MOST,
    TablesMissing,
    TooMany,
    delete_scenario,
    find_scenario,
    keep_findings,
    note_export,
    order_scenario,
    rename_scenario,
    run_scenario,
)
from workshops.models import Scenario
from workshops.tasks import make_scenario


def ended(scenario, state=Job.State.DONE):
    Job.objects.filter(pk=scenario.job_id).update(state=state)
    return Scenario.objects.get(pk=scenario.pk)


def quiet(_done, _total, _note):
    pass


def test_two_quick_orders_make_one_scenario_and_one_job(territory_run, facilitator):
    first, again = (order_scenario(run=territory_run, constraints=CONSTRAINTS, ordered_by=facilitator) for _ in "ab")
    assert first == again
    assert (Scenario.objects.count(), Job.objects.count()) == (1, 1)
    assert first.name == "90% stay, ±5%, load to 110%, regions next door"


@pytest.mark.django_db(transaction=True)
def test_orders_at_the_same_moment_make_one(race, territory_run):
    race(*[lambda: order_scenario(run=territory_run, constraints=CONSTRAINTS)] * 2)
    assert (Scenario.objects.count(), Job.objects.count()) == (1, 1)


def test_other_constraints_are_another_scenario(territory_run):
    order_scenario(run=territory_run, constraints=CONSTRAINTS)
    order_scenario(run=territory_run, constraints=CONSTRAINTS | {"kept": 0.8}, name="Eight")
    assert list(Scenario.objects.values_list("name", flat=True))[1] == "Eight"


def test_there_are_only_so_many(territory_run, monkeypatch):
    monkeypatch.setattr(scenarios, "MOST", 1)
    order_scenario(run=territory_run, constraints=CONSTRAINTS)
    order_scenario(run=territory_run, constraints=CONSTRAINTS)
    with pytest.raises(TooMany):
        order_scenario(run=territory_run, constraints=CONSTRAINTS | {"kept": 0.8})
    assert MOST > 3


def test_what_failed_can_be_run_again_and_what_stands_is_not(territory_run, territory_snapshot):
    scenario = ended(order_scenario(run=territory_run, constraints=CONSTRAINTS), Job.State.FAILED)
    assert scenario.has_failed
    run_scenario(scenario=scenario)
    assert Job.objects.count() == 2
    scenario.refresh_from_db()
    findings = find_scenario(scenario=scenario, snapshot=territory_snapshot, progress=quiet)
    keep_findings(scenario=scenario, snapshot=territory_snapshot, findings=findings)
    run_scenario(scenario=ended(scenario))
    assert Job.objects.count() == 2


def test_what_is_found_is_the_same_again_and_rests_on_the_tables(territory_run, territory_snapshot):
    scenario = order_scenario(run=territory_run, constraints=CONSTRAINTS)
    said = []
    first, again = (
        find_scenario(scenario=scenario, snapshot=territory_snapshot, progress=lambda *step: said.append(step))
        for _ in "ab"
    )
    assert first.to_bytes() == again.to_bytes()
    assert [done for done, _, _ in said] == [0, 1, 2, 0, 1, 2]
    assert first.inputs.snapshot == territory_snapshot.digest
    today, after = first.rows("maps")
    assert after["paper"] < today["paper"] / 3


def test_without_tables_it_says_which_are_needed(bare_run):
    scenario = order_scenario(run=bare_run, constraints=CONSTRAINTS)
    with pytest.raises(TablesMissing, match=r"accounts \(account_id, potential\); deals"):
        find_scenario(scenario=scenario, snapshot=None, progress=quiet)


def test_new_tables_make_it_stale_and_running_it_again_takes_them(territory_run, organisation, tmp_path):
    scenario = order_scenario(run=territory_run, constraints=CONSTRAINTS)
    make_scenario(str(scenario.job_id))
    scenario = Scenario.objects.get()
    assert (scenario.is_stale, scenario.is_moving, scenario.has_failed) == (False, False, False)
    newer = import_paths(organisation=organisation, paths=[write_company(tmp_path / "new", heavy=20)]).snapshot
    take_snapshot(session=territory_run.session, snapshot=newer)
    scenario = Scenario.objects.get()
    assert scenario.is_stale
    again = order_scenario(run=scenario.run, constraints=CONSTRAINTS)
    make_scenario(str(again.job_id))
    scenario = Scenario.objects.get()
    assert (scenario.is_stale, scenario.snapshot) == (False, newer)


def test_it_can_be_named_and_taken_away(territory_run):
    scenario = order_scenario(run=territory_run, constraints=CONSTRAINTS)
    rename_scenario(scenario=scenario, name="Mild")
    assert Scenario.objects.get().name == "Mild"
    delete_scenario(scenario=scenario)
    assert not Scenario.objects.exists()
    assert Job.objects.get().state == Job.State.CANCELLED
    keep = find_scenario(scenario=scenario, snapshot=territory_run.session.snapshot, progress=quiet)
    keep_findings(scenario=scenario, snapshot=territory_run.session.snapshot, findings=keep)
    assert not Scenario.objects.exists()


def test_an_export_is_on_record_without_a_name(territory_run, facilitator):
    scenario = order_scenario(run=territory_run, constraints=CONSTRAINTS, name="Ana’s plan")
    note_export(scenario=scenario, actor=facilitator)
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.subject) == ("scenario.exported", f"scenario:{scenario.pk}")
    assert "Ana" not in str(entry.detail)
