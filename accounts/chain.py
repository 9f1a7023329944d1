"""What an audit entry's hash is over. Actions write by it, `verify_audit` checks by it."""

from datetime import UTC
from hashlib import sha256

from accounts.models import AuditEntry
from analysis.findings import CANONICAL_JSON, canonical

START = "0" * 64  # what the first entry of a chain follows


def digest_of(entry: AuditEntry, organisation: int) -> str:
    """sha256 in hex over the canonical JSON of all that an entry says, its place in the chain included."""
    body = {
        "organisation": organisation,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(entry.actor) if entry.actor else None,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    return sha256(CANONICAL_JSON.encode(canonical(body)).encode()).hexdigest()
