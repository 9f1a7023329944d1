"""One Markdown file, one Python file and this test: a 49th exercise, from the book to the printed page.

Nothing else is touched: no list, no import, no migration, no template.
"""

from shutil import copytree

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis import exercises
from analysis.catalogue import wording
from curriculum.actions import store_curriculum
from curriculum.loader import CONTENT, load_folder
from datasets.actions.imports import import_paths
from reports.outputs.workshop_output import section_pages
from tests.curriculum.conftest import new_exercise
from workshops.actions.evidence import freeze_evidence
from workshops.actions.programs import create_program, create_session
from workshops.models import Run

pytestmark = pytest.mark.django_db
DEALS = "deal_id,outcome,created_on,closed_on,amount\nA,won,2025-01-01,2025-02-01,5\nB,lost,2025-01-01,2025-03-01,7\n"
PYTHON = '''"""4.7: the share of deals won."""
from types import MappingProxyType
from analysis.findings import Figure, Findings, Message
EXERCISE = "4.7"
NEEDS = MappingProxyType({"deals": ("outcome",)})
WORDS = MappingProxyType({"won_of": "{won} of {n} were won", "win_rate": "Win rate"})
def analyse(inputs):
    outcome = inputs.tables["deals"]["outcome"]
    won, n = int((outcome == "won").sum()), len(outcome)
    figure = Figure(name="win_rate", value=won / n, unit="fraction", n=n, method="count")
    return Findings(
        exercise=EXERCISE, headline=Message("won_of", {"won": won, "n": n}), figures=(figure,), inputs=inputs.provenance
    )
def charts(findings, canvas):
    return ()
'''


@pytest.fixture
def curriculum(db, tmp_path, monkeypatch):
    """The book with one Markdown file more, and one Python file where the analyses are found."""
    content = copytree(CONTENT, tmp_path / "content")
    (content / "exercises" / "4.7-our-own-way.md").write_text(new_exercise("4.7"), encoding="utf-8")
    (tmp_path / "e4_7_our_own_way.py").write_text(PYTHON)
    monkeypatch.setattr(exercises, "__path__", [*exercises.__path__, str(tmp_path)])
    wording.cache_clear()
    yield store_curriculum(loaded=load_folder(content))
    wording.cache_clear()


@pytest.fixture
def program(organisation, curriculum):
    return create_program(organisation=organisation, title="Spring", curriculum=curriculum, objectives=["Grow"])


@pytest.fixture
def session(program, organisation, tmp_path):
    (tmp_path / "deals.csv").write_text(DEALS)
    snapshot = import_paths(organisation=organisation, paths=[tmp_path / "deals.csv"]).snapshot
    return create_session(
        program=program, module=4, exercises=["4.7"], starts_at=timezone.now(), snapshot=snapshot
    )  # fmt: skip


def test_it_is_in_the_book_answered_analysed_shown_and_printed(client, session, room, go, answer, facilitator):
    run = go(session.runs.get(), Run.Step.ANSWER_1)
    for person in room:
        answer(run, person)
    run = go(run, Run.Step.REVEAL_1)
    findings = freeze_evidence(run=run).findings
    assert findings.headline.arguments == {"won": 1, "n": 2}
    assert findings.figure("win_rate").value == 0.5
    assert any(figure.name.startswith("group_") for figure in findings.figures)
    client.force_login(facilitator)
    book = client.get(reverse("curriculum:module", args=[4])).text
    assert "Our own way of losing" in book
    assert client.get(reverse("curriculum:exercise", args=["4.7"])).status_code == 200
    desk = client.get(reverse("workshops:run", args=[go(run, Run.Step.EVIDENCE).pk])).text
    assert "1 of 2 were won" in desk
    assert "1 of 2 were won" in section_pages(run, "A4").own
