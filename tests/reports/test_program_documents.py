"""The decision register and the sponsor report as their readers get them: the PDFs themselves are read back."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import page
import pypdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.actions import sections
from reports.actions.orders import order_output
from reports.models import Kind, Order, Output
from tests.reports.pdf import inked, structure
from workshops.models import Decision, Tripwire

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("document")]
FEWEST_INKED = 400  # pixels of a page at 40 dpi; a running head and a page number alone are about 150
KINDS = (Kind.DECISION_REGISTER, Kind.SPONSOR_REPORT)


@dataclass(frozen=True)
class Printed:
    path: Path
    html: str
    digests: tuple[str, ...]
    sha256: str


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Documents that several tests only read, all made of one program."""
    return {"folder": tmp_path_factory.mktemp("documents")}


@pytest.fixture
def printed(request, shelf):
    """Gives a document of the decided program, printed once; the sponsor report on Letter, the register on A4."""

    def printed(kind):
        if kind not in shelf:
            decided, make = request.getfixturevalue("decided"), request.getfixturevalue("make")
            program = decided.session.program
            for each, paper in ((Kind.DECISION_REGISTER, "A4"), (Kind.SPONSOR_REPORT, "letter")):
                shelf[each] = kept(make(order_output(program=program, kind=each, paper=paper)), each)
        return shelf[kind]

    def kept(order, kind):
        output = Output.objects.get(order=order)
        target = shelf["folder"] / f"{kind}.pdf"
        with default_storage.open(output.path) as file:
            target.write_bytes(file.read())
        decision = Decision.objects.get()
        evidence = decision.evidence
        return Printed(target, order.html, (evidence.digest, decision.digest, evidence.snapshot.digest), output.sha256)

    return printed


@pytest.fixture
def composed(program):
    """The HTML of a document, without printing it."""

    def composed(kind):
        order = Order(program=program, kind=kind, created_at=timezone.now())
        return sections.DOCUMENTS[kind](order, None).html.replace("\u00a0", " ")

    return composed


@pytest.mark.parametrize("kind", KINDS)
def test_it_passes_the_profile_and_no_page_is_all_but_empty(kind, printed, tmp_path):
    path = printed(kind).path
    assert page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1).failures == []
    ink = inked(path, tmp_path)
    assert len(ink) >= 4
    assert min(ink) > FEWEST_INKED


@pytest.mark.parametrize("kind", KINDS)
def test_the_tag_tree_has_what_the_page_has(kind, printed):
    tags, html = structure(printed(kind).path), printed(kind).html
    for level in "123":
        assert tags[f"/H{level}"] == len(re.findall(rf"<h{level}[ >]", html))
    assert tags["/Figure"] == html.count("<svg") + html.count("<img")
    assert tags["/Table"] >= html.count("<table")
    assert tags["/L"] == html.count("<ul")
    reader = pypdf.PdfReader(printed(kind).path)
    assert all("/StructParents" in sheet for sheet in reader.pages)
    assert reader.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (
            Kind.DECISION_REGISTER,
            ["Cover", "Summary", "4.1 Answer every proposal within five working days", "Actions", "Receipts"],
        ),
        (
            Kind.SPONSOR_REPORT,
            ["Cover", "How the program stands", "Decisions and their figures", "How the rooms voted in the end",
             "Tripwires", "What comes next", "Documents so far", "Receipts"],
        ),
    ],
)  # fmt: skip
def test_bookmarks_lead_to_every_part(kind, parts, printed):
    reader = pypdf.PdfReader(printed(kind).path)
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == parts
    assert reader.metadata.title.startswith("Spring – ")


def test_the_register_holds_the_whole_decision(printed, text_of):
    register = printed(Kind.DECISION_REGISTER)
    text = re.sub(r"\s+", " ", text_of(register.path)).replace("\u00a0", " ")
    for said in (
        "Which stage do we repair first",
        "Answer every proposal within five working days",
        "Deals wait for us there.",
        "Decided by consent; confidence 75 %",
        "Win rate falls below 20.0 % over 2 quarters, from 75 deals",
        "expected 30.0 %",
        "Waits for new figures.",
        "Serves: Win more.",
        "Write the minimum content",
        "1 decision, 1 open action.",
    ):
        assert said in text
    assert "Ελένη" in text
    assert "陈思远" in text
    assert "Žižkov" in text  # the dissent, in its own words


@pytest.mark.parametrize("kind", KINDS)
def test_every_hash_stands_whole_among_the_receipts(kind, printed, text_of):
    written = re.sub(r"\s+", "", text_of(printed(kind).path, "-raw"))
    assert all(digest in written for digest in printed(kind).digests)


def test_the_summary_names_the_page_of_each_decision(printed, text_of):
    reader = pypdf.PdfReader(printed(Kind.DECISION_REGISTER).path)
    (row,) = re.findall(r"^.*Waits for new.*$", text_of(printed(Kind.DECISION_REGISTER).path), flags=re.MULTILINE)[:1]
    number = int(row.split()[-1])
    assert "Decision 4.1" in reader.pages[number - 1].extract_text()


def test_the_sponsor_report_counts_votes_and_lists_the_register(printed, text_of):
    report = printed(Kind.SPONSOR_REPORT)
    text = re.sub(r"\s+", " ", text_of(report.path))
    assert "(n = 6)" in text
    assert "6 of 6" in text
    assert "Decision register, version 1" in text
    assert printed(Kind.DECISION_REGISTER).sha256 in re.sub(r"\s+", "", text_of(report.path, "-raw"))
    assert "No tripwire has fired: they are looked at when new tables arrive" in text


# --- states and what cannot be told, composed without printing -------------------------------------------------------


def test_a_program_without_decisions_says_so(program, composed):
    assert "No room of this program has closed a decision yet." in composed(Kind.DECISION_REGISTER)
    report = composed(Kind.SPONSOR_REPORT)
    assert "No module is held yet; nothing is decided." in report
    assert "No decision is closed, so there is nothing to watch." in report
    assert "This is the first." in report


def test_states_of_one_decision_follow_its_life(decided, composed):
    life = {
        Decision.State.REOPENED: ("Open again", "Opened again, now"),
        Decision.State.SUPERSEDED: ("Superseded", "Superseded, now"),
    }
    for state, (word, step) in life.items():
        Decision.objects.update(state=state)
        html = composed(Kind.DECISION_REGISTER)
        assert f"<b>{word}.</b>" in html
        assert step in html
    assert "1 decision is open again." not in composed(Kind.SPONSOR_REPORT)
    Decision.objects.update(state=Decision.State.REOPENED)
    assert "1 decision is open again." in composed(Kind.SPONSOR_REPORT)
    # A late review and an action that is overdue come before all else.
    past = timezone.localdate() - timedelta(days=3)
    Decision.objects.update(state=Decision.State.CLOSED, review_on=past)
    html = composed(Kind.DECISION_REGISTER)
    assert "1 decision needs attention." in html
    assert "Review due" in html
    # What has no figure cannot be told.
    Decision.objects.update(expected_figure="", expected_value=None)
    assert "No figure was named: it cannot be told whether this decision holds (n = 0)." in composed(
        Kind.DECISION_REGISTER
    )
    Tripwire.objects.all().delete()
    assert "No tripwire was set." in composed(Kind.DECISION_REGISTER)
    # A draft is none of the register's decisions, and is said to wait.
    Decision.objects.update(state=Decision.State.DRAFT)
    html = composed(Kind.DECISION_REGISTER)
    assert "Come to the decision, and not closed" in html
    assert "draft: Answer every proposal within five working days" in html
