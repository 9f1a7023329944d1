"""What the sample room answers in 6.6: the cells of a discount matrix, and the dots on them.

Planted: agreement that a seller gives five per cent on a small order alone; two camps in one cell that stay (a large
order up to 15 %: sales let the manager give it for nothing or a longer term, product the director against payment
before delivery); one from marketing and one from product who write a visit with a date for a middling order (a bold
minority), for which seven people have dots in the end; cells in which nothing comes back lose their dots.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, lettered, only, proposals

EXERCISE = "6.6"

CELLS = ("size", "up_to", "level", "in_return", "ends", "proof")
ROWS = {
    "a": ("small", "five", "seller", "nothing", "this_order", ""),
    "b": ("small", "ten", "seller", "nothing", "this_order", ""),
    "B": ("small", "ten", "manager", "cash", "this_order", "The day the money came"),
    "c": ("middling", "ten", "seller", "volume", "this_order", "The quantity on the order"),
    "C": ("middling", "ten", "manager", "volume", "year", "Quantities ordered by the end of the year"),
    "r": ("middling", "fifteen", "manager", "reference", "year", "The report of a visit"),
    "d": ("middling", "fifteen", "manager", "nothing", "this_order", "Cannot tell"),
    "e": ("large", "ten", "manager", "volume", "year", "The framework with its quantities"),
    "f": ("large", "fifteen", "manager", "nothing", "never", "Cannot tell"),
    "g": ("large", "fifteen", "manager", "term", "year", "The end date in the contract"),
    "F": ("large", "fifteen", "director", "cash", "this_order", "The bank's day before the delivery note"),
    "G": ("large", "twenty", "director", "term", "year", "The term in the signed contract"),
    "H": ("large", "above", "board", "scope", "this_order", "The shorter list of services"),
}

# The cells that each person would write, the one to defend last first; in the order of PARTICIPANTS.
PROPOSED = (
    "abcge", "bacf", "acge", "abcg", "bcdf", "acgeG",
    "aCeg", "arCF", "aCBe", "aceG", "aCFG", "aBCe",
    "aBFH", "FaCeH", "aFCB", "raCFG", "aCFH", "FaBCG",
)  # fmt: skip

# Five dots of each person in the second round.
DOTS = (
    "aaccg", "aaccf", "acccr", "aaccg", "bbccF", "accgg",
    "aCCgr", "arrCF", "aaCCe", "acccr", "aCCFr", "aaCCF",
    "aCFFH", "aFFCC", "aFFCr", "arrCF", "aCFFC", "aFFBC",
)  # fmt: skip

GOT_BACK = (
    "In April 8 % on meters brought a second plant into the same order.",
    "Cannot tell; in June they thanked me for the 12 %.",
    "In March 10 % for forty probes in writing, and forty came.",
    "May: 9 % and a contract for two years in place of one.",
    "The spring order would have gone without it, and that is what came back.",
    "In February 15 % for three years of service, signed the same day.",
    "In July a discount of 5 % paid for a page with their name on it; the visit never had a date.",
    "A dairy showed our line to six others in May for 12 %; two of them have bought.",
    "Cannot tell, for I see prices only on the invoice.",
    "In January 7 % for payment on order, and the money was there in a week.",
    "In autumn 14 % and a promise to think of us; nobody wrote it down.",
    "In March 10 % for a quantity that had not been reached by September.",
    "For 18 % in May we left out two variants, which saved us eleven days.",
    "In June 15 %, paid before delivery; it financed the parts.",
    "Less service for 12 % in April, and they bought the service in August.",
    "In February a plant let three of our prospects in for 13 %, on a day that stood in the order.",
    "None that I could prove; I searched the offers of spring for one.",
    "In May 16 % against payment in advance, asked for by the director himself.",
)
"""The last discount known to each person that got something back."""

CLOSING = (
    ("give_and_get", 65, "I can ask a good customer for a second plant; I cannot ask a bad one for thanks."),
    ("find_the_month", 55, "Before I get a list of five returns, tell me which month was out of hand."),
    ("give_and_get", 75, "Forty probes in writing is a sentence I can say in any office."),
    ("give_and_get", 60, "Two years in place of one cost the customer nothing and us 9 %."),
    ("spend_a_budget", 65, "Give my region a sum and stop reading my offers."),
    ("give_and_get", 70, "The price falls back next time, and I have a paper that says so."),
    ("give_and_get", 70, "A dated visit is worth more to me than a logo."),
    ("give_and_get", 80, "Six guests at that dairy and two orders is the best trade of the year."),
    ("hold_the_matrix", 60, "One deal in so many leaves without a number; close that and count again."),
    ("give_and_get", 60, "Payment on order is a return that anybody can see in the bank."),
    ("find_the_month", 60, "We wrote letters after months that were like any other."),
    ("hold_the_matrix", 55, "A quantity that is never reached is a gift with a form."),
    ("give_and_get", 70, "Variants left out are days that my people get back."),
    ("give_and_get", 65, "Money before delivery buys the parts for the next three instruments."),
    ("hold_the_matrix", 65, "The tool can stop it on the screen, without any talk."),
    ("give_and_get", 80, "Doors opened on a day that stands in the order: that is a discount with a shape."),
    ("give_and_get", 60, "I found no return in the offers of spring, which is why I want one in each."),
    ("give_and_get", 65, "What ends by itself needs no one to end it."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="give_and_get",
    statement="From 4 January no offer leaves beyond its cell unless the customer gives one of five returns in "
    "writing; the price falls back with the next order, and by 30 June fewer than one deal in twenty is outside.",
    reasons=(
        "All but one wrote that a seller gives five per cent on a small order alone. In the cell for large orders up "
        "to 15 % sales let the manager decide and product the director, who wants to see the money first; after the "
        "evidence five of six from product put two dots there. The dated visit had two authors and got dots from "
        "seven. Twelve chose the return; three would rather have the tool stop the offer, and two first ask which "
        "month was unlike the others."
    ),
    owner="Omar Benjelloun",
    confidence=70,
    figure="exception_rate",
    expects=0.05,
    objective=1,
    actions=(
        SampleAction("Print the five returns and the sentence that asks for each", "Rosa Montalbán", 20),
        SampleAction("Count each month whether the returns came, by the proof in the cell", "فرح الحداد", 45),
        SampleAction("Write to customers whose price falls back with the next order", "Chidi Nwankwo", 30),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "A customer who has paid the same price for three years has given something. We call it nothing since no "
            "list has it.",
            is_named=True,
        ),
        SampleDissent("elif", "While offers leave without a number, a list of returns is one more thing to go round."),
    ),
    chances=(60, 45, 70, 60, 35, 65, 65, 75, 45, 60, 50, 45, 65, 60, 50, 75, 60, 65),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    """Dots go to a size and a discount, which is all that tells one cell from another."""
    votes = counted(DOTS, lambda letter: ROWS[letter][:2])
    given = lettered(CELLS, ROWS, PROPOSED)
    return only(content, {"1": proposals(given, GOT_BACK), "2": dots(content, "matrix", votes)})
