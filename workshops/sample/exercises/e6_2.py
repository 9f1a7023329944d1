"""What the sample room answers in 6.2: how the target is shared out over six regions, as relative sizes.

Planted: agreement that DACH carries a third; two camps over UK and Ireland that stay (sales give it what it sold after
its leader had left, product a third more); three people who take one framework order out of Southern Europe from
the start (a bold minority), whom all but one follow after the evidence; everybody takes something off the Nordics then.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord, SampleTripwire
from workshops.sample.shares import splits
from workshops.sample.sheets import Payload, only

EXERCISE = "6.2"

# Relative sizes; sales, marketing, product, in the order of PARTICIPANTS.
ROUND_1 = {
    "DACH": (33, 34, 32, 31, 33, 34, 32, 33, 32, 33, 31, 32, 31, 32, 30, 31, 33, 31),
    "Southern Europe": (25, 26, 25, 16, 26, 25, 24, 26, 25, 24, 16, 25, 24, 25, 23, 24, 15, 24),
    "UK and Ireland": (12, 11, 12, 14, 11, 12, 15, 14, 14, 15, 16, 14, 19, 18, 20, 19, 18, 19),
    "Nordics": (12, 12, 13, 13, 12, 12, 11, 11, 12, 11, 12, 11, 11, 10, 11, 11, 12, 10),
    "Asia Pacific": (10, 9, 10, 14, 10, 9, 10, 9, 10, 10, 14, 10, 9, 9, 9, 8, 12, 9),
    "Middle East and Africa": (8, 8, 8, 12, 8, 8, 8, 7, 7, 7, 11, 8, 6, 6, 7, 7, 10, 7),
}
ROUND_2 = {
    "DACH": (34, 35, 34, 33, 34, 35, 34, 34, 33, 34, 33, 34, 32, 33, 32, 33, 33, 32),
    "Southern Europe": (17, 17, 18, 16, 17, 18, 17, 23, 18, 17, 16, 17, 17, 18, 17, 17, 15, 17),
    "UK and Ireland": (14, 13, 14, 15, 13, 13, 16, 15, 16, 16, 17, 15, 19, 18, 20, 19, 18, 19),
    "Nordics": (9, 9, 10, 9, 8, 8, 9, 10, 9, 8, 9, 10, 9, 9, 10, 8, 9, 8),
    "Asia Pacific": (14, 14, 13, 14, 14, 14, 13, 10, 13, 13, 14, 13, 13, 12, 12, 13, 14, 13),
    "Middle East and Africa": (12, 12, 12, 13, 13, 12, 11, 9, 11, 11, 11, 12, 10, 10, 10, 10, 11, 10),
}
UNSURE = (
    "UK and Ireland: a year without its leader stands in the figure, and nobody wrote down how many months of it.",
    "The Nordics, until somebody counts the requests of the last six months instead of the orders.",
    "Asia Pacific; two of its sellers have left, and I do not know who has their customers.",
    "Southern Europe, where one order last November is most of the growth; take it out and look again.",
    "DACH. It has its ten people and every new account asks for one of them.",
    "Middle East and Africa: one open offer there is worth half of its year, and its date has moved twice.",
    "Southern Europe: our fair brought ninety names and I cannot say how many were theirs.",
    "The Nordics, because our webinar there had eleven guests where it used to have forty.",
    "UK and Ireland; half of its enquiries come from one campaign that ended in June.",
    "Asia Pacific, as our leads there go to partners and I never see them again.",
    "Southern Europe; a framework order is signed once in three years, so which year is this one?",
    "The Nordics: I would want to see how many offers wait there for a signature.",
    "UK and Ireland will take the new spectrometer first, and that is in no history.",
    "UK and Ireland; three trial customers asked for more than the plan has.",
    "Middle East and Africa, for the certificate comes in April and not before.",
    "Asia Pacific: their tenders want a function that we ship in autumn.",
    "Southern Europe, when I count people instead of last year's largest invoice.",
    "UK and Ireland, until I know whether the new leader brings anybody along.",
)

CLOSING = (
    ("gap_held", 70, "Four regions run out of demand before they run out of figure; say so now."),
    ("gap_held", 65, "I would rather explain a gap in January than a miss in October."),
    ("reconciled", 60, "A weighted figure I can defend line by line to six leaders."),
    ("gap_held", 75, "One order made the South look twice its size, and every split of ours believed it at first."),
    ("reconciled", 60, "Nobody's number, and therefore nobody's victory."),
    ("gap_held", 70, "My region can sign what it is given only if the rest has another name on it."),
    ("gap_held", 65, "A gap with a date gets a plan; a percentage gets a shrug."),
    ("history_plus", 55, "One rule for all is the only one that nobody can bargain with."),
    ("gap_held", 60, "I can plan campaigns for a named gap."),
    ("reconciled", 65, "Field, history and people agree within a tenth in three of six."),
    ("gap_held", 80, "I said it of the framework order before the charts came."),
    ("gap_held", 60, "Half an even chance is no target, it is a wish."),
    ("reconciled", 55, "UK and Ireland deserves more than its history, and this gives it some."),
    ("capacity", 60, "Figures should follow people, and the spectrometer brings people."),
    ("gap_held", 65, "April's certificate can close it, and then it closes with a name."),
    ("gap_held", 70, "The part we cannot place should be ours to find, not a seller's to miss."),
    ("gap_held", 75, "Fifteen is what eight people in the South can carry without a second such order."),
    ("reconciled", 60, "It adds up and I can say why."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="gap_held",
    statement="Each region carries what it reaches with an even chance or nearly; the rest of the target is a named "
    "gap at the centre until 30 June.",
    reasons=(
        "First splits gave Southern Europe nearly a quarter, as if last November's framework order came every year; "
        "three of eighteen had taken it out at once, and fourteen of the others did after the evidence. All of them "
        "took something off the Nordics, where fewer new deals begin. What UK and Ireland can carry is still seen in "
        "two ways, by those who sold through its year without a leader and by those who build the spectrometer. Eleven "
        "of eighteen would place less than the target and name the rest; against it stands that a gap at the centre "
        "may be nobody's."
    ),
    owner="Goran Perišić",
    confidence=65,
    figure="p_attain_total",
    expects=0.5,
    objective=1,
    actions=(
        SampleAction("Put the gap into the board's plan with an owner and a day", "Ada Thomsen", 14),
        SampleAction("Say of each framework order in the last year whether it comes again", "Rosa Montalbán", 21),
        SampleAction("Orders that UK and Ireland expects from the spectrometer, by customer", "فرح الحداد", 30),
    ),
    dissents=(
        SampleDissent(
            "emre",
            "UK and Ireland is measured by a year in which nobody led it. The gap is the spectrometer, and it has a "
            "name.",
            is_named=True,
        ),
        SampleDissent("omar", "A gap that is held at the centre is found by nobody. Give it to six people in sixths."),
    ),
    tripwires=(SampleTripwire("p_attain_total", "<", 0.25, 8, "Half of the chance that we decided on", "periods"),),
    chances=(55, 50, 60, 55, 45, 50, 55, 40, 50, 60, 65, 50, 45, 40, 50, 55, 60, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    return only(
        content, {"1": splits(content, "split", ROUND_1, UNSURE), "2": splits(content, "split", ROUND_2, UNSURE)}
    )
