"""What a benchmark reports: lines that set our runs beside those of a peer, as JSON and as a table."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.apart import Run

LEAST_REPEATS = 5
HEADS = ("line", "unit", "ours", "peer's", "peer", "ratio", "lowest–highest", "aim", "")
Measure = Callable[[], Run]


class Unmeasurable(RuntimeError):
    """There is nothing to compare; the message says why."""


@dataclass(frozen=True)
class Aim:
    """The ratio that is to be reached: at most, or at least, so much."""

    limit: float
    at_least: bool = False

    def is_met(self, ratio: float) -> bool:
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True)
class Line:
    """ours, theirs: what was measured in each round, in `unit`; the two of one round stand at the same place."""

    benchmark: str
    case: str
    unit: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    peer: str
    aim: Aim
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Our median by the peer's."""
        return median(self.ours) / median(self.theirs)

    @property
    def spread(self) -> tuple[float, float]:
        """Lowest and highest ratio of one round."""
        ratios = [mine / other for mine, other in zip(self.ours, self.theirs, strict=True)]
        return min(ratios), max(ratios)

    @property
    def is_met(self) -> bool:
        return self.aim.is_met(self.ratio)

    def as_json(self) -> str:
        low, high = self.spread
        said = {
            "benchmark": self.benchmark,
            "case": self.case,
            "unit": self.unit,
            "ours": median(self.ours),
            "ours_range": [min(self.ours), max(self.ours)],
            "theirs": median(self.theirs),
            "theirs_range": [min(self.theirs), max(self.theirs)],
            "peer": self.peer,
            "ratio": self.ratio,
            "ratio_range": [low, high],
            "aim": str(self.aim),
            "met": self.is_met,
            "repeats": len(self.ours),
            "about": self.about,
        }
        return json.dumps({name: rounded(value) for name, value in said.items()}, ensure_ascii=False)

    def cells(self) -> tuple[str, ...]:
        low, high = self.spread
        ours, theirs = (f"{median(values):.3g}" for values in (self.ours, self.theirs))
        spread, verdict = f"{low:.2f}–{high:.2f}", "met" if self.is_met else "not met"
        name = f"{self.benchmark} {self.case}"
        return name, self.unit, ours, theirs, self.peer, f"{self.ratio:.2f}", spread, str(self.aim), verdict


def rounded(value: Any) -> Any:
    """Four digits that count; more would be noise."""
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def interleaved(ours: Measure, theirs: Measure, repeats: int) -> tuple[list[Run], list[Run]]:
    """Ours, theirs, ours, theirs …, so that a slow minute meets both; after one round that does not count."""
    rounds = [(ours(), theirs()) for _ in range(repeats + 1)][1:]
    return [mine for mine, _ in rounds], [other for _, other in rounds]


def seconds_of(runs: Iterable[Run]) -> tuple[float, ...]:
    return tuple(run.seconds for run in runs)


def rates_of(runs: Iterable[Run]) -> tuple[float, ...]:
    """What each run counted, by the second."""
    return tuple(run.value / run.seconds for run in runs)


def peak_of(runs: Iterable[Run]) -> float:
    """Median of the largest resident sets, in MiB."""
    return median(run.peak_mb for run in runs)


def table(lines: list[Line]) -> str:
    """One row a line, with heads, columns of even width."""
    rows = [HEADS, *(line.cells() for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    return "\n".join("  ".join(row).rstrip() for row in padded)
