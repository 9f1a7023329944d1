"""Everything that writes scenarios: order, make, keep, name, take away."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import Person
from analysis.as_of import inputs_as_of
from analysis.company.territories.reassignment import Constraints
from analysis.exercises import e3_5_territories
from analysis.findings import Findings, Need
from analysis.inputs import Inputs
from datasets.models import Snapshot
from datasets.snapshots import open_tables
from jobs.actions import order_job, request_cancel
from workshops.models import Run, Scenario
from workshops.models.scenario import digest_of_settings
from workshops.provenance import provenance as provenance_of
from workshops.queries import SCENARIO_TASK
from workshops.revealed import Revealed

MADE_BY = {"3.5": e3_5_territories}  # exercises whose constraints a room may try
AFTER = "With the moves"  # what findings call the map, whatever its scenario is called
MOST = 12  # scenarios of a run
Progress = Callable[[int, int, str], None]


class TooMany(Exception):
    """A run has as many scenarios as a page can show side by side."""


class TablesMissing(Exception):
    """The session's tables lack what a map is made of; the message says which."""

    def __init__(self, needs: tuple[Need, ...]) -> None:
        said = "; ".join(f"{need.table} ({', '.join(need.columns)})" for need in needs)
        super().__init__(f"The session’s tables lack what a scenario needs: {said}.")
        self.needs = needs


@transaction.atomic
def order_scenario(
    *, run: Run, constraints: dict[str, Any], name: str = "", ordered_by: Person | None = None
) -> Scenario:
    """The scenario of these constraints, and a job that makes it. Where one stands or is under way, it is returned.

    Raises TooMany.
    """
    Run.objects.select_for_update().get(pk=run.pk)
    known = run.scenarios.filter(settings_digest=digest_of_settings(constraints)).first()
    if known is None and run.scenarios.count() >= MOST:
        raise TooMany
    scenario = known or Scenario.objects.create(
        run=run,
        settings=constraints,
        settings_digest=digest_of_settings(constraints),
        name=name or usual_name(constraints),
    )
    return run_scenario(scenario=scenario, ordered_by=ordered_by)


@transaction.atomic
def run_scenario(*, scenario: Scenario, ordered_by: Person | None = None) -> Scenario:
    """Orders its job, unless it is under way, or was made of the tables that its session has now."""
    locked = Scenario.objects.select_for_update(of=("self",)).select_related("job", "run__session").get(pk=scenario.pk)
    if locked.is_moving or (locked.body is not None and not locked.is_stale and not locked.stopped):
        return locked
    locked.job = order_job(
        organisation=locked.run.session.program.organisation,
        title=f"Scenario “{locked.name}”",
        task=SCENARIO_TASK,
        arguments={"scenario": locked.pk},
        ordered_by=ordered_by,
    )
    locked.save(update_fields=["job"])
    return locked


def usual_name(constraints: dict[str, Any]) -> str:
    kept, tolerance, load = (f"{constraints[name]:.0%}" for name in ("kept", "tolerance", "most_load"))
    where = "regions next door" if constraints["across"] else "own region"
    return f"{kept} stay, ±{tolerance}, load to {load}, {where}"


def find_scenario(*, scenario: Scenario, snapshot: Snapshot | None, progress: Progress) -> Findings:
    """What the constraints make of these tables. No transaction is open while the solver runs. Raises TablesMissing."""
    run = scenario.run
    maker = MADE_BY[run.exercise]
    progress(0, 3, "Reading the tables")
    inputs = inputs_of(run, snapshot)
    if missing := inputs.missing(maker.NEEDS):
        raise TablesMissing(missing)
    progress(1, 3, "Looking for the map that moves fewest accounts")
    findings = maker.scenario(inputs, AFTER, Constraints(**scenario.settings))
    progress(2, 3, "Writing it down")
    return findings


def inputs_of(run: Run, snapshot: Snapshot | None) -> Inputs:
    """The tables alone, as they stood on the session's day: a scenario asks nothing of the answers."""
    provenance = provenance_of(run, snapshot, Revealed(run).digest([]))
    return inputs_as_of(Inputs(tables=open_tables(snapshot), provenance=provenance, content=run.content))


def keep_findings(*, scenario: Scenario, snapshot: Snapshot | None, findings: Findings) -> dict[str, Any]:
    """To be called in the transaction that ends the job; of a scenario that was taken away nothing is kept."""
    Scenario.objects.filter(pk=scenario.pk).update(
        body=findings.to_bytes(), digest=findings.digest, snapshot=snapshot, made_at=timezone.now()
    )
    return {"scenario": scenario.pk, "digest": findings.digest}


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str) -> None:
    Scenario.objects.filter(pk=scenario.pk).update(name=name)


@transaction.atomic
def delete_scenario(*, scenario: Scenario) -> None:
    """With it goes what was found; a job that still runs is asked to stop."""
    if scenario.is_moving and scenario.job:
        request_cancel(job=scenario.job)
    Scenario.objects.filter(pk=scenario.pk).delete()


def note_export(*, scenario: Scenario, actor: Person) -> None:
    """The file names sellers, so that it was taken is on record."""
    record(
        organisation=scenario.run.session.program.organisation,
        actor=actor,
        action="scenario.exported",
        subject=f"scenario:{scenario.pk}",
        detail={"digest": scenario.digest},
    )
