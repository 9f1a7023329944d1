"""Loaded before settings are read (`-p tests.environment`): tests keep their files and messages to themselves."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

if "CHARTROOM_VAR" not in os.environ:
    os.environ["CHARTROOM_VAR"] = tempfile.mkdtemp(prefix="chartroom-tests-")
    atexit.register(shutil.rmtree, os.environ["CHARTROOM_VAR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "for tests alone, and long enough to sign with")
os.environ.setdefault("REDIS_URL", "memory://")
os.environ.setdefault("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")


def pytest_terminal_summary(terminalreporter):
    """Adds each skipped test and its reason to the list that `bin/test` ends with."""
    if listing := os.environ.get("CHARTROOM_NOT_RUN"):
        database = os.environ.get("CHARTROOM_RUN", "")
        skipped = terminalreporter.stats.get("skipped", [])
        with Path(listing).open("a") as file:
            file.writelines(f"{database}: {report.nodeid}: {reason_of(report)}\n" for report in skipped)


def reason_of(report: pytest.TestReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")
