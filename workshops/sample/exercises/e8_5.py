"""What the sample room answers in 8.5: how far each point was kept, and what a breach costs, 1 to 5.

Planted: agreement on whom we sell to first; two camps that stay on who calls a lead by when (sales: kept, marketing:
not); two people who see from the start that lost deals teach nothing and that this costs orders (a bold minority), whom
the room follows; sales think little of ready leads, and after the cards hardly less than the others (a change of mind);
inside marketing two sentences say why us; a new function's day is kept for nobody. Some never meet a point.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "8.5"
ABSTAIN = "cannot_tell"
Marks = Mapping[str, str]

FIRST, READY, CALLS = "Whom we sell to first", "What makes a lead ready", "Who calls it, by when"
WHY_US, PRICE = "The sentence why us", "The first price named"
NEW, LOST = "The day of a new function", "What lost deals teach"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
KEPT_1 = {
    FIRST: "443544 445344 434434",
    READY: "121221 443434 303323",
    CALLS: "454443 221331 340323",
    WHY_US: "333423 151425 343303",
    PRICE: "434354 324233 323033",
    NEW: "221312 223132 343243",
    LOST: "331343 334233 333133",
}
KEPT_2 = {
    FIRST: "444434 435344 434334",
    READY: "223423 334234 304323",
    CALLS: "453433 221232 340323",
    WHY_US: "333423 241425 343303",
    PRICE: "434343 324323 323033",
    NEW: "221212 222132 232142",
    LOST: "231322 232213 223132",
}
MATTERS_1 = {
    FIRST: "334432 343433 332423",
    READY: "333423 354344 304323",
    CALLS: "343234 555454 330343",
    WHY_US: "222322 333423 232202",
    PRICE: "444544 233423 333043",
    NEW: "445453 334323 434454",
    LOST: "225232 232123 222533",
}
MATTERS_2 = MATTERS_1 | {
    CALLS: "445344 545455 340444",
    LOST: "425344 343434 434533",
}

# What each person says once, of the point named.
INSTANCES = (
    (READY, "In May eleven names came from the fair, and four of them were students."),
    (NEW, "The interface was promised for June; in August my customer had heard nothing."),
    (LOST, "In February I wrote down why the resin tender went, and the next sheet says the same as before."),
    (PRICE, "April: the web page named the price of last year, and the buyer printed it."),
    (NEW, "In July the day moved on a Tuesday, and I had promised it on the Monday."),
    (CALLS, "In September I rang nine of ten by the next morning; the tenth had no telephone number."),
    (CALLS, "Of fourteen who asked for a price in June five told me in July that nobody had rung."),
    (WHY_US, "We had two sentences on two stands at the spring fair, and both were ours."),
    (CALLS, "In March a brewery wrote twice, and the second mail came to me."),
    (WHY_US, "In October the offer said precision and our page said service."),
    (READY, "I was sure of the webinar names in April, until three cards on the table had no size on them."),
    (CALLS, "August: two hospitals asked for a trial on a Friday and were rung nine days later."),
    (FIRST, "In January all three of us named the same segment to the same visitor."),
    (PRICE, "In May a first price was named for a version that we do not build."),
    (NEW, "I moved a day in June and told four people, none of whom speaks to customers."),
    (LOST, "Four losses to Veltronik between March and August, and not one note reached the bench."),
    (FIRST, "The roadmap of April and the calls of April went to the same laboratories."),
    (NEW, "In September the release was ready, and the brochure said next year."),
)

CLOSING = (
    ("one_rule", 70, "Put a number of hours on it and I sign; by when is what we never said."),
    ("name_an_owner", 65, "The days of new functions hurt me more than the calls, and they belong to nobody."),
    ("one_rule", 65, "I thought we rang everyone; five who waited for a month are five too many."),
    ("name_an_owner", 60, "Prices, days and calls all break where one floor ends, so put somebody over it."),
    ("one_rule", 60, "If the clock starts with a price or a trial asked for, and not with any name from a fair."),
    ("one_rule", 70, "By noon of the next working day I can do."),
    ("one_rule", 80, "It is the one point on which both of us are sure, and sure of the opposite."),
    ("settle_inside", 60, "We in marketing have two sentences; I would like to mend that before I sign anything."),
    ("one_rule", 75, "The brewery would have bought from whoever rang."),
    ("settle_inside", 55, "Our own quarrel about the sentence is older than the one about the calls."),
    ("one_rule", 65, "Three of my webinar names were no leads, so the rule should say what starts the clock."),
    ("one_rule", 70, "Nine days for a hospital is a breach that anybody can count."),
    ("name_an_owner", 70, "I move the days, and I should be glad of one person who has to hear it first."),
    ("one_rule", 60, "Counted each week for a quarter, it will end either the breaches or the talk."),
    ("name_an_owner", 65, "All three of us give the new functions two marks; a rule has nothing to reconcile there."),
    ("one_rule", 65, "It is the smallest thing on the list that has cost an order."),
    ("change_seats", 50, "Sit two of them beside our telephone for four Thursdays and no rule is needed."),
    ("one_rule", 65, "A sentence on which three heads can be rung is more than we have now."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="one_rule",
    statement="From 1 January whoever has asked for a price or a trial and named a size is rung by noon of the next "
    "working day; the heads of sales, marketing and product sign it, and breaches are counted each Friday until "
    "31 March.",
    reasons=(
        "On who calls a lead by when, sales mark 3.7 in the second answer and marketing 2.0, and each function agrees "
        "with itself. On ready leads the cards brought sales up from 1.5 to 2.7. Days of new functions have two marks "
        "or less from all but three people: no gap, and a point for an owner; four of eighteen would have begun there. "
        "The sentence why us is let stand until marketing has settled it inside. Eleven of eighteen chose the rule."
    ),
    owner="Priya Venkatesan",
    confidence=70,
    figure="function_gap",
    named=CALLS,
    expects=0.5,
    objective=2,
    decided_by="consent",
    actions=(
        SampleAction(
            "Write on the form what starts the clock: price or trial asked for, and a size", "Elif Aydemir", 21
        ),
        SampleAction("Count the breaches each Friday and send them to the three heads", "Hana Sedláčková", 35),
        SampleAction("Propose an owner for the days of new functions", "Dina Rautio", 45),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "We close the gap that marketing sees and leave the one that customers see. My breach is a function that "
            "was promised for June.",
            is_named=True,
        ),
        SampleDissent("omar", "Two of us cannot say in one sentence why a customer should ring at all."),
    ),
    chances=(60, 40, 60, 45, 50, 65, 70, 50, 70, 50, 65, 65, 45, 55, 50, 60, 40, 60),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    rounds = {"1": (KEPT_1, MATTERS_1), "2": (KEPT_2, MATTERS_2)}
    return only(
        content,
        {at: marked(items, {"kept": kept, "matters": matters}, INSTANCES) for at, (kept, matters) in rounds.items()},
    )
