"""Everything that writes answers: worksheets opened, revisions added, 'done' said."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from workshops.leaves import leaf_of, new_salt
from workshops.models import Answer, Enrolment, LateText, Run, Worksheet
from workshops.queries import latest_answer
from workshops.steps import open_round


class StaleRevision(Exception):
    """Someone, perhaps the same person in another tab, saved in between. Carries both texts: neither may be lost.

    `theirs` is None where the sender names a revision that this worksheet never had.
    """

    def __init__(self, *, yours: Any, theirs: Answer | None) -> None:
        super().__init__(f"Saved in between: {theirs}.")
        self.yours = yours
        self.theirs = theirs


class RoundClosed(Exception):
    """The round was closed before this came. What was written is kept (`late`), but not counted."""

    def __init__(self, *, late: LateText | None) -> None:
        super().__init__("The round is closed.")
        self.late = late


@transaction.atomic
def open_worksheet(*, run: Run, enrolment: Enrolment) -> Worksheet:
    """The participant's place for the round that is open now; made when first asked for. Raises RoundClosed."""
    round_ = open_round(Run.objects.values_list("step", flat=True).get(pk=run.pk))
    if round_ is None:
        raise RoundClosed(late=None)
    return place_worksheet(run=run, enrolment=enrolment, round_=round_)


@transaction.atomic
def place_worksheet(*, run: Run, enrolment: Enrolment, round_: str) -> Worksheet:
    """The same for a round that may be closed already: what comes late needs a place to be kept at.

    Under the run's lock, so that a round which is being closed gets no worksheet that its closing did not see.
    """
    Run.objects.select_for_update().get(pk=run.pk)
    worksheet, _ = Worksheet.objects.get_or_create(run=run, enrolment=enrolment, round=round_)
    return worksheet


def save_answer(*, worksheet: Worksheet, payload: Any, started_from: int, done: bool = False) -> Answer:
    """Add the revision after `started_from` (0 on a blank worksheet); `done` says that its author is.

    What already stands is returned as it is: the browser sends again whenever it missed our reply.
    Raises StaleRevision; RoundClosed once what came late is kept.
    """
    answer = add_revision(worksheet=worksheet, payload=payload, started_from=started_from, done=done)
    if answer is None:
        raise RoundClosed(late=keep_late_text(worksheet=worksheet, payload=payload))
    return answer


@transaction.atomic
def add_revision(*, worksheet: Worksheet, payload: Any, started_from: int, done: bool) -> Answer | None:
    """None where the round is closed. The step is read under the worksheet's lock: closing takes all of these first."""
    locked = Worksheet.objects.select_for_update().get(pk=worksheet.pk)
    step = Run.objects.values_list("step", flat=True).get(pk=locked.run_id)
    latest = latest_answer(locked)
    stands = latest is not None and latest.payload == payload
    if open_round(step) != locked.round:
        return latest if stands else None
    if not stands and (latest.revision if latest else 0) != started_from:
        raise StaleRevision(yours=payload, theirs=latest)
    mark_done(worksheet=locked, done=done)
    return latest if latest and stands else insert_answer(locked, payload, started_from + 1)


def insert_answer(worksheet: Worksheet, payload: Any, revision: int) -> Answer:
    salt = new_salt()
    return Answer.objects.create(
        worksheet=worksheet, revision=revision, payload=payload, salt=salt, leaf=leaf_of(payload, salt)
    )


def mark_done(*, worksheet: Worksheet, done: bool) -> None:
    """To be called in a transaction: 'done' stands until its author types again."""
    if done != (worksheet.done_at is not None):
        worksheet.done_at = timezone.now() if done else None
        worksheet.save(update_fields=["done_at"])


@transaction.atomic
def keep_late_text(*, worksheet: Worksheet, payload: Any) -> LateText:
    """Once per text, however often the browser sends it."""
    Worksheet.objects.select_for_update().get(pk=worksheet.pk)
    same = [late for late in worksheet.late_texts.all() if late.payload == payload]
    return same[0] if same else LateText.objects.create(worksheet=worksheet, payload=payload)
