"""From a composed page to a tagged PDF. Nothing is fetched but the project's own fonts and what stands in the page."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.fonts import font_face_css

STYLES = Path(settings.BASE_DIR) / "templates" / "print"
PAPERS = ("A4", "letter")


class Forbidden(ValueError):
    """A page asked for something outside itself."""


class OwnFilesOnly(URLFetcher):
    """Serves `data:` from the page and fonts from the project's folder, and refuses everything else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if is_own_font(url):
            return URLFetcherResponse(url, Path(unquote(urlsplit(url).path)).read_bytes(), {"Content-Type": "font/ttf"})
        raise Forbidden(f"Not served to the printer: {url[:200]}")


def is_own_font(url: str) -> bool:
    parts = urlsplit(url)
    folder = Path(settings.FONT_DIR).resolve()
    return parts.scheme == "file" and Path(unquote(parts.path)).resolve().parent == folder


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    pages: int


@cache
def fonts_in(folder: Path) -> tuple[CSS, FontConfiguration]:
    """The faces, read once in each process. Raises FontsMissing."""
    configuration = FontConfiguration()
    fetcher = OwnFilesOnly()
    return CSS(string=font_face_css(folder), font_config=configuration, url_fetcher=fetcher), configuration


def lay_out(html: str, paper: str) -> Document:
    """The document in pages of `paper` ('A4' or 'letter'). Raises FontsMissing."""
    faces, configuration = fonts_in(Path(settings.FONT_DIR))
    sheets = [faces, *(style_sheet(name) for name in ("print.css", "program.css", f"{paper.lower()}.css"))]
    page = HTML(string=html, url_fetcher=OwnFilesOnly())
    return page.render(stylesheets=sheets, font_config=configuration, pdf_variant="pdf/ua-1", cache={})


def style_sheet(name: str) -> CSS:
    _, configuration = fonts_in(Path(settings.FONT_DIR))
    return CSS(string=(STYLES / name).read_text(), font_config=configuration, url_fetcher=OwnFilesOnly())


def print_pdf(html: str, paper: str = "A4", writing: Callable[[], None] = lambda: None) -> Printed:
    """PDF/UA-1 of a composed page; the same page gives the same bytes. `writing` is called between the two halves.

    Raises FontsMissing.
    """
    with undisturbed():
        document = lay_out(html, paper)
        writing()
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", finisher=name_every_glyph)
    return Printed(pdf or b"", len(document.pages))


def name_every_glyph(document: Document, pdf: Any) -> None:
    """Give glyphs that carry no text of their own a zero-width joiner in the font's Unicode map.

    A script that draws one letter from two glyphs (Arabic: base and dots) leaves the second without text; WeasyPrint 70
    writes an empty entry for it, which PDF/UA forbids.
    """
    for item in pdf.objects:
        lines = getattr(item, "stream", None)
        if isinstance(lines, list) and b"begincmap" in lines:
            lines[:] = [unmapped_to_joiner(line) for line in lines]


def unmapped_to_joiner(line: Any) -> Any:
    return line[: -len(b"<>")] + b"<200d>" if isinstance(line, bytes) and line.endswith(b" <>") else line


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without garbage collection: laying out makes many small objects that live to its end, a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
