"""The worked case of an exercise, read as its users read it, and how its texts say shares."""

import re
from functools import cache
from math import sqrt

from analysis.methods.intervals import wilson_interval
from curriculum.loader import load_folder

book = cache(load_folder)


def exercise(key):
    """The file of an exercise; the book is read once, however many worked cases are checked."""
    return book().exercises[key]


def says(file, words):
    """Whether the text has these words, wherever its lines break."""
    return words in " ".join(file.body["Worked case"].split())


def cells_of(file):
    """Its table: the head first, then the rows, cells stripped."""
    lines = [line for line in file.body["Worked case"].split("\n") if line.startswith("|")]
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [head, *rows]


def rows_of(file, first):
    """The rows of the table in the worked case whose head begins with `first`, cells stripped."""
    head, *rows = cells_of(file)
    assert head[0] == first
    return rows


def number(cell):
    """The first number of a cell: '€2.9 m' gives 2.9, '67 %' gives 67."""
    return float(re.search(r"\d+(?:\.\d+)?", cell)[0])


def numbers(cell):
    """The whole numbers of a cell: '67 (60–74)' gives 67, 60, 74."""
    return [int(found.replace("−", "-")) for found in re.findall(r"−?\d+", cell.replace("–", " "))]


def whole(share):
    """A share in whole percents; a minus as print has it."""
    return f"{100 * share:.0f}".replace("-", "−")


def percent(fraction):
    """A share in whole percents, as a number."""
    return round(100 * float(fraction))


def rate(k, n):
    """'17 % (9–30)', Wilson."""
    low, high = wilson_interval(k, n)
    return f"{whole(k / n)} % ({whole(low)}–{whole(high)})"


def newcombe(k, n, j, m):
    """'12 points (−3 to 27)': k of n less j of m, Newcombe's interval."""
    (a, b), (c, d), p, q = wilson_interval(k, n), wilson_interval(j, m), k / n, j / m
    low, high = p - q - sqrt((p - a) ** 2 + (d - q) ** 2), p - q + sqrt((b - p) ** 2 + (q - c) ** 2)
    return f"{whole(p - q)} points ({whole(low)} to {whole(high)})"
