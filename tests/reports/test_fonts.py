import subprocess

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from reports.fonts import FACES, FAMILIES, FontsMissing, build_fonts, font_face_css
from reports.rendering import print_pdf

PACKAGES = settings.BASE_DIR / "node_modules"
PAGE = '<html lang="en"><head><title>Names</title></head><body><h1>Names</h1><p>{}</p></body></html>'


def embedded(path):
    """{name of each embedded font, its subset's tag left out}."""
    listed = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    return {line.split()[0].partition("+")[2] for line in listed}


def test_each_face_is_unpacked_under_its_own_name(tmp_path, monkeypatch):
    few = [face for face in FACES if face.package == "inter" and face.subset in ("latin", "greek")]
    monkeypatch.setattr("reports.fonts.FACES", few)
    assert build_fonts(PACKAGES, tmp_path) == 4
    named = {path.name: TTFont(path)["name"].getDebugName(1) for path in tmp_path.iterdir()}
    assert named == {
        "inter-latin-400-normal.ttf": "Chartroom Sans",
        "inter-latin-600-normal.ttf": "Chartroom Sans",
        "inter-greek-400-normal.ttf": "Chartroom Sans Greek",
        "inter-greek-600-normal.ttf": "Chartroom Sans Greek",
    }
    assert TTFont(tmp_path / "inter-latin-400-normal.ttf").flavor is None


def test_what_is_unpacked_is_not_unpacked_again(tmp_path, monkeypatch):
    monkeypatch.setattr("reports.fonts.FACES", FACES[:1])
    assert build_fonts(PACKAGES, tmp_path) == 1
    assert build_fonts(PACKAGES, tmp_path) == 0


def test_a_package_that_is_absent_is_named(tmp_path):
    with pytest.raises(FontsMissing, match=r"inter-latin-400-normal\.woff2 is not among the installed packages"):
        build_fonts(tmp_path, tmp_path / "fonts")


def test_faces_that_are_not_unpacked_are_counted(tmp_path):
    with pytest.raises(FontsMissing, match=f"{len(FACES)} fonts are not unpacked"):
        font_face_css(tmp_path)


def test_no_two_faces_share_family_weight_and_style():
    assert len({(face.family, face.weight, face.style) for face in FACES}) == len(FACES)
    assert len(FAMILIES) == 12


@pytest.mark.parametrize(
    ("name", "fonts"),
    [
        ("Anneke de Vries", {"Chartroom-Sans"}),
        ("Tomáš Dvořák", {"Chartroom-Sans", "Chartroom-Sans-Ext"}),
        ("Ελένη Παπαδοπούλου", {"Chartroom-Sans-Greek"}),
        ("Иван Петров", {"Chartroom-Sans-Cyrillic"}),
        ("Nguyễn Thị Hạnh", {"Chartroom-Sans", "Chartroom-Sans-Viet"}),
        ("ليلى الحداد", {"Chartroom-Arabic"}),
        ("陈思远", {"Chartroom-Han"}),
    ],
)
def test_a_name_in_any_script_is_printed_with_our_own_glyphs(name, fonts, pdf_of, text_of):
    path = pdf_of(print_pdf(PAGE.format(f"<bdi>{name}</bdi>")).pdf)
    found = embedded(path)
    assert fonts <= found
    assert all(font.startswith("Chartroom-") for font in found)
    assert {letter for letter in name if letter != " "} <= set(text_of(path))
