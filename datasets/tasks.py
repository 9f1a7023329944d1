"""Long work on uploads. Job ids in; the job's arguments name the import."""

from functools import partial
from typing import Any

from celery import shared_task

from datasets.actions import imports
from datasets.models import Import
from jobs.work import Refused, Work, run_job

GONE = "The import is gone."


@shared_task
def check_import(job_id: str) -> None:
    run_job(job_id, partial(with_import, imports.check_import))


@shared_task
def run_import(job_id: str) -> None:
    run_job(job_id, partial(with_import, imports.run_import))


def with_import(action: Any, work: Work) -> Any:
    import_ = Import.objects.filter(pk=work.job.arguments.get("import")).select_related("organisation").first()
    if import_ is None or import_.job_id != work.job.pk:
        raise Refused(GONE)
    return action(work=work, import_=import_)
