"""A server or worker as a child process: started with a log of its own, ended politely, killed where that fails."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.embedded import BASE_DIR, var_dir

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass
class Child:
    """One running process, the leader of a process group of its own."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def stop(self, grace: float = 20) -> None:
        """TERM; after `grace` seconds KILL, to it and to whatever it started."""
        if self.is_alive:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(grace)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 8) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def start(name: str, command: Sequence[str], environment: dict[str, str] | None = None) -> Child:
    """Start `command` in the project's folder; what it prints is added to `var/log/<name>.log`."""
    log = var_dir() / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - the commands are our own
            command,
            cwd=BASE_DIR,
            env={**os.environ, "CHARTROOM_VAR": str(var_dir()), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )
    return Child(name, process, log)


def end_with_parent() -> None:
    """Asks the kernel for a TERM when the parent is gone, however it went: no server outlives its supervisor."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
