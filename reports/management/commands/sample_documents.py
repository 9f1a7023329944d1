"""`manage.py sample_documents`: orders what a visitor of the sample program wants to take away, and does not wait."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.actions.orders import order_output
from reports.models import PROGRAM_KINDS, Order
from reports.sample import held_sessions, sample_program


class Command(BaseCommand):
    help = "Order the sample program's register, sponsor report and newest workshop output, where none was ordered yet"

    def handle(self, *args: Any, **options: Any) -> None:
        program = sample_program()
        if program is None:
            return
        newest = held_sessions(program).order_by("-starts_at").first()
        if newest and not newest.orders.exists():
            order_output(session=newest)
        for kind in PROGRAM_KINDS:
            if not Order.objects.filter(program=program, kind=kind).exists():
                order_output(program=program, kind=kind)
