"""What people learned, on the sponsor's page and on paper: totals, or that there are too few to say."""

from datetime import date
from hashlib import sha256

import pandas as pd
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from analysis import learning
from assessments.models import Learning
from reports import tasks
from reports.actions import sections
from reports.actions.orders import order_output
from reports.models import Kind, Order

pytestmark = [pytest.mark.once, pytest.mark.django_db]
SKILLS = ("Stage-specific cause", "Value of a gate")


def responses(people):
    """Everybody gains on the first skill, a little more from person to person, and nobody on the second."""
    rows = []
    for person in range(people):
        for when in ("before", "after"):
            form = "AB"[(person % 2) ^ (when == "after")]
            for place, skill in enumerate(SKILLS):
                gained = 0.3 + 0.01 * person if when == "after" and place == 0 else 0.0
                score = 0.3 + 0.02 * (person % 3) * (place + 1) + gained
                rows.append((f"p{person}", when, form, f"4.{place}{form}", skill, score, 0.6))
    return pd.DataFrame(rows, columns=list(learning.RESPONSE_COLUMNS))


@pytest.fixture
def learn(program):
    """Freezes what that many people learned in module 4."""

    def learn(people):
        body = learning.analyse(responses(people), learning.provenance("a" * 64, date(2026, 9, 30))).to_bytes()
        return Learning.objects.create(program=program, module=4, body=body, digest=sha256(body).hexdigest())

    return learn


@pytest.fixture
def session(new_session):
    """One that has begun, of one exercise without tables."""
    return new_session("4.1")


def report_of(program):
    return sections.DOCUMENTS[Kind.SPONSOR_REPORT](order_of(program), None).html.replace("\u00a0", " ")


def order_of(program):
    return Order(program=program, kind=Kind.SPONSOR_REPORT, created_at=timezone.now())


def test_the_gain_stands_on_the_sponsors_page_with_limits_and_n(learn, session, program, client, enrolled):
    learn(8)
    client.force_login(enrolled("sue", Role.SPONSOR))
    response = client.get(reverse("reports:sponsor", args=[program.pk]))
    (learned,) = response.context["learned"]
    assert learned["gain"] == {"value": "+17", "low": "+16", "high": "+18", "n": 8}
    assert "1 of 2 skills gained" in response.text
    assert "A paired change, not evidence of a training effect" in response.text
    assert response.text.count("<svg") > 2
    assert learned["table"]["rows"][0]["cells"][0] == "Stage-specific cause"


def test_the_report_prints_each_skill_with_its_interval(learn, session, program):
    learn(8)
    report = report_of(program)
    part = report[report.index('id="learned"') :]
    part = part[: part.index("</section>")]
    assert "Change, points of 100 (95 % interval 15.7 – 17.8, n = 8)" in part
    assert [row in part for row in SKILLS] == [True, True]
    assert part.count("<svg") == 1
    assert "Certainty stated" not in part  # how sure people were stays with them and their facilitator


def test_of_fewer_than_five_nothing_is_shown_but_that(learn, session, program, client, enrolled):
    learn(4)
    said = "Fewer than 5 people sat both papers: nothing is shown of them"
    client.force_login(enrolled("sue", Role.SPONSOR))
    response = client.get(reverse("reports:sponsor", args=[program.pk]))
    assert said in response.text
    assert response.context["learned"][0]["gain"] is None
    report = report_of(program)
    assert said in report
    assert "n = 4" not in report + response.text


def test_the_workshop_output_has_the_modules_own(learn, session):
    learn(8)
    order = order_output(session=session)
    tasks.render_section(str(order.sections.get().job_id))
    tasks.compose(str(order.composing_id))
    html = Order.objects.get(pk=order.pk).html
    assert '<a href="#learned">What people learned</a>' in html
    assert "1 of 2 skills gained" in html


def test_without_papers_neither_says_anything_of_it(session, program, client, enrolled):
    client.force_login(enrolled("sue", Role.SPONSOR))
    assert "Learned in module" not in client.get(reverse("reports:sponsor", args=[program.pk])).text
    assert "What people learned" not in report_of(program)
