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
    """After the steady year, new deals of the region fall in a straight line to this share of what they were."""

    region: str
    left_at_the_end: float
    found_by: str = "7.6"


class DenseRegion(NamedTuple):
    """The potential of the region's accounts is so many times what it would be; its sellers are no more for it."""

    region: str
    factor: float
    found_by: str = "3.5"


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
    """Against the rival a share of sellers match its price: more discount, and fewer wins for it.

    calm: how much of the cost those gain who do not match.
    """

    rival: str
    share: float
    discount_points: float
    cost: float
    calm: float
    causes: dict[str, float]
    found_by: str = "5.2"


class Specialists(NamedTuple):
    """Sellers of the role do better on products of their own industry."""

    role: str
    shift: float
    found_by: str = "6.5"


class CrossSelling(NamedTuple):
    """Deals at customers of the industry do better, but for renewals."""

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
    """Share of the best third of sellers who leave after the steady year, of the others, and where the best go."""

    best: float
    others: float
    left_to: str
    reason: str
    found_by: str = "5.6"


class StretchedPlan(NamedTuple):
    """The coming year's targets over the last year's plan, for the same people."""

    growth: float
    found_by: str = "8.4"


class BiasedForecasts(NamedTuple):
    """Each step's forecast over what came, as a factor, and how much of the band that says 80 % is left of it."""

    factors: dict[str, float]
    band: float
    found_by: str = "8.3"


class LateRecognition(NamedTuple):
    """Median days from invoice to recognised revenue."""

    median_days: float
    found_by: str = "1.5"


class ConvertingChannel(NamedTuple):
    """Share of the channel's leads that become deals, where others have the usual share."""

    channel: str
    share: float
    found_by: str = "3.2"


class AssistingTouch(NamedTuple):
    """A channel that is met on the way by so many of the leads that become deals, though it brings none itself."""

    channel: str
    share: float
    found_by: str = "3.2"


class FadingUse(NamedTuple):
    """In the months before an account leaves, its use falls in a straight line to this share of what it was."""

    months: int
    left: float
    tickets: float
    found_by: str = "7.1"


class FewFarmers(NamedTuple):
    """How many sellers of the region farm, whatever its customers need; all others there but specialists hunt."""

    region: str
    farmers: int
    found_by: str = "2.1"


class UsefulTool(NamedTuple):
    """Use goes with attainment: shift of the share of days used per standard deviation of attainment's rank."""

    tool: str
    slope: float
    found_by: str = "2.2"


class FadingTool(NamedTuple):
    """Share of days used falls in a straight line to this factor over the months."""

    tool: str
    left: float
    found_by: str = "2.2"


class WorkingCourse(NamedTuple):
    """Points that those who took the course gained beyond chance; the other courses bring none."""

    course: str
    gain: float
    found_by: str = "2.3"


class TellingCompetency(NamedTuple):
    """A rating that follows the seller's skill: points per standard deviation; the others do not."""

    competency: str
    points: float
    found_by: str = "2.6"


class FlaggedNotes(NamedTuple):
    """Shares of notes from confidential documents, and of former employees' notes written without their consent."""

    confidential: float
    without_consent: float
    found_by: str = "5.4"


class InflatedClaims(NamedTuple):
    """One claimant's figures over the outside ones, as a factor."""

    claimant: str
    factor: float
    found_by: str = "3.6"


class SlippingRoadmap(NamedTuple):
    """Median days of a release after its planned day."""

    median_days: float
    found_by: str = "6.4"


class EarlyPromises(NamedTuple):
    """Share of promises for a day before the release is even planned."""

    share: float
    found_by: str = "6.4"


class OrphanedRules(NamedTuple):
    """Rules in force without an owner, and the team that is late with their courses."""

    rules: tuple[str, ...]
    team: str
    late: float
    found_by: str = "7.4"


class EmptyChairs(NamedTuple):
    """Critical roles without a ready successor."""

    roles: tuple[str, ...]
    found_by: str = "7.5"


class StaleEscalations(NamedTuple):
    """Median days until the level has dealt with an escalation, where others take the usual time."""

    level: str
    median_days: float
    found_by: str = "7.2"


class WrongAssumptions(NamedTuple):
    """Assumed value over the one that the data imply, as a factor by metric."""

    factors: dict[str, float]
    found_by: str = "8.3"


class UnwrittenLessons(NamedTuple):
    """Share of major deals with a lesson card, by outcome."""

    shares: dict[str, float]
    found_by: str = "8.6"


class RivalHabits(NamedTuple):
    """By rival: its price and its pay over what is usual, and how often it comes through a partner."""

    price: dict[str, float]
    pay: dict[str, float]
    by_partner: dict[str, float]
    found_by: str = "5.2, 5.5 and 5.6"
