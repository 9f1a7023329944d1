"""Celery's way into the reports: a job's id in, fetch or say why not, one action."""

from celery import shared_task
from celery.utils.log import get_task_logger

from jobs.work import run_job
from reports.actions import handouts, printing, sections
from reports.models import Handout, Order, Section

logger = get_task_logger(__name__)
ABOUT = ("session__program__organisation", "program__organisation")


@shared_task
def render_section(job_id: str) -> None:
    section = Section.objects.select_related("order", "run__session__program").filter(job_id=job_id).first()
    if section is None:
        logger.info("No section has job %s; nothing to render.", job_id)
        return
    run_job(job_id, lambda work: sections.render_section(section=section, work=work))


@shared_task
def compose(job_id: str) -> None:
    order = Order.objects.select_related(*ABOUT).filter(composing__pk=job_id).first()
    if order is None:
        logger.info("No order is composed by job %s.", job_id)
        return
    run_job(job_id, lambda work: sections.compose(order=order, work=work))


@shared_task
def print_order(job_id: str) -> None:
    order = Order.objects.select_related(*ABOUT, "composing").filter(job_id=job_id).first()
    if order is None:
        logger.info("No order is printed by job %s.", job_id)
        return
    run_job(job_id, lambda work: printing.print_order(order=order, work=work))


@shared_task
def make_handout(job_id: str) -> None:
    handout = Handout.objects.select_related("curriculum").filter(job_id=job_id).first()
    if handout is None:
        logger.info("No handout is made by job %s.", job_id)
        return
    run_job(job_id, lambda work: handouts.make_handout(handout=handout, work=work))
