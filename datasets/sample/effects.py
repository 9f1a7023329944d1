"""The effects planted in the sample company, as data: the generator reads them, and so do the tests that find them."""

from typing import Final, NamedTuple


class RisingSegment(NamedTuple):
    """Every stage's chance of moving on shifts on the logit scale, in a straight line over the last quarters."""

    segment: str
    quarters: int
    logit_from: float
    logit_to: float
    found_by: str = "3.1"


class LeakingStage(NamedTuple):
    """The stage's own chance of moving on, and the causes logged for losses there."""

    stage: str
    moves_on: float
    causes: dict[str, float]
    found_by: str = "4.1"


class SlowQueue(NamedTuple):
    """Share of deals that wait for the queue at the stage, how much longer, and what a longer wait costs.

    cost: fall of the logit of moving on per standard deviation of the log of the stay.
    """

    stage: str
    queue: str
    share: float
    times_longer: float
    cost: float
    found_by: str = "4.1"


class SlowProduct(NamedTuple):
    """Every stay of its deals is longer by this factor."""

    product_id: str
    times_longer: float
    found_by: str = "2.5"


class Planted(NamedTuple):
    rising_segment: RisingSegment
    leaking_stage: LeakingStage
    slow_queue: SlowQueue
    slow_product: SlowProduct


PLANTED: Final = Planted(
    rising_segment=RisingSegment("Life sciences", quarters=8, logit_from=-0.3, logit_to=0.7),
    leaking_stage=LeakingStage(
        "Proposal",
        moves_on=0.55,
        causes={"price": 0.38, "our_work": 0.28, "rival": 0.10, "stopped": 0.08, "other": 0.04, "blank": 0.12},
    ),
    slow_queue=SlowQueue("Proposal", "Solution engineering", share=0.55, times_longer=2.3, cost=0.5),
    slow_product=SlowProduct("P3", times_longer=1.45),
)
