"""Everything that writes decisions: the draft, what the room adds to it, and its closing."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import Person
from workshops.leaves import record_digest
from workshops.models import (
    Action,
    Decision,
    Dissent,
    DraftRevision,
    Enrolment,
    Evidence,
    Probability,
    Run,
    StrategicObjective,
    Tripwire,
)
from workshops.queries import latest_evidence
from workshops.records import decision_record, dissent_record, missing_for_closing

DRAFT_FIELDS = (
    "option", "named", "statement", "reasons", "decided_by", "owner", "review_on", "confidence",
    "expected_figure", "expected_value", "objective",
)  # fmt: skip
FIRST_VERSION = 1


class StaleDecision(Exception):
    """Somebody saved the draft in between; `theirs` is what stands. The sender still has their own."""

    def __init__(self, theirs: Decision) -> None:
        super().__init__(f"Saved in between: version {theirs.version}.")
        self.theirs = theirs


class DecisionClosed(Exception):
    """The record is closed: it is read, never written."""


class NotReady(Exception):
    """Something is missing; `missing` says what, in the order in which to give it."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"{', '.join(missing)}.")
        self.missing = missing


@transaction.atomic
def open_decision(*, run: Run) -> Decision:
    """The run's draft, made when first asked for; bound to the newest evidence once it closes."""
    decision, _ = Decision.objects.get_or_create(run=run)
    return decision


@transaction.atomic
def save_decision(*, decision: Decision, started_from: int, **fields: Any) -> Decision:
    """The draft with these of `DRAFT_FIELDS`. What already stands is returned as it is.

    Two people who change different fields do not clash: only what the sender changed since `started_from` is written.
    Raises StaleDecision where somebody else changed one of these fields since, or where there was no such version;
    DecisionClosed.
    """
    locked = lock_draft(decision)
    if unknown := set(fields) - set(DRAFT_FIELDS):
        raise TypeError(f"Not a field of a draft: {', '.join(sorted(unknown))}.")
    mine = changed_since(locked, started_from, fields)
    if not mine:
        return locked
    for name, value in mine.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*mine, "version", "saved_at"])
    DraftRevision.objects.create(decision=locked, version=locked.version, fields=plain_fields(locked))
    return locked


