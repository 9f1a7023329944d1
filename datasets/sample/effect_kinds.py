"""What kinds of effects can be planted. Costs are falls of the logit of moving on; `found_by` names the exercise."""

from datetime import date
from typing import NamedTuple


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


class Pilots(NamedTuple):
    """Pilots do better: shift of every stage's logit."""

    shift: float
    found_by: str = "6.3"


class LeaderExit(NamedTuple):
    """For so many days after its leader left, the team's deals move on less often."""

    team: str
    on: date
    days: int
    cost: float
    found_by: str = "7.5"


class ChannelConflict(NamedTuple):
    """A direct and a partner's deal on one account, begun within the days: both fare worse and give more discount."""

    days: int
    cost: float
    discount_points: float
    found_by: str = "7.3"


class ShrinkingTerritory(NamedTuple):
    """New deals of the region fall in a straight line to this share of what they were."""

    region: str
    left_at_the_end: float
    found_by: str = "7.6"


class QuarterEnd(NamedTuple):
    """Share of the deals due in the first days of a quarter that are signed in the last days of the one before."""

    hurried_from: int
    share: float
    last_days: int
    found_by: str = "1.5"


class FrameworkOrder(NamedTuple):
    """In the month, the largest deal won becomes so many times what a usual month brings."""

    month: str
    months_worth: float
    found_by: str = "1.6"


class PriceWar(NamedTuple):
    """Against the rival a share of sellers match its price: more discount, and fewer wins for it."""

    rival: str
    share: float
    discount_points: float
    cost: float
    causes: dict[str, float]
    found_by: str = "5.2"


class Specialists(NamedTuple):
    """Sellers of the role do better on products of their own industry."""

    role: str
    shift: float
    found_by: str = "6.5"


class CrossSelling(NamedTuple):
    """Expansions at customers of the industry do better."""

    industry: str
    shift: float
    found_by: str = "3.3"


class PairedProducts(NamedTuple):
    """Some accounts buy the two products together: share of accounts, and of their deals that are on one of the two."""

    products: tuple[str, str]
    accounts: float
    share: float
    found_by: str = "3.4"


class TopLeavers(NamedTuple):
    """Share of the best third of sellers who leave within the three years, of the others, and where the best go."""

    best: float
    others: float
    left_to: str
    reason: str
    found_by: str = "5.6"
