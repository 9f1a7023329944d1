"""All trials, from the files `eN_M.py` beside this one: each offers `TRIALS`; and those that share their cases."""

from functools import cache
from importlib import import_module
from pathlib import Path

from tests.truth.trial import Trial


@cache
def trials() -> tuple[Trial, ...]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("e[1-8]_[1-9].py"))
    return tuple(trial for name in names for trial in import_module(f"tests.truth.{name}").TRIALS)


def groups() -> list[tuple[Trial, ...]]:
    """Trials of one exercise on cases of one simulator, together."""
    found: dict[tuple[str, int], list[Trial]] = {}
    for trial in trials():
        found.setdefault((trial.exercise, id(trial.simulate)), []).append(trial)
    return [tuple(together) for together in found.values()]
