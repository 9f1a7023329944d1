"""Words and phrases that a content file may not use, and how its length is counted."""

import re
from collections.abc import Iterator

BANNED = re.compile(
    r"\b(leverag(?:e|es|ed|ing)|holistic(?:ally)?|aligned|alignment|best practices?|journeys?|deep[ -]dives?"
    r"|empower(?:s|ed|ing|ment)?|robust(?:ly|ness)?|key takeaways?|it is important to|as time permits)\b",
    re.IGNORECASE,
)
FITS_ANY_EXERCISE = re.compile(r"what surprised you|what are the challenges|how might we improve", re.IGNORECASE)
FEWEST, MOST = 400, 700


def banned_words(text: str) -> Iterator[tuple[int, str]]:
    """(line, phrase) of each banned phrase. Titles and slugs are exempt: the catalogue gave them."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith(("title:", "slug:")):
            for match in [*BANNED.finditer(line), *FITS_ANY_EXERCISE.finditer(line)]:
                yield number, match[0]


def count_words(texts: Iterator[str]) -> int:
    """Words of a body, without headings and tables."""
    lines = (line for text in texts for line in text.split("\n") if not line.lstrip().startswith("|"))
    return sum(len(line.split()) for line in lines)


def bullets(text: str) -> Iterator[tuple[int, str]]:
    """(line within the text, first line of the bullet) of each `- ` bullet."""
    for number, line in enumerate(text.split("\n")):
        if line.startswith("- "):
            yield number, line[2:]


def questions(text: str) -> Iterator[tuple[int, str]]:
    """(line within the text, question) of each sentence that ends in a question mark."""
    for match in re.finditer(r"[^.?!]+\?", text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield text.count("\n", 0, start), " ".join(match[0].split())
