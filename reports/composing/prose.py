"""Text of the curriculum, already made safe HTML for the page, as paper shows it."""

import re

from django.utils.safestring import SafeString, mark_safe

from curriculum.schema import ExerciseFile
from reports.composing.numbers import NARROW

WRAPPED_TABLE = re.compile(r'<div class="ledger-scroll"[^>]*><table class="ledger">(.*?)</table></div>', re.DOTALL)
FIRST_CELL = re.compile(r"<tr>\s*<td>(.*?)</td>", re.DOTALL)
BLOCK = re.compile(r"(<(?:p|li|td|th)(?: [^>]*)?>)(.*?)(?=</(?:p|li|td|th)>)", re.DOTALL)
SPOKEN = re.compile(r'"(.+?)"', re.DOTALL)
PARTED = re.compile(r"(?<=\d) (?=%)")
TAG = re.compile(r"<(/?)(\w+)[^>]*>")
PLACEHOLDER = re.compile(r"\{([\w ]+)\}")


def in_words(exercise: ExerciseFile, text: str) -> str:
    """'{stage}' as 'this stage', figures by their words, options by their names."""
    for option in exercise.options:
        if "_" in option.key:  # one that is a word of English may be meant as that
            text = re.sub(rf"\b{option.key}\b", f"“{option.name}”", text)
    return exercise.readable(PLACEHOLDER.sub(r"this \1", text))


def for_paper(html: str) -> SafeString:
    """Tables in the form of documents, what is said aloud marked as such, percent signs kept by their numbers.

    html: what `curriculum.markdown` made.
    """
    tables = WRAPPED_TABLE.sub(lambda found: f'<table class="data">{headed(found[1])}</table>', html)
    return mark_safe(PARTED.sub(NARROW, BLOCK.sub(with_speech, tables)))  # noqa: S308 - cleaned when it was made; nothing foreign is added


def headed(rows: str) -> str:
    """The first cell of each row as its head."""
    return FIRST_CELL.sub(r'<tr><th scope="row">\1</th>', rows)


def with_speech(block: re.Match[str]) -> str:
    return block[1] + SPOKEN.sub(marked, block[2])


def marked(found: re.Match[str]) -> str:
    """In quotation marks of print; left alone where a tag opens inside and closes outside, or is itself quoted."""
    if not is_balanced(found[1]):
        return found[0]
    return f'<span class="said">“{found[1]}”</span>'


def is_balanced(html: str) -> bool:
    """Whether each tag that opens in it closes in it, too, and no tag is cut."""
    opened: list[str] = []
    for tag in TAG.finditer(html):
        if not tag[1]:
            opened.append(tag[2])
        elif not opened or opened.pop() != tag[2]:
            return False
    return not opened and "<" not in TAG.sub("", html) and ">" not in TAG.sub("", html)
