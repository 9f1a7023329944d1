from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from workshops.actions.decisions import add_tripwire, save_decision
from workshops.actions.evidence import freeze_evidence
from workshops.models import Decision, Run

Step = Run.Step


@pytest.fixture
def decision(session_with_tables, answered_by_all):
    run = answered_by_all(session_with_tables.runs.get(), Step.DECIDE)
    freeze_evidence(run=run)
    return run.decision


@pytest.fixture
def post(client, decision, facilitator):
    """Posts to a part of the decision page, as the facilitator unless told."""

    def post(name, data=None, person=None, more=(), **headers):
        client.force_login(person or facilitator)
        address = reverse(f"workshops:{name}", args=[decision.run_id, *more])
        return client.post(address, data or {}, headers=headers)

    return post


@pytest.fixture
def page(client, decision):
    def page(person):
        client.force_login(person)
        return client.get(reverse("workshops:decision", args=[decision.run_id])).text

    return page


DRAFT = {
    "started_from": 1, "option": "prove_and_respond", "named": "Proposal", "statement": "A desk answers",
    "decided_by": "majority", "owner": "Hana", "review_on": "2027-03-01", "confidence": 70,
    "expected_figure": "win_rate", "expected_value": "0.4",
}  # fmt: skip


def test_the_page_holds_vote_options_figures_and_evidence(page, facilitator):
    text = page(facilitator)
    assert "6 of 6" in text
    assert "Repair our own work at the stage" in text
    assert "Win rate" in text
    assert "Choose an option to close" in text


def test_a_draft_is_saved_by_its_button_and_by_itself(post, decision):
    assert post("save_decision", DRAFT).status_code == 302
    response = post("save_decision", DRAFT | {"started_from": 2, "owner": "Omar"}, **{"HX-Request": "true"})
    assert 'name="started_from" value="3"' in response.text
    decision.refresh_from_db()
    assert (decision.owner, decision.version, decision.expected_value) == ("Omar", 3, 0.4)


def test_two_who_change_different_fields_keep_both_and_the_page_behind_stops(post, decision):
    post("save_decision", DRAFT | {"owner": ""})
    behind = {"started_from": 1, "owner": "Omar"}
    response = post("save_decision", behind, **{"HX-Request": "true"})
    decision.refresh_from_db()
    assert (decision.owner, decision.statement) == ("Omar", "A desk answers")
    assert response.status_code == 409
    assert "Load the page again" in response.text


@pytest.mark.parametrize("script", [True, False])
def test_a_stale_draft_shows_both(post, script):
    post("save_decision", DRAFT)
    headers = {"HX-Request": "true"} if script else {}
    response = post("save_decision", DRAFT | {"owner": "Omar"}, **headers)
    assert response.status_code == 409
    assert "Omar" in response.text
    assert "Hana" in response.text
    assert 'name="started_from" value="2"' in response.text


@pytest.mark.parametrize(
    "change",
    [
        {"option": "party"},
        {"confidence": 101},
        {"review_on": "soon"},
        {"expected_figure": "luck"},
        {"statement": "x" * 301},
    ],
)
def test_a_draft_that_cannot_be_saved_names_the_field_and_keeps_the_rest(post, change, decision):
    response = post("save_decision", DRAFT | change)
    assert response.status_code == 422
    assert "Not saved yet" in response.text
    assert "Hana" in response.text
    decision.refresh_from_db()
    assert decision.version == 1


def test_a_date_is_one_tap(post, decision):
    post("save_decision", DRAFT | {"review_on": "", "review_quick": "2027-05-01"})
    decision.refresh_from_db()
    assert decision.review_on == date(2027, 5, 1)


def test_a_proposed_tripwire_is_one_tap_and_its_limit_is_the_evidence_s(post, page, facilitator, decision):
    post("save_decision", DRAFT)
    assert post("add_tripwire", {"proposal": 0}).status_code == 302
    tripwire = decision.tripwires.get()
    assert tripwire.figure == "stage_conversion.Proposal"
    evidence = decision.run.evidence.latest("pk").findings
    assert tripwire.threshold == pytest.approx(evidence.figure("stage_conversion.Proposal").low)
    assert "falls below" in page(facilitator)


