"""A participant's worksheet as its page and its saving need it: the screens, what stands, what a form makes of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import Form

from workshops import instruments
from workshops.instruments import Step
from workshops.models import Answer, Enrolment, Round, Run, Worksheet
from workshops.queries import latest_answer

Payload = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One enrolment's place for one round; `worksheet` is None until something was saved on it."""

    run: Run
    enrolment: Enrolment
    round: Round
    worksheet: Worksheet | None

    @cached_property
    def steps(self) -> list[Step]:
        return instruments.steps_of(self.content, self.round)

    @cached_property
    def content(self) -> dict[str, Any]:
        return self.run.content

    @cached_property
    def latest(self) -> Answer | None:
        return latest_answer(self.worksheet) if self.worksheet else None

    @property
    def revision(self) -> int:
        return self.latest.revision if self.latest else 0

    @cached_property
    def payload(self) -> Payload:
        """What stands; before the first save what the worksheet begins with."""
        return (self.latest.payload or {}) if self.latest else self.blank

    @cached_property
    def blank(self) -> Payload:
        """A second worksheet begins with what was answered first, as far as it goes on from there."""
        if self.round != Round.SECOND:
            return {}
        return instruments.begin_again(self.content, first_payload(self.run, self.enrolment))

    @property
    def is_done(self) -> bool:
        return bool(self.worksheet and self.worksheet.done_at)

    @cached_property
    def unanswered(self) -> list[Step]:
        return instruments.missing(self.content, self.round, self.payload)

    def step(self, key: str | None) -> Step | None:
        """The screen of that key; None where there is no such screen."""
        return next((step for step in self.steps if step.key == key), None)

    def first_open(self) -> Step:
        """Where to begin: the first screen without an answer, else the first.

        A second worksheet that nobody has saved on begins at its first screen, though the first answer stands there.
        """
        return (self.unanswered or self.steps)[0] if self.latest else self.steps[0]

    def after(self, step: Step) -> Step | None:
        place = self.steps.index(step) + 1
        return self.steps[place] if place < len(self.steps) else None

    def overview(self, now: Step | None = None) -> list[dict[str, Any]]:
        """Each screen with the person's own answer in few words."""
        return [
            {
                "step": step,
                "summary": instruments.summary_of(step, self.payload),
                "is_now": step == now,
                "is_done": step not in self.unanswered,
            }
            for step in self.steps
        ]

    def started_from(self, step: Step, claimed: int) -> int:
        """The revision that a form for `step` may count as begun from.

        One that began earlier is as good as new where nobody touched this screen since: two tabs on two screens of a
        worksheet do not clash.
        """
        if self.worksheet is None or claimed == self.revision:
            return claimed
        before = self.payload_at(claimed)
        untouched = before is not None and part(step, before) == part(step, self.payload)
        return self.revision if untouched else claimed

    def payload_at(self, revision: int) -> Payload | None:
        """What stood at that revision; at 0 what the worksheet began with; None where it never had that revision."""
        if revision == 0:
            return self.blank
        answer = self.worksheet.answers.filter(revision=revision).first() if self.worksheet else None
        return (answer.payload or {}) if answer else None


def part(step: Step, payload: Payload) -> dict[str, Any]:
    """What of a payload belongs to one screen."""
    return dict(instruments.form_of(step, payload).initial)


def sheet_of(run: Run, enrolment: Enrolment, round_: Round) -> Sheet:
    worksheet = Worksheet.objects.filter(run=run, enrolment=enrolment, round=round_).first()
    return Sheet(run, enrolment, round_, worksheet)


def first_payload(run: Run, enrolment: Enrolment) -> Payload:
    first = Worksheet.objects.filter(run=run, enrolment=enrolment, round=Round.FIRST).first()
    answer = latest_answer(first) if first else None
    return (answer.payload or {}) if answer else {}


def form_for(sheet: Sheet, step: Step, data: Any = None) -> Form:
    return instruments.form_of(step, sheet.payload, data)
