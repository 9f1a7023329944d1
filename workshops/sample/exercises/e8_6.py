"""What the sample room answers in 8.6: cards of what deals have taught, and the dots on them.

Planted: agreement that a measurement on the customer's own sample comes before the offer; two camps that stay (sales
dot the price, product the trial); two people who would have said no to a bid that names another maker (a bold
minority), for which most have a dot in the end; seven write a card on which nobody can act, and none of these gets a
dot (a change of mind).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, lettered, only, proposals

EXERCISE = "8.6"

# Letter: next time, what happened, how it ended, to be read before, applies to, thrown away when.
CARDS = {
    "A": ("Measure on their own sample before the offer is written",
          "On 12 May they put a bottle of their own product on our bench and asked for the offer the same week",
          "won", "trial", "Meridian spectrometer", "The spectrometer can be lent out"),
    "B": ("Ask on the first day what stands in the plant already",
          "On 3 March their fitter told us that nine of twelve meters were another maker's",
          "lost", "first_visit", "Aldermark", "They no longer keep a stock nearby"),
    "C": ("Send the flange drawing within five working days",
          "On 20 April they asked for the drawing, and on 11 May they had another one",
          "lost", "bid", "Fathom flow meter", "The catalogue shows all flanges"),
    "D": ("Put the cost of ten years on one page before any price",
          "On 8 September their controller added up our page in the meeting and stopped asking for a discount",
          "won", "price", "Tidewater analyser", ""),
    "E": ("Ask for the day on which the council decides the budget",
          "On 30 June the budget went to a road, four weeks after our offer",
          "nobody", "bid", "Water utilities", "They buy from a framework"),
    "F": ("Take a service engineer along to the first visit",
          "On 14 February their maintenance lead asked three questions, and all three were for our engineer",
          "won", "first_visit", "Keel service plan", ""),
    "G": ("Show the logger running on the customer's own network",
          "On 6 October the logger found no address in their hall, and the trial was over before lunch",
          "lost", "trial", "Halyard data logger", "The next release sets its own address"),
    "H": ("Say no to a bid whose annex names another maker's part number",
          "On 2 July we found the number on page 41, five weeks and three drawings after our yes",
          "lost", "bid", "Veltronik", "Somebody wins such a bid twice"),
    "J": ("Offer the yearly calibration in place of a lower price",
          "On 19 November they put Kessmar's letter on the table, and signed ours with the calibration in it",
          "won", "price", "Kessmar Messtechnik", "They offer calibration too"),
    "K": ("Ring the user a week after the webinar, not the buyer",
          "On 21 January the head of the laboratory had our probe in her own plan before purchasing knew",
          "won", "first_visit", "Life sciences", ""),
    "L": ("Bring a plant of the same trade to the second talk",
          "On 9 June they drove forty minutes to see our meter in another resin works",
          "won", "bid", "Chemicals", "No plant of ours may be visited"),
    "N": ("Stay close to the customer",
          "In autumn they went quiet, and in winter it was over",
          "lost", "no_moment", "cannot tell", ""),
    "V": ("Communicate our value better",
          "On 5 May they found us too dear",
          "lost", "no_moment", "cannot tell", ""),
}  # fmt: skip
CELLS = ("do_next", "happened", "ended", "read_before", "applies", "wrong_if")

# Cards of each person: sales, marketing, product, in the order of PARTICIPANTS.
WRITTEN = (
    "ACN", "DBJ", "HJB", "JDN", "DNL", "KAB",
    "KVE", "LVB", "ELN", "KBJ", "HKE", "FVC",
    "AGC", "GAF", "AGB", "FCA", "GAL", "CAE",
)  # fmt: skip

# Five dots of each person in the second round.
DOTS = (
    "AJDHB", "JJDAB", "JHHDA", "JJDDA", "DDJLA", "AJKHB",
    "KKAHE", "LLAHB", "AKLEH", "KKJAB", "HHKAE", "FAKHC",
    "AAGHC", "GGAFH", "AAGGB", "CAFHG", "GGALH", "AACEG",
)  # fmt: skip

REASONS = (
    "The fermentation line in the west: their sample arrives on Monday, the offer is due on Friday.",
    "A harbour laboratory that has asked twice for a total.",
    "One tender of three hundred pages on my desk, of which I have read the first ten.",
    "My renewal in the north, where Kessmar was seen in the car park.",
    "The analyser for the dairy group; their controller is new.",
    "A vaccine maker whose laboratory I know and whose purchasing I do not.",
    "The invitation list for the February webinar, which goes out on the tenth.",
    "Two resin works that asked for someone to talk to.",
    "A county's water board that answered our survey.",
    "Six names from the last webinar that nobody has rung.",
    "A ministry tender; the annex came yesterday, and nobody has opened it.",
    "The service plan for the bottling hall, with a visit set for the third.",
    "The special coating bid; they have promised us half a litre.",
    "A trial of four loggers in a hall with its own network.",
    "The hospital that wants both spectrometers compared.",
    "An engineer of ours goes to the mill on Wednesday, with or without this card.",
    "A dozen loggers for the breweries, to be tried before Christmas.",
    "The flow meters of the pulp mill: we have their list and not their flange.",
)
"""The open bid in which each person's first card would be used this month."""

