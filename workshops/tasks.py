"""Celery's way into the actions: ids in, fetch or say why not, one action."""

from typing import Any

from celery import shared_task
from celery.utils.log import get_task_logger

from datasets.models import Snapshot
from datasets.snapshots import SnapshotDamaged
from jobs.actions import Outcome
from jobs.work import Refused, Work, run_job
from workshops.actions import evidence, scenarios
from workshops.display import evidence_of
from workshops.models import Run, Scenario
from workshops.revealed import Revealed

logger = get_task_logger(__name__)


@shared_task
def freeze_evidence(job_id: str) -> None:
    """The evidence of one run, as a job whose `arguments` name it."""
    run_job(job_id, freeze)


def freeze(work: Work) -> dict[str, Any]:
    run = Run.objects.filter(pk=work.job.arguments["run"]).first()
    if run is None:
        raise Refused("The exercise is no longer there.")
    work.progress(0, 1, f"Analysing {run.exercise}")
    try:
        made = evidence.freeze_evidence(run=run)
    except SnapshotDamaged as damage:
        raise Refused(f"The tables of this session cannot be read: {damage}.") from damage
    evidence_of(made, Revealed(run))  # drawn once here, so that no reader waits for it
    return {"evidence": made.pk, "digest": made.digest}


@shared_task
def make_scenario(job_id: str) -> None:
    """The map of one scenario, as a job whose `arguments` name it."""
    run_job(job_id, find_scenario)


def find_scenario(work: Work) -> Outcome:
    scenario = Scenario.objects.select_related("run__session").filter(pk=work.job.arguments["scenario"]).first()
    if scenario is None:
        raise Refused("The scenario is no longer there.")
    snapshot = scenario.run.session.snapshot
    try:
        findings = scenarios.find_scenario(scenario=scenario, snapshot=snapshot, progress=work.progress)
    except SnapshotDamaged as damage:
        raise Refused(f"The tables of this session cannot be read: {damage}.") from damage
    except scenarios.TablesMissing as missing:
        raise Refused(str(missing)) from missing
    return lambda: scenarios.keep_findings(scenario=scenario, snapshot=snapshot, findings=findings)


@shared_task
def refresh_evidence(snapshot_id: int) -> None:
    """After a new snapshot of an organisation: what that changes for its sessions."""
    snapshot = Snapshot.objects.filter(pk=snapshot_id).first()
    if snapshot is None:
        logger.info("Snapshot %s is gone; nothing to refresh.", snapshot_id)
        return
    evidence.use_snapshot(snapshot=snapshot)
