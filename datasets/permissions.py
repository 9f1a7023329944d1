"""Who may see and change an organisation's data: its admins and facilitators."""

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.models import Organisation, Role
from accounts.permissions import Someone, has_role
from datasets.models import Import


@predicate
def keeps_data_of(person: Someone, organisation: Organisation) -> bool:
    return has_role(person, organisation, Role.ADMIN, Role.FACILITATOR)


@predicate
def keeps_data_under(person: Someone, import_: Import) -> bool:
    return bool(keeps_data_of(person, import_.organisation))


add_perm("datasets.manage_data", keeps_data_of)
add_perm("datasets.change_import", keeps_data_under)
