"""`bin/run`: keeps Valkey, worker, beat and web server up, in one command, until Ctrl-C.

    python -m config.supervisor [--host ADDRESS] [--port N] [--sample]

A child that ends is said so and started again, later each time it fails at once. A second start on the same folder
says where the first one is.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from config import embedded, lock, stack
from config.celery import app
from config.children import Child

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a child is started again
STEADY = 60.0  # seconds after which a child counts as well
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command speaks to its terminal


class Stopped(Exception):
    """Ctrl-C, or TERM."""


@dataclass
class Service:
    """One child that is to be there always."""

    name: str
    start: Callable[[], Child]
    child: Child | None = None
    pause: float = FIRST_PAUSE
    due: float = 0.0
    started: float = 0.0

    def watch(self, now: float) -> None:
        if self.child is None:
            if now >= self.due:
                self.bring_up(now)
        elif not self.child.is_alive:
            self.bury(now)

    def bring_up(self, now: float) -> None:
        self.child, self.started = self.start(), now

    def bury(self, now: float) -> None:
        """Say that the child has ended and when the next one starts."""
        child = self.child
        if child is None:
            return
        if now - self.started > STEADY:
            self.pause = FIRST_PAUSE
        child.stop()
        say(f"{self.name} ended ({how_it_ended(child)}); starting it again in {self.pause:.0f} s. Its log: {child.log}")
        self.child, self.due, self.pause = None, now + self.pause, min(self.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        if self.child:
            self.child.stop()


def how_it_ended(child: Child) -> str:
    code = child.process.returncode
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return os.environ.get("PUBLIC_URL") or f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {"PUBLIC_URL": self.url, "CHARTROOM_HOST": self.host, "CHARTROOM_PORT": str(self.port)}


def supervise(address: Address, *, sample: bool) -> None:
    """Runs until Ctrl-C or TERM. Raises StackError where the first start fails."""
    services = services_at(address)
    with ExitStack() as ending:
        for service in services:
            ending.callback(service.stop)
        try:
            start_all(services, address, sample=sample)
            while True:
                for service in services:
                    service.watch(time.monotonic())
                time.sleep(0.2)
        except Stopped:
            say("Stopping.")
    say("Stopped.")


def services_at(address: Address) -> list[Service]:
    own = [Service("Valkey", stack.start_valkey)] if stack.has_own_valkey() else []
    return [
        *own,
        Service("The worker", lambda: stack.start_worker(address.environment)),
        Service("Beat", lambda: stack.start_beat(address.environment)),
        Service("The web server", lambda: stack.start_web(address.environment, host=address.host, port=address.port)),
    ]


def start_all(services: Sequence[Service], address: Address, *, sample: bool) -> None:
    *_, worker, _, web = services
    for service in services:
        service.bring_up(time.monotonic())
        if service.name == "Valkey":
            stack.wait_for("Valkey", stack.valkey_answers, service.child)
    app.send_task("jobs.tasks.sweep")  # the broker may have lost what the database says is queued
    stack.wait_for("The worker", stack.worker_answers, worker.child)
    if sample:
        manage(address, "sample_program", "--if-none")
        manage(address, "sample_papers")
        manage(address, "sample_documents")
    stack.wait_for("The web server", lambda: web_answers(address), web.child)
    announce(address)


def web_answers(address: Address) -> bool:
    host = "127.0.0.1" if address.host == "0.0.0.0" else address.host  # noqa: S104 - compared, not bound
    connection = HTTPConnection(host, address.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def announce(address: Address) -> None:
    say(f"\nChartroom is at {address.url}/  (Ctrl-C stops it)\n")
    if address.host in LOOPBACK:
        manage(address, "sign_in_links")
    if not os.environ.get("EMAIL_BACKEND"):
        say(f"No mail server is set: mails, sign-in codes among them, are written to {embedded.var_dir() / 'mail'}.")
    say(f"Logs: {embedded.var_dir() / 'log'}")


def manage(address: Address, *command: str) -> None:
    """A manage.py command beside the servers; what it says goes to the terminal, a failure does not end them."""
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *command],
        cwd=embedded.BASE_DIR,
        env={"LOG_LEVEL": "WARNING"} | os.environ | address.environment,
        check=False,
    )
    if ran.returncode:
        say(f"manage.py {command[0]} failed with exit code {ran.returncode}.")


def raise_file_limit() -> None:
    """Each waiting reader is an open file: as many as the system lets us have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def stop_on_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)  # stopping takes a moment; a second Ctrl-C must not leave orphans
        raise Stopped

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)


def address_of(arguments: argparse.Namespace) -> Address:
    """Raises StackError where the port is taken."""
    port = arguments.port or embedded.free_port()
    if not embedded.is_free(port, arguments.host):
        raise stack.StackError(f"Port {port} is taken. Give another one: bin/run --port {port + 1}")
    return Address(arguments.host, port)


def run(arguments: argparse.Namespace) -> None:
    with lock.hold(stack.lock_path(), kind="starting"):
        address = address_of(arguments)
        if stack.has_own_valkey():
            stack.clear_port()
        lock.write(stack.lock_path(), {"pid": os.getpid(), "kind": "run", "url": address.url})
        supervise(address, sample=arguments.sample)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/run")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for the whole network")
    parser.add_argument("--port", type=int, default=8000, help="0 takes any that is free")
    parser.add_argument("--sample", action="store_true", help="make the sample program where there is none")
    raise_file_limit()
    stop_on_signals()
    try:
        run(parser.parse_args())
    except lock.Taken as taken:
        say(f"Chartroom already runs on this folder ({describe(taken.holder, stack.lock_path())}).")
        return 1
    except stack.StackError as error:
        say(str(error))
        return 1
    except Stopped:
        say("Stopped.")
    return 0


def describe(holder: lock.Holder | None, path: Path) -> str:
    if holder is None:
        return f"who holds {path} has not said so yet"
    return f"process {holder['pid']}" + (f", {holder['url']}" if holder["url"] else "")


if __name__ == "__main__":
    sys.exit(main())
