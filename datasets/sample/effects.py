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


class DamagingRival(NamedTuple):
    """It is met more often on one product in one segment, and from the stage on costs us more there than elsewhere.

    share: of the deals there that meet it; cost: fall of the logit of moving on, there and elsewhere.
    causes: how losses to it there are logged.
    """

    rival: str
    product_id: str
    segment: str
    share: float
    from_stage: str
    cost: float
    cost_elsewhere: float
    causes: dict[str, float]
    found_by: str = "5.1"


class CarelessTeam(NamedTuple):
    """Share of its losses on which the team leaves both the reason and the rival blank, beside everybody's own gaps."""

    team: str
    share: float
    found_by: str = "4.2"


class FreeReviewer(NamedTuple):
    """Of two reviewers of the same deals, the one who writes this cause over others, and on what share of them."""

    reviewer: str
    cause: str
    share: float
    found_by: str = "4.2"


class SlowApprovals(NamedTuple):
    """Median days of waiting for each level, and what each day costs: fall of the logit of moving on at the stages."""

    median_days: dict[str, float]
    stages: tuple[str, ...]
    cost: float
    found_by: str = "4.3"


class Complexity(NamedTuple):
    """Shift of every stage's logit by how involved the deal is, which is known from its first day."""

    shifts: dict[str, float]
    found_by: str = "4.4"


class SlowDiscovery(NamedTuple):
    """Large deals (from this quantile of list amounts) that stayed longer in the stage are lost late.

    cost: fall of the logit of moving on at each of the late stages.
    """

    stage: str
    days: int
    quantile: float
    late_stages: tuple[str, ...]
    cost: float
    found_by: str = "4.6"


class Planted(NamedTuple):
    rising_segment: RisingSegment
    leaking_stage: LeakingStage
    slow_queue: SlowQueue
    slow_product: SlowProduct
    damaging_rival: DamagingRival
    careless_team: CarelessTeam
    free_reviewer: FreeReviewer
    slow_approvals: SlowApprovals
    complexity: Complexity
    slow_discovery: SlowDiscovery


PLANTED: Final = Planted(
    rising_segment=RisingSegment("Life sciences", quarters=8, logit_from=-0.3, logit_to=0.7),
    leaking_stage=LeakingStage(
        "Proposal",
        moves_on=0.55,
        causes={"price": 0.38, "our_work": 0.28, "rival": 0.10, "stopped": 0.12, "other": 0.06, "blank": 0.06},
    ),
    slow_queue=SlowQueue("Proposal", "Solution engineering", share=0.55, times_longer=2.3, cost=0.65),
    slow_product=SlowProduct("P3", times_longer=1.45),
    damaging_rival=DamagingRival(
        "Aldermark",
        product_id="P1",
        segment="Chemicals",
        share=0.42,
        from_stage="Proposal",
        cost=1.5,
        cost_elsewhere=0.2,
        causes={"rival": 0.45, "price": 0.35, "our_work": 0.14, "blank": 0.06},
    ),
    careless_team=CarelessTeam("Southern Europe team", share=0.41),
    free_reviewer=FreeReviewer("Matthis Odendahl", cause="price", share=0.3),
    slow_approvals=SlowApprovals(
        {"manager": 1.0, "director": 6.0, "board": 9.0}, stages=("Proposal", "Negotiation"), cost=0.035
    ),
    complexity=Complexity({"simple": 0.14, "usual": 0.0, "involved": -0.16}),
    slow_discovery=SlowDiscovery(
        "Discovery", days=30, quantile=0.75, late_stages=("Negotiation", "Contract"), cost=2.5
    ),
)