def test_a_proposal_that_is_not_there_is_not_found(post):
    assert post("add_tripwire", {"proposal": 99}).status_code == 404


def test_a_tripwire_of_one_s_own(post, decision):
    own = {"figure": "win_rate", "op": ">", "threshold": "0.6", "window": "quarter", "min_n": 30, "why": "Too good"}
    assert post("add_tripwire", own).status_code == 302
    tripwire = decision.tripwires.get()
    assert (tripwire.op, tripwire.window) == (">", {"rolling": 1, "period": "quarter"})
    response = post("add_tripwire", own | {"threshold": ""})
    assert response.status_code == 422
    assert "A tripwire needs this" in response.text


def test_a_tripwire_and_an_action_can_be_taken_out_again(post, decision):
    tripwire = add_tripwire(
        decision=decision, figure="win_rate", op="<", threshold=0.3, window={"since": "decision"}, min_n=40
    )
    post("add_action", {"what": "Ask", "who": "Ana", "due_on": "2027-01-01"})
    action = decision.actions.get()
    assert post("remove", more=["tripwire", tripwire.pk]).status_code == 302
    assert post("remove", more=["action", action.pk]).status_code == 302
    assert not decision.tripwires.exists()
    assert not decision.actions.exists()


def test_dissent_is_unnamed_unless_its_author_asks(post, page, room, facilitator):
    post("add_dissent", {"text": "It will take nine days."}, person=room[0])
    post("add_dissent", {"text": "It costs too much.", "is_named": "on"}, person=room[1])
    text = page(facilitator)
    assert "It will take nine days." in text
    assert "Ben, named by their own choice" in text
    assert "Ana, named" not in text


def test_empty_dissent_is_refused(post, room):
    assert post("add_dissent", {"text": "  "}, person=room[0]).status_code == 422


def test_chances_are_shown_from_five_on_and_one_s_own_always(post, page, room, facilitator):
    for person, percent in zip(room[:4], (20, 40, 60, 80), strict=True):
        assert post("state_probability", {"percent": percent}, person=person).status_code == 302
    assert "The room gives it" not in page(facilitator)
    assert "You said 20%" in page(room[0])
    post("state_probability", {"percent": 90}, person=room[4])
    assert "middle of 5, from 20 to 90%" in page(facilitator)


def test_a_chance_outside_the_scale_is_refused(post, room):
    assert post("state_probability", {"percent": 101}, person=room[0]).status_code == 422


def test_closing_says_what_is_missing_and_then_closes(client, post, page, facilitator, decision):
    assert "Not closed: Choose an option" in client.get(post("close_decision").url).text
    save_decision(decision=decision, started_from=1, **{name: value for name, value in DRAFT.items()
                  if name not in ("started_from", "review_on", "expected_value")}, expected_value=0.4)  # fmt: skip
    add_tripwire(decision=decision, figure="win_rate", op="<", threshold=0.3, window={"since": "decision"}, min_n=40)
    assert "Set a date to close" in page(facilitator)
    save_decision(decision=decision, started_from=2, review_on=timezone.localdate() + timedelta(days=90))
    assert "Close the decision" in page(facilitator)
    post("close_decision")
    decision.refresh_from_db()
    assert decision.state == Decision.State.CLOSED
    text = page(facilitator)
    assert f"record {decision.digest[:12]}" in text
    assert "<form" not in text.split("<main")[1].split("</main>")[0]


def test_a_closed_record_takes_nothing_more(client, post, decision, room):
    Decision.objects.update(state=Decision.State.CLOSED)
    for name, data, person in [
        ("save_decision", DRAFT, None),
        ("add_dissent", {"text": "No"}, room[0]),
        ("add_action", {"what": "Ask", "who": "Ana", "due_on": "2027-01-01"}, None),
    ]:
        assert "The record is closed" in client.get(post(name, data, person).url).text
    assert not decision.dissents.exists()
    assert not decision.actions.exists()
