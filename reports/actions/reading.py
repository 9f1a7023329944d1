"""What a sponsor does with a document beyond taking it."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from reports.models import Output, Reading
from workshops.models import Enrolment


class NotTaken(Exception):
    """It was never downloaded by whoever says that it was read."""


@transaction.atomic
def sign_off_output(*, output: Output, enrolment: Enrolment, remark: str = "") -> Reading:
    """That this sponsor has read this version, with a remark if there is one; once, and audited. Raises NotTaken.

    What stands is final: another remark later is for another version.
    """
    reading = Reading.objects.select_for_update().filter(output=output, enrolment=enrolment).first()
    if reading is None:
        raise NotTaken
    if reading.signed_at:
        return reading
    reading.signed_at, reading.remark = timezone.now(), remark
    reading.save(update_fields=["signed_at", "remark"])
    record(
        organisation=output.whole_program.organisation,
        actor=enrolment.membership.person,
        action="output.sign_off",
        subject=f"output:{output.pk}",
        detail={"kind": output.kind, "version": output.version, "sha256": output.sha256},
    )
    return reading
