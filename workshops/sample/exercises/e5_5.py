"""What the sample room answers in 5.5: who stands near the buyer in each segment, what they add, what we give up.

Planted: agreement that life sciences rings us itself; chemicals is thought to be the dealers' ground and hardly is
after the evidence (a change of mind), as one from sales and one from marketing had said (a bold minority); two camps
over machine building that stay (sales: we are near, product: the integrators are); half of marketing cannot tell of
water utilities.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "5.5"
ABSTAIN = "cannot_tell"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
NEARNESS_1 = {
    "Life sciences": "211222 221212 112122",
    "Water utilities": "343434 003003 344343",
    "Food and beverage": "323233 333233 232323",
    "Chemicals": "425445 454254 454445",
    "Machine building": "222322 333233 545454",
}
NEARNESS_2 = NEARNESS_1 | {
    "Water utilities": "343433 003003 334343",
    "Chemicals": "224223 232223 322322",
}
WORK_1 = {
    "Life sciences": "211121 222112 121122",
    "Water utilities": "434344 003004 434343",
    "Food and beverage": "232323 232332 323232",
    "Chemicals": "324334 434324 334343",
    "Machine building": "232232 323323 454545",
}
WORK_2 = WORK_1 | {
    "Chemicals": "223233 223322 223232",
    "Food and beverage": "232223 232332 322232",
}
GIVEN_UP_1 = {
    "Life sciences": "445454 343434 454544",
    "Water utilities": "323233 003002 323223",
    "Food and beverage": "434343 343433 334343",
    "Chemicals": "343433 334443 343333",
    "Machine building": "434434 333343 232323",
}
GIVEN_UP_2 = GIVEN_UP_1 | {
    "Chemicals": "444544 444444 444444",
}

# What each person says once, of the segment named.
SENTENCES = (
    ("Chemicals", "In April the dealer was asked first, and he asked me the same afternoon what he should answer."),
    ("Chemicals", "A resin maker rang me in June before anyone; the dealer heard of it from the invoice."),
    ("Chemicals", "The maintenance firm that is in the plant each week named Aldermark in March."),
    ("Water utilities", "An engineering office wrote us into the tender in February; the utility did not know us."),
    ("Machine building", "The head of design has my number and used it in May, on a Saturday."),
    ("Chemicals", "In September a fitter was asked, who carries Aldermark and sends them our kind of question."),
    ("Life sciences", "The laboratory wrote into our own form in July; nobody stood between."),
    ("Chemicals", "Dealers answer for most of our chemicals addresses, the last one in August."),
    ("Food and beverage", "A dairy asked its plant builder in January and us in February."),
    ("Chemicals", "In the spring campaign six of ten chemicals replies came straight from the plant, dealer or not."),
    ("Machine building", "A pump maker asked two colleagues at the October fair, and then both of us."),
    ("Life sciences", "An institute's technician asked another institute in November; that is how they do it."),
    ("Machine building", "The integrator had drawn another meter into the cabinet by March, so nobody asked at all."),
    ("Machine building", "I was telephoned in May by an integrator, never by the builder behind him."),
    ("Chemicals", "The coating was asked of us in June, the meter of the dealer in July."),
    ("Machine building", "Four drives orders since January, and each began at the same control-cabinet shop."),
    ("Water utilities", "The district's consultant was first, in August, and wanted our drawing and not our price."),
    ("Food and beverage", "A bottler asked the service technician in April, who happened to be ours."),
)  # fmt: skip

CLOSING = (
    ("own_sellers_lead", 60, "The dealer asks me anyway; then I can as well write the offer."),
    ("own_sellers_lead", 80, "They ring us in chemicals, and I have said so to whoever wanted to hear it."),
    ("carry_us_too", 65, "Whoever is in the plant each week will name Aldermark until he has a unit of ours."),
    ("own_sellers_lead", 55, "I can give these offers two days a week from February."),
    ("own_sellers_lead", 60, "With a finder's fee the good dealers stay, and the others only passed on the sheet."),
    ("carry_us_too", 60, "Three demonstration units cost less than one seller for a year."),
    ("own_sellers_lead", 65, "Then the user's address is ours, and I can write to it."),
    ("ask_how_they_came", 60, "Eight dealers' answers are all that I know of how those buyers came."),
    ("own_sellers_lead", 60, "It is one segment, and a quarter of it stays as it is, by lot."),
    ("own_sellers_lead", 75, "Six replies in ten came straight from the plant, and we sent them to a dealer."),
    ("own_sellers_lead", 55, "Less is left of a dealer's order, whoever wins more of them."),
    ("ask_how_they_came", 55, "Twenty telephone calls before we take work away from people seems fair to me."),
    ("carry_us_too", 60, "What is drawn into the cabinet is bought; that holds for a plant's fitter as well."),
    ("own_sellers_lead", 65, "Questions on coatings come to us in any case, with the dealer two weeks behind."),
    ("own_sellers_lead", 70, "In chemicals I talk to the plant, and the dealer only to me."),
    ("carry_us_too", 55, "Leave the route and get onto the shelf; shops name what stands there."),
    ("ask_how_they_came", 60, "Consultants are not in this table at all, and they decide half of it."),
    ("own_sellers_lead", 65, "A quarter by lot is the first comparison that I would believe next year."),
)  # fmt: skip
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="own_sellers_lead",
    statement="From 1 February our own sellers make the offers in {named}; partners get a finder's fee for a name, and "
    "in one region in four, drawn by lot, they go on offering.",
    reasons=(
        "Sixteen of eighteen had put the dealers in {named} at 4 or 5 for nearness; two had said that the plants ring "
        "us. Then the room saw that partners win fewer of their offers there, and that less is left of each, and the "
        "median fell to 2. Machine building stays open: product see the integrators next to the buyer, sales see "
        "themselves. What speaks against it: four of eighteen fear that a dealer who loses {named} takes Aldermark."
    ),
    owner="Jonas Hallbauer",
    confidence=60,
    figure="margin_gap",
    named="Chemicals",
    expects=-2000.0,
    objective=1,
    actions=(
        SampleAction("Draw the region that stays with partners, with finance as witness", "Quinn Ashdown", 14),
        SampleAction("Visit the five largest dealers and tell them of fee and day in person", "Jonas Hallbauer", 40),
        SampleAction("Take over the open offers in {named} with the user's name on each", "Goran Perišić", 60),
    ),
    dissents=(
        SampleDissent(
            "chidi",
            "Aldermark wins those plants through the people we are about to send home. I would have paid them to carry "
            "us as well.",
            is_named=True,
        ),
        SampleDissent("omar", "No buyer in chemicals was asked who named whom first; we read it off our own offers."),
    ),
    chances=(60, 75, 40, 55, 60, 45, 60, 45, 60, 70, 55, 45, 40, 60, 65, 45, 45, 65),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    keys = ("nearness", "work_added", "given_up")
    rounds = {"1": (NEARNESS_1, WORK_1, GIVEN_UP_1), "2": (NEARNESS_2, WORK_2, GIVEN_UP_2)}
    return only(
        content,
        {at: marked(items, dict(zip(keys, marks, strict=True)), SENTENCES) for at, marks in rounds.items()},
    )
