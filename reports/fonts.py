"""Fonts of the printed output: static faces, unpacked once from the packages in `node_modules` to TrueType.

Unpacking ahead spares every render the decompression of WOFF2, which takes longer than laying out the document. Each
subset gets a family name of its own, in the file too: WeasyPrint files an embedded font under family, weight and style,
and two subsets that share these swap glyphs, though the text layer still reads right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY, SUBFAMILY, UNIQUE, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_SUBFAMILY = 1, 2, 3, 4, 6, 16, 17


class FontsMissing(Exception):
    """A package was not installed, or its fonts were not unpacked; the message says what to run."""


@dataclass(frozen=True)
class Face:
    """One file of a font package, and the family under which it is known here."""

    family: str
    package: str
    subset: str
    weight: int
    style: str = "normal"

    @property
    def name(self) -> str:
        return f"{self.package}-{self.subset}-{self.weight}-{self.style}"

    @property
    def subfamily(self) -> str:
        bold, italic = self.weight >= 600, self.style == "italic"
        return " ".join(word for word, said in (("Bold", bold), ("Italic", italic)) if said) or "Regular"

    def packed(self, packages: Path) -> Path:
        return packages / "@fontsource" / self.package / "files" / f"{self.name}.woff2"

    def rule(self, folder: Path) -> str:
        source = (folder / f"{self.name}.ttf").resolve().as_uri()
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {self.weight}; font-style: {self.style};"
            f" src: url('{source}') }}"
        )


def faces_of(family: str, package: str, subset: str, *styles: str) -> list[Face]:
    """Styles as '400', '600' or '400-italic'."""
    parted = [style.partition("-") for style in styles]
    return [Face(family, package, subset, int(weight), style or "normal") for weight, _, style in parted]


SANS = {
    "Chartroom Sans": "latin",
    "Chartroom Sans Ext": "latin-ext",
    "Chartroom Sans Greek": "greek",
    "Chartroom Sans Cyrillic": "cyrillic",
    "Chartroom Sans Viet": "vietnamese",
}
SERIF = {
    "Chartroom Serif": "latin",
    "Chartroom Serif Ext": "latin-ext",
    "Chartroom Serif Greek": "greek",
    "Chartroom Serif Cyrillic": "cyrillic",
    "Chartroom Serif Viet": "vietnamese",
}
FACES = (
    *(face for family, subset in SANS.items() for face in faces_of(family, "inter", subset, "400", "600")),
    *(
        face
        for family, subset in SERIF.items()
        for face in faces_of(family, "source-serif-4", subset, "400", "600", "400-italic")
    ),
    *faces_of("Chartroom Arabic", "noto-sans-arabic", "arabic", "400"),
    *faces_of("Chartroom Han", "noto-sans-sc", "chinese-simplified", "400"),
)
FAMILIES = tuple(dict.fromkeys(face.family for face in FACES))
OTHERS = tuple(family for family in FAMILIES if family not in (*SANS, *SERIF))
SANS_FAMILIES = (*SANS, *OTHERS)
SERIF_FAMILIES = (*SERIF, *OTHERS)


def build_fonts(packages: Path, folder: Path) -> int:
    """Write each face that `folder` lacks as TrueType under its own family name. Returns how many were written.

    Raises FontsMissing where a package is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [face for face in FACES if not (folder / f"{face.name}.ttf").exists()]
    for face in missing:
        unpack(face, packages, folder / f"{face.name}.ttf")
    return len(missing)


def unpack(face: Face, packages: Path, target: Path) -> None:
    packed = face.packed(packages)
    if not packed.exists():
        raise FontsMissing(f"{packed.name} is not among the installed packages; run npm ci first.")
    font = TTFont(packed, recalcTimestamp=False)
    font.flavor = None
    rename(font, face)
    # Two that unpack side by side each write a draft; the last to rename wins, with the same bytes.
    draft = target.with_suffix(".draft")
    font.save(draft)
    draft.replace(target)


def rename(font: TTFont, face: Face) -> None:
    """Tell the file that it is called what we call it, so that what measures text by name finds it too."""
    compact = face.family.replace(" ", "")
    names = font["name"]
    for old in list(names.names):
        if old.nameID in (TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_SUBFAMILY):
            names.removeNames(nameID=old.nameID)
    for kind, text in {
        FAMILY: face.family,
        SUBFAMILY: face.subfamily,
        UNIQUE: f"{compact}-{face.weight}-{face.style}",
        FULL: f"{face.family} {face.subfamily}",
        POSTSCRIPT: f"{compact}-{face.subfamily.replace(' ', '')}",
    }.items():
        names.setName(text, kind, 3, 1, 0x409)


def font_face_css(folder: Path) -> str:
    """An @font-face rule for each face. Raises FontsMissing where they were not unpacked."""
    absent = [face.name for face in FACES if not (folder / f"{face.name}.ttf").exists()]
    if absent:
        raise FontsMissing(f"{len(absent)} fonts are not unpacked; run manage.py build_fonts first.")
    return "\n".join([*(face.rule(folder) for face in FACES), *stacks()])


def stacks() -> Iterator[str]:
    """Custom properties with every family in order of trial, so that a style sheet names none by hand.

    Running heads stand outside the page's element tree and read no custom property: they inherit from @page.
    """
    sans, serif = (", ".join(f"'{family}'" for family in families) for families in (SANS_FAMILIES, SERIF_FAMILIES))
    yield f":root {{ --sans: {sans}, sans-serif; --serif: {serif}, serif }}"
    yield f"@page {{ font-family: {sans}, sans-serif }}"
