"""Every URL × every role × GET and POST, against a table written by hand.

The table says what the status must be; it is not derived from the predicates that it holds. A URL that it lacks fails.
POST carries no data but a token, so 422 is "let in, and told what is missing"; 302 is the sign-in page for nobody, and
the next page for everybody else. Each URL of an object is also asked for that object of another organisation: 404.
"""

from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from tests.factories.worlds import DEALS, NEEDS, make_world

pytestmark = pytest.mark.xdist_group("worlds")

# stranger: facilitator of another organisation. reader, facilitator, admin: over the whole organisation; the others are
# enrolled in the program with that role.
ROLES = ("nobody", "stranger", "reader", "participant", "sponsor", "co_facilitator", "facilitator", "admin")
NOT_ALLOWED = "405 405 405 405 405 405 405 405"
EVERYBODY = "200 200 200 200 200 200 200 200"
SIGNED_IN = "302 200 200 200 200 200 200 200"


class Row(NamedTuple):
    get: str
    post: str = NOT_ALLOWED


TABLE = {
    # nobody stranger reader participant sponsor co_facilitator facilitator admin
    "home": Row("200 302 302 302 302 302 302 302"),
    "healthz": Row(EVERYBODY),
    "styleguide": Row(EVERYBODY),
    # --- signing in: allauth's own pages; nobody can sign up --------------------------------------------------------
    "account_login": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_logout": Row("302 200 200 200 200 200 200 200", "302 302 302 302 302 302 302 302"),
    "account_inactive": Row(EVERYBODY),
    "account_signup": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_reauthenticate": Row("302 403 403 403 403 403 403 403", "302 403 403 403 403 403 403 403"),  # no password
    "account_email": Row(SIGNED_IN, "302 302 302 302 302 302 302 302"),
    "account_email_verification_sent": Row(EVERYBODY),
    "account_confirm_email": Row(EVERYBODY, "404 404 404 404 404 404 404 404"),
    "account_change_password": Row("302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302"),
    "account_set_password": Row(SIGNED_IN, SIGNED_IN),
    "account_reset_password": Row(EVERYBODY, EVERYBODY),
    "account_reset_password_done": Row(EVERYBODY),
    "account_reset_password_from_key": Row(EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": Row(EVERYBODY),
    "account_request_login_code": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_confirm_login_code": Row("302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302"),
    "accounts:sign_in_link": Row("404 404 404 404 404 404 404 404"),
    # --- the book: for whoever belongs to an organisation ------------------------------------------------------------
    "curriculum:book": Row(SIGNED_IN),
    "curriculum:module": Row(SIGNED_IN),
    "curriculum:exercise": Row(SIGNED_IN),
    # --- the organisation's own version of it: its facilitators and admins -------------------------------------------
    "curriculum:tailor": Row("302 404 403 403 403 403 200 200", "302 404 403 403 403 403 422 422"),
    "curriculum:tailor_file": Row("302 404 403 403 403 403 200 200", "302 404 403 403 403 403 422 422"),
    "curriculum:tailor_add": Row("302 404 403 403 403 403 200 200", "302 404 403 403 403 403 422 422"),
    "curriculum:tailor_preview": Row("302 404 403 403 403 403 200 200", "302 405 405 405 405 405 405 405"),
    "curriculum:tailor_remove": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "curriculum:tailor_publish": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "curriculum:tailor_discard": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "curriculum:tailor_take": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    # --- data: facilitators and admins of the organisation -----------------------------------------------------------
    "datasets:data": Row("302 404 403 403 403 403 200 200", "302 405 405 405 405 405 405 405"),
    "datasets:upload": Row("302 404 403 403 403 403 200 200", "302 404 403 403 403 403 422 422"),
    "datasets:import": Row("302 404 403 403 403 403 200 200", "302 404 403 403 403 403 302 302"),
    "datasets:effect": Row("302 404 403 403 403 403 302 302", "302 404 403 403 403 403 302 302"),
    "datasets:progress": Row("302 404 403 403 403 403 200 200", "302 405 405 405 405 405 405 405"),
    "datasets:cancel": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "datasets:check": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "datasets:undo": Row("302 405 405 405 405 405 405 405", "302 404 403 403 403 403 302 302"),
    "datasets:bad_rows": Row("302 404 403 403 403 403 200 200", "302 405 405 405 405 405 405 405"),
    # --- joining: whoever has the code -------------------------------------------------------------------------------
    "workshops:join": Row(EVERYBODY, "422 422 422 422 422 422 422 422"),
    "workshops:join_session": Row(EVERYBODY, "422 302 302 302 302 302 302 302"),
    # --- programs and sessions ---------------------------------------------------------------------------------------
    "workshops:programs": Row(SIGNED_IN),
    "workshops:new_program": Row("302 200 403 403 403 403 200 200", "302 422 403 403 403 403 422 422"),
    "workshops:program": Row("302 404 403 200 200 200 200 200"),
    "workshops:take_newest": Row(NOT_ALLOWED, "302 404 403 403 403 403 302 302"),
    "workshops:people": Row("302 404 403 403 403 200 200 200", "302 404 403 403 403 403 422 422"),
    "workshops:change_role": Row(NOT_ALLOWED, "302 404 403 403 403 403 422 422"),
    "workshops:new_session": Row("302 404 403 403 403 200 200 200", "302 404 403 403 403 422 422 422"),
    "workshops:register": Row("302 404 403 200 200 200 200 200"),
    "workshops:session": Row("302 404 403 200 403 200 200 200"),
    "workshops:renew_code": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:use_newest_data": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    # --- an exercise with its room, here at the step "decide": who answers is led on to the decision -----------------
    "workshops:run": Row("302 404 403 302 403 200 200 200"),
    "workshops:move": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:moved": Row("302 404 403 200 403 200 200 200"),
    "workshops:answered": Row("302 404 403 403 403 200 200 200"),
    "workshops:evidence": Row("302 404 403 200 403 200 200 200"),
    "workshops:order_evidence": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:save_answer": Row(NOT_ALLOWED, "302 404 403 422 403 403 403 403"),
    # --- scenarios of an exercise, here of a session whose tables hold too little for one ----------------------------
    "workshops:scenarios": Row("302 404 403 403 403 200 200 200", "302 404 403 403 403 409 409 409"),
    "workshops:scenario_again": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:rename_scenario": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:delete_scenario": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:scenario_plan": Row("302 404 403 403 403 200 200 200"),
    # --- the decision ------------------------------------------------------------------------------------------------
    "workshops:decision": Row("302 404 403 200 403 200 200 200"),
    "workshops:save_decision": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:add_dissent": Row(NOT_ALLOWED, "302 404 403 422 403 422 422 422"),
    "workshops:state_probability": Row(NOT_ALLOWED, "302 404 403 422 403 403 403 403"),
    "workshops:add_tripwire": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:add_action": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "workshops:remove": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:close_decision": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "workshops:mark_action": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    # --- papers: who runs the program opens and closes them, who is asked sits them; a sitting is its person's alone --
    "assessments:papers": Row("302 404 403 200 403 200 200 200"),
    "assessments:open_paper": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "assessments:close_paper": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    "assessments:start_sitting": Row(NOT_ALLOWED, "302 404 403 302 403 403 403 403"),
    "assessments:sitting": Row("302 404 403 200 403 403 403 403"),
    "assessments:item": Row("302 404 403 200 403 403 403 403"),
    "assessments:save_response": Row(NOT_ALLOWED, "302 404 403 422 403 403 403 403"),
    "assessments:finish_sitting": Row(NOT_ALLOWED, "302 404 403 302 403 403 403 403"),
    "assessments:learning": Row("302 404 403 200 403 200 200 200"),
    "assessments:order_learning": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
    # --- documents: whoever is in the program takes them away, who runs it orders them -------------------------------
    "reports:session": Row("302 404 403 200 200 200 200 200"),
    "reports:order": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "reports:program": Row("302 404 403 200 200 200 200 200"),
    "reports:order_of_program": Row(NOT_ALLOWED, "302 404 403 403 403 422 422 422"),
    "reports:download": Row("302 404 403 200 200 200 200 200"),
    # --- the sponsor's page, open to all of the program; only a sponsor signs off, here what was never taken ---------
    "reports:sponsor": Row("302 404 403 200 200 200 200 200"),
    "reports:sign_off": Row(NOT_ALLOWED, "302 404 403 403 422 403 403 403"),
    # --- a module on paper: for whoever reads the book ---------------------------------------------------------------
    "reports:handouts": Row(SIGNED_IN, "302 422 422 422 422 422 422 422"),
    "reports:handout": Row(SIGNED_IN),
    # --- a job, ordered by the co-facilitator ------------------------------------------------------------------------
    "jobs:job": Row("302 404 403 403 403 200 200 200"),
    "jobs:cancel": Row(NOT_ALLOWED, "302 404 403 403 403 302 302 302"),
}

# URLs of nobody's object: open to all, the same for all organisations, or a secret in themselves.
SHARED = {
    "accounts:sign_in_link",
    "account_confirm_email",
    "account_reset_password_from_key",
    "curriculum:module",
    "curriculum:exercise",
    "reports:handouts",
    "reports:handout",
    "workshops:join_session",
}


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Ours, and another organisation's; its facilitator is our stranger. Made once, in a transaction around all."""
    folder = tmp_path_factory.mktemp("worlds")
    (folder / "deals.csv").write_text(DEALS)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "media"), transaction.atomic():
        curriculum = store_curriculum(loaded=load_folder())
        ours, theirs = (make_world(name, curriculum, folder / "deals.csv") for name in ("Nordhafen", "Südwind"))
        ours.people |= {"nobody": None, "stranger": theirs.people["facilitator"]}
        yield ours, theirs
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _media():
    """The worlds' files stay where they were put."""


