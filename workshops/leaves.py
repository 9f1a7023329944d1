"""What the digest of answers is made of: one keyed hash per answer, so that erasing an answer keeps the digest."""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from analysis.findings import CANONICAL_JSON, canonical

SALT_BYTES = 32


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def canonical_bytes(value: Any) -> bytes:
    """The one byte form of a JSON value; two spellings of the same answer are the same bytes."""
    return CANONICAL_JSON.encode(canonical(value)).encode()


def leaf_of(payload: Any, salt: bytes) -> str:
    """HMAC-SHA256 in hex of the canonical payload under `salt`."""
    return hmac.new(bytes(salt), canonical_bytes(payload), sha256).hexdigest()


def digest_of(leaves: Iterable[str]) -> str:
    """sha256 in hex over the sorted leaves; empty where there is none."""
    ordered = sorted(leaves)
    return sha256("\n".join(ordered).encode()).hexdigest() if ordered else ""


def record_digest(record: Any) -> str:
    """sha256 in hex of the canonical form of a record."""
    return sha256(canonical_bytes(record)).hexdigest()
