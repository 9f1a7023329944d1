"""What the sample room answers in 2.3: need of each skill, and how much of it is seen since the course, 1 to 5.

Planted: agreement that deals turn on the business case; two camps that stay on product knowledge (product needs it,
sales does not); one from sales and one from marketing who have heard nothing of the negotiation day since (a bold
minority), while the others praise it until they see the scores at equal start (a change of mind).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "2.3"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
NEED_1 = {
    "Discovery questions": "343434 333333 344343",
    "Business case": "454545 445444 545445",
    "Negotiation": "555455 343434 333233",
    "Product knowledge": "121212 222322 545455",
}
SEEN_1 = {
    "Discovery questions": "343343 300303 303030",
    "Business case": "434343 434343 343434",
    "Negotiation": "444414 404041 400404",
    "Product knowledge": "333233 232323 434343",
}
NEED_2 = NEED_1 | {
    "Discovery questions": "444444 344333 344444",
    "Business case": "555545 545544 555455",
    "Negotiation": "555445 343434 333233",
}
SEEN_2 = SEEN_1 | {
    "Discovery questions": "444343 300304 404030",
    "Business case": "444343 434344 444434",
    "Negotiation": "222412 202021 300202",
}

TOLD_1 = (
    ("Discovery questions", "“What happens if you leave it as it is until spring?” In two first visits of May."),
    ("Business case", "One page with the cost of a stopped line, in the offer to a dairy."),
    ("Negotiation", "“If we keep your date, what can you leave out?” Said once in April, well."),
    ("Negotiation", "“Let us put the package together first.” Twice in June, with the same buyer."),
    ("Negotiation", "Four price talks since the day, and in each the discount came before anything was asked for it."),
    ("Discovery questions", "“Who else loses time when it fails?” On the telephone with a hospital."),
    ("Business case", "A table of payback on page two, with the customer's own hours in it."),
    ("Product knowledge", "Missed nowhere: every range and every cable was known on the telephone."),
    ("Business case", "Page three still says that we have sixty years behind us, and gives no sum."),
    ("Discovery questions", "Missed: the lead had told us of its audit, and nobody asked for the day of it."),
    ("Negotiation", "“I need something in return.” In a mail of July."),
    ("Negotiation", "Missed in three recorded talks from after the day: the old sentences in the old order."),
    ("Product knowledge", "An offer of May promises a range that the probe has never had."),
    ("Product knowledge", "“I will ask the plant”, to a question that page one of the manual answers."),
    ("Business case", "The sheet of hours saved came back from a customer, with his figures typed over ours."),
    ("Product knowledge", "A spectrometer with the wrong lamp, offered by somebody with 94 points in the test."),
    ("Negotiation", "“What would you need to sign this week?” Before the first no, in a talk I sat in."),
    ("Product knowledge", "An order form that names a calibrator where the job wants a logger."),
)
TOLD_2 = told_anew(
    TOLD_1,
    {
        0: ("Negotiation", "I can repeat nothing from my last five price talks that the day had taught."),
        1: ("Negotiation", "If those who waited for a place score the same as those who went, I saw good will."),
        2: ("Negotiation", "Said once in April is once, and I had marked it like a habit."),
        5: ("Business case", "My page of costs came with this course, and most of us are still under the mark."),
        6: ("Business case", "The offers got better and most authors still fail the paper; both can be true."),
        12: ("Negotiation", "I had given a four because everybody spoke well of the trainer."),
        16: ("Negotiation", "One sentence in one talk is what I have, and that is a two."),
    },
)

CLOSING = (
    ("change_the_course", 65, "Six attempts each on a discount of our own, and somebody who tells me what I did."),
    ("change_the_course", 70, "The day was pleasant; let it be less so and let us practise."),
    ("second_round", 60, "The course that worked should run again before we mend one that did not."),
    (
        "rest_by_lot",
        55,
        "I was sent because I had a bad quarter, and who stayed had a good one; that compares nothing.",
    ),
    ("change_the_course", 80, "Give each of us one price talk to do over, six times."),
    ("change_the_course", 60, "I would come for half a day if I may bring an open deal."),
    ("second_round", 65, "Two offers in three of those I see have no sum on them yet."),
    ("change_the_course", 60, "Nothing of it can be heard in the calls we keep."),
    ("second_round", 65, "Page three is where the money is lost, and that course changes page three."),
    ("change_the_course", 55, "The supplier can keep the name and lose the slides."),
    ("change_the_course", 70, "One mail in July is a thin harvest for a day of thirty people."),
    ("change_the_course", 80, "I listened, and would listen again in May with the same list of sentences."),
    ("rest_by_lot", 60, "Draw the next twenty names, whatever the course; then we never argue like this again."),
    ("change_the_course", 60, "Before anybody else sits in it, somebody should have seen it work once."),
    ("change_the_course", 65, "Eight weeks to write it anew is less than a second year of the old one."),
    ("harder_test", 60, "Ninety-four points and the wrong lamp: the test asks what nobody gets wrong."),
    ("second_round", 60, "Pairs with two open deals each is the form in which I learned anything."),
    ("change_the_course", 65, "It is the one place where we pay for a day and get the score of those who stayed home."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="change_the_course",
    statement="Nobody sits in the {named} day as it is; a version with six attempts per person begins on 1 March for "
    "24 people drawn by lot, 24 others follow on 1 June.",
    reasons=(
        "In the first answer eleven of the thirteen who could judge gave the {named} day a four or five for what they "
        "had seen of it; in the second one did. At equal start the trained score no better than those who wait. "
        "The course on the business case did add points, and four would rather have repeated that at once; it stays "
        "second in the order. Product and sales do not agree on whether anybody needs product knowledge."
    ),
    owner="Goran Perišić",
    confidence=65,
    figure="below_pass",
    named="Negotiation",
    factor=0.7,
    objective=1,
    actions=(
        SampleAction("Write six exercises from price talks of this year, names taken out", "Jonas Hallbauer", 50),
        SampleAction("Draw the 48 names and tell the later half its date", "Tomás Ibarra", 30),
        SampleAction("Book the three tests of both halves", "Ines Carvalho", 35),
    ),
    dissents=(
        SampleDissent(
            "elif",
            "We have one course that works and one that does not, and spend eight weeks on the second. Run the first "
            "again in January.",
            is_named=True,
        ),
        SampleDissent("kofi", "Nothing in this touches the test of products: everybody shines and errs in May."),
    ),
    chances=(60, 60, 45, 45, 75, 55, 45, 60, 40, 55, 60, 70, 55, 60, 60, 45, 50, 60),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    rounds = {
        "1": marked(items, {"need": NEED_1, "seen": SEEN_1}, TOLD_1),
        "2": marked(items, {"need": NEED_2, "seen": SEEN_2}, TOLD_2),
    }
    return only(content, rounds)
