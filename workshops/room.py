"""What a room's page holds at each step: the facilitator's desk, and a participant's seat."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobs.models import Job
from workshops.actions.scenarios import MADE_BY
from workshops.display import Shown, evidence_of, room_of, sentences
from workshops.guide import guide_for
from workshops.models import Enrolment, Evidence, Reveal, Round, Run
from workshops.queries import answered, evidence_jobs, latest_evidence
from workshops.revealed import Revealed
from workshops.steps import REVEALS, has_passed, next_step, open_round, round_of, steps_of
from workshops.worksheets import form_for, sheet_of

Step = Run.Step

# The rail shows what a room does, not how closing and revealing are kept apart.
RAIL: tuple[tuple[str | Promise, tuple[Run.Step, ...]], ...] = (
    (gettext_lazy("Brief"), (Step.BRIEF,)),
    (gettext_lazy("Answer"), (Step.ANSWER_1, Step.CLOSED_1)),
    (gettext_lazy("Reveal"), (Step.REVEAL_1,)),
    (gettext_lazy("Evidence"), (Step.EVIDENCE,)),
    (gettext_lazy("Again"), (Step.ANSWER_2, Step.CLOSED_2)),
    (gettext_lazy("Moved"), (Step.REVEAL_2,)),
    (gettext_lazy("Vote"), (Step.VOTE, Step.VOTE_CLOSED)),
    (gettext_lazy("Result"), (Step.VOTE_REVEAL,)),
    (gettext_lazy("Decide"), (Step.DECIDE, Step.DECIDED)),
)


@dataclass(frozen=True)
class EvidenceState:
    """The newest evidence, and the job that makes the next. `is_moving`: worth looking again in a moment."""

    shown: Shown | None
    evidence: Evidence | None
    job: Job | None

    @property
    def is_moving(self) -> bool:
        return self.job is not None and not self.job.has_ended

    @property
    def has_failed(self) -> bool:
        return self.job is not None and self.job.state in (Job.State.FAILED, Job.State.CANCELLED)

    @property
    def waits_for_a_worker(self) -> bool:
        return self.job is not None and self.job.state == Job.State.QUEUED


def evidence_state(revealed: Revealed, evidence: Evidence | None = None) -> EvidenceState:
    """What stands and what is under way; of a closed decision (`evidence` given) only what it rests on."""
    if evidence:
        return EvidenceState(evidence_of(evidence, revealed), evidence, None)
    newest = latest_evidence(revealed.run)
    shown = evidence_of(newest, revealed) if newest else None
    return EvidenceState(shown, newest, evidence_jobs(revealed.run).last())


@dataclass(frozen=True)
class RevealState:
    """A revealed round: what the room answered, or why nothing is shown."""

    reveal: Reveal
    shown: Shown | None
    sentences: list[dict[str, Any]]


def reveal_state(revealed: Revealed, round_: str) -> RevealState | None:
    """None before the reveal. Below `min_answers` only n is there."""
    reveal = revealed.reveals.get(round_)
    if reveal is None:
        return None
    if round_ not in revealed.rounds:
        return RevealState(reveal, None, [])
    return RevealState(reveal, room_of(revealed, shown_with(revealed, round_)), sentences(revealed, round_))


def shown_with(revealed: Revealed, round_: str) -> list[str]:
    """The second reveal shows what moved, so it needs the first; the others stand alone."""
    if round_ != Round.SECOND:
        return [round_]
    return [each for each in (Round.FIRST, Round.SECOND) if each in revealed.rounds]


def rail_of(run: Run) -> list[dict[str, Any]]:
    order = steps_of(run.rounds)
    shown = [(name, steps) for name, steps in RAIL if steps[0] in order]
    return [{"name": name, "state": state_at(run.step, steps)} for name, steps in shown]


def state_at(step: str, steps: tuple[Run.Step, ...]) -> str:
    if step in steps:
        return "now"
    return "done" if has_passed(step, steps[-1]) else "ahead"


def desk_of(run: Run) -> dict[str, Any]:
    """What the facilitator sees: never an answer before its reveal, never who gave one."""
    round_ = round_of(run.step)
    counts = answered(run, round_) if round_ else {}
    revealed = Revealed(run)
    step = Step(run.step)
    return {
        "rail": rail_of(run),
        "guide": guide_for(run.file, run.step),
        "counts": counts,
        "asked": counts.get("asked", run.session.program.enrolments.filter(role="participant").count()),
        "next": button_of(run),
        "is_answering": open_round(run.step) is not None,
        "reveal": reveal_state(revealed, REVEALS[step]) if step in REVEALS else None,
        "evidence": evidence_state(revealed) if step in (Step.REVEAL_1, Step.EVIDENCE) else None,
        "may_order": True,
        "has_scenarios": run.exercise in MADE_BY,
    }


@dataclass(frozen=True)
class Button:
    """The one way on: where to, what it does, and what cannot be undone about it."""

    to: str
    label: str
    hint: str = ""


def button_of(run: Run) -> Button | None:
    """Named by its effect; None where the decision page takes over."""
    to = next_step(run.step, run.rounds)
    if to is None or to == Step.DECIDED:
        return None
    label, hint = LABELS[to](run)
    return Button(to, label, hint)


def closes(run: Run) -> tuple[str, str]:
    return _("Close answers"), _("What comes later is kept, but not counted")


def reveals(run: Run) -> tuple[str, str]:
    n = run.reveals.get(round=round_of(run.step)).n
    smallest = run.file.group.min_answers
    if n < smallest:
        return _("Go on without a reveal"), _("fewer than %(n)s answered: nothing is shown") % {"n": smallest}
    return ngettext("Reveal %(n)s answer", "Reveal %(n)s answers", n) % {"n": n}, _("cannot be undone")


def reveals_votes(run: Run) -> tuple[str, str]:
    label, hint = reveals(run)
    n = run.reveals.get(round=Round.VOTE).n
    return (label if n < run.file.group.min_answers else _("Reveal %(n)s votes") % {"n": n}), hint


def fixed(label: str | Promise, hint: str | Promise = "") -> Callable[[Run], tuple[str, str]]:
    return lambda run: (str(label), str(hint))


LABELS: dict[Run.Step, Callable[[Run], tuple[str, str]]] = {
    Step.ANSWER_1: fixed(gettext_lazy("Open the worksheet"), gettext_lazy("everyone answers alone")),
    Step.CLOSED_1: closes,
    Step.REVEAL_1: reveals,
    Step.EVIDENCE: fixed(gettext_lazy("Show the evidence")),
    Step.ANSWER_2: fixed(gettext_lazy("Ask a second time"), gettext_lazy("each starts from the first answer")),
    Step.CLOSED_2: closes,
    Step.REVEAL_2: reveals,
    Step.VOTE: fixed(gettext_lazy("Open the sealed vote")),
    Step.VOTE_CLOSED: fixed(gettext_lazy("Close the vote"), gettext_lazy("what comes later is not counted")),
    Step.VOTE_REVEAL: reveals_votes,
    Step.DECIDE: fixed(gettext_lazy("Start the decision record")),
}


def seat_of(run: Run, enrolment: Enrolment, screen: str | None) -> tuple[str, dict[str, Any]]:
    """(template, context) of a participant's page: one thing at a time."""
    step = Step(run.step)
    if round_ := open_round(step):
        return answering(run, enrolment, round_, screen)
    if step in REVEALS:
        return "workshops/seat_reveal.html", {
            "reveal": reveal_state(Revealed(run), REVEALS[step]),
            "rail": rail_of(run),
        }
    if step == Step.EVIDENCE:
        return "workshops/seat_evidence.html", {"evidence": evidence_state(Revealed(run)), "rail": rail_of(run)}
    if step == Step.BRIEF:
        return "workshops/seat_brief.html", {"practice": practice_of(run), "rail": rail_of(run)}
    return waiting(run, enrolment)