@pytest.fixture
def ask(db, client):
    """The status that a person is answered with; whatever the request wrote is undone."""

    def ask(person, method, url):
        cache.clear()  # tries are counted per address
        with transaction.atomic():
            client.logout()
            if person:
                client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            response = getattr(client, method)(url, {"csrfmiddlewaretoken": ""})
            if response.streaming:
                list(response.streaming_content)  # a file is closed by who reads it to its end
            transaction.set_rollback(True)
        return response.status_code

    return ask


def test_every_url_has_a_name_and_stands_in_the_table():
    assert set(NEEDS) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_who_may_what(name, worlds, ask):
    ours, _ = worlds
    for method, expected in zip(("get", "post"), TABLE[name], strict=True):
        found = " ".join(str(ask(ours.people[role], method, ours.url(name))) for role in ROLES)
        assert (name, method, found) == (name, method, expected)


@pytest.mark.parametrize("name", sorted(name for name in TABLE if NEEDS.get(name) and name not in SHARED))
def test_another_organisations_object_is_not_there(name, worlds, ask):
    """For none of our roles, whatever they may do with the same object of their own."""
    ours, theirs = worlds
    for method, own in zip(("get", "post"), TABLE[name], strict=True):
        expected = " ".join("404" if status != "405" else "405" for status in own.split()[2:])
        found = " ".join(str(ask(ours.people[role], method, theirs.url(name))) for role in ROLES[2:])
        assert (name, method, found) == (name, method, expected)


@pytest.mark.parametrize("name", ["workshops:change_role", "workshops:remove", "datasets:import"])
def test_an_object_of_another_under_ones_own_address_is_not_there(name, worlds, ask):
    """The outer object is ours, the inner one theirs."""
    ours, theirs = worlds
    outer = {"workshops:change_role": "program_id", "workshops:remove": "run_id", "datasets:import": "slug"}[name]
    arguments = {key: value for key, value in theirs.arguments(name).items() if key in NEEDS[name]}
    mixed = reverse(name, kwargs=arguments | {outer: ours.arguments(name)[outer]})
    assert ask(ours.people["facilitator"], "post", mixed) == 404
