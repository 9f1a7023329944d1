"""What the sample room answers in 4.2: the rows of a review of lost deals, and the dots on them.

Planted: agreement on one word of a list and on the last day on which the deal could be won; two camps that stay (sales
ask for the price of the winning offer, product for the feature asked for in vain); two people who would let a neutral
person ask the customer (a bold minority), for which half of the room has dots in the end.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, lettered, only, proposals

EXERCISE = "4.2"

# Letter: question, who answers, form of the answer, by when, what proves it.
ROWS = {
    "W": ("Which one word of our list names the cause?", "second_reader", "pick_list", "five_days", "The last mails"),
    "D": ("On which day could we still have won it?", "seller", "date", "same_day", "The day of their last question"),
    "R": ("Who won it?", "customer", "name", "four_weeks", "Their order, or cannot tell"),
    "P": ("By how many percent was the winning offer cheaper?", "customer", "pick_list", "four_weeks", "Cannot tell"),
    "T": ("On which day did we send what they had asked for?", "system", "date", "same_day", "The mail that went out"),
    "S": ("Who on their side decided?", "seller", "name", "five_days", "The minutes of the last talk"),
    "F": ("Which function did they ask for in vain?", "seller", "pick_list", "five_days", "Their list of demands"),
    "C": ("What brought them to us in the first place?", "system", "pick_list", "same_day", "The first form they sent"),
    "N": ("What would you tell a neutral caller about us?", "customer", "sentence", "four_weeks", "A note of the call"),
}
CELLS = ("question", "answered_by", "form_of_answer", "due", "source")

# Four rows of each person: sales, marketing, product, in the order of PARTICIPANTS.
PROPOSED = (
    "WDPR", "WDPS", "WDPR", "WDNS", "WDPT", "WPSR",
    "WDCR", "WDCN", "WCDR", "WDCT", "WDTC", "WDRC",
    "WDFT", "WDTF", "WFDS", "WDFT", "WTDF", "WDTF",
)  # fmt: skip

# Five dots of each person in the second round.
DOTS = (
    "WWDPP", "WDDPP", "WDNPP", "WDNNT", "WDDPP", "WNDPP",
    "WWDNN", "WDNNN", "WDDCC", "WWDNT", "WDDTT", "WDNNC",
    "WWDFF", "WDFFT", "WWDFF", "WDDFT", "WDTFF", "WWNNT",
)  # fmt: skip

REASONS = (
    "The word: in my last three losses the log said price and the mails said drawing.",
    "The day, because after it every call was for nothing.",
    "What the winner asked: without it we argue about ten per cent for a year.",
    "The neutral caller: they told me things on the phone that they never wrote.",
    "Price, since I hear it each week and nobody believes me.",
    "Who decided; I found out in the week after we had lost.",
    "The word, if it is the same list for everybody.",
    "A caller who sells nothing; a lost lead once explained our whole web page to me.",
    "What brought them, or we pay for the same fair again.",
    "The day; half of our losses are over long before the log says so.",
    "The day we sent it, as the only one that nobody can argue about.",
    "Who won it, to know whom the next brochure has to answer.",
    "The function, with the words of the customer.",
    "What they asked for in vain decides what we build.",
    "The function: in March four losses wanted the same interface.",
    "The word, coded by somebody who was not there.",
    "The day we sent it; our part is the only one we can mend.",
    "The word: two of us read ten losses and agreed on six.",
)
"""The row that each person would give up last."""

CLOSING = (
    ("two_readers", 75, "I would rather be read by two strangers than by my own memory."),
    ("ask_the_seller", 60, "Nobody knows the deal as I do; give me five days and a short page."),
    ("two_readers", 65, "The sample costs a day a month and the quarrel costs more."),
    ("ask_the_customer", 70, "What they say to a stranger is worth more than our two readings."),
    ("two_readers", 60, "With a lot nobody can say that his losses were picked."),
    ("blanks_first", 65, "While two losses in five are blank in one team, no sample helps."),
    ("two_readers", 80, "Twenty-five a month, and a quarter says something."),
    ("ask_the_customer", 60, "One call in three is enough to correct the list."),
    ("two_readers", 70, "It tells us in eight weeks whether the list is any good."),
    ("blanks_first", 60, "First the blanks, then the beauty of the method."),
    ("two_readers", 70, "I can be one of the two readers on the first Monday of a month."),
    ("two_readers", 60, "A kappa I can explain; a feeling I cannot."),
    ("two_readers", 75, "Price would not lead our list if two had read it."),
    ("ask_the_seller", 55, "The seller writes it once, and we stop asking three times."),
    ("two_readers", 70, "The interface losses will show up under our own name."),
    ("blanks_first", 70, "Southern losses are missing from every chart that we show."),
    ("two_readers", 65, "Somebody who did not sell it reads more calmly."),
    ("two_readers", 80, "Six of ten is what we reached; I want to see it rise."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="two_readers",
    statement="From December two people who did not sell them read 25 lost deals a month, drawn by lot; {named} is "
    "asked for what is blank within five days.",
    reasons=(
        "At {named} hardly more than half of the losses have a reason and a competitor, and two readers of the same "
        "losses agree on little more than half of what chance leaves open: one of them writes price far oftener. "
        "Twenty-five reviews a month show a quarter to ten points either way; today there are four. Eleven of eighteen "
        "chose two readers, and who wanted the blanks closed first agreed to do both at {named}."
    ),
    owner="Dina Rautio",
    confidence=70,
    figure="record_complete",
    factor=1.0,
    shift=0.15,
    objective=1,
    actions=(
        SampleAction("Draw the first 25 losses by lot and hand them to both readers", "Quinn Ashdown", 12),
        SampleAction("Cut the list of reasons to eight words that two people read alike", "Dina Rautio", 20),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "Two readings of a file are still our own files. Without a call to the customer we will agree more and "
            "know as little.",
            is_named=True,
        ),
        SampleDissent("bo", "The blanks come first. Until then the lot draws empty pages."),
    ),
    chances=(70, 50, 65, 40, 60, 45, 70, 50, 65, 50, 65, 60, 70, 45, 65, 50, 60, 75),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    votes = counted(DOTS, lambda letter: ROWS[letter][0])
    given = lettered(CELLS, ROWS, PROPOSED)
    return only(content, {"1": proposals(given, REASONS), "2": dots(content, "protocol", votes)})
