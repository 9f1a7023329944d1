"""Beat's way into the sweeper."""

from celery import shared_task
from celery.utils.log import get_task_logger

from jobs import actions

logger = get_task_logger(__name__)


@shared_task
def sweep() -> None:
    if touched := actions.sweep_jobs():
        logger.warning("%s jobs had lost their message or their worker; queued again.", touched)
