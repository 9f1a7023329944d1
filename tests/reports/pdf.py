"""What tests read back from a PDF."""

import subprocess
from collections import Counter

import pypdf
from PIL import Image


def structure(path):
    """{tag: how often} of the structure tree."""
    found = Counter()

    def visit(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, pypdf.generic.ArrayObject):
            for kid in node:
                visit(kid)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/S" in node:
                found[node["/S"]] += 1
            if "/K" in node:
                visit(node["/K"])

    visit(pypdf.PdfReader(path).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def inked(path, tmp_path):
    """Dark pixels of each page at 40 dpi."""
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "-png", path, tmp_path / "page"], check=True)
    return [
        sum(Image.open(image).point(lambda level: level < 200).convert("L").histogram()[1:])
        for image in sorted(tmp_path.glob("page-*.png"))
    ]


def beside_the_text(path, tmp_path, margin):
    """Dark pixels to the left and right of the text on each page but the cover, at 40 dpi; margin in millimetres."""
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "-png", path, tmp_path / "side"], check=True)
    return [dark_outside(Image.open(image), margin) for image in sorted(tmp_path.glob("side-*.png"))[1:]]


def dark_outside(image, margin):
    width, height = image.size
    edge = int(margin / 25.4 * 40) - 1
    strips = [image.crop((0, 0, edge, height)), image.crop((width - edge, 0, width, height))]
    return sum(sum(strip.point(lambda level: level < 200).convert("L").histogram()[1:]) for strip in strips)
