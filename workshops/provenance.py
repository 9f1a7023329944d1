"""What findings of a run rest on, by content hashes and days; never by ids or the clock."""

from datetime import date

from analysis.findings import Provenance
from analysis.provenance import code_digest
from datasets.models import Snapshot
from workshops.models import Run


def provenance(run: Run, snapshot: Snapshot | None, answers: str) -> Provenance:
    """answers: the digest over the leaves that are analysed."""
    return Provenance(
        snapshot=snapshot.digest if snapshot else "",
        answers=answers,
        code=code_digest(),
        as_of=snapshot.as_of if snapshot else day_of(run),
    )


def day_of(run: Run) -> date:
    """What stands for 'as of' where there are no tables: the session's own day."""
    return (run.session.starts_at or run.session.created_at).date()
