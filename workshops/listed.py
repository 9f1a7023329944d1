"""Figures that an exercise lists and its evidence does not hold: no table for them, or no analysis yet.

A room may expect something of them and watch them all the same; they are computed when the tables come.
"""

from analysis.findings import Figure, Findings, figure_key
from curriculum.schema import ExerciseFile, FigureLine

OF_THE_ROOM = "group_"


def is_of_the_tables(name: str) -> bool:
    return not name.startswith(OF_THE_ROOM)


def figure_in(findings: Findings | None, key: str) -> Figure | None:
    return next((figure for figure in findings.figures if figure.key == key), None) if findings else None


def figure_or_listed(file: ExerciseFile, findings: Findings | None, key: str) -> Figure | None:
    """The evidence's figure; else the file's, without a value and n = 0; None where neither has it."""
    found = figure_in(findings, key)
    return found or next((figure for line in file.figures if (figure := blank(line, key)).key == key), None)


def blank(line: FigureLine, key: str) -> Figure:
    """A listed figure that was not computed, of the part that the key names."""
    part = key.removeprefix(f"{line.name}.")
    of = (part,) if line.parts == 1 and part != key else ()
    return Figure(name=line.name, of=of, value=None, unit=line.unit, n=0, method="")


def uncomputed(file: ExerciseFile, findings: Findings | None, named: str) -> list[Figure]:
    """Listed figures of the tables that the evidence lacks: of the whole, and of the part named."""
    known = {figure.name for figure in (findings.figures if findings else ())}
    lines = [line for line in file.figures if line.name not in known and is_of_the_tables(line.name)]
    return [
        blank(line, figure_key(line.name, *((named,) if line.parts else ())))
        for line in lines
        if line.parts <= bool(named)
    ]
