"""One stack per folder: whoever holds the lock starts the servers, everybody else uses them."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict


class Holder(TypedDict):
    pid: int
    kind: str
    url: str


class Taken(Exception):
    """Another process holds the folder; `holder` says which, as far as it has said so itself."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(f"process {holder['pid']}" if holder else "another process")
        self.holder = holder


@contextmanager
def hold(path: Path, *, kind: str, url: str = "") -> Iterator[None]:
    """Holds `path` until the block ends, or the process does. Raises Taken at once, it never waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Taken(read(path)) from error
        write(path, {"pid": os.getpid(), "kind": kind, "url": url})
        yield
        path.write_text("")


def write(path: Path, holder: Holder) -> None:
    path.write_text(json.dumps(holder))


def read(path: Path) -> Holder | None:
    text = path.read_text() if path.exists() else ""
    holder: Holder | None = json.loads(text) if text else None
    return holder
