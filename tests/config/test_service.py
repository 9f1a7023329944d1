"""When a child that ended is started again: with a pause that doubles, and is forgotten once one ran steadily."""

import sys

import pytest

from config import children
from config.supervisor import LONGEST_PAUSE, STEADY, Service


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("CHARTROOM_VAR", str(tmp_path))
    return Service("The worker", lambda: children.start("worker", [sys.executable, "-c", "raise SystemExit(3)"]))


def run_until_it_ends(service, now):
    service.watch(now)
    service.child.process.wait(30)


def test_pauses_double_up_to_the_longest(service, capsys):
    pauses, now = [], 0.0
    for _ in range(8):
        run_until_it_ends(service, now)
        service.watch(now)
        pauses.append(service.due - now)
        now = service.due
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert pauses[-1] == LONGEST_PAUSE
    assert "The worker ended (exit code 3); starting it again in 1 s." in capsys.readouterr().out


def test_it_is_not_started_before_it_is_due(service):
    run_until_it_ends(service, 0.0)
    service.watch(0.0)
    service.watch(0.5)
    assert service.child is None
    service.watch(1.0)
    assert service.child is not None
    service.stop()


def test_a_child_that_ran_steadily_is_started_again_soon(service):
    service.pause = LONGEST_PAUSE
    run_until_it_ends(service, 0.0)
    service.watch(STEADY + 1)
    assert service.due == STEADY + 2


def test_what_it_printed_is_in_its_log(tmp_path, monkeypatch):
    monkeypatch.setenv("CHARTROOM_VAR", str(tmp_path))
    child = children.start("web", [sys.executable, "-c", "print('no module named x')"])
    child.process.wait(30)
    assert child.last_words() == "no module named x"
