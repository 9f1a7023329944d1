from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from workshops.actions.decisions import add_action, add_tripwire
from workshops.actions.evidence import freeze_evidence
from workshops.actions.programs import create_session
from workshops.models import Decision, Evidence, Run

TODAY = timezone.localdate


@pytest.fixture
def close(session_with_tables, go):
    """A closed decision with the fields given, on evidence from the tables."""
    run = go(session_with_tables.runs.get(), Run.Step.DECIDE)
    evidence = freeze_evidence(run=run)

    def close(**fields):
        defaults = {"statement": "A desk answers", "owner": "Hana", "review_on": TODAY() + timedelta(days=30),
                    "expected_figure": "win_rate", "expected_value": 0.9}  # fmt: skip
        Decision.objects.filter(run=run).update(**(defaults | fields), state=Decision.State.CLOSED, evidence=evidence)
        return Decision.objects.get(run=run)

    return close


@pytest.fixture
def look_again():
    """New evidence for a decision, as an analysis of later tables would leave it, with this win rate and interval."""

    def look_again(decision, value, low, high):
        findings = decision.evidence.findings
        figures = [
            replace(figure, value=value, low=low, high=high) if figure.key == "win_rate" else figure
            for figure in findings.figures
        ]
        body = replace(findings, figures=tuple(figures)).to_bytes()
        return Evidence.objects.create(run=decision.run, body=body, digest=sha256(body).hexdigest())

    return look_again


@pytest.fixture
def register(client, program):
    def register(person, show=""):
        client.force_login(person)
        return client.get(reverse("workshops:register", args=[program.pk]), {"show": show} if show else {})

    return register


def test_a_draft_does_not_stand_in_it(register, facilitator, decision):
    assert "Nothing is decided yet" in register(facilitator).text


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "waiting"),
        ({"expected_figure": ""}, "cannot tell"),
        ({"review_on": timezone.localdate() - timedelta(days=2)}, "review due"),
        ({"expected_value": 1 / 3}, "on course"),
    ],
)
def test_before_new_figures_come_the_state_follows_from_the_record(close, register, facilitator, fields, state):
    close(**fields)
    (line,) = register(facilitator, "decisions").context["register"].decisions
    assert line.state == state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ((0.5, 0.4, 0.6), "off course"),
        ((0.5, 0.4, 0.95), "cannot tell"),
        ((0.91, 0.85, 0.96), "on course"),
        ((None, None, None), "cannot tell"),
    ],
)
def test_new_figures_say_whether_it_holds(close, look_again, register, facilitator, now, state):
    look_again(close(expected_value=0.9), *now)
    (line,) = register(facilitator, "decisions").context["register"].decisions
    assert line.state == state


def test_the_same_tables_looked_at_again_are_no_news(close, look_again, register, facilitator):
    decision = close(expected_value=0.9)
    again = look_again(decision, 0.5, 0.4, 0.6)
    Evidence.objects.filter(pk=again.pk).update(snapshot=decision.evidence.snapshot)
    (line,) = register(facilitator, "decisions").context["register"].decisions
    assert (line.state, line.evidence) == ("waiting", decision.evidence)


def test_what_was_expected_to_fall_is_on_course_once_it_has_fallen(close, look_again, register, facilitator):
    look_again(close(expected_value=0.2), 0.15, 0.1, 0.3)
    (line,) = register(facilitator, "decisions").context["register"].decisions
    assert line.state == "on course"


@pytest.mark.parametrize(
    ("state", "headline"),
    [("closed", "The review of decision 4.1 is late"), ("reopened", "Decision 4.1 is open again")],
)
def test_the_headline_is_the_gravest_thing(close, register, facilitator, state, headline):
    decision = close(review_on=TODAY() - timedelta(days=2))
    Decision.objects.filter(pk=decision.pk).update(state=state)
    assert register(facilitator).context["register"].headline == headline


def test_a_superseded_decision_names_its_successor_and_needs_no_attention(close, register, facilitator, program, go):
    old = close()
    run = go(create_session(program=program, module=4, exercises=["4.1"]).runs.get(), Run.Step.DECIDE)
    Decision.objects.filter(run=run).update(statement="Two desks answer", state=Decision.State.CLOSED)
    new = Decision.objects.get(run=run)
    Decision.objects.filter(pk=old.pk).update(state=Decision.State.SUPERSEDED, superseded_by=new)
    assert "by 4.1 Two desks answer" in register(facilitator, "all").text
    shown = register(facilitator).context["register"].decisions
    assert [line.decision.pk for line in shown] == [new.pk]  # it has no figure


def test_the_gauge_sets_now_expected_and_tripwire_on_one_line(close, register, facilitator):
    decision = close(expected_value=0.9)
    Decision.objects.update(state=Decision.State.DRAFT)
    window = {"rolling": 4, "period": "quarter"}
    add_tripwire(decision=decision, figure="win_rate", op="<", threshold=0.2, window=window, min_n=30)
    Decision.objects.update(state=Decision.State.CLOSED)
    response = register(facilitator, "decisions")
    (line,) = response.context["register"].decisions
    assert (line.gauge.limits, line.gauge.expected) == ((12.0,), 228.0)
    assert line.gauge.low < line.gauge.now < line.gauge.high
    assert '<svg class="gauge"' in response.text


def test_the_figure_stands_with_interval_and_n(close, register, facilitator):
    close()
    text = register(facilitator, "decisions").text
    assert "33%" in text
    assert "n = 60" in text
    assert "expected <b>90%</b>" in text


def test_the_first_filter_holds_what_needs_attention(close, register, facilitator):
    decision = close(expected_value=1 / 3)
    Decision.objects.update(state=Decision.State.DRAFT)
    late = add_action(decision=decision, what="Late thing", who="Ana", due_on=TODAY() - timedelta(days=1))
    add_action(decision=decision, what="Early thing", who="Ana", due_on=TODAY() + timedelta(days=9))
    Decision.objects.update(state=Decision.State.CLOSED)
    found = register(facilitator).context["register"]
    assert ([line.action for line in found.actions], found.decisions) == ([late], [])
    assert found.counts == {"attention": 1, "decisions": 1, "actions": 2, "all": 3}
    assert "1 day late" in register(facilitator).text


def test_an_unknown_filter_is_the_first(close, register, facilitator):
    close()
    assert register(facilitator, "nonsense").context["register"].shown == "attention"


def test_an_action_is_ticked_off_and_on_again(client, close, facilitator):
    decision = close()
    Decision.objects.update(state=Decision.State.DRAFT)
    action = add_action(decision=decision, what="Ask", who="Ana", due_on=TODAY())
    client.force_login(facilitator)
    done = []
    for _ in range(2):
        client.post(reverse("workshops:mark_action", args=[action.pk]))
        action.refresh_from_db()
        done.append(action.done_on)
    assert done == [TODAY(), None]


def test_a_sponsor_reads_it_without_a_way_to_the_room(close, register, sponsor):
    decision = close()
    response = register(sponsor, "all")
    assert "A desk answers" in response.text
    assert reverse("workshops:decision", args=[decision.run_id]) not in response.text


def test_thirty_actions_cost_no_more_queries_than_one(
    client, close, program, facilitator, django_assert_max_num_queries
):
    decision = close()
    Decision.objects.update(state=Decision.State.DRAFT)
    for number in range(30):
        add_action(decision=decision, what=f"Thing {number}", who="Ana", due_on=TODAY())
    Decision.objects.update(state=Decision.State.CLOSED)
    client.force_login(facilitator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("workshops:register", args=[program.pk]), {"show": "all"})
    assert "Thing 29" in page.text
