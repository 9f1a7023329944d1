"""Who may do what with a thing that they can see."""

from rules.permissions import add_perm
from rules.predicates import Predicate, predicate

from accounts.models import Person, Role
from workshops.models import Action, Decision, Program, Run, Scenario, Session, Worksheet
from workshops.queries import enrolment_of, role_in

Thing = Program | Session | Run | Decision | Action | Scenario

RUNS = (Role.FACILITATOR, Role.CO_FACILITATOR)
SITS_IN = (*RUNS, Role.PARTICIPANT)
SEES_MAP = (*SITS_IN, Role.SPONSOR)


def program_of(thing: Thing) -> Program:
    match thing:
        case Program():
            return thing
        case Session():
            return thing.program
        case Run():
            return thing.session.program
        case Decision() | Scenario():
            return thing.run.session.program
        case Action():
            return thing.decision.run.session.program


def is_one_of(*roles: Role) -> Predicate:
    """A predicate: what the person is in the thing's program is one of `roles`."""

    @predicate(f"is_one_of:{','.join(roles)}")
    def is_one_of(person: Person, thing: Thing) -> bool:
        return role_in(person, program_of(thing)) in roles

    return is_one_of


@predicate
def is_asked(person: Person, thing: Thing) -> bool:
    """Enrolled as a participant, whatever else in the organisation."""
    enrolment = enrolment_of(person, program_of(thing))
    return enrolment is not None and enrolment.role == Role.PARTICIPANT


@predicate
def owns_worksheet(person: Person, worksheet: Worksheet) -> bool:
    return worksheet.enrolment.membership.person_id == person.pk


runs = is_one_of(*RUNS)
leads = is_one_of(Role.FACILITATOR)
sits_in = is_one_of(*SITS_IN)
sees_map = is_one_of(*SEES_MAP)

add_perm("workshops.view_program", sees_map)
add_perm("workshops.view_people", runs)
add_perm("workshops.change_people", leads)
add_perm("workshops.create_session", runs)
add_perm("workshops.view_session", sits_in)
add_perm("workshops.change_session", runs)
add_perm("workshops.view_run", sits_in)
add_perm("workshops.advance_run", runs)
add_perm("workshops.order_evidence", runs)
add_perm("workshops.run_scenarios", runs)
add_perm("workshops.answer_run", is_asked)
add_perm("workshops.answer_worksheet", owns_worksheet)
add_perm("workshops.view_decision", sits_in)
add_perm("workshops.change_decision", runs)
add_perm("workshops.close_decision", runs)
add_perm("workshops.add_dissent", sits_in)
add_perm("workshops.state_probability", is_asked)
add_perm("workshops.view_register", sees_map)
add_perm("workshops.mark_action", runs)
# What other apps ask about a program by name.
add_perm("workshops.run_program", runs)
add_perm("workshops.answer_in_program", is_asked)
add_perm("workshops.sit_in_program", sits_in)
