"""The whole workshop output as its readers get it: the PDF itself is read back."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import page
import pypdf
import pytest
from django.core.files.storage import default_storage

from reports.actions.orders import order_output
from tests.reports.pdf import beside_the_text, inked, structure
from workshops.actions.steps import resolve_items
from workshops.models import Decision

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("document")]
FEWEST_INKED = 400  # pixels of a page at 40 dpi; a running head and a page number alone are about 150


@dataclass(frozen=True)
class Document:
    path: Path
    html: str
    title: str
    digests: tuple[str, str]


@pytest.fixture(scope="module")
def shelf():
    """Documents that several tests only read."""
    return {}


@pytest.fixture
def document(request, shelf, tmp_path_factory):
    """Gives the document of the decided workshop on that paper; made once."""

    def document(paper="A4"):
        if paper not in shelf:
            shelf[paper] = made_on(paper)
        return shelf[paper]

    def made_on(paper):
        decided = request.getfixturevalue("decided")
        path, html = request.getfixturevalue("printed")(decided.session, paper=paper)
        kept = tmp_path_factory.mktemp("documents") / f"{paper}.pdf"
        shutil.copy(path, kept)
        decision = Decision.objects.get(run=decided)
        return Document(kept, html, decided.session.title, (decision.evidence.digest, decision.digest))

    return document


@pytest.fixture
def printed(make, pdf_of):
    """Orders, makes and writes the document of a session; its path and its HTML."""

    def printed(session, **options):
        order = make(order_output(session=session, **options))
        with default_storage.open(order.output.path) as file:
            return pdf_of(file.read()), order.html

    return printed


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_a_decided_workshop_passes_the_profile_on_either_paper(paper, document, tmp_path):
    path = document(paper).path
    report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    assert report.failures == []
    ink = inked(path, tmp_path)
    assert len(ink) >= 7
    assert min(ink) > FEWEST_INKED


@pytest.mark.parametrize(("paper", "margin"), [("A4", 20), ("letter", 23)])
def test_nothing_stands_beside_the_text(paper, margin, document, tmp_path):
    assert set(beside_the_text(document(paper).path, tmp_path, margin)) == {0}


def test_the_tag_tree_has_what_the_page_has(document):
    tags, html = structure(document().path), document().html
    assert tags["/H1"] == len(re.findall(r"<h1[ >]", html))
    assert tags["/H2"] == len(re.findall(r"<h2[ >]", html))
    assert tags["/H3"] == len(re.findall(r"<h3[ >]", html))
    assert tags["/Figure"] == html.count("<svg") + html.count("<img")
    assert tags["/Table"] >= html.count("<table")
    assert tags["/Caption"] >= html.count("<caption") + html.count("<figcaption")
    assert tags["/L"] == 1


def test_every_page_belongs_to_the_tag_tree_and_the_file_says_what_it_is(document):
    reader = pypdf.PdfReader(document().path)
    assert all("/StructParents" in sheet for sheet in reader.pages)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == f"{document().title} – workshop output"


def test_bookmarks_lead_to_every_part(document):
    reader = pypdf.PdfReader(document().path)
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    expected = ["Cover", "Summary", "Contents", "4.1 Where deals drop", "Decision register", "Participation"]
    assert titles[: len(expected)] == expected
    assert {"Data used", "Methods"} <= set(titles)


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_an_exercise_keeps_to_its_two_pages(paper, document):
    reader = pypdf.PdfReader(document(paper).path)
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    pages = {entry.title: reader.get_destination_page_number(entry) for entry in entries}
    assert pages["Decision register"] - pages["4.1 Where deals drop"] == 2


def test_contents_name_the_pages_on_which_the_parts_stand(document, text_of):
    path = document().path
    reader = pypdf.PdfReader(path)
    listed = dict(re.findall(r"^\s*(Participation|Data used)\s+(\d+)$", text_of(path), flags=re.MULTILINE))
    for name, number in listed.items():
        assert name in reader.pages[int(number) - 1].extract_text()
    assert set(listed) == {"Participation", "Data used"}


def test_the_decision_and_its_people_are_on_paper(document, text_of):
    text = re.sub(r"\s+", " ", text_of(document().path))
    assert "Answer every proposal within five working days" in text
    assert "1 question came to the table; 1 decision closed, with 1 action that somebody owns." in text
    assert "Ελένη" in text
    assert "陈思远" in text
    assert "Žižkov" in text
    written = re.sub(r"\s+", "", text_of(document().path, "-raw"))
    assert all(digest in written for digest in document().digests)
    pages = len(pypdf.PdfReader(document().path).pages)
    assert f"Page 1 of {pages}" not in text
    assert f"Page {pages} of {pages}" in text


def test_the_tripwire_is_said_in_words(document):
    html = document().html.replace("\u00a0", " ")
    assert "Win rate falls below 20.0 % over 2 quarters, from 75 deals" in html


def test_names_in_four_scripts_are_embedded_as_ours_alone(document):
    listed = subprocess.run(
        ["pdffonts", document().path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    names = {line.split()[0].partition("+")[2] for line in listed}
    for family in ("Sans", "Serif", "Sans-Greek", "Arabic", "Han"):
        assert any(name.startswith(f"Chartroom-{family}") for name in names)
    assert [name for name in names if not name.startswith("Chartroom-")] == []


def test_the_room_is_printed_in_totals(document):
    html = document().html
    assert "6 answered in round 1, 6 in round 2, 6 voted in the end." in html
    assert re.search(r"People who changed at least one answer</bdi></th>\s*<td[^>]*></td>\s*<td[^>]*>1 of 6</td>", html)
    # Five of sales, one of product: the one is hidden, and the five too, or one could subtract.
    functions = html[html.index("Who was asked, by function") :]
    assert functions[: functions.index("</table>")].count("hidden") == 2
    assert "One deal in May" not in html


def test_a_room_of_fewer_than_five_is_not_printed(session, room, answer, printed, program):
    answer(session.runs.get(), room[:4])
    _, html = printed(session)
    assert "Round 1: fewer than 5 answered, so nothing of it is shown." in html
    assert "under 5" in html
    assert "Agreement of the room" not in html
    assert 'id="sheet-1"' in html


def test_without_answers_the_options_meet_the_figures_and_the_worksheet_is_blank(session, printed):
    path, html = printed(session)
    report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    assert report.failures == []
    assert "Nobody has answered yet." in html
    assert '<span class="option__here">' in html
    sheet = html[html.index('id="sheet-1"') :]
    assert f"{session.join_code} · 4.1" in sheet
    (lists,) = resolve_items(session.runs.get()).values()
    for stage in lists["items"]:
        assert f'<th scope="row">{stage["name"]}</th>' in sheet


def test_without_tables_the_document_says_what_would_unlock_it(new_session, printed):
    path, html = printed(new_session("4.1"))
    assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1).failures == []
    assert "None: no table was uploaded before this session." in html
    assert "What would unlock more" in html
    assert "deals: " in html


def test_a_draft_is_called_one(decided, printed):
    Decision.objects.update(state=Decision.State.DRAFT)
    _, html = printed(decided.session)
    assert "Decision, a draft" in html


def test_html_in_what_people_wrote_is_printed_as_they_wrote_it(decided, printed, text_of):
    Decision.objects.update(statement="Use <b>bold</b> & <script>alert(1)</script>")
    path, html = printed(decided.session)
    assert "<script>alert" not in html
    assert "<script>alert(1)</script>" in text_of(path)
