import logging

from jobs.models import Job
from jobs.tasks import sweep


def test_sweeping_says_what_it_touched(running, expire, caplog):
    expire(running)
    with caplog.at_level(logging.WARNING):
        sweep()
    assert "1 jobs had lost their message or their worker" in caplog.text
    running.refresh_from_db()
    assert running.state == Job.State.QUEUED


def test_sweeping_says_nothing_where_nothing_was_lost(running, caplog):
    with caplog.at_level(logging.WARNING):
        sweep()
    assert caplog.text == ""
