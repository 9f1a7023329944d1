"""What findings of a run rest on, by content hashes and days; never by ids or the clock."""

from datetime import date

from analysis.findings import Provenance
from analysis.provenance import code_digest
from datasets.models import Snapshot
from workshops.leaves import digest_of
from workshops.models import Run


def provenance(run: Run, snapshot: Snapshot | None, rounds: list[str]) -> Provenance:
    return Provenance(
        snapshot=snapshot.digest if snapshot else "",
        answers=answers_digest(run, rounds),
        code=code_digest(),
        as_of=snapshot.as_of if snapshot else day_of(run),
    )


def answers_digest(run: Run, rounds: list[str]) -> str:
    """sha256 over the sorted leaves of all answers that these rounds show; empty where there is none."""
    leaves = run.reveals.filter(round__in=rounds).values_list("answers__leaf", flat=True)
    return digest_of(leaf for leaf in leaves if leaf)


def day_of(run: Run) -> date:
    """What stands for 'as of' where there are no tables: the session's own day."""
    return (run.session.starts_at or run.session.created_at).date()
