"""What the sample room answers in 6.2: how the target is shared out over five regions, as relative sizes.

Planted: agreement that East can carry more than last year; two camps over West (sales give it little, product a lot);
three people who leave the North where it was from the start (a bold minority), whom most follow after the evidence.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord, SampleTripwire
from workshops.sample.shares import splits
from workshops.sample.sheets import Payload, only

EXERCISE = "6.2"

# Relative sizes; sales, marketing, product, in the order of PARTICIPANTS.
ROUND_1 = {
    "North": (34, 33, 35, 30, 34, 33, 34, 35, 33, 34, 30, 33, 36, 34, 35, 34, 30, 35),
    "South": (24, 23, 22, 24, 23, 24, 22, 23, 24, 22, 24, 23, 21, 22, 21, 22, 23, 21),
    "East": (20, 20, 19, 21, 20, 19, 20, 19, 20, 20, 21, 19, 20, 19, 20, 20, 21, 19),
    "West": (12, 12, 13, 13, 11, 12, 14, 13, 13, 14, 14, 15, 18, 17, 18, 17, 16, 18),
    "Export": (10, 12, 11, 12, 12, 12, 10, 10, 10, 10, 11, 10, 10, 10, 9, 10, 10, 10),
}
ROUND_2 = {
    "North": (31, 31, 30, 30, 31, 30, 31, 34, 30, 31, 30, 31, 33, 31, 31, 30, 30, 31),
    "South": (23, 23, 23, 24, 23, 24, 23, 23, 24, 23, 24, 23, 22, 23, 22, 23, 23, 22),
    "East": (22, 22, 21, 22, 22, 21, 21, 20, 22, 21, 22, 21, 21, 21, 21, 21, 22, 21),
    "West": (12, 12, 13, 12, 11, 12, 14, 13, 13, 14, 13, 14, 17, 16, 17, 17, 16, 17),
    "Export": (12, 12, 13, 12, 13, 13, 11, 10, 11, 11, 11, 11, 10, 10, 10, 10, 10, 10),
}
UNSURE = (
    "West: two reports from the service desk say the plant closes, and nobody has asked them.",
    "South, until I know whether the framework contract is signed again in March.",
    "Export; one harbour order is a third of its year.",
    "North: everybody gives it what it had, and two of its five left in summer.",
    "West. The visits are there and the orders are not.",
    "East, for its new people sell nothing before May.",
    "South: the fair brought ninety names and I do not know how many were theirs.",
    "Export, because our leads there go to partners and I never see them again.",
    "North; a list of open offers by Friday would settle it.",
    "West, as half of its enquiries come from one campaign that has ended.",
    "North. If the two vacancies stay open it cannot carry what it carried.",
    "East: I would want to see how many offers wait for a signature.",
    "West will take the new analyser first, and that is in no history.",
    "West; three pilot customers asked for more than the plan has.",
    "West, for the certificate comes in April and not before.",
    "South: their tenders need a function that we ship in autumn.",
    "North, when I count people instead of last year's orders.",
    "Export, until the customs paper for the probes is through.",
)

CLOSING = (
    ("gap_held", 70, "Three regions run out of demand before they run out of figure; say so now."),
    ("gap_held", 65, "I would rather explain a gap in January than a miss in October."),
    ("reconciled", 60, "A weighted figure I can defend line by line to five leaders."),
    ("gap_held", 75, "North lost two people and every split of ours forgot it at first."),
    ("reconciled", 60, "Nobody's number, and therefore nobody's victory."),
    ("gap_held", 70, "My region can sign what it is given only if the rest has another name on it."),
    ("gap_held", 65, "A gap with a date gets a plan; a percentage gets a shrug."),
    ("history_plus", 55, "One rule for all is the only one that nobody can bargain with."),
    ("gap_held", 60, "I can plan campaigns for a named gap."),
    ("reconciled", 65, "Field, history and people agree within a tenth in three of five."),
    ("gap_held", 80, "I said it of the North before the charts came."),
    ("gap_held", 60, "Half an even chance is no target, it is a wish."),
    ("reconciled", 55, "West deserves more than its history, and this gives it some."),
    ("capacity", 60, "Figures should follow people, and the analyser brings people."),
    ("gap_held", 65, "April's certificate can close it, and then it closes with a name."),
    ("gap_held", 70, "The part we cannot place should be ours to find, not a seller's to miss."),
    ("gap_held", 75, "Thirty is what five people can carry, whatever it was last year."),
    ("reconciled", 60, "It adds up and I can say why."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="gap_held",
    statement="Each region carries what it reaches with an even chance or nearly; the rest of the target is a named "
    "gap at the centre until 30 June.",
    reasons=(
        "First splits gave the North a third of everything, as last year, and the West from an eighth to a sixth. "
        "Then the room heard that the North has lost two of its people, and most moved. What West can carry is still "
        "seen in two ways, by those who sell there and by those who build the analyser. Eleven of eighteen would place "
        "less than the target and name the rest."
    ),
    owner="Goran Perišić",
    confidence=65,
    figure="p_attain_total",
    expects=0.5,
    objective=1,
    actions=(
        SampleAction("Put the gap into the board's plan with an owner and a day", "Ada Thomsen", 14),
        SampleAction("Two sellers for the North, named and with a start date", "Jonas Hallbauer", 60),
        SampleAction("Orders that West expects from the analyser, by customer", "Farah al-Haddad", 30),
    ),
    dissents=(
        SampleDissent(
            "emre",
            "West is measured by a history in which we sold it nothing new. The gap is the analyser, and has a name.",
            is_named=True,
        ),
        SampleDissent("omar", "A gap that is held at the centre is found by nobody. Give it to five people in fifths."),
    ),
    tripwires=(SampleTripwire("p_attain_total", "<", 0.25, 8, "Half of the chance that we decided on", "periods"),),
    chances=(55, 50, 60, 55, 45, 50, 55, 40, 50, 60, 65, 50, 45, 40, 50, 55, 60, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    return only(
        content, {"1": splits(content, "split", ROUND_1, UNSURE), "2": splits(content, "split", ROUND_2, UNSURE)}
    )
