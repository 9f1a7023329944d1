from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from workshops.actions.decisions import add_action
from workshops.actions.evidence import freeze_evidence
from workshops.models import Decision, Run

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
        ({}, "off course"),
        ({"expected_value": 0.34}, "cannot tell"),
        ({"expected_figure": ""}, "cannot tell"),
        ({"review_on": timezone.localdate() - timedelta(days=2)}, "review due"),
        ({"expected_value": 1 / 3}, "on course"),
    ],
)
def test_the_state_follows_from_the_figure_and_the_day(close, register, facilitator, fields, state):
    close(**fields)
    (line,) = register(facilitator, "decisions").context["register"].decisions
    assert line.state == state


def test_the_figure_stands_with_interval_and_n(close, register, facilitator):
    close()
    text = register(facilitator).text
    assert "33%" in text
    assert "n = 60" in text
    assert "expected 90%" in text


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
