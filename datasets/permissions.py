"""Who may see and change an organisation's data: its admins and facilitators."""

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.permissions import Someone, leads
from datasets.models import Import


@predicate
def keeps_data_under(person: Someone, import_: Import) -> bool:
    return bool(leads(person, import_.organisation))


add_perm("datasets.manage_data", leads)
add_perm("datasets.change_import", keeps_data_under)
