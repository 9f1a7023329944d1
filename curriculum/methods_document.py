"""`docs/methods.md`, made from the code: each exercise's question, method, assumptions, sources and figures.

Behind it stand the statistics themselves with their sources, and how intervals and claims kept what they say on data of
known truth (`docs/truth.csv`, which `bin/truth` writes).
"""

import csv
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

from analysis import methods
from analysis.catalogue import Exercise, discover
from curriculum.loader import load_folder
from curriculum.schema import ExerciseFile, FigureLine

DOCS = Path(__file__).parents[1] / "docs"
TRUTH = DOCS / "truth.csv"
INTRODUCTION = """\
# Methods

Made from the code by `bin/truth`, which also tries what is said here; do not edit it by hand. Figures are defined in
the exercises' own files in `curriculum/content/exercises/`; those that begin with `group_` are counted from a room's
answers and are not listed.
"""
TRIED = """\
## What was tried on data of known truth

Each row: companies drawn by a simulator that shares no code with the method, 200 of them unless the row says otherwise.
*Held*: share of intervals that held the value put in; 91 to 98.5 % is kept where an interval says 95 %. *Width*: mean
width over that of the reference method on the same data; at most 1.2. *False alarms*: share of companies in which the
claim was made although it was not true, beside the share stated: up to 9.5 % of 200 is what 5 % gives by chance.
"""
LIBRARY = """\
## The statistics

`analysis/methods/`, one file a subject; each function is held against a published value or another implementation in
`tests/analysis/methods/`.
"""


def document(truth: Path = TRUTH) -> str:
    """The whole text, the same for the same code and trials."""
    written = load_folder().exercises
    sections = [exercise_section(written[key], exercise) for key, exercise in sorted(discover().items())]
    return "\n".join([INTRODUCTION, "## Exercises\n", *sections, TRIED, trials_table(truth), LIBRARY, *library()])


def exercise_section(file: ExerciseFile, exercise: Exercise) -> str:
    method = exercise.METHOD
    figures = [figure for figure in file.figures if not figure.name.startswith("group_")]
    parts = [
        f"### {file.id} {file.title}\n",
        f"*{file.question}*\n",
        f"**Method.** {method.name}.\n",
        "**In words.** " + exercise.WORDS["method_note"] + "\n",
        "**Assumes.**\n" + listed(method.assumes),
        "**Sources.**\n" + listed(method.sources),
        table(("Figure", "Unit", "What it is", "Interval", "Needs, assumes"), map(figure_row, figures)),
    ]
    return "\n".join(parts)


def listed(lines: Iterable[str]) -> str:
    return "".join(f"\n- {line}" for line in lines) + "\n"


def figure_row(figure: FigureLine) -> Sequence[str]:
    limits = (f"needs {figure.needs}" if figure.needs else "", figure.assumes or "")
    last = "; ".join(filter(None, limits))
    return f"`{figure.key}`", *(text or "–" for text in (figure.unit, figure.meaning, figure.interval, last))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def trials_table(truth: Path) -> str:
    """Rows of the file as they stand; a note where there are none."""
    if not truth.exists():
        return "No trial has been run yet: `bin/truth` runs them.\n"
    with truth.open(encoding="utf-8", newline="") as file:
        rows = [list(row.values()) for row in csv.DictReader(file)]
    return table(("Exercise", "Figure or claim", "Company", "Runs", "Held", "Width", "Reference", "False alarms"), rows)


def library() -> Iterator[str]:
    names = sorted(module.name for module in pkgutil.iter_modules(methods.__path__, f"{methods.__name__}."))
    for module in map(import_module, names):
        yield f"### {module.__name__.rpartition('.')[2]}\n\n{first_line(module)}\n"
        if functions := sourced(module):
            yield table(("Function", "What it gives", "Source"), map(function_row, functions))


def sourced(module: ModuleType) -> list[FunctionType]:
    """Its functions whose docstring names a source, in the order of the file."""
    own = (one for _, one in inspect.getmembers(module, inspect.isfunction) if one.__module__ == module.__name__)
    return sorted((one for one in own if source_of(one)), key=lambda one: one.__code__.co_firstlineno)


def function_row(function: FunctionType) -> Sequence[str]:
    return f"`{function.__name__}`", first_line(function), source_of(function)


def first_line(one: ModuleType | FunctionType) -> str:
    return " ".join((inspect.getdoc(one) or "").split("\n\n")[0].split()).partition(" Source: ")[0]


def source_of(function: FunctionType) -> str:
    """What follows `Source:` or `Sources:` in its docstring, up to the end of the paragraph."""
    text = " ".join((inspect.getdoc(function) or "").split())
    told = text.partition("Sources: " if "Sources: " in text else "Source: ")[2]
    return told.partition(" Raises ")[0].rstrip(".")
