"""Taking a document away."""

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.actions.audit import record
from accounts.models import Person, Role
from reports.models import Output, Reading
from workshops.queries import enrolment_of


@transaction.atomic
def take_output(*, output: Output, actor: Person) -> bytes:
    """The file; that it was taken is audited, and kept beside it where a sponsor took it.

    Raises FileNotFoundError where the storage lost it.
    """
    with default_storage.open(output.path) as file:
        body: bytes = file.read()
    enrolment = enrolment_of(actor, output.whole_program)
    if enrolment and enrolment.role == Role.SPONSOR:
        Reading.objects.get_or_create(output=output, enrolment=enrolment)
    record(
        organisation=output.whole_program.organisation,
        actor=actor,
        action="output.download",
        subject=f"output:{output.pk}",
        detail={"kind": output.kind, "version": output.version, "sha256": output.sha256},
    )
    return body
