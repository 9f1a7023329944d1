"""What the sample room answers in 2.6: an order of the competencies per person, and what a film would show.

Planted: agreement that teamwork and planning come late; sales begin with negotiation, marketing with presentation,
product with product knowledge, and two of product stay there (camps); one from sales and one from marketing put
discovery first from the start (a bold minority); twelve do after the evidence (a change of mind).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import orders
from workshops.sample.sheets import Payload, only

EXERCISE = "2.6"

LINES = {
    "B": "Business case",
    "D": "Discovery",
    "K": "Product knowledge",
    "L": "Planning",
    "N": "Negotiation",
    "Q": "Qualification",
    "S": "Presentation",
    "T": "Teamwork",
}

# Sales, marketing, product; one order per person, in the order of PARTICIPANTS.
ROUND_1 = (
    "NQBDSKLT", "NBQDKSLT", "DNQBKSLT", "NQDBSKTL", "NSQBDKLT", "QNBDKSLT",
    "SNQDBKTL", "SBNQDKTL", "DQSNBKLT", "SQNDBTKL", "SNBKQDTL", "QSNBDKTL",
    "KBSQNDTL", "KQBNDSTL", "KBQDNSTL", "KSQBNDLT", "KQDNBSTL", "KDQBSNTL",
)  # fmt: skip
ROUND_2 = (
    "DNQBSKLT", "DQNBKSLT", "DQNBKSLT", "NQDBSKTL", "NDQSBKLT", "DQNBKSLT",
    "DQSNBKTL", "DBQSNKTL", "DQBNSKLT", "DQSNBKTL", "SDNQBKTL", "QDNBSKTL",
    "KDQBSNTL", "DKQBNSTL", "DKQBNSTL", "KDSQBNLT", "DKQNBSTL", "DKQBSNTL",
)  # fmt: skip

REASONS_1 = (
    "Hears “twelve per cent or nothing”, puts the pen down and asks what else is in the budget.",
    "Lets the buyer name a figure first, and writes it on the page that lies between them.",
    "Asks what happened on the day the meter stood still, and does not open the bag for twenty minutes.",
    "Takes one service year out of the offer before the price comes down by a euro.",
    "Stays silent after the price until the buyer has spoken.",
    "Asks in the first ten minutes whose money it is, and writes the name down.",
    "Turns the screen round and shows the customer's own curve on page one.",
    "Tells one story of a dairy and stops when the plant manager begins his own.",
    "Repeats the trouble in the customer's words, and he nods before any product was named.",
    "Has six pages, not thirty, and the buyer holds the pointer for two of them.",
    "Looks at four people and not at the slide.",
    "Ends a visit after a quarter of an hour because nobody there can sign this year.",
    "Says which probe will not work in that acid, before anybody has asked.",
    "Draws the measuring point by hand, with the right diameter.",
    "Answers what temperature does to the reading, without a call to the plant.",
    "Opens the instrument on the table and shows the part that fails first.",
    "Reads the customer's data sheet and finds the range that is missing.",
    "Takes the rival's manual out and points to the one line in which we differ.",
)
REASONS_2 = (
    "Asks what the last stop of the line cost, by the hour, and lets them look it up.",
    "Has three pages of the customer's words before the price is on any page.",
    "Asks what happened on the day the meter stood still, and leaves with the shift book copied.",
    "Gives nothing without getting a date, and says the date aloud.",
    "Stays silent after the price, and the others in the room look at the buyer too.",
    "Asks the same question of the chemist and of the buyer, and writes both answers side by side.",
    "Keeps the slides shut until the plant manager has drawn his problem on them.",
    "Walks to the tank with the operator and asks when it last overflowed.",
    "Repeats the trouble in the customer's words, and asks who else has it.",
    "Comes back from the visit with four questions answered that were on the card before it.",
    "Looks at four people, and each of them asks something.",
    "Asks who signs, hears that nobody does this year, and is in the car at half past ten.",
    "Says which probe fails in that acid, and which of ours as well.",
    "Asks for the reading of last Tuesday before drawing any measuring point.",
    "Asks what they do when the reading is wrong, and waits for the second answer.",
    "Opens the instrument, finds the worn seal, and asks since when it leaks.",
    "Lets the operator show the work-around that is in no data sheet.",
    "Asks why the rival's instrument is in the cupboard.",
)

CLOSING = (
    ("coach_on_it", 70, "One hour a fortnight on questions I can do; pay by it I would not defend."),
    ("coach_on_it", 65, "My negotiation mark was the best in the team, and it says nothing of next year."),
    ("coach_on_it", 80, "The line that tells most can be practised with a card in the hand."),
    ("rate_sealed", 60, "One round in one June; seal the next one and look a year later."),
    ("reword_it", 60, "Two people marked my teamwork a two and a five, and both had been in the same car."),
    ("coach_on_it", 60, "I would rather hear what I asked than what I am."),
    ("coach_on_it", 65, "A sheet of eight lines shrinks to one that a new manager can use on Monday."),
    ("coach_on_it", 60, "Presentation was my first line, and I would still not pay anybody by it."),
    ("coach_on_it", 75, "It is the only line where both raters and the deals say the same."),
    ("reword_it", 55, "Teamwork first has to mean something that two people see."),
    ("reword_it", 60, "A better sentence might rescue the other seven; nobody has tried."),
    ("coach_on_it", 60, "What it foretells of one person is too little to turn an applicant away."),
    ("rate_sealed", 65, "The whole sheet foretells hardly more than no sheet; wait a year before you use it."),
    ("coach_on_it", 60, "Coaching on a wrong line costs an hour; pay on a wrong line costs a person."),
    ("coach_on_it", 65, "With questions asked well, product hears in March what it hears in June today."),
    ("reword_it", 60, "Product knowledge is marked by people who could not tell a five from a three."),
    ("coach_on_it", 70, "I can sit in on two visits a month and write down the questions."),
    ("select_on_it", 50, "We hire by feeling now; one line that holds is better than none."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="coach_on_it",
    statement="In 2027 the sheet chooses the subject of the fortnightly coaching hour, discovery first; it stays out "
    "of pay and promotion, and {named} is written anew before sellers are rated again on 14 June.",
    reasons=(
        "Two of eighteen had put discovery first; after the evidence twelve do, and it is the one line that goes with "
        "the deals opened after the rating. On {named} two raters of one seller hardly agree, so it is written anew "
        "before it is judged. Against any harder use speaks that there is one round of ratings, and that the sheet "
        "as a whole foretells little of a single seller. Four would have begun with the words of all the lines."
    ),
    owner="Hana Sedláčková",
    confidence=65,
    figure="cv_gain",
    named="Teamwork",
    factor=1.25,
    objective=1,
    actions=(
        SampleAction(
            "Write three things a camera sees for {named}, and mark one filmed visit by them", "Elif Aydemir", 30
        ),
        SampleAction("Take the sheet out of the pay round of January and tell who was paid by it", "Ulla Brandt", 25),
        SampleAction("Sit in on two first visits a month and note the questions asked", "Lena Wennemann", 45),
    ),
    dissents=(
        SampleDissent(
            "mara",
            "We say that one line foretells deals and then hire by feeling for another year. Use it, for a third.",
            is_named=True,
        ),
        SampleDissent("dina", "One June is no proof. A sealed round costs us nothing but patience."),
    ),
    chances=(60, 60, 75, 45, 50, 55, 60, 60, 70, 50, 45, 60, 35, 60, 65, 45, 65, 55),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": (ROUND_1, REASONS_1), "2": (ROUND_2, REASONS_2)}
    given = {name: orders(content, "foretells", LINES, letters, told) for name, (letters, told) in rounds.items()}
    return only(content, given)
