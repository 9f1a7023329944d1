import logging

import page
import pypdf
import pytest

from reports.rendering import Forbidden, OwnFilesOnly, name_every_glyph, print_pdf

PAGE = """<html lang="en"><head><title>Sheet</title></head><body data-foot="Foot"><section>
<h1>First</h1><p>Words.</p><ol class="toc"><li><p class="toc__entry"><a href="#second">Second</a></p></li></ol>
</section><section><h1 id="second">Second</h1><p>More.</p></section></body></html>"""


def test_the_same_page_gives_the_same_bytes():
    assert print_pdf(PAGE).pdf == print_pdf(PAGE).pdf


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 595, 842), ("letter", 612, 792)])
def test_the_paper_is_what_was_asked_for(paper, width, height, pdf_of):
    printed = print_pdf(PAGE, paper)
    box = pypdf.PdfReader(pdf_of(printed.pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height), printed.pages) == (width, height, 2)


def test_writing_is_called_after_the_layout():
    called = []
    print_pdf(PAGE, writing=lambda: called.append("writing"))
    assert called == ["writing"]


def test_a_contents_list_and_its_links_pass_the_profile(pdf_of):
    report = page.validate_pdf(str(pdf_of(print_pdf(PAGE).pdf)), profile=page.ValidationProfile.PDF_UA_1)
    assert report.failures == []


def test_a_word_of_two_glyphs_a_letter_passes_the_profile(pdf_of):
    arabic = PAGE.replace("Words.", "ليلى الحداد في يناير")
    report = page.validate_pdf(str(pdf_of(print_pdf(arabic).pdf)), profile=page.ValidationProfile.PDF_UA_1)
    assert report.failures == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/x.png", "https://example.com/a.css", "/x"])
def test_nothing_but_the_projects_fonts_is_served(url):
    with pytest.raises(Forbidden, match="Not served to the printer"):
        OwnFilesOnly().fetch(url)


def test_a_path_that_climbs_out_of_the_folder_of_fonts_is_refused(settings):
    inside = settings.FONT_DIR / "inter-latin-400-normal.ttf"
    assert OwnFilesOnly().fetch(inside.as_uri()).read()[:4] == b"\x00\x01\x00\x00"
    with pytest.raises(Forbidden):
        OwnFilesOnly().fetch(f"file://{settings.FONT_DIR}/../../manage.py")


def test_an_image_from_elsewhere_is_left_out(caplog, pdf_of):
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        printed = print_pdf(PAGE.replace("Words.", '<img alt="x" src="file:///etc/hostname">'))
    assert "Not served to the printer: file:///etc/hostname" in caplog.text
    assert "/Image" not in str(pypdf.PdfReader(pdf_of(printed.pdf)).pages[0].get("/Resources", {}))


def test_only_entries_without_text_are_filled():
    class Stream:
        stream = [b"begincmap", b"<0001> <0041>", b"<0002> <>", b"endcmap"]  # noqa: RUF012

    class Pdf:
        objects = (Stream, object())

    name_every_glyph(None, Pdf)
    assert Stream.stream == [b"begincmap", b"<0001> <0041>", b"<0002> <200d>", b"endcmap"]
