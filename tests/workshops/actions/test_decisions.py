from datetime import date
from functools import partial

import pytest

from accounts.models import AuditEntry
from workshops.actions.decisions import (
    DecisionClosed,
    NotReady,
    StaleDecision,
    add_action,
    add_dissent,
    add_tripwire,
    close_decision,
    mark_action,
    remove_action,
    remove_tripwire,
    save_decision,
    state_probability,
)
from workshops.actions.evidence import freeze_evidence
from workshops.leaves import record_digest
from workshops.models import Decision, Run
from workshops.records import decision_record, missing_for_closing

FIELDS = {
    "option": "prove_and_respond", "named": "Proposal", "statement": "A desk answers in five days", "reasons": "Waits",
    "decided_by": "majority", "owner": "Hana", "review_on": date(2027, 3, 1), "confidence": 70,
    "expected_figure": "win_rate", "expected_value": 0.4,
}  # fmt: skip
TRIPWIRE = {"figure": "win_rate", "op": "<", "threshold": 0.3, "window": {"since": "decision"}, "min_n": 40}


@pytest.fixture
def decision(session_with_tables, answered_by_all):
    run = answered_by_all(session_with_tables.runs.get(), Run.Step.DECIDE)
    freeze_evidence(run=run)
    return run.decision


@pytest.fixture
def enrolments(program, room):
    return [program.enrolments.get(membership__person=person) for person in room]


@pytest.fixture
def complete(decision):
    saved = save_decision(decision=decision, started_from=1, **FIELDS)
    add_tripwire(decision=saved, **TRIPWIRE)
    return saved


def test_a_draft_counts_its_versions(decision):
    saved = save_decision(decision=decision, started_from=1, option="price_path")
    assert (saved.version, saved.option) == (2, "price_path")


def test_a_draft_that_stands_is_returned(decision):
    first = save_decision(decision=decision, started_from=1, owner="Hana")
    assert save_decision(decision=decision, started_from=1, owner="Hana").version == first.version


def test_a_stale_draft_carries_what_stands(decision):
    save_decision(decision=decision, started_from=1, owner="Hana")
    with pytest.raises(StaleDecision) as stale:
        save_decision(decision=decision, started_from=1, owner="Omar")
    assert stale.value.theirs.owner == "Hana"


def test_two_who_change_different_fields_do_not_clash(decision):
    blank = {name: None if name in ("review_on", "confidence", "expected_value") else "" for name in FIELDS}
    save_decision(decision=decision, started_from=1, **blank | {"statement": "A desk"})
    saved = save_decision(decision=decision, started_from=1, **blank | {"owner": "Omar"})
    assert (saved.statement, saved.owner, saved.version) == ("A desk", "Omar", 3)


def test_a_field_is_emptied_on_purpose(decision):
    save_decision(decision=decision, started_from=1, owner="Hana")
    assert save_decision(decision=decision, started_from=2, owner="").owner == ""


def test_a_version_that_never_was_is_stale(decision):
    with pytest.raises(StaleDecision):
        save_decision(decision=decision, started_from=9, owner="Hana")


def test_every_wording_is_kept(decision):
    for version, words in enumerate(("A desk", "A better desk", "The best desk"), start=1):
        save_decision(decision=decision, started_from=version, statement=words)
    kept = [revision.fields["statement"] for revision in decision.revisions.order_by("version")]
    assert kept == ["A desk", "A better desk", "The best desk"]


@pytest.mark.django_db(transaction=True)
def test_of_drafts_saved_at_once_one_stands(decision, race):
    outcomes = race(*(partial(save_decision, decision=decision, started_from=1, owner=name) for name in "ABCD"))
    assert sum(isinstance(outcome, Decision) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, StaleDecision) for outcome in outcomes) == 3


def test_what_is_missing_is_said_in_order(decision):
    with pytest.raises(NotReady) as lacking:
        close_decision(decision=decision)
    assert lacking.value.missing[0] == "Choose an option"
    assert lacking.value.missing[-1] == "Set a tripwire"


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in ("named", "reasons")])
def test_nothing_that_a_decision_needs_can_be_left_out(complete, field):
    setattr(complete, field, None if field in ("review_on", "confidence", "expected_value") else "")
    complete.save()
    with pytest.raises(NotReady) as lacking:
        close_decision(decision=complete)
    assert len(lacking.value.missing) == 1


def test_without_evidence_there_is_nothing_to_close_on(run, answered_by_all):
    run = answered_by_all(run, Run.Step.DECIDE)
    assert "Wait for the evidence" in missing_for_closing(run.decision)


def test_closing_binds_record_and_evidence_and_is_audited(complete, facilitator):
    closed = close_decision(decision=complete, actor=facilitator)
    closed = Decision.objects.get(pk=closed.pk)
    assert closed.evidence == closed.run.evidence.get()
    assert closed.digest == record_digest(decision_record(closed))
    assert closed.run.step == Run.Step.DECIDED
    assert AuditEntry.objects.get(action="decision.close").detail["digest"] == closed.digest


def test_closing_twice_closes_once(complete):
    first = close_decision(decision=complete)
    again = close_decision(decision=complete)
    assert (first.digest, first.closed_at) == (again.digest, again.closed_at)
    assert AuditEntry.objects.filter(action="decision.close").count() == 1


def test_a_closed_record_is_read_and_never_written(complete, enrolments):
    action = add_action(decision=complete, what="Ask", who="Ana", due_on=date(2027, 1, 1))
    close_decision(decision=complete)
    tripwire = complete.tripwires.get()
    for change in (
        partial(save_decision, decision=complete, started_from=3, owner="Omar"),
        partial(add_dissent, decision=complete, enrolment=enrolments[0], text="No"),
        partial(add_tripwire, decision=complete, **TRIPWIRE | {"threshold": 0.1}),
        partial(add_action, decision=complete, what="More", who="Ana", due_on=date(2027, 1, 1)),
        partial(state_probability, decision=complete, enrolment=enrolments[0], percent=50),
        partial(remove_tripwire, tripwire=tripwire),
        partial(remove_action, action=action),
    ):
        with pytest.raises(DecisionClosed):
            change()


def test_an_action_may_be_done_after_closing_without_touching_the_record(complete):
    action = add_action(decision=complete, what="Ask", who="Ana", due_on=date(2027, 1, 1))
    closed = close_decision(decision=complete)
    mark_action(action=action, done_on=date(2026, 12, 1))
    assert record_digest(decision_record(Decision.objects.get(pk=closed.pk))) == closed.digest


def test_the_same_said_twice_stands_once(decision, enrolments):
    for _ in range(2):
        add_dissent(decision=decision, enrolment=enrolments[0], text="No", is_named=False)
        add_tripwire(decision=decision, **TRIPWIRE)
        add_action(decision=decision, what="Ask", who="Ana", due_on=date(2027, 1, 1))
    assert [related.count() for related in (decision.dissents, decision.tripwires, decision.actions)] == [1, 1, 1]


def test_a_chance_may_be_stated_anew(decision, enrolments):
    for percent in (40, 60):
        state_probability(decision=decision, enrolment=enrolments[0], percent=percent)
    assert decision.probabilities.get().percent == 60


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_chance_outside_the_scale_is_refused(decision, enrolments, percent):
    with pytest.raises(ValueError, match="between 0 and 100"):
        state_probability(decision=decision, enrolment=enrolments[0], percent=percent)


def test_a_field_that_no_draft_has_is_refused(decision):
    with pytest.raises(TypeError, match="digest"):
        save_decision(decision=decision, started_from=1, digest="x")
