"""The book is for whoever belongs to an organisation; its own version is made by admins and facilitators."""

from django.contrib.auth.models import AnonymousUser
from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.models import Person
from accounts.permissions import leads
from accounts.queries import memberships_of


@predicate
def belongs_somewhere(person: Person | AnonymousUser) -> bool:
    return isinstance(person, Person) and memberships_of(person).exists()


add_perm("curriculum.tailor", leads)
add_perm("curriculum.read_book", belongs_somewhere)
