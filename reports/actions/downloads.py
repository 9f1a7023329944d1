"""Taking a document away."""

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.actions.audit import record
from accounts.models import Person
from reports.models import Output


@transaction.atomic
def take_output(*, output: Output, actor: Person) -> bytes:
    """The file; that it was taken is audited. Raises FileNotFoundError where the storage lost it."""
    with default_storage.open(output.path) as file:
        body: bytes = file.read()
    record(
        organisation=output.session.program.organisation,
        actor=actor,
        action="output.download",
        subject=f"output:{output.pk}",
        detail={"kind": output.kind, "version": output.version, "sha256": output.sha256},
    )
    return body