def changed_since(decision: Decision, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    """Those fields that differ from what stands and from what the sender began with. Raises StaleDecision."""
    now = plain_fields(decision)
    sent = {name: plain(value) for name, value in fields.items()}
    if all(now[name] == value for name, value in sent.items()):
        return {}
    before = fields_at(decision, version)
    if before is None:
        raise StaleDecision(decision)
    mine = {name for name, value in sent.items() if value not in (before[name], now[name])}
    if any(now[name] != before[name] for name in mine):
        raise StaleDecision(decision)
    return {name: fields[name] for name in DRAFT_FIELDS if name in mine}


def fields_at(decision: Decision, version: int) -> dict[str, Any] | None:
    """The draft as it stood at that version; blank at the first; None where there was no such version."""
    if version == FIRST_VERSION:
        return plain_fields(Decision(run_id=decision.run_id))
    revision = decision.revisions.filter(version=version).first()
    return revision.fields if revision else None


def plain_fields(decision: Decision) -> dict[str, Any]:
    return {name: plain(getattr(decision, name)) for name in DRAFT_FIELDS}


def plain(value: Any) -> Any:
    """A field's value as JSON holds it: days as text, an objective by its key."""
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if isinstance(value, StrategicObjective) else value


def lock_draft(decision: Decision) -> Decision:
    """To be called in a transaction. Raises DecisionClosed."""
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.state != Decision.State.DRAFT:
        raise DecisionClosed
    return locked


@transaction.atomic
def add_dissent(*, decision: Decision, enrolment: Enrolment, text: str, is_named: bool = False) -> Dissent:
    """Disagreement in its own words; the same words of the same person once. Raises DecisionClosed."""
    locked = lock_draft(decision)
    dissent, _ = Dissent.objects.get_or_create(
        decision=locked, enrolment=enrolment, text=text, defaults={"is_named": is_named}
    )
    dissent.is_named = is_named
    dissent.digest = record_digest(dissent_record(dissent))
    dissent.save(update_fields=["is_named", "digest"])
    return dissent


@transaction.atomic
def add_tripwire(
    *,
    decision: Decision,
    figure: str,
    op: str,
    threshold: float,
    window: dict[str, Any],
    min_n: int,
    min_n_of: str = "deals",
    why: str = "",
) -> Tripwire:
    """A figure and a limit that re-open the decision; the same one twice is one. Raises DecisionClosed."""
    locked = lock_draft(decision)
    same = {"figure": figure, "op": op, "threshold": threshold, "min_n": min_n, "min_n_of": min_n_of}
    standing = [tripwire for tripwire in locked.tripwires.filter(**same) if tripwire.window == window]
    return standing[0] if standing else Tripwire.objects.create(decision=locked, window=window, why=why, **same)


@transaction.atomic
def remove_tripwire(*, tripwire: Tripwire) -> None:
    """Raises DecisionClosed."""
    lock_draft(tripwire.decision)
    tripwire.delete()


@transaction.atomic
def add_action(*, decision: Decision, what: str, who: str, due_on: date) -> Action:
    """Who does what by when; the same twice is one. Raises DecisionClosed."""
    locked = lock_draft(decision)
    action, _ = Action.objects.get_or_create(decision=locked, what=what, who=who, due_on=due_on)
    return action


@transaction.atomic
def remove_action(*, action: Action) -> None:
    """Raises DecisionClosed."""
    lock_draft(action.decision)
    action.delete()


@transaction.atomic
def mark_action(*, action: Action, done_on: date | None) -> Action:
    """Done on that day, or not done; the record of a closed decision does not hold it."""
    locked = Action.objects.select_for_update().get(pk=action.pk)
    locked.done_on = done_on
    locked.save(update_fields=["done_on"])
    return locked


@transaction.atomic
def state_probability(*, decision: Decision, enrolment: Enrolment, percent: int) -> Probability:
    """The participant's chance, 0 to 100, that the expected figure is reached. Raises DecisionClosed, ValueError."""
    if not 0 <= percent <= 100:
        raise ValueError("A chance is between 0 and 100 percent.")
    locked = lock_draft(decision)
    probability, _ = Probability.objects.update_or_create(
        decision=locked, enrolment=enrolment, defaults={"percent": percent}
    )
    return probability


@transaction.atomic
def close_decision(*, decision: Decision, actor: Person | None = None) -> Decision:
    """Bind the record to the evidence that stands, by digest, for good; the room goes to 'decided'. Audited.

    One that is closed already is returned as it is. Raises NotReady.
    """
    run = Run.objects.select_for_update().select_related("session__program__organisation").get(pk=decision.run_id)
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.state != Decision.State.DRAFT:
        return locked
    locked.evidence = latest_evidence(run)
    if missing := missing_for_closing(locked):
        raise NotReady(missing)
    seal(locked, locked.evidence)
    run.step, run.moved_at = Run.Step.DECIDED, locked.closed_at
    run.save(update_fields=["step", "moved_at"])
    record(
        organisation=run.session.program.organisation,
        actor=actor,
        action="decision.close",
        subject=f"decision:{locked.pk}",
        detail={"exercise": run.exercise, "digest": locked.digest, "evidence": evidence_digest(locked.evidence)},
    )
    return locked


def seal(decision: Decision, evidence: Evidence | None) -> None:
    decision.evidence = evidence
    decision.state = Decision.State.CLOSED
    decision.closed_at = timezone.now()
    decision.version += 1
    decision.digest = record_digest(decision_record(decision))
    decision.save()


def evidence_digest(evidence: Evidence | None) -> str:
    return evidence.digest if evidence else ""
