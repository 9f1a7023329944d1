"""Whether frozen evidence, and all that it rests on, is what it was: every difference by name.

Read: stored bytes of findings, Parquet files, leaves of answers, reveals, closed decisions and their dissents.
"""

import math
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django.core.files.storage import default_storage

from analysis.findings import Findings, canonical
from analysis.provenance import code_digest
from datasets.models import Snapshot
from workshops.actions.evidence import find
from workshops.leaves import digest_of, leaf_of, record_digest
from workshops.models import Answer, Decision, Dissent, Evidence, Reveal, Run
from workshops.records import decision_record, dissent_record
from workshops.revealed import Revealed

TOLERANCE = 1e-8
BLOCK = 1 << 20


def differences() -> Iterator[str]:
    """Everything that is not what was hashed."""
    yield from changed_evidence()
    yield from changed_files()
    yield from changed_answers()
    yield from changed_reveals()
    yield from changed_decisions()


def where(run: Run) -> str:
    return f"exercise {run.exercise} of session {run.session_id} ({run.session.title})"


def changed_evidence() -> Iterator[str]:
    rows = Evidence.objects.select_related("run__session", "snapshot").order_by("pk")
    for evidence in rows.iterator():
        name = f"evidence {evidence.pk}, {where(evidence.run)}"
        body = bytes(evidence.body)
        if sha256(body).hexdigest() != evidence.digest:
            yield f"{name}: its findings are not what was frozen ({evidence.digest[:12]})"
            continue
        inputs = Findings.from_bytes(body).inputs
        if inputs.snapshot != (evidence.snapshot.digest if evidence.snapshot else ""):
            yield f"{name}: it names another snapshot than the one it was made from"
        if inputs.answers != Revealed(evidence.run).digest(evidence.rounds):
            yield f"{name}: the answers it rests on are not those that were revealed"


def changed_files() -> Iterator[str]:
    """Files of every snapshot, each file once however many snapshots share it."""
    seen: set[str] = set()
    for snapshot in Snapshot.objects.order_by("pk").iterator():
        for table, entry in snapshot.tables.items():
            if entry["path"] in seen:
                continue
            seen.add(entry["path"])
            if problem := file_problem(entry):
                yield f"snapshot {snapshot.digest[:12]}, table {table}: {problem} ({entry['path']})"


def file_problem(entry: dict[str, Any]) -> str:
    if not default_storage.exists(entry["path"]):
        return "its Parquet file is gone"
    digest = sha256()
    with default_storage.open(entry["path"]) as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return "" if digest.hexdigest() == entry["sha256"] else "its Parquet file is not what was written"


def changed_answers() -> Iterator[str]:
    """An erased answer has neither payload nor salt; its leaf alone is left, and nothing to hold against it."""
    rows = Answer.objects.select_related("worksheet__run__session").exclude(salt=None).order_by("pk")
    for answer in rows.iterator():
        if answer.leaf != leaf_of(answer.payload, bytes(answer.salt or b"")):
            sheet = answer.worksheet
            yield (
                f"answer {answer.pk}, round {sheet.round}, revision {answer.revision}, {where(sheet.run)}: "
                "it is not what was saved"
            )


def changed_reveals() -> Iterator[str]:
    rows = Reveal.objects.select_related("run__session").prefetch_related("answers").order_by("pk")
    for reveal in rows:
        leaves = [answer.leaf for answer in reveal.answers.all()]
        if (len(leaves), digest_of(leaves)) != (reveal.n, reveal.answers_digest):
            yield f"reveal of round {reveal.round}, {where(reveal.run)}: it shows other answers than those closed"


def changed_decisions() -> Iterator[str]:
    closed = Decision.objects.exclude(digest="").select_related("run__session", "evidence", "objective")
    for decision in closed.order_by("pk"):
        if record_digest(decision_record(decision)) != decision.digest:
            yield f"decision {decision.pk}, {where(decision.run)}: its record is not what was closed"
    for dissent in Dissent.objects.select_related("decision__run__session").order_by("pk"):
        if record_digest(dissent_record(dissent)) != dissent.digest:
            yield f"dissent {dissent.pk}, {where(dissent.decision.run)}: it is not what was written"


def recomputed() -> Iterator[tuple[str, str]]:
    """(kind, name) of evidence that comes out otherwise today: `difference` by the same code, else `drift`.

    `erased`: it cannot be computed again, because somebody who answered asked for erasure.
    """
    rows = Evidence.objects.select_related(
        "run__session__program__organisation", "run__session__program__curriculum", "snapshot", "curriculum"
    )
    for evidence in rows.order_by("pk"):
        if sha256(bytes(evidence.body)).hexdigest() != evidence.digest:
            continue  # said already; there is nothing to hold a second computation against
        before = evidence.findings
        if has_erased(evidence):
            yield "erased", f"evidence {evidence.pk}, {where(evidence.run)}: an answer was erased, its totals stay"
        elif not agree(numbers_of(before), numbers_of(again(evidence))):
            kind = "difference" if before.inputs.code == code_digest() else "drift"
            yield kind, f"evidence {evidence.pk}, {where(evidence.run)}: computed again, its numbers differ"


def has_erased(evidence: Evidence) -> bool:
    return evidence.run.reveals.filter(round__in=evidence.rounds, answers__salt=None, n__gt=0).exists()


def again(evidence: Evidence) -> Findings:
    curriculum = evidence.curriculum or evidence.run.session.program.curriculum
    revealed = Revealed(evidence.run)
    return find(
        revealed=revealed,
        snapshot=evidence.snapshot,
        curriculum=curriculum,
        rounds=evidence.rounds,
        until=evidence.made_at,
    )


def numbers_of(findings: Findings) -> Any:
    """All that was frozen but which code made it."""
    everything = canonical(asdict(findings))
    del everything["charts"], everything["inputs"]["code"]
    return everything


def agree(one: Any, other: Any) -> bool:
    """Equal, numbers to within 1e-8 of each other or of the larger."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(agree(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    if is_number(one) and is_number(other):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(one == other)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
