"""What the sample room answers in 6.1: what earns an account a seller of its own, and who answers a middling one.

Planted: agreement that breadth counts least; two camps over room to grow that stay (marketing: much, sales: little);
one from sales and one from marketing who put return per day first from the start (a bold minority), whom most follow
after the evidence; for the middling account most of sales name a seller at first, and three of them in the end. Three
cannot tell at first, one of them for good. Two contradict themselves in the first round.
"""

from collections.abc import Mapping
from typing import Any

from workshops.instruments.pairwise import key_of
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord, SampleTripwire
from workshops.sample.rounds import told_anew
from workshops.sample.shares import compared
from workshops.sample.sheets import Payload, choices, named, together

EXERCISE = "6.1"

# How much each counts in a person's mind; sales, marketing, product, in the order of PARTICIPANTS.
WEIGHTS_1 = {
    "repeat_buying": (5, 6, 3, 5, 7, 5, 2, 3, 4, 3, 3, 4, 4, 5, 4, 4, 4, 5),
    "day_return": (2, 1, 6, 2, 1, 2, 6, 1, 1, 2, 2, 1, 2, 2, 3, 1, 2, 2),
    "breadth": (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 2),
    "room_to_grow": (1, 2, 2, 1, 1, 1, 3, 5, 4, 5, 4, 5, 2, 1, 1, 2, 1, 1),
}
WEIGHTS_2 = {
    "repeat_buying": (3, 4, 3, 3, 7, 3, 2, 2, 2, 2, 2, 3, 2, 3, 3, 3, 2, 3),
    "day_return": (5, 3, 7, 5, 1, 5, 7, 3, 4, 4, 5, 2, 5, 5, 6, 3, 5, 5),
    "breadth": (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 1),
    "room_to_grow": (1, 1, 1, 1, 1, 1, 3, 5, 4, 4, 4, 5, 2, 1, 1, 2, 1, 1),
}
TURNED_1 = {5: ("day_return", "room_to_grow", "1/7"), 11: ("repeat_buying", "room_to_grow", "7")}
"""The pair that two people answered against all else they said, by place."""
HARDEST = (
    "Repeat buying against return: a dairy with nine orders, and eleven half-days for the last of them.",
    "Repeat buying against room to grow; a resin maker buys each spring and from nobody else.",
    "Return against repeat buying was easy: a brewery comes back monthly and each time wants me at the line.",
    "Return against breadth. A hospital laboratory takes everything we make, and all of it in tenders.",
    "None was hard; who comes back has earned a face.",
    "Room to grow against repeat buying: a waterworks buys half of its probes elsewhere and will not say why.",
    "Room to grow against return: a biotech start-up has all the room, and ate six visits before its first order.",
    "Return; I could not say what a day costs, so I put it nearly last.",
    "Repeat buying against room to grow, for a drinks group with one plant ours and five not.",
    "Room to grow pulled me: a car supplier asked at the fair for three things that it buys abroad.",
    "Return against room to grow: a machine builder has been about to grow for four years.",
    "Room to grow against everything; nobody plans a campaign for those who buy already.",
    "Breadth against repeat buying: a pharma plant has four of our families and one buyer who knows them all.",
    "Breadth and repeat buying are hardly two things; a chemicals site that has three families orders each quarter.",
    "Return against repeat buying, for a utility whose every order needs a drawing from us.",
    "Breadth against room to grow: a food group bought the logger and then stopped asking.",
    "Breadth, as I know a machine builder who takes five families in small numbers.",
    "Return against breadth: a university takes one of each and a week of questions with it.",
)
"""The pair that was hardest for each person, told with both comparisons."""

PICKS = {"N": "named_seller", "D": "desk", "S": "by_size_of_request", "P": "partner", "C": "cannot_tell"}
PICKS_1 = "NNSNNN DSCDSC NNSNCS"
PICKS_2 = "NSDSNN DDDDSC DDSNDS"
SURE_1 = (70, 75, 60, 65, 90, 70, 75, 55, None, 60, 55, None, 65, 60, 55, 70, None, 60)
SURE_2 = (60, 60, 70, 65, 90, 65, 80, 60, 60, 70, 65, None, 65, 60, 65, 70, 60, 65)
LAST_ONE = (
    "A bottler, two orders, seven half-days; four of them on the road.",
    "A paint maker in spring: five half-days, and the buyer thanked me for each.",
    "A meat plant, three half-days, of which one telephone call would have done two.",
    "A waterworks: six half-days, since nobody else knew the old valves.",
    "A coatings plant, nine half-days, and they sent me their neighbour.",
    "A contract laboratory; four half-days and a second quotation for the same probe.",
    "A tea packer wrote to the web form three times and nobody felt meant.",
    "A pump maker: I only saw the mails, and they were about delivery days.",
    "I have passed on two such names and heard of neither again.",
    "A spice mill, one half-day, answered from the price list.",
    "A hospital: four half-days for a probe that the desk sends out every day.",
    "Such accounts come to me as rows of a list.",
    "A vaccine plant, two orders, eight half-days, and three of those were ours in product.",
    "A brewery: five half-days and a site plan that we could have read ourselves.",
    "A turbine builder; half a day for the logger and nine for the calibrator.",
    "A sugar works whose seller noticed a wrong flange before we did.",
    "In my work I meet only those who buy five families.",
    "A dye works: two half-days by telephone, six when somebody drove there.",
)
CHANGED = {
    1: "Above a stated amount they may have me; below it I was a courier.",
    2: "Two calls and a file were all that the meat plant needed.",
    3: "The valves need me once in three years, and the amount shows when.",
    7: "Delivery days stand in a file that four people can open.",
    8: "Whoever is free would have been somebody, and my two names met nobody.",
    12: "With one file our three half-days would have been one.",
    13: "The plan is in the file; the desk can ask us and not the road.",
    16: "From the second round of charts: on these accounts a day by name brings no more than a day at the desk.",
}
"""Why those who changed their pick did, by place."""

