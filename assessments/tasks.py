"""Celery's way into the actions: ids in, fetch or say why not, one action."""

from typing import Any

from celery import shared_task
from django.apps import apps

from assessments import actions
from assessments.display import group_shown
from jobs.work import Refused, Work, run_job


@shared_task
def freeze_learning(job_id: str) -> None:
    """What a group learned in one module, as a job whose `arguments` name program and module."""
    run_job(job_id, freeze)


def freeze(work: Work) -> dict[str, Any]:
    arguments = work.job.arguments
    programs = apps.get_model("workshops", "Program").objects.select_related("organisation")
    program = programs.filter(pk=arguments["program"], organisation=work.job.organisation_id).first()
    if program is None:
        raise Refused("The program is no longer there.")
    work.progress(0, 2, "Marking and comparing both papers")
    made = actions.freeze_learning(program=program, module=arguments["module"])
    work.progress(1, 2, "Drawing the charts")
    group_shown(made.findings)  # drawn once here, so that no reader waits for it
    return {"learning": made.pk, "digest": made.digest}
