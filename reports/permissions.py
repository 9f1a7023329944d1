"""Who may order a document and who may take it away."""

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.permissions import Someone, is_admin_of
from reports.models import Output
from workshops.models import Session
from workshops.permissions import RUNS, SEES_MAP, is_one_of

runs = is_one_of(*RUNS)
belongs = is_one_of(*SEES_MAP)


@predicate
def administers(person: Someone, session: Session) -> bool:
    return bool(is_admin_of(person, session.program.organisation))


@predicate
def may_take(person: Someone, output: Output) -> bool:
    """Everybody of the program: participants leave with it, sponsors may have it."""
    return bool((belongs | administers)(person, output.session))


add_perm("reports.view_documents", belongs | administers)
add_perm("reports.order_output", runs)
add_perm("reports.download_output", may_take)
