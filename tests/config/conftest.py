import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def until():
    """Waits for a condition, a minute and a half at most."""

    def until(condition, what):
        for _ in range(1800):
            if found := condition():
                return found
            threading.Event().wait(0.05)
        return pytest.fail(f"{what} did not happen within 90 seconds")

    return until


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Environment of an installation of its own: a fresh folder, for SQLite and an embedded Valkey."""
    for name in ("REDIS_URL", "DATABASE_URL", "EMAIL_BACKEND", "PUBLIC_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CHARTROOM_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


@pytest.fixture
def migrated_folder(own_folder):
    """The same with the tables of its database made."""
    manage("migrate", "--no-input", "--verbosity", "0")
    return own_folder


def manage(*command):
    """A manage.py command in a process of its own, as somebody would type it."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
