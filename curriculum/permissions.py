"""The book is for whoever belongs to an organisation; its own version is made by admins and facilitators."""

from django.contrib.auth.models import AnonymousUser
from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.models import Organisation, Person, Role
from accounts.permissions import Someone, has_role
from accounts.queries import memberships_of


@predicate
def belongs_somewhere(person: Person | AnonymousUser) -> bool:
    return isinstance(person, Person) and memberships_of(person).exists()


@predicate
def tailors_for(person: Someone, organisation: Organisation) -> bool:
    return has_role(person, organisation, Role.ADMIN, Role.FACILITATOR)


add_perm("curriculum.tailor", tailors_for)
add_perm("curriculum.read_book", belongs_somewhere)
