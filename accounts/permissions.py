"""What a role in an organisation lets someone do. Other apps build theirs on these predicates."""

from django.contrib.auth.models import AnonymousUser
from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.models import Organisation, Person, Role
from accounts.queries import role_in

Someone = Person | AnonymousUser


def has_role(person: Someone, organisation: Organisation, *roles: str) -> bool:
    return isinstance(person, Person) and role_in(person, organisation) in roles


@predicate
def is_member_of(person: Someone, organisation: Organisation) -> bool:
    return isinstance(person, Person) and role_in(person, organisation) is not None


@predicate
def is_admin_of(person: Someone, organisation: Organisation) -> bool:
    return has_role(person, organisation, Role.ADMIN)


@predicate
def is_facilitator_of(person: Someone, organisation: Organisation) -> bool:
    """May run any program of the organisation."""
    return has_role(person, organisation, Role.FACILITATOR)


@predicate
def leads(person: Someone, organisation: Organisation) -> bool:
    """Keeps what all programs of the organisation rest on: its data, its own version of the curriculum."""
    return has_role(person, organisation, Role.ADMIN, Role.FACILITATOR)


@predicate
def is_reader_of(person: Someone, organisation: Organisation) -> bool:
    """May read the lesson library, and nothing else."""
    return has_role(person, organisation, Role.READER)


add_perm("accounts.manage_people", is_admin_of)
add_perm("accounts.run_programs", is_admin_of | is_facilitator_of)
