"""Every address of the app by every role: who gets in, who is refused, who is told that there is nothing."""

import pytest
from django.urls import reverse

from accounts.models import Role
from workshops.actions.decisions import open_decision
from workshops.actions.programs import create_program, create_session
from workshops.models import Run

RUNS = {"admin", "facilitator", "co_facilitator"}
LEADS = {"admin", "facilitator"}
SITS = RUNS | {"participant"}
SEES = SITS | {"sponsor"}
EVERY = ["admin", "facilitator", "co_facilitator", "participant", "sponsor", "member", "reader"]

# name, method, which thing its first argument is, further arguments, who may
VIEWS = [
    ("new_program", "get", None, [], LEADS),
    ("program", "get", "program", [], SEES),
    ("people", "get", "program", [], RUNS),
    ("people", "post", "program", [], LEADS),
    ("change_role", "post", "program", ["enrolment"], LEADS),
    ("new_session", "get", "program", [], RUNS),
    ("register", "get", "program", [], SEES),
    ("session", "get", "session", [], SITS),
    ("renew_code", "post", "session", [], RUNS),
    ("use_newest_data", "post", "session", [], RUNS),
    ("run", "get", "run", [], SITS),
    ("move", "post", "run", [], RUNS),
    ("moved", "get", "run", [], SITS),
    ("answered", "get", "run", [], RUNS),
    ("evidence", "get", "run", [], SITS),
    ("order_evidence", "post", "run", [], RUNS),
    ("save_answer", "post", "run", ["1", "causes-1"], {"participant"}),
    ("decision", "get", "run", [], SITS),
    ("save_decision", "post", "run", [], RUNS),
    ("add_dissent", "post", "run", [], SITS),
    ("state_probability", "post", "run", [], {"participant"}),
    ("add_tripwire", "post", "run", [], RUNS),
    ("add_action", "post", "run", [], RUNS),
    ("remove", "post", "run", ["tripwire", 0], RUNS),
    ("close_decision", "post", "run", [], RUNS),
    ("mark_action", "post", "action", [], RUNS),
]
OF_A_THING = [view for view in VIEWS if view[2]]
ids = [f"{view[0]} {view[1]}" for view in VIEWS]
ids_of_a_thing = [f"{view[0]} {view[1]}" for view in OF_A_THING]


@pytest.fixture
def people(admin, facilitator, co_facilitator, participant, sponsor, member, join):
    return {
        "admin": admin, "facilitator": facilitator, "co_facilitator": co_facilitator, "participant": participant,
        "sponsor": sponsor, "member": member, "reader": join("rea", Role.READER),
    }  # fmt: skip


@pytest.fixture
def decision(run, go):
    """A room that has come to the decision without a single answer: who gets in does not depend on them."""
    return open_decision(run=go(run, Run.Step.DECIDE))


@pytest.fixture
def address(program, session, decision, participant):
    """The address of a view; with `missing` of a thing that is not there."""
    action = decision.actions.create(what="Ask", who="Ana", due_on="2027-01-01")
    things = {"program": program.pk, "session": session.pk, "run": decision.run_id, "action": action.pk}
    enrolment = program.enrolments.get(membership__person=participant)

    def address(view, missing=False):
        name, _method, thing, more, _who = view
        first = [10**6 if missing else things[thing]] if thing else []
        return reverse(
            f"workshops:{name}", args=first + [enrolment.pk if each == "enrolment" else each for each in more]
        )

    return address


@pytest.mark.parametrize("view", VIEWS, ids=ids)
def test_each_role_gets_in_or_is_refused(client, people, address, view):
    refused = set()
    for role in EVERY:
        client.force_login(people[role])
        if getattr(client, view[1])(address(view)).status_code == 403:
            refused.add(role)
    assert refused == set(EVERY) - view[4]


@pytest.mark.parametrize("view", OF_A_THING, ids=ids_of_a_thing)
def test_another_organisation_finds_nothing(client, stranger, address, view):
    client.force_login(stranger)
    assert getattr(client, view[1])(address(view)).status_code == 404


@pytest.mark.parametrize("view", OF_A_THING, ids=ids_of_a_thing)
def test_what_is_not_there_is_not_found(client, facilitator, address, view):
    client.force_login(facilitator)
    assert getattr(client, view[1])(address(view, missing=True)).status_code == 404


@pytest.mark.parametrize("view", VIEWS, ids=ids)
def test_nobody_gets_in_unknown(client, address, view):
    response = getattr(client, view[1])(address(view))
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("view", VIEWS, ids=ids)
def test_the_wrong_method_is_refused(client, facilitator, address, view):
    client.force_login(facilitator)
    assert client.put(address(view)).status_code == 405


def test_the_list_shows_only_programs_that_concern_the_reader(client, program, member, participant, stranger):
    seen = {}
    for person in (member, participant, stranger):
        client.force_login(person)
        seen[person] = "Spring" in client.get(reverse("workshops:programs")).text
    assert seen == {member: False, participant: True, stranger: False}


def test_a_participant_of_one_program_is_nobody_in_another(client, organisation, curriculum, participant):
    other = create_program(organisation=organisation, title="Autumn", curriculum=curriculum)
    run = create_session(program=other, module=4, exercises=["4.1"]).runs.get()
    client.force_login(participant)
    assert client.get(reverse("workshops:run", args=[run.pk])).status_code == 403


def test_the_evidence_is_not_to_be_had_before_its_step(client, run, answered_by_all, participant, facilitator):
    answered_by_all(run, Run.Step.REVEAL_1)
    address = reverse("workshops:evidence", args=[run.pk])
    client.force_login(participant)
    assert client.get(address).status_code == 404
    client.force_login(facilitator)
    assert client.get(address).status_code == 200
