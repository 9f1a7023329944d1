"""Who may order a document, who may take it away, and who may see what the sponsor sees."""

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.models import Person, Role
from accounts.permissions import Someone, is_admin_of
from reports.models import Output
from workshops.models import Program, Session
from workshops.permissions import RUNS, SEES_MAP, is_one_of, program_of
from workshops.queries import enrolment_of

runs = is_one_of(*RUNS)
belongs = is_one_of(*SEES_MAP)


@predicate
def administers(person: Someone, thing: Session | Program) -> bool:
    return bool(is_admin_of(person, program_of(thing).organisation))


@predicate
def may_take(person: Someone, output: Output) -> bool:
    """Everybody of the program: participants leave with it, sponsors may have it."""
    return bool((belongs | administers)(person, output.whole_program))


@predicate
def may_sign_off(person: Someone, output: Output) -> bool:
    """Enrolled in its program as a sponsor, whatever else in the organisation."""
    enrolment = enrolment_of(person, output.whole_program) if isinstance(person, Person) else None
    return enrolment is not None and enrolment.role == Role.SPONSOR


add_perm("reports.view_documents", belongs | administers)
add_perm("reports.order_output", runs)
add_perm("reports.download_output", may_take)
add_perm("reports.view_sponsor_page", belongs | administers)
add_perm("reports.sign_off", may_sign_off)
