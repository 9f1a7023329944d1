"""The effects planted in the sample company, as data: the generator reads them, and so do the tests that find them."""

from datetime import date
from typing import Final, NamedTuple

from datasets.sample.effect_kinds import (
    CarelessTeam,
    ChannelConflict,
    Complexity,
    CrossSelling,
    DamagingRival,
    FrameworkOrder,
    FreeReviewer,
    LeaderExit,
    LeakingStage,
    PairedProducts,
    Pilots,
    PriceWar,
    QuarterEnd,
    RisingSegment,
    ShrinkingTerritory,
    SlowApprovals,
    SlowDiscovery,
    SlowProduct,
    SlowQueue,
    Specialists,
    TopLeavers,
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
    quarter_end: QuarterEnd
    framework_order: FrameworkOrder
    price_war: PriceWar
    specialists: Specialists
    cross_selling: CrossSelling
    paired_products: PairedProducts
    top_leavers: TopLeavers


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
    quarter_end=QuarterEnd(hurried_from=16, share=0.6, last_days=8),
    framework_order=FrameworkOrder("2025-11", months_worth=2.2),
    price_war=PriceWar(
        "Kessmar Messtechnik",
        share=0.5,
        discount_points=5.0,
        cost=0.35,
        causes={"price": 0.64, "rival": 0.16, "our_work": 0.06, "stopped": 0.06, "other": 0.02, "blank": 0.06},
    ),
    specialists=Specialists("specialist", shift=0.3),
    cross_selling=CrossSelling("Specialty chemicals", shift=0.4),
    paired_products=PairedProducts(("P6", "P7"), accounts=0.3, share=0.55),
    top_leavers=TopLeavers(best=0.35, others=0.04, left_to="Aldermark", reason="pay"),
)
