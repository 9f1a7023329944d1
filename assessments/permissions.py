"""Who may do what with papers and sittings; what someone is in a program, `workshops` says by name."""

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.models import Person
from assessments.models import Paper, Sitting


@predicate
def owns_sitting(person: Person, sitting: Sitting) -> bool:
    return sitting.enrolment.membership.person_id == person.pk


@predicate
def runs_program_of(person: Person, paper: Paper) -> bool:
    return person.has_perm("workshops.run_program", paper.program)


@predicate
def is_asked_in_program_of(person: Person, paper: Paper) -> bool:
    return person.has_perm("workshops.answer_in_program", paper.program)


add_perm("assessments.close_paper", runs_program_of)
add_perm("assessments.sit_paper", is_asked_in_program_of)
add_perm("assessments.answer_sitting", owns_sitting)
