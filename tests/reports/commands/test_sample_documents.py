from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports.models import Order

pytestmark = pytest.mark.django_db


def test_without_a_sample_program_nothing_is_ordered(program):
    call_command("sample_documents")
    assert not Order.objects.exists()


def test_the_newest_workshop_the_register_and_the_report_are_ordered_once(organisation, program, new_session):
    organisation.is_sample = True
    organisation.save()
    earlier, newest, coming = (new_session("4.1") for _ in range(3))
    for session, days in ((earlier, -9), (coming, 9)):
        session.starts_at = timezone.now() + timedelta(days=days)
        session.save()
    for _ in range(2):
        call_command("sample_documents")
    ordered = set(Order.objects.values_list("kind", "session", "program"))
    assert ordered == {
        ("workshop_output", newest.pk, None),
        ("decision_register", None, program.pk),
        ("sponsor_report", None, program.pk),
    }
    assert Order.objects.count() == 3