CLOSING = (
    ("somebody_asks", 70, "I tell more to somebody who asks than to a form at eleven at night."),
    ("no_card_no_close", 60, "Three lines before the commission, and each of us will write them."),
    ("somebody_asks", 70, "I never wrote a loss down; nobody likes to sign his own."),
    ("read_at_the_bid", 60, "What is written should be read first; in our pair we found nothing in three minutes."),
    ("somebody_asks", 60, "Forty minutes is what I spend on explaining a loss in the corridor anyway."),
    ("somebody_asks", 70, "Our four largest losses of the year have no line anywhere, and I was in two of them."),
    ("somebody_asks", 70, "I would do six of the talks; I ask people questions for a living."),
    ("throw_out", 60, "Half of what my pair found was older than the product it spoke of."),
    ("somebody_asks", 65, "Wins write themselves, so somebody has to go and fetch the losses."),
    ("no_card_no_close", 55, "If the deal cannot be closed without it, nobody has to be chased."),
    ("somebody_asks", 65, "A stranger will ask why we said yes to page 41 at all."),
    ("somebody_asks", 60, "Within ten days they still remember which day it turned."),
    ("somebody_asks", 75, "Send one of us: we hear at last what the drawing cost."),
    ("read_at_the_bid", 65, "Three cards aloud before each yes would have saved me a trial in October."),
    ("somebody_asks", 70, "I read every card on the spectrometer that there is, and it took me a coffee."),
    ("somebody_asks", 75, "The engineer and the seller tell two stories; one person should hear both."),
    ("throw_out", 55, "A short shelf gets read, so begin with the bin."),
    ("no_card_no_close", 60, "It costs no hour of anybody who was not there."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="somebody_asks",
    statement="From the new year on somebody from outside the team talks to seller and engineer within ten "
    "working days of each major loss and writes the card; no bid gets its yes before the cards on its product or "
    "rival are read.",
    reasons=(
        "Thirteen different cards came together, two of which nobody can act on: seven people had written one of "
        "these and none gave it a dot. The measurement on the customer's own sample has a dot from everybody. Two "
        "had written that a bid which names another maker's part should be refused, and twelve have a dot on it "
        "now. Against it speaks that sellers may tell an outsider less about themselves than about the customer; "
        "three would rather hold the commission. Eleven of eighteen chose the talk."
    ),
    owner="Kofi Mensah-Adu",
    confidence=70,
    figure="card_coverage",
    named="lost",
    expects=0.85,
    objective=1,
    actions=(
        SampleAction(
            "List the major losses of the quarter that have no card, with a talk for each", "Quinn Ashdown", 14
        ),
        SampleAction("Name four people from product and marketing who ask, six talks each", "Dina Rautio", 21),
        SampleAction("Put the cards with dots into the bid form, by product and rival", "Ada Thomsen", 40),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "We shall have a full shelf and the same empty minute before a bid. First show me three people who open "
            "it.",
            is_named=True,
        ),
        SampleDissent("mara", "Whoever was there can write three lines. We make an appointment out of it."),
    ),
    chances=(65, 45, 60, 40, 55, 65, 70, 50, 65, 45, 65, 65, 70, 55, 65, 75, 50, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    votes = counted(DOTS, lambda letter: CARDS[letter][0])
    given = lettered(CELLS, CARDS, WRITTEN)
    return only(content, {"1": proposals(given, REASONS), "2": dots(content, "cards", votes)})
