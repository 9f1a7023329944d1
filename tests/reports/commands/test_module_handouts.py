from contextlib import nullcontext

import pytest
from django.core.management import CommandError, call_command

from curriculum.actions import store_curriculum
from reports import tasks
from reports.actions import handouts
from reports.management.commands import module_handouts
from reports.models import Handout
from reports.rendering import Printed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    """One that does what is ordered when somebody waits for it, and prints at once."""

    def wait(job, tell):
        tasks.make_handout(str(job.pk))

    monkeypatch.setattr(module_handouts, "a_worker", nullcontext)
    monkeypatch.setattr(module_handouts, "wait_until_done", wait)
    monkeypatch.setattr(handouts, "print_pdf", lambda html, paper, writing: Printed(html.encode(), 7))


def test_both_files_are_written_and_made_once(organisation, loaded, tmp_path, capsys):
    store_curriculum(loaded=loaded)
    for _ in range(2):
        call_command("module_handouts", module=4, out=tmp_path / "new", paper="letter")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "module-4-guide.pdf",
        "module-4-worksheets.pdf",
    ]
    assert "Where deals drop" in (tmp_path / "new" / "module-4-worksheets.pdf").read_text()
    assert Handout.objects.filter(paper="letter").count() == 2
    assert capsys.readouterr().out.count("module-4-guide.pdf: 7 pages, sha256 ") == 2


def test_a_module_that_is_not_there_is_said(organisation, loaded, tmp_path):
    store_curriculum(loaded=loaded)
    with pytest.raises(CommandError, match="no module 9"):
        call_command("module_handouts", module=9, out=tmp_path)


def test_without_an_organisation_it_says_what_to_run(loaded, tmp_path):
    store_curriculum(loaded=loaded)
    with pytest.raises(CommandError, match=r"run manage\.py sample_program first"):
        call_command("module_handouts", module=4, out=tmp_path)
