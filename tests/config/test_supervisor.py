"""`bin/run`'s supervisor with real processes: a Valkey, a worker, beat and a web server of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.stack, pytest.mark.embedded, pytest.mark.timeout(300)]


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "config.supervisor", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def children_of(pid):
    """{name: pid} of its direct children, by what they are."""
    names = {"valkey-server": "Valkey", "worker": "worker", "beat": "beat", "uvicorn": "web"}
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            command = stat.with_name("cmdline").read_bytes().decode().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            found |= {name: int(stat.parent.name) for word, name in names.items() if any(word in c for c in command)}
    return found


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class Reader:
    """Collects what the supervisor says, line by line."""

    def __init__(self, process):
        self.process, self.lines = process, []

    def until(self, pattern):
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(pattern, line):
                return found
        return pytest.fail(f"ended without saying {pattern}: {''.join(self.lines)}")


@pytest.fixture
def supervisor(own_folder):
    process = start("--port", "0")
    yield process, Reader(process)
    if process.poll() is None:
        process.terminate()
        process.wait(60)
    process.stdout.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the test reads /proc, which only Linux has")
def test_one_command_runs_everything_mends_it_and_stops_it(supervisor, own_folder, until):
    process, says = supervisor
    url = says.until(r"Chartroom is at (http://127\.0\.0\.1:\d+)/").group(1)
    with urllib.request.urlopen(f"{url}/healthz") as response:  # noqa: S310 - our own server
        assert response.read() == b"ok"
    first = children_of(process.pid)
    assert set(first) == {"Valkey", "worker", "beat", "web"}

    # Its secrets are for their owner alone.
    for name in ("secret_key", "valkey.json", "valkey/valkey.conf"):
        assert (own_folder / name).stat().st_mode & 0o077 == 0, name
    assert "appendonly yes" in (own_folder / "valkey" / "valkey.conf").read_text()

    # A second start on the same folder says where the first one is.
    second = start("--port", "0")
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"already runs on this folder (process {process.pid}, {url})" in said

    # A child that is killed is said so and started again; the others stay.
    os.kill(first["worker"], signal.SIGKILL)
    says.until(r"The worker ended \(killed by SIGKILL\); starting it again in 1 s")
    again = until(lambda: len(found := children_of(process.pid)) == 4 and found, "a new worker")
    assert again["worker"] != first["worker"]
    assert {name: pid for name, pid in again.items() if name != "worker"} == {
        name: pid for name, pid in first.items() if name != "worker"
    }

    # TERM stops all of them, and the folder is free.
    process.terminate()
    says.until("Stopped")
    assert process.wait(60) == 0
    assert not [name for name, pid in again.items() if is_alive(pid)]
    assert (own_folder / "stack.lock").read_text() == ""


def test_a_port_that_is_taken_is_said(own_folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start("--port", str(port))
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {port} is taken" in said
    assert not children_of(process.pid)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the test reads /proc, which only Linux has")
def test_no_server_outlives_a_supervisor_that_was_killed(supervisor, until):
    process, says = supervisor
    says.until("Chartroom is at")
    started = children_of(process.pid)
    assert len(started) == 4
    process.kill()
    process.wait()
    until(lambda: not any(is_alive(pid) for pid in started.values()), "the end of all servers")


def test_another_program_on_our_valkey_port_makes_us_choose_another(own_folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        path = own_folder / "valkey.json"
        made = {"port": taken.getsockname()[1], "password": "of this folder"}
        path.write_text(json.dumps(made))
        done = subprocess.run(
            [sys.executable, "-c", "from config import stack; stack.clear_port()"], cwd=ROOT, check=True
        )
    chosen = json.loads(path.read_text())
    assert done.returncode == 0
    assert chosen["port"] != made["port"]
    assert chosen["password"] == made["password"]
    assert path.stat().st_mode & 0o077 == 0
