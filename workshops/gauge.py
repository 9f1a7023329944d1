"""A figure beside what is expected of it and the limit that re-opens its decision, as places on one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.findings import Figure

WIDTH = 240.0
MARGIN = 12.0  # so that a mark at either end is whole
KINDS = {"on course": "good", "off course": "bad", "reopened": "trip", "cannot tell": "dim", "superseded": "dim"}


@dataclass(frozen=True)
class Gauge:
    """Where things stand on a line from 0 to WIDTH; None for what is not known. kind: how `now` is drawn."""

    now: float
    low: float | None
    high: float | None
    expected: float | None
    limits: tuple[float, ...]
    kind: str

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.low is None or self.high is None else (self.low, self.high)


def gauge_of(figure: Figure | None, expected: float | None, limits: Sequence[float], state: str) -> Gauge | None:
    """None where there is no figure to draw, or nothing to hold it against.

    expected and limits are in the figure's unit; state is what the register calls the decision.
    """
    if figure is None or figure.value is None or (expected is None and not limits):
        return None
    known = [value for value in (figure.value, figure.low, figure.high, expected, *limits) if value is not None]
    scale = Scale(min(known), max(known))
    return Gauge(
        now=scale.place(figure.value),
        low=None if figure.low is None else scale.place(figure.low),
        high=None if figure.high is None else scale.place(figure.high),
        expected=None if expected is None else scale.place(expected),
        limits=tuple(scale.place(limit) for limit in limits),
        kind=KINDS.get(state, ""),
    )


@dataclass(frozen=True)
class Scale:
    """From the least to the greatest of what is drawn; one value alone stands in the middle."""

    least: float
    most: float

    def place(self, value: float) -> float:
        share = (value - self.least) / (self.most - self.least) if self.most > self.least else 0.5
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)
