"""What the sample room decides: words and people. Its figures, limits and evidence come from what was found."""

from dataclasses import dataclass

from analysis.findings import Figure


@dataclass(frozen=True)
class SampleAction:
    what: str
    who: str
    days: int
    """after the session"""


@dataclass(frozen=True)
class SampleDissent:
    who: str
    text: str
    is_named: bool = False


@dataclass(frozen=True)
class SampleTripwire:
    """A limit that the room sets itself, where neither the evidence nor the exercise's file proposes one."""

    figure: str
    op: str
    threshold: float
    min_n: int
    why: str
    min_n_of: str = "deals"


@dataclass(frozen=True)
class SampleRecord:
    """`{named}` in a text is the stage, segment or product that the evidence puts first, `{stage}` where most days go.

    figure: name of the figure expected to move, of the part named; it changes by `factor` and then by `shift`, or
    becomes `expects`, which is all that can be said of a figure that no table gave. named: the part, where the evidence
    puts none first. tripwires: where none is proposed.
    """

    option: str
    statement: str
    reasons: str
    owner: str
    confidence: int
    figure: str
    objective: int
    actions: tuple[SampleAction, ...]
    dissents: tuple[SampleDissent, ...]
    chances: tuple[int, ...]
    factor: float = 1.0
    shift: float = 0.0
    expects: float | None = None
    named: str = ""
    tripwires: tuple[SampleTripwire, ...] = ()
    decided_by: str = "owner after advice"

    def expected(self, figure: Figure) -> float:
        """The value expected by the review, as a room would say it: whole percents, whole days."""
        if self.expects is not None:
            return self.expects
        shares = ("fraction", "ratio")
        return round((figure.value or 0.0) * self.factor + self.shift, 2 if figure.unit in shares else 0)


OBJECTIVES = (
    "Win 30 of 100 decided deals by the end of 2027, without lower prices",
    "Answer every customer within five working days",
    "Grow life sciences to a third of new business",
    "Bring a new product from first order to routine within a year",
)
