"""Content to break: a folder with one sound module and exercise, and ways to change a line of them."""

import re
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from curriculum.actions import store_curriculum
from curriculum.loader import CONTENT, load_folder
from curriculum.problems import ContentErrors

EXERCISE = "exercises/4.1-where-deals-drop.md"
MODULE = "modules/module-4.md"


@dataclass
class Folder:
    path: Path

    def read(self, name=EXERCISE):
        return (self.path / name).read_text(encoding="utf-8")

    def write(self, text, name=EXERCISE):
        (self.path / name).write_text(text, encoding="utf-8")

    def line(self, part, name=EXERCISE):
        """The number of the one line that holds `part`."""
        found = [number for number, line in enumerate(self.read(name).split("\n"), 1) if part in line]
        assert len(found) == 1, f"{part!r} stands in lines {found}"
        return found[0]

    def change(self, old, new, name=EXERCISE):
        """Replaces `old`, which stands there once; returns the line it began in."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        self.write(text.replace(old, new), name)
        return text.count("\n", 0, text.index(old)) + 1

    def problems(self):
        """(file, line, code) of everything that is wrong."""
        with pytest.raises(ContentErrors) as caught:
            load_folder(self.path)
        return [(problem.file, problem.line, problem.code) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path):
    """A copy of our content; every test breaks it in one way."""
    copytree(CONTENT, tmp_path / "content")
    return Folder(tmp_path / "content")


@pytest.fixture
def curriculum(db):
    return store_curriculum(loaded=load_folder())


def own_exercise(number="4.7"):
    """4.1 as an organisation might have written it: another number, title and other questions for a stuck room."""
    text = (CONTENT / EXERCISE).read_text(encoding="utf-8")
    text = text.replace('id: "4.1"', f'id: "{number}"', 1).replace("slug: where-deals-drop", "slug: our-own-way", 1)
    return text.replace("title: Where deals drop", "title: Our own way of losing", 1)


def new_exercise(number):
    """The same as a file of the book, where no prompt, trap or question may stand twice."""
    return said_anew(own_exercise(number))


def said_anew(text):
    """4.1's prompts, traps and debrief questions in words that stand nowhere else."""
    text = re.sub(r'(\{step: \d, text: ")', r"\1In short: ", text).replace("\n- *", "\n- *So: ")
    for question in ("At which stage did", "Which lost deal on", "Which conversion,"):
        text = text.replace(question, f"In short: {question}")
    return text
