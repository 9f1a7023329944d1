"""A company's folder made into a session that can be printed, in a database that will be thrown away.

Every row is written by the action that a real room would have used.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from accounts.actions.people import add_member
from accounts.models import Function, Organisation, Person, Role
from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from datasets.models import Snapshot
from datasets.queries import current_snapshot
from datasets.snapshots import load_tables
from workshops.actions.answers import place_worksheet, save_answer
from workshops.actions.programs import create_program, create_session, enrol
from workshops.actions.steps import advance
from workshops.answer_files import read_answers, read_rows, votes_named
from workshops.instruments import CLOSING, INSTRUMENTS
from workshops.models import Enrolment, Program, Run, Session
from workshops.steps import open_round, steps_of

FUNCTIONS = set(Function.values)
Payload = dict[str, Any]


def make_session(
    *, module: int, data: Path, answers: Path | None = None, company: str = "", as_of: date | None = None
) -> Session:
    """A session of `module` on the tables in `data`.

    answers: a file of answers in the long format; its rooms are walked through to the vote. Raises BadInput,
    BadAnswers, NoSuchContent.
    """
    organisation = Organisation.objects.create(name=company or title_of(data), slug="throw-away", currency="")
    import_paths(organisation=organisation, paths=[data], as_of=as_of)
    snapshot = current_snapshot(organisation)
    set_currency(organisation=organisation, snapshot=snapshot)
    curriculum = store_curriculum(loaded=load_folder())
    program = create_program(organisation=organisation, title="What these tables say", curriculum=curriculum)
    session = create_session(program=program, module=module, snapshot=snapshot)
    if answers:
        answer_session(session=session, answers=answers)
    return session


def title_of(folder: Path) -> str:
    """'pe_pipeline_synthetic' → 'Pe pipeline synthetic'."""
    return folder.resolve().name.replace("_", " ").replace("-", " ").strip().capitalize() or "Company"


def set_currency(*, organisation: Organisation, snapshot: Snapshot | None) -> None:
    """That of the deals, where they all have one; else sums are printed without."""
    deals = load_tables(snapshot, ["deals"]).get("deals") if snapshot else None
    found = set(deals["currency"].dropna().astype(str)) if deals is not None and "currency" in deals else set()
    if len(found) == 1 and len(code := found.pop()) == 3:
        organisation.currency = code
        organisation.save(update_fields=["currency"])


# --- a room from a file --------------------------------------------------------------------------------------------


def answer_session(*, session: Session, answers: Path) -> None:
    """Everybody who stands in the file takes part; exercises that it does not mention stay unanswered.

    A file that names no exercise at all answers the first.
    """
    rows = read_rows(answers)
    people = enrol_people(program=session.program, rows=rows)
    runs = list(session.runs.order_by("position"))
    named = set(rows["exercise"]) - {""} or {run.exercise for run in runs[:1]}
    for run in runs:
        if run.exercise in named:
            walk(run=run, answers=answers, people=people)


def enrol_people(*, program: Program, rows: pd.DataFrame) -> dict[str, Enrolment]:
    """{participant of the file: enrolment}; their names are numbers, for the file has none."""
    functions = rows.drop_duplicates("participant").set_index("participant")["function"]
    return {
        participant: enrol_one(program, number, functions[participant])
        for number, participant in enumerate(sorted(functions.index), start=1)
    }


def enrol_one(program: Program, number: int, function: str) -> Enrolment:
    person = Person.objects.create_user(name=f"Participant {number}")
    known = function if function in FUNCTIONS else Function.OTHER
    membership = add_member(organisation=program.organisation, person=person, role=Role.MEMBER, function=known)
    return enrol(program=program, membership=membership, role=Role.PARTICIPANT)


def walk(*, run: Run, answers: Path, people: dict[str, Enrolment]) -> None:
    """Step by step to the reveal of the vote, each round as the file has it. Raises BadAnswers."""
    run = advance(run=run, to=Run.Step.ANSWER_1)
    rows = votes_named(read_answers(answers, run.content), run.content)
    for step in steps_of(run.rounds)[1:-2]:
        run = advance(run=run, to=step)
        if round_ := open_round(step):
            answer_round(run=run, round_=round_, rows=rows, people=people)


def answer_round(*, run: Run, round_: str, rows: pd.DataFrame, people: dict[str, Enrolment]) -> None:
    is_vote = rows["item"] == CLOSING
    mine = rows[is_vote] if round_ == "vote" else rows[~is_vote & (rows["round"] == round_)]
    for participant, own in mine.groupby("participant", sort=True):
        worksheet = place_worksheet(run=run, enrolment=people[str(participant)], round_=round_)
        payload = payload_of(
            run.content, [{str(key): value for key, value in row.items()} for row in own.to_dict("records")]
        )
        save_answer(worksheet=worksheet, payload=payload, started_from=0, done=True)


def payload_of(content: Payload, rows: Sequence[Payload]) -> Payload:
    """Long rows of one person and round as a worksheet holds them: what `workshops.instruments.rows_of` undoes."""
    payload: Payload = {}
    for instrument in content["instruments"]:
        if answer := answer_from(instrument, rows):
            payload[instrument["key"]] = answer
    for row in rows:
        if row["item"] == CLOSING:
            payload[CLOSING] = {"option": row["value"], "confidence": whole(row["confidence"]), "reason": row["reason"]}
    return payload


def answer_from(instrument: Payload, rows: Sequence[Payload]) -> Payload | None:
    """One instrument's answer; None where no row is about it."""
    if own := getattr(INSTRUMENTS.get(instrument["kind"]), "answer_from", None):
        found: Payload | None = own(instrument, rows)
        return found
    items = {item["key"] for item in instrument["parameters"].get("items", ())}
    mine = [row for row in rows if row["item"] in items]
    return PAYLOADS[instrument["kind"]](mine) if mine else None


def classes(rows: Sequence[Payload]) -> Payload:
    return {row["item"]: {"category": row["value"], "reason": row["reason"]} for row in rows}


def order(rows: Sequence[Payload]) -> Payload:
    ranked = sorted(rows, key=lambda row: int(row["value"]))
    return {"order": [row["item"] for row in ranked], "reason": next((r["reason"] for r in ranked if r["reason"]), "")}


def whole(number: float) -> int | None:
    return None if pd.isna(number) else round(number)


PAYLOADS = {"classify": classes, "rank": order}
