"""Reads about people and organisations."""

from collections.abc import Iterator

from django.db.models import QuerySet

from accounts.chain import START, digest_of
from accounts.models import AuditChain, Membership, Organisation, Person


def memberships_of(person: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(person=person).select_related("organisation").order_by("organisation__name")


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """Those that the person is a member of, as whatever."""
    return Organisation.objects.filter(memberships__person=person).order_by("name", "pk")


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.select_related("person").order_by("person__name", "pk")


def role_in(person: Person, organisation: Organisation) -> str | None:
    """The role that reaches over the whole organisation; None for who is no member."""
    memberships = Membership.objects.filter(person_id=person.pk, organisation=organisation)
    return memberships.values_list("role", flat=True).first()


def differences(chain: AuditChain) -> Iterator[str]:
    """Each way in which the chain is not what was appended, the entry named; none where it is whole."""
    previous, number = START, 0
    for number, entry in enumerate(chain.entries.order_by("number").iterator(), start=1):
        name = f"entry {entry.number} ({entry.action} {entry.subject})"
        if entry.number != number:
            yield f"entry {number} is missing: {name} stands in its place"
            return
        if entry.previous != previous:
            yield f"{name} does not follow the entry before it"
        if entry.digest != digest_of(entry, chain.organisation_id):
            yield f"{name} is not what was hashed when it was written"
        previous = entry.digest
    if (number, previous) != (chain.length, chain.head):
        yield f"the head counts {chain.length} entries and ends in {chain.head[:12]}; the last found is entry {number}"
