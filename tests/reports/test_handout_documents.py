"""The facilitator guide and the blank worksheets of module 4 as they reach the room: the PDFs are read back."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import page
import pypdf
import pytest

from curriculum.actions import store_curriculum
from curriculum.queries import exercises_of, module_of
from reports import tasks
from reports.actions.handouts import HANDOUTS, order_handout
from reports.models import Handout
from tests.reports.pdf import inked, structure

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("document")]
FEWEST_INKED = 400  # pixels of a page at 40 dpi; a running head and a page number alone are about 150
KINDS = tuple(Handout.Kind)


@dataclass(frozen=True)
class Printed:
    path: Path
    html: str
    pages: int

    @property
    def reader(self):
        return pypdf.PdfReader(self.path)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return {"folder": tmp_path_factory.mktemp("handouts")}


@pytest.fixture
def printed(organisation, loaded, shelf, settings):
    """A handout of module 4, printed once for all tests; the worksheets on Letter, the guide on A4."""

    def printed(kind):
        if kind not in shelf:
            paper = "A4" if kind == Handout.Kind.GUIDE else "letter"
            curriculum = store_curriculum(loaded=loaded)
            handout = order_handout(curriculum=curriculum, module=4, kind=kind, paper=paper, organisation=organisation)
            tasks.make_handout(str(handout.job_id))
            handout.refresh_from_db()
            target = shelf["folder"] / f"{kind}.pdf"
            target.write_bytes((settings.MEDIA_ROOT / handout.path).read_bytes())
            shelf[kind] = Printed(target, HANDOUTS[kind](handout), handout.pages)
        return shelf[kind]

    return printed


@pytest.fixture
def flat(text_of):
    """The text of a PDF in one line."""
    return lambda path: re.sub(r"\s+", " ", text_of(path, "-raw")).replace("\u00a0", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_it_passes_the_profile_and_no_page_is_all_but_empty(kind, printed, tmp_path):
    path = printed(kind).path
    assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1).failures == []
    ink = inked(path, tmp_path)
    assert len(ink) == printed(kind).pages
    assert min(ink) > FEWEST_INKED


@pytest.mark.parametrize("kind", KINDS)
def test_the_tag_tree_has_what_the_page_has(kind, printed):
    tags, html, reader = structure(printed(kind).path), printed(kind).html, printed(kind).reader
    for level in "123":
        assert tags[f"/H{level}"] == len(re.findall(rf"<h{level}[ >]", html))
    assert tags["/Figure"] == html.count("<svg") + html.count("<img")
    assert tags["/Table"] >= html.count("<table")
    assert tags["/L"] >= html.count("<ul") + html.count("<ol")  # a list over two pages is tagged on both
    assert all("/StructParents" in sheet for sheet in reader.pages)
    assert reader.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("kind", KINDS)
def test_only_our_own_fonts_are_embedded(kind, printed):
    listed = subprocess.run(["pdffonts", printed(kind).path], capture_output=True, text=True, check=True).stdout
    names = {line.split()[0].partition("+")[2] for line in listed.splitlines()[2:]}
    assert [name for name in names if not name.startswith("Chartroom-")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_to_fill_in_by_a_program(kind, printed, flat):
    words = flat(printed(kind).path)
    assert re.findall(r"\bnan\b|\bNaN\b|\bNone\b|TODO|\{\w+\}|<\w+>|&\w+;", words) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_exercise_begins_on_a_page_of_its_own_that_its_bookmark_leads_to(kind, printed, loaded):
    reader = printed(kind).reader
    marks = {entry.title: reader.get_destination_page_number(entry) for entry in top_marks(reader)}
    begun = []
    for key, file in loaded.exercises.items():
        if file.module == 4:
            mark = f"{key} {file.title}" if kind == Handout.Kind.GUIDE else f"Worksheet {key} {file.title}"
            text = reader.pages[marks[mark]].extract_text()
            assert file.question[:40] in re.sub(r"\s+", " ", text)
            begun.append(marks[mark])
    assert len(set(begun)) == len(begun) == 6


def top_marks(reader):
    return [entry for entry in reader.outline if not isinstance(entry, list)]


def test_the_guide_holds_all_that_a_facilitator_needs(printed, flat):
    words = flat(printed(Handout.Kind.GUIDE).path)
    for said in (
        "Nobody's own lost deal is read with their manager at the table.",  # of the module
        "09:15 60 4.1 Where deals drop",
        "Same day: one page with the decisions",
        "60 min at least 35; 45 to prepare",  # of 4.1: facts, promise, bring
        "Nobody sees your answer before the reveal",
        "Practice cases on one slide",
        "4–11 7 min, at least 4",
        "“Ask the four questions in order; the first yes stands.",
        "If the room is stuck You say we act on price.",
        "Our proposal came 19 working days after the request.",
        "Hours of solution, legal or delivery people",
        "Reason excess for our work is above 2",
        "Weak: “Proposal, price, because customers are price-sensitive”",
        "Discovery 262 171 68 23 72 % €2.1 m",
        "Drop step 6 and one practice case",
        "a scribe enters them before anything is said",
        "Which conversion, on the review date, would prove us wrong?",
        "2.5 Cycle length",
        "falls below 80.0 %, counted since the decision, from 40 deals",
    ):
        assert said in words


def test_the_contents_name_the_page_on_which_each_exercise_begins(printed):
    reader = printed(Handout.Kind.GUIDE).reader
    contents = reader.pages[1].extract_text()
    for entry in top_marks(reader)[3:]:
        number = reader.get_destination_page_number(entry) + 1
        assert re.search(rf"{re.escape(entry.title)}\s*{number}\b", contents), entry.title


def test_each_page_says_which_exercise_and_which_page(printed):
    reader = printed(Handout.Kind.GUIDE).reader
    first = next(entry for entry in top_marks(reader) if entry.title.startswith("4.1"))
    number = reader.get_destination_page_number(first)
    for place in (number, number + 1):
        text = reader.pages[place].extract_text()
        assert "Module 4 · 4.1 Where deals drop" in text
        assert f"Page {place + 1} of {len(reader.pages)}" in text


def test_worksheets_ask_for_the_code_of_the_group_and_end_with_the_vote(printed, flat):
    words = flat(printed(Handout.Kind.WORKSHEETS).path)
    assert words.count("Code of the group Name or seat Function") == 6
    assert words.count("In the end: which option, and how sure are you?") == 6
    assert "Qualify Discovery Proposal Negotiation Contract" in words
    assert "Repair our own work at the stage" in words


def test_every_module_can_be_composed(organisation, loaded):
    curriculum = store_curriculum(loaded=loaded)
    for number in loaded.modules:
        for kind in KINDS:
            handout = order_handout(
                curriculum=curriculum, module=number, kind=kind, paper="A4", organisation=organisation
            )
            html = HANDOUTS[kind](handout)
            assert module_of(curriculum, number).title in html.replace("&#x27;", "'")
            assert all(f'id="{prefix(kind)}-{each.id}"' in html for each in exercises_of(curriculum, number))


def prefix(kind):
    return "exercise" if kind == Handout.Kind.GUIDE else "sheet"
