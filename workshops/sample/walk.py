"""Walks one exercise of the sample program from the brief to the closed decision, as its room did."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from accounts.models import Person
from analysis.catalogue import wording
from analysis.findings import Figure, Findings, Tripwire, figure_key
from curriculum.schema import ExerciseFile
from jobs.models import Job
from jobs.work import Work, run_job
from workshops.actions.answers import open_worksheet, save_answer
from workshops.actions.decisions import (
    add_action,
    add_dissent,
    add_tripwire,
    close_decision,
    open_decision,
    save_decision,
    state_probability,
)
from workshops.actions.evidence import freeze_evidence
from workshops.actions.steps import advance
from workshops.boardroom import proposals_of
from workshops.listed import figure_or_listed
from workshops.models import Decision, Enrolment, Run
from workshops.queries import evidence_jobs, latest_answer, latest_evidence, shown_reveals
from workshops.sample.answers import worksheets
from workshops.sample.people import PARTICIPANTS
from workshops.sample.records import SampleRecord
from workshops.sample.rooms import rooms
from workshops.steps import open_round, steps_of

Enrolments = dict[str, Enrolment]
REVIEWED_AFTER = timedelta(days=90)
TRIPWIRES = 2
SINCE_DECISION = {"since": "decision"}


def walk(*, run: Run, enrolments: Enrolments, actor: Person, day: date) -> Decision:
    """Every step with its answers, evidence after each reveal, and the decision; from wherever the run stands."""
    for step in steps_of(run.rounds)[1:-1]:
        run = advance(run=run, to=step, actor=actor)
        if run.step == step and open_round(step):
            answer_round(run=run, enrolments=enrolments)
        if run.step == step and step in (Run.Step.REVEAL_1, Run.Step.VOTE_REVEAL):  # before and after the room talked
            have_evidence(run=run)
    decision = open_decision(run=run)
    return decide(decision=decision, enrolments=enrolments, actor=actor, day=day)


def have_evidence(*, run: Run) -> None:
    """The evidence that was ordered, without waiting for a worker; one that has begun is not waited for either.

    What a worker would draw ahead is left to whoever looks first.
    """

    def freeze(work: Work) -> dict[str, Any]:
        made = freeze_evidence(run=run)
        return {"evidence": made.pk, "digest": made.digest}

    waiting = evidence_jobs(run).filter(state=Job.State.QUEUED).last()
    if waiting:
        run_job(str(waiting.pk), freeze)
    evidence = latest_evidence(run)
    if evidence is None or evidence.rounds != [reveal.round for reveal in shown_reveals(run)]:
        freeze_evidence(run=run)


def answer_step(*, run: Run, enrolments: Enrolments, actor: Person, typing: str) -> Run:
    """The room at its first answer: these have answered, all are done but one, who is still typing."""
    run = advance(run=run, to=Run.Step.ANSWER_1, actor=actor)
    if run.step == Run.Step.ANSWER_1:
        answer_round(run=run, enrolments=enrolments, typing=typing)
    return run


def answer_round(*, run: Run, enrolments: Enrolments, typing: str = "") -> None:
    """The round that is open; a worksheet on which something stands is left alone."""
    round_ = open_round(run.step)
    if round_ is None:
        return
    sheets = worksheets(run.content)[round_.value]
    for person, payload in zip(PARTICIPANTS, sheets, strict=True):
        if person.key in enrolments:
            worksheet = open_worksheet(run=run, enrolment=enrolments[person.key])
            if latest_answer(worksheet) is None:
                save_answer(worksheet=worksheet, payload=payload, started_from=0, done=person.key != typing)


def decide(*, decision: Decision, enrolments: Enrolments, actor: Person, day: date) -> Decision:
    """The whole record, on the newest evidence; one that is closed already is left alone."""
    evidence = latest_evidence(decision.run)
    if decision.state != Decision.State.DRAFT or evidence is None:
        return decision
    kept = rooms()[decision.run.exercise].RECORD
    findings = evidence.findings
    figure = expected_figure(decision.run.file, findings, kept)
    names = {"named": figure.of[0] if figure.of else kept.named, "stage": largest(findings, "elapsed_share")}
    decision = save_decision(
        decision=decision, started_from=decision.version, **draft(decision, kept, figure, names, day)
    )
    for tripwire in tripwires_for(decision, findings, figure, kept):
        add_tripwire(decision=decision, **tripwire)
    add_voices(decision, kept, names, enrolments, day)
    return close_decision(decision=decision, actor=actor)


def expected_figure(file: ExerciseFile, findings: Findings, kept: SampleRecord) -> Figure:
    """The leading one of the evidence; of one that no table gave, as the exercise lists it. Raises LookupError."""
    known = [figure for figure in findings.figures if figure.name == kept.figure and figure.value is not None]
    if known and not (kept.named and any(figure.of for figure in known)):
        return leading(findings, known)
    key = figure_key(kept.figure, *((kept.named,) if kept.named else ()))
    for found in (figure_or_listed(file, findings, key), figure_or_listed(file, findings, kept.figure)):
        if found:
            return found
    raise LookupError(f"{file.id} lists no figure {kept.figure}.")


def leading(findings: Findings, known: list[Figure]) -> Figure:
    """The one that the evidence itself puts first: the one its tripwires speak of, else the first.

    One of a part before the company's own.
    """
    figures = [figure for figure in known if figure.of] or known
    watched = [tripwire.figure for tripwire in findings.tripwires]
    parts = {part: place for place, key in reversed(list(enumerate(watched))) for part in parts_of(figures, key)}
    return min(figures, key=lambda figure: parts.get(figure.of, len(watched)))


def parts_of(figures: list[Figure], key: str) -> list[tuple[str, ...]]:
    return [figure.of for figure in figures if key.endswith(figure_key("", *figure.of))]


def largest(findings: Findings, name: str) -> str:
    """The part with the largest figure of that name; empty where there is none."""
    figures = [figure for figure in findings.figures if figure.name == name and figure.of]
    return max(figures, key=lambda figure: figure.value or 0).of[0] if figures else ""


def draft(decision: Decision, kept: SampleRecord, figure: Figure, names: dict[str, str], day: date) -> dict[str, Any]:
    program = decision.run.session.program
    return {
        "option": kept.option,
        "named": names["named"],
        "statement": kept.statement.format(**names),
        "reasons": kept.reasons.format(**names),
        "decided_by": kept.decided_by,
        "owner": kept.owner,
        "review_on": day + REVIEWED_AFTER,
        "confidence": kept.confidence,
        "expected_figure": figure.key,
        "expected_value": kept.expected(figure),
        "objective": program.objectives.get(position=kept.objective),
    }


def tripwires_for(decision: Decision, findings: Findings, figure: Figure, kept: SampleRecord) -> list[dict[str, Any]]:
    """What the evidence proposes for the part that is named, else for the company; else the file, else the room."""
    of_part = [each for each in findings.tripwires if each.figure.endswith(figure_key("", *figure.of))]
    found = [tripwire_fields(findings.exercise, each) for each in of_part or findings.tripwires]
    listed = [each["fields"] for each in proposals_of(decision, findings) if "fields" in each]
    own = [asdict(each) | {"window": SINCE_DECISION} for each in kept.tripwires]
    return (found or listed or own)[:TRIPWIRES]


def tripwire_fields(exercise: str, tripwire: Tripwire) -> dict[str, Any]:
    return asdict(tripwire) | {"why": wording(exercise).say(tripwire.why)}


def add_voices(
    decision: Decision, kept: SampleRecord, names: dict[str, str], enrolments: Enrolments, day: date
) -> None:
    """Actions, dissent in its own words, and each person's chance that the expected value is reached."""
    for action in kept.actions:
        what = action.what.format(**names)
        add_action(decision=decision, what=what, who=action.who, due_on=day + timedelta(days=action.days))
    for dissent in kept.dissents:
        add_dissent(decision=decision, enrolment=enrolments[dissent.who], text=dissent.text, is_named=dissent.is_named)
    for person, percent in zip(PARTICIPANTS, kept.chances, strict=True):
        state_probability(decision=decision, enrolment=enrolments[person.key], percent=percent)