def answering(run: Run, enrolment: Enrolment, round_: Round, screen: str | None) -> tuple[str, dict[str, Any]]:
    sheet = sheet_of(run, enrolment, round_)
    if sheet.is_done and screen is None:
        return waiting(run, enrolment)
    step = sheet.step(screen) or sheet.first_open()
    return "workshops/seat_worksheet.html", {
        "sheet": sheet,
        "step": step,
        "form": form_for(sheet, step),
        "revision": sheet.revision,
        "overview": sheet.overview(step),
        "is_last": sheet.after(step) is None,
        "round": round_,
    }


def waiting(run: Run, enrolment: Enrolment) -> tuple[str, dict[str, Any]]:
    """Between an answer and its reveal: one's own answers, and how many are in."""
    round_ = round_of(run.step) or Round.FIRST
    sheet = sheet_of(run, enrolment, round_)
    return "workshops/seat_waiting.html", {
        "sheet": sheet,
        "overview": sheet.overview(),
        "counts": answered(run, round_),
        "is_open": open_round(run.step) is not None,
        "late": list(sheet.worksheet.late_texts.all()) if sheet.worksheet else [],
        "rail": rail_of(run),
    }


def practice_of(run: Run) -> list[dict[str, Any]]:
    """Practice cases of all instruments, their keys in words."""
    return [
        {
            "case": case.case,
            "answer": names_of(instrument).get(case.key, case.key),
            "tempting": names_of(instrument).get(case.tempting, case.tempting),
            "why": case.why,
        }
        for instrument in run.file.instruments
        for case in instrument.practice
    ]


def names_of(instrument: Any) -> dict[str, str]:
    """{key: name} of what may be answered: categories, settings, alternatives, criteria, columns and their choices."""
    lists = [
        getattr(instrument.parameters, name, ()) for name in ("categories", "settings", "columns", "items", "criteria")
    ]
    named = [each for entries in lists if isinstance(entries, tuple) for each in entries if not isinstance(each, str)]
    choices = [choice for each in named for choice in getattr(each, "choices", ())]
    return {each.key: each.name for each in [*named, *choices]}