CLOSING = (
    (
        "lot_for_half",
        65,
        "Half of my middling accounts by lot; after four quarters nobody can say that mine were special.",
    ),
    ("by_group", 60, "The largest keep a name, the rest a desk; a year of two answers will cost me friends."),
    ("lot_for_half", 70, "On the same kind of account the two models lie within each other's limits, so draw."),
    ("lot_for_half", 60, "I would have said keep them all, but seven of my ten half-days had no buyer in them."),
    ("named_for_all", 85, "My accounts came because I came, and no lot will telephone them on a Sunday."),
    ("lot_for_half", 55, "A year is long, yet I have argued about this for six."),
    ("lot_for_half", 75, "I said return per day at once, and I still want to see it inside one group."),
    ("by_group", 60, "Groups I can address; a lot in the middle of a campaign I cannot."),
    ("lot_for_half", 60, "If the desk loses them we will see it in their second orders."),
    ("lot_for_half", 65, "Nobody has been moved yet, and so nobody knows what moving does."),
    ("lot_for_half", 70, "The names sit on the large accounts; only a lot takes that apart."),
    ("earn_a_name", 55, "Begin everybody at the desk, and the third order shows who has room."),
    ("by_group", 65, "Product can staff a desk of four tomorrow; a lottery needs a list that somebody keeps."),
    ("lot_for_half", 65, "Four quarters, one group, one list; I can live with that."),
    ("lot_for_half", 70, "The gap had zero in the middle of its limits."),
    ("earn_a_name", 60, "Three orders in a year is a rule that the customer understands too."),
    ("by_group", 55, "Those with five families are a group by themselves and should keep their seller."),
    ("lot_for_half", 60, "I would like to know it rather than vote on it again next autumn."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="lot_for_half",
    statement="On 14 December the lot draws half of the middling accounts that have a seller of their own; the desk "
    "answers them for four quarters, and on 14 December 2027 both halves are compared.",
    reasons=(
        "At first repeat buying led for most, and two people put return per day first. After the three accounts had "
        "been unfolded thirteen of eighteen did. Eight would have given the middling account a seller of its own, in "
        "the end four, and eight the desk. Marketing still gives far more to room to grow than sales. Against the lot "
        "speaks a year in which one question gets two answers; four would have cut by group today."
    ),
    owner="Hana Sedláčková",
    confidence=65,
    figure="later_order_days",
    expects=12,
    objective=1,
    actions=(
        SampleAction("Draw the lot before witnesses and keep the list of both halves", "Quinn Ashdown", 25),
        SampleAction("Ring the first ten accounts that move, with their seller on the line", "Chidi Nwankwo", 40),
        SampleAction(
            "One file for the desk: valves, plans and open offers of the accounts that move", "Emre Karadağ", 35
        ),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "What I do on a visit shows two years later, and not in four quarters. The half that is drawn will be gone "
            "before anybody compares.",
            is_named=True,
        ),
        SampleDissent("iris", "We compare two ways of serving those who buy already. Room to grow has no row in it."),
    ),
    chances=(60, 50, 70, 55, 15, 55, 75, 50, 60, 65, 70, 45, 50, 60, 65, 50, 45, 60),
    tripwires=(
        SampleTripwire(
            "repeat_rate",
            "<",
            0.4,
            100,
            "Ten of a hundred fewer come back than did; then the lot stops early",
            "accounts",
        ),
    ),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    first, second = (compared(content, "what_earns_a_name", weights, HARDEST) for weights in (WEIGHTS_1, WEIGHTS_2))
    for place, (one, other, code) in TURNED_1.items():
        first[place]["judgments"][key_of({"key": one}, {"key": other})] = code
    picks = {
        "1": choices(named(PICKS, PICKS_1), SURE_1, LAST_ONE),
        "2": choices(named(PICKS, PICKS_2), SURE_2, told_anew(LAST_ONE, CHANGED)),
    }
    return together(content, {"what_earns_a_name": {"1": first, "2": second}, "middle_group": picks})
