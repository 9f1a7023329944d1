"""Everything that moves a room: one step forward at a time, whoever presses, however often."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import Person
from analysis import sources
from datasets.snapshots import load_tables
from workshops.actions.decisions import open_decision
from workshops.actions.evidence import is_decided, order_evidence
from workshops.actions.proposals import fix_proposals
from workshops.leaves import digest_of
from workshops.models import Reveal, Round, Run
from workshops.queries import standing_answers
from workshops.steps import CLOSES, REVEALS, has_passed, next_step

Step = Run.Step
NAMING_TABLES = ("stages", "stage_events", "products", "accounts")  # beside its own, what items are named from


class NotNext(Exception):
    """The room does not stand right before that step."""


def advance(*, run: Run, to: str, actor: Person | None = None) -> Run:
    """The room at `to`, the step after the one it stands at. A room that is there or beyond it stays where it is.

    Leaving the brief fixes what is asked; closing fixes the answers that count; a reveal is final, audited, and orders
    evidence; the first fixes the proposed rows that the second round votes on. Raises NotNext.
    """
    items = resolve_items(run) if run.step == Step.BRIEF else {}
    return move(run=run, to=Step(to), items=items, actor=actor)


def resolve_items(run: Run) -> dict[str, Any]:
    """{instrument key: its lists}, from the session's tables; read outside the transaction that moves the room."""
    return sources.resolve(run.file.content(), tables_for(run))


def tables_for(run: Run) -> dict[str, Any]:
    """The tables of the session's snapshot; none where it has no snapshot."""
    snapshot = run.session.snapshot
    names = {*run.file.data.tables, *NAMING_TABLES}
    return load_tables(snapshot, names) if snapshot else {}


@transaction.atomic
def move(*, run: Run, to: Run.Step, items: dict[str, Any], actor: Person | None) -> Run:
    locked = Run.objects.select_for_update().get(pk=run.pk)
    locked.session = run.session
    if has_passed(locked.step, to):
        return locked
    if next_step(locked.step, run.rounds) != to:
        raise NotNext(f"From {locked.step} the room cannot go to {to}.")
    if to == Step.DECIDED and not is_decided(locked):
        raise NotNext("The decision is not closed yet.")
    if locked.step == Step.BRIEF:
        locked.items = items
    now = timezone.now()
    locked.step, locked.moved_at = to, now
    locked.save(update_fields=["items", "step", "moved_at"])
    follow(locked, to, now, actor)
    return locked


def follow(run: Run, to: Run.Step, at: datetime, actor: Person | None) -> None:
    """What a step brings with it."""
    if to in CLOSES:
        close_round(run=run, round_=CLOSES[to], at=at)
    if to in REVEALS:
        reveal_round(run=run, round_=REVEALS[to], at=at, actor=actor)
    if to == Step.REVEAL_1:
        fix_proposals(run=run)
    if to == Step.DECIDE:
        open_decision(run=run)


def close_round(*, run: Run, round_: Round, at: datetime) -> Reveal:
    """The answers that stand now, their number and digest: what the reveal will show, fixed.

    Taking every worksheet's lock waits for saves that are under way; those that come after find the round closed.
    """
    list(run.worksheets.select_for_update().filter(round=round_).order_by("pk").values_list("pk", flat=True))
    answers = standing_answers(run, round_)
    reveal = Reveal.objects.create(
        run=run,
        round=round_,
        closed_at=at,
        n=len(answers),
        answers_digest=digest_of(answer.leaf for answer in answers),
    )
    reveal.answers.set(answers)
    return reveal


def reveal_round(*, run: Run, round_: Round, at: datetime, actor: Person | None) -> None:
    reveal = Reveal.objects.select_for_update().get(run=run, round=round_)
    reveal.revealed_at = at
    reveal.save(update_fields=["revealed_at"])
    record(
        organisation=run.session.program.organisation,
        actor=actor,
        action="reveal",
        subject=f"run:{run.pk}",
        detail={"exercise": run.exercise, "round": str(round_), "n": reveal.n, "answers": reveal.answers_digest},
    )
    order_evidence(run=run, ordered_by=actor)
