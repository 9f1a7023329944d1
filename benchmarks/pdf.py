"""`pdf`: a workshop output of the sample program printed by us and by Chromium; `batch` and `changed`: by us alone."""

import io
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from benchmarks.apart import Run, run_apart, run_side_by_side
from benchmarks.document import FILE, make_anew, make_document
from benchmarks.lines import Aim, Line, Unmeasurable, interleaved, rates_of, seconds_of
from benchmarks.options import Options
from reports.fonts import font_face_css
from reports.rendering import STYLES, print_pdf

CORES = 2
COPIES = 4  # documents of a batch
OF_CHROMIUM, OF_ONE_PROCESS, OF_FULL = Aim(0.2, at_least=True), Aim(1.7, at_least=True), Aim(0.5)


class NoChromium(Unmeasurable):
    """There is no Chromium to compare with; the message says how to get it."""


def pdf(folder: Path, options: Options) -> Iterator[Line]:
    """Pages a second, of the pages that we make: ours in a process that has read no font, the peer's in a browser that
    is up. Raises NoChromium.
    """
    browser = chromium()
    run_apart(make_document, folder, options.deals)
    (folder / "inlined.html").write_text(inlined((folder / FILE).read_text()))
    ours, theirs = interleaved(
        lambda: run_apart(print_here, folder), lambda: run_of_peer(folder, browser), options.repeats
    )
    about = {"pages": ours[0].value, "pages_of_peer": theirs[0].value}
    theirs = [Run(about["pages"], run.seconds, run.peak_mb) for run in theirs]
    yield Line("pdf", "one document, cold", "pages/s", rates_of(ours), rates_of(theirs), "Chromium", OF_CHROMIUM, about)


def print_here(folder: Path) -> int:
    """How many pages."""
    return print_pdf((folder / FILE).read_text()).pages


def chromium() -> str:
    """Where it is. Raises NoChromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise NoChromium("Chromium is missing. As root: apt-get install chromium")
    return found


def inlined(html: str) -> str:
    """The page with the style sheets and faces that our printer is given beside it."""
    sheets = [(STYLES / name).read_text() for name in ("print.css", "program.css", "a4.css")]
    style = "\n".join([font_face_css(Path(settings.FONT_DIR)), *sheets])
    return html.replace("</head>", f"<style>{style}</style></head>", 1)


def run_of_peer(folder: Path, browser: str) -> Run:
    whole = run_apart(print_in_chromium, folder, browser)
    pages, seconds = whole.value
    return Run(pages, seconds, whole.peak_mb)


def print_in_chromium(folder: Path, browser: str) -> tuple[int, float]:
    """Pages, and the seconds of loading and printing alone: the browser's start is left out."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = running.new_page()
        begin = time.perf_counter()
        page.goto((folder / "inlined.html").as_uri())
        printed = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
        seconds = time.perf_counter() - begin
        running.close()
    return len(PdfReader(io.BytesIO(printed)).pages), seconds


# --- by ourselves ----------------------------------------------------------------------------------------------------


def batch(folder: Path, options: Options) -> Iterator[Line]:
    """Documents a second: a process on each of two cores against one process for all."""
    run_apart(make_document, folder, options.deals)
    ours, theirs = interleaved(lambda: print_shared(folder, CORES), lambda: print_shared(folder, 1), options.repeats)
    about = {"documents": COPIES, "cores": os.cpu_count()}
    yield Line(
        "batch", "two processes", "documents/s", rates_of(ours), rates_of(theirs), "one process", OF_ONE_PROCESS, about
    )


def print_shared(folder: Path, processes: int) -> Run:
    """COPIES of the document, as evenly as may be."""
    shares: list[tuple[Any, ...]] = [(folder, len(range(number, COPIES, processes))) for number in range(processes)]
    return Run(COPIES, run_side_by_side(print_copies, shares), 0.0)


def print_copies(folder: Path, copies: int) -> None:
    for _ in range(copies):
        print_here(folder)


def changed(folder: Path, options: Options) -> Iterator[Line]:
    """Wall seconds from tables to PDF with one exercise analysed anew, against all of them."""
    session = run_apart(make_document, folder, options.deals).value
    ours, theirs = interleaved(
        lambda: run_apart(make_anew, session, 1), lambda: run_apart(make_anew, session, None), options.repeats
    )
    about = {"pages": ours[0].value}
    yield Line("changed", "one exercise", "s", seconds_of(ours), seconds_of(theirs), "all exercises", OF_FULL, about)
