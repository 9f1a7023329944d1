"""The only way into the audit trail."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.chain import START, digest_of
from accounts.models import AuditChain, AuditEntry, Organisation, Person, SubjectKey
from analysis.findings import canonical


@transaction.atomic
def record(
    *,
    organisation: Organisation,
    actor: Person | None,
    action: str,
    subject: str,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append what was done to the organisation's chain, in the transaction that does it.

    `subject` names the thing ("session:12"), a person by `key_of`; neither it nor `detail` may hold a name or address,
    for entries outlive an erasure. The lock on the head puts writers in line until that transaction ends.
    """
    AuditChain.objects.get_or_create(organisation=organisation, defaults={"head": START})
    chain = AuditChain.objects.select_for_update().get(organisation=organisation)
    entry = AuditEntry(
        chain=chain,
        number=chain.length + 1,
        at=timezone.now(),
        actor=key_of(actor) if actor else None,
        action=action,
        subject=subject,
        detail=canonical(detail or {}),
        previous=chain.head,
    )
    entry.digest = digest_of(entry, organisation.pk)
    entry.save(force_insert=True)
    chain.length, chain.head = entry.number, entry.digest
    chain.save(update_fields=["length", "head"])
    return entry


def key_of(person: Person) -> UUID:
    """The opaque key under which the trail knows this person; made at first need."""
    return SubjectKey.objects.get_or_create(person=person)[0].key
