"""The effects planted in the sample company, as data: the generator reads them, and so do the tests that find them."""

from datetime import date
from typing import Final, NamedTuple

from datasets.sample.effect_kinds import (
    AssistingTouch,
    BiasedForecasts,
    CarelessTeam,
    ChannelConflict,
    Complexity,
    ConvertingChannel,
    CrossSelling,
    DamagingRival,
    DenseRegion,
    EarlyPromises,
    EmptyChairs,
    FadingTool,
    FadingUse,
    FewFarmers,
    FlaggedNotes,
    FrameworkOrder,
    FreeReviewer,
    InflatedClaims,
    LateRecognition,
    LeaderExit,
    LeakingStage,
    OrphanedRules,
    PairedProducts,
    Pilots,
    PriceWar,
    QuarterEnd,
    RisingSegment,
    RivalHabits,
    ShrinkingTerritory,
    SlippingRoadmap,
    SlowApprovals,
    SlowDiscovery,
    SlowProduct,
    SlowQueue,
    Specialists,
    StaleEscalations,
    StretchedPlan,
    TellingCompetency,
    TopLeavers,
    UnwrittenLessons,
    UsefulTool,
    WorkingCourse,
    WrongAssumptions,
)


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
    pilots: Pilots
    leader_exit: LeaderExit
    channel_conflict: ChannelConflict
    shrinking_territory: ShrinkingTerritory
    dense_region: DenseRegion
    quarter_end: QuarterEnd
    framework_order: FrameworkOrder
    price_war: PriceWar
    specialists: Specialists
    cross_selling: CrossSelling
    paired_products: PairedProducts
    top_leavers: TopLeavers
    stretched_plan: StretchedPlan
    biased_forecasts: BiasedForecasts
    late_recognition: LateRecognition
    converting_channel: ConvertingChannel
    assisting_touch: AssistingTouch
    fading_use: FadingUse
    few_farmers: FewFarmers
    useful_tool: UsefulTool
    fading_tool: FadingTool
    working_course: WorkingCourse
    telling_competency: TellingCompetency
    flagged_notes: FlaggedNotes
    inflated_claims: InflatedClaims
    slipping_roadmap: SlippingRoadmap
    early_promises: EarlyPromises
    orphaned_rules: OrphanedRules
    empty_chairs: EmptyChairs
    stale_escalations: StaleEscalations
    wrong_assumptions: WrongAssumptions
    unwritten_lessons: UnwrittenLessons
    rival_habits: RivalHabits


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
        cost_elsewhere=0.3,
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
    pilots=Pilots(shift=0.4),
    leader_exit=LeaderExit("UK and Ireland team", on=date(2025, 2, 28), days=275, cost=0.8),
    channel_conflict=ChannelConflict(days=90, cost=0.45, discount_points=4.0),
    shrinking_territory=ShrinkingTerritory("Nordics", left_at_the_end=0.3),
    dense_region=DenseRegion("Southern Europe", factor=2.0),
    quarter_end=QuarterEnd(hurried_from=21, share=0.7, last_days=9),
    framework_order=FrameworkOrder("2025-11", months_worth=2.2),
    price_war=PriceWar(
        "Kessmar Messtechnik",
        share=0.5,
        discount_points=6.0,
        cost=1.0,
        calm=0.5,
        causes={"price": 0.64, "rival": 0.16, "our_work": 0.06, "stopped": 0.06, "other": 0.02, "blank": 0.06},
    ),
    specialists=Specialists("specialist", shift=0.4),
    cross_selling=CrossSelling("Municipal water", shift=0.6),
    paired_products=PairedProducts(("P6", "P7"), accounts=0.16, share=1.0),
    top_leavers=TopLeavers(best=0.45, others=0.04, left_to="Aldermark", reason="pay"),
    stretched_plan=StretchedPlan(growth=1.22),
    biased_forecasts=BiasedForecasts({"statistical model": 1.0, "sales managers": 1.13, "final": 1.08}, band=0.5),
    late_recognition=LateRecognition(median_days=50),
    converting_channel=ConvertingChannel("Referral", share=0.45),
    assisting_touch=AssistingTouch("Webinar", share=0.42),
    fading_use=FadingUse(months=4, left=0.3, tickets=2.0),
    few_farmers=FewFarmers("Southern Europe", farmers=2),
    useful_tool=UsefulTool("Quote configurator", slope=0.13),
    fading_tool=FadingTool("Prospecting database", left=0.35),
    working_course=WorkingCourse("Value selling", gain=6.5),
    telling_competency=TellingCompetency("Discovery", points=1.1),
    flagged_notes=FlaggedNotes(confidential=0.04, without_consent=0.6),
    inflated_claims=InflatedClaims("Product management", factor=1.5),
    slipping_roadmap=SlippingRoadmap(median_days=45),
    early_promises=EarlyPromises(share=0.35),
    orphaned_rules=OrphanedRules(
        ("Product security disclosure", "Gift register"), team="Middle East and Africa team", late=0.4
    ),
    empty_chairs=EmptyChairs(("Head of pricing", "Solution engineering lead")),
    stale_escalations=StaleEscalations("director", median_days=8.0),
    wrong_assumptions=WrongAssumptions({"win_rate": 1.3, "cycle_days": 0.75}),
    unwritten_lessons=UnwrittenLessons({"won": 0.75, "lost": 0.4}),
    rival_habits=RivalHabits(
        price={"Kessmar Messtechnik": 0.8, "Optivale": 0.88},
        pay={"Aldermark": 1.22},
        by_partner={"Aldermark": 0.8, "Optivale": 0.65},
    ),
)
