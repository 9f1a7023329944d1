"""Who may watch a job and stop it: whoever ordered it, and who runs programs in its organisation."""

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.permissions import Someone, is_admin_of, is_facilitator_of, is_member_of
from jobs.models import Job


@predicate
def ordered(person: Someone, job: Job) -> bool:
    """Also of an organisation that the person has left since, it is theirs no more."""
    return job.ordered_by_id == person.pk and bool(is_member_of(person, job.organisation))


@predicate
def runs_its_organisation(person: Someone, job: Job) -> bool:
    return bool(is_admin_of(person, job.organisation) or is_facilitator_of(person, job.organisation))


add_perm("jobs.view_job", ordered | runs_its_organisation)
add_perm("jobs.cancel_job", ordered | runs_its_organisation)
