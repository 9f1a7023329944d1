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
class SampleRecord:
    """`{named}` in a text is the stage, segment or product that the evidence puts first, `{stage}` where most days go.

    figure: name of the figure expected to move, of the part named; change: by which factor and then by how much.
    """

    exercise: str
    option: str
    statement: str
    reasons: str
    owner: str
    confidence: int
    figure: str
    factor: float
    shift: float
    objective: int
    actions: tuple[SampleAction, ...]
    dissents: tuple[SampleDissent, ...]
    chances: tuple[int, ...]
    decided_by: str = "owner after advice"

    def expected(self, figure: Figure) -> float:
        """The value expected by the review, as a room would say it: whole percents, whole days."""
        return round((figure.value or 0.0) * self.factor + self.shift, 2 if figure.unit == "fraction" else 0)


OBJECTIVES = (
    "Win 30 of 100 decided deals by the end of 2027, without lower prices",
    "Answer every customer within five working days",
    "Grow life sciences to a third of new business",
    "Bring a new product from first order to routine within a year",
)

RECORDS = (
    SampleRecord(
        exercise="4.1",
        option="prove_and_respond",
        statement="A proposal desk of two answers every request at {named} within five working days, with drawings.",
        reasons=(
            "More value leaves at {named} than anywhere else, and fewer deals move on from it. Price is the word "
            "logged most often there, as everywhere; our own work is what is commoner there than at other stages, and"
            " lost deals waited longer for us than those that moved on. Eleven of eighteen changed to or stayed with "
            "our work after the evidence, three of six from sales among them."
        ),
        owner="Hana Sedláčková",
        confidence=75,
        figure="stage_conversion",
        factor=1.0,
        shift=0.06,
        objective=2,
        actions=(
            SampleAction("Name two solution engineers for the desk and what they hand over", "Mara Lindkvist", 14),
            SampleAction("Write the minimum content of an offer on one page", "فرح الحداد", 21),
            SampleAction("Report days from request to offer every Monday", "陈博", 28),
        ),
        dissents=(
            SampleDissent(
                "goran",
                "We tried a desk in 2023 and every offer took nine days. If it slows the small ones, we lose exactly "
                "the deals we win today.",
                is_named=True,
            ),
            SampleDissent(
                "jonas",
                "Price is the commonest word at every stage, this one too. A faster offer that is too dear is lost "
                "sooner, that is all.",
            ),
        ),
        chances=(70, 35, 65, 60, 40, 65, 75, 45, 50, 60, 70, 80, 55, 65, 60, 50, 70, 75),
    ),
    SampleRecord(
        exercise="3.1",
        option="move_time",
        statement="Four sellers give {named} two days a week for two quarters; the days come from water utilities.",
        reasons=(
            "The rise of {named} stays above zero over its whole interval, and its share of new deals won has risen "
            "too. The lower limit of what the rise is worth in a year is more than four sellers cost for two days a "
            "week. Fifteen of eighteen put it first in the second answer; five of them had put it last in the first."
        ),
        owner="Omar Benjelloun",
        confidence=70,
        figure="rise",
        factor=0.7,
        shift=0.0,
        objective=3,
        actions=(
            SampleAction(
                "Name the four sellers, and tell their present customers who takes over", "Hana Sedláčková", 18
            ),
            SampleAction("Point the next two campaigns at {named}", "Ana Figueira", 30),
        ),
        dissents=(
            SampleDissent(
                "ana",
                "One good year in one segment. I would have asked eight buyers first, for six weeks, and then moved "
                "the same people with a reason.",
                is_named=True,
            ),
        ),
        chances=(65, 40, 70, 35, 65, 80, 70, 50, 60, 40, 75, 70, 60, 35, 75, 50, 70, 55),
    ),
    SampleRecord(
        exercise="2.5",
        option="clear_queue",
        statement="Requests at {stage} get a name and an answer within five working days, those for {named} first.",
        reasons=(
            "{stage} holds more of the days that deals spend in stages than any other, and the wait there is our own."
            " Deals for {named} take longest by weeks; their own path was the second choice, but it would save no day"
            " by itself. Most of the room saw Negotiation first and {stage} after the evidence."
        ),
        owner="Dina Rautio",
        confidence=65,
        figure="median_cycle",
        factor=0.85,
        shift=0.0,
        objective=4,
        actions=(
            SampleAction("Publish the queue of {stage}, with a name and a date for each request", "Dina Rautio", 10),
            SampleAction("Train a third person to check configurations of {named}", "Emre Karadağ", 45),
        ),
        dissents=(
            SampleDissent(
                "rosa",
                "The spectrometer is a project and will stay one. With its own stages we would at least stop "
                "comparing it with probes every month.",
            ),
        ),
        chances=(60, 45, 65, 55, 60, 70, 65, 50, 55, 60, 70, 75, 60, 65, 70, 55, 60, 70),
    ),
)
