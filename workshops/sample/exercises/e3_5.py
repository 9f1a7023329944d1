"""What the sample room answers in 3.5: how many customers may get a new seller so that territories balance.

Planted: agreement that something has to move (one of eighteen wants nothing to); two camps that stay, though they come
nearer (sales would move no customer, product as many as it takes, then one in ten); two people, one who sells and one
who builds, say one in twenty from the start (a bold minority), and most join them when the curve with the error stops
falling there (a change of mind); two from marketing cannot tell at first, one of them to the end.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, choices, only

EXERCISE = "3.5"

SCENARIOS = {
    "0": "none_at_all",
    "S": "none_but_others",
    "T": "one_in_twenty",
    "Z": "one_in_ten",
    "A": "as_many",
    "?": "cannot_tell",
}

# Sales, marketing, product; one letter per person, in the order of PARTICIPANTS.
ROUND_1 = "SS0TSS ZA?ZA? AAZATA"
ROUND_2 = "TSSTSS TTZTT? TZTZTA"
SURE_1 = (70, 80, 75, 65, 60, 70, 50, 60, None, 55, 65, None, 70, 60, 55, 75, 60, 80)
SURE_2 = (55, 75, 60, 75, 60, 65, 55, 60, 40, 60, 65, None, 60, 60, 55, 65, 75, 70)

REASONS_1 = (
    "A resin maker that I was given in 2024: nothing for seven months, and then one probe.",
    "In 2023 I handed over a brewery of eleven years; it ordered its next three meters elsewhere.",
    "Mine of 2022 went to a colleague and came back to me by itself, after a year of no orders.",
    "A paper mill, 2025; we went together, and it bought two loggers in the month after.",
    "A waterworks that changed hands twice in 2024 and asked the service desk who we were.",
    "One in 2023, whose buyer telephoned me for half a year, and I had to send him away.",
    "A dairy whose new seller, in 2025, found a second plant there; orders doubled.",
    "I saw eleven change in 2024 when a seller left, and at least eight bought as before.",
    "None seen; I only notice that letters come back with the old name.",
    "An old customer of the south, moved in 2023: same orders, another signature.",
    "A vaccine maker in 2025 that nobody had visited for two years before it was moved, and which then bought a meter.",
    "None seen from the inside.",
    "A foundry in 2024, passed to a younger colleague, who sold it the first calibrator.",
    "In 2023 a coater got a seller who lived in its town; four orders instead of one.",
    "A hospital pharmacy, 2025: half of what it had ordered, but we had also raised the price.",
    "Six of a list of 2022; I looked them up, and five had at least as many trials as before.",
    "A mill of 2024 was brought over by both sellers in one car, and no order was missed.",
    "A gasworks in 2023 whose seller had stopped calling; its first order in years came with the new one.",
)
REASONS_2 = (
    "My resin maker was handed over by letter; the mill was not, and there the orders went on.",
    "The brewery of 2023 stays with me as an argument: the curve does not show whom we lose.",
    "Then rather strangers than nothing: I have nineteen accounts that I have never seen.",
    "The same mill, and now a chart on which the line goes flat behind one in twenty.",
    "Same waterworks; give away the ones that nobody knows, they cannot ask who we were.",
    "That buyer of 2023 would still be on the list of one in twenty, I am afraid.",
    "The dairy; with a wrong guess of its potential it would not have been on any list.",
    "Three of my eleven did fall off, and one in twenty puts fewer of those at risk.",
    "None seen, but a tenth with both sellers in the room sounds like something I could write a letter for.",
    "The one of the south was the only one that its seller had proposed himself; let each propose one.",
    "Most of what we gain is accounts like that vaccine maker, whom no one calls.",
    "Still none; I should have to repeat what the others said.",
    "The foundry gained, but I would not risk ten to find one more of those.",
    "That coater lived next door to its new seller; distance is worth a tenth to me.",
    "The pharmacy: I cannot say whether it was us or the price, so fewer of them.",
    "Five of six held, and one did not; a tenth is what I can defend with that.",
    "One car, two sellers: that can be done for a handful in a winter, not for a fifth.",
    "The gasworks, again: who is not called has nothing to lose.",
)

CLOSING = (
    ("hand_over_some", 60, "I will give two of mine, if I may say how it is done."),
    ("move_strangers", 75, "Nobody has to lose a customer for a number that is a guess."),
    ("move_strangers", 65, "Take my nineteen unseen ones tomorrow, and leave the rest."),
    ("hand_over_some", 80, "It worked with the mill, because we stood in its yard together."),
    ("level_the_targets", 55, "Give me the target of what I can visit, and I need no new map."),
    ("move_strangers", 60, "First those whom no one knows; in a year we can talk about the others."),
    ("hand_over_some", 65, "A joint visit within thirty days is a promise that I can print."),
    ("hand_over_some", 60, "Behind one in twenty the line is flat, and each step costs a name."),
    ("hand_over_some", 55, "With two commissions for half a year nobody loses in January."),
    ("hand_over_some", 60, "If each seller proposes one, we are there already."),
    ("hand_over_some", 70, "My vaccine maker would have been found two years earlier."),
    ("level_the_targets", 50, "I cannot judge a handover, but I can divide a target."),
    ("hand_over_some", 65, "The few that even out most are on one page; I have read them."),
    ("hand_over_some", 60, "I wanted a tenth and can live with half of it."),
    ("move_strangers", 55, "As long as I cannot tell the price from the person, I move nobody who buys."),
    ("hand_over_some", 65, "Trials go on if the engineer stays the same; we can see to that."),
    ("hand_over_some", 80, "A handful in a winter, by car, with both of them in it."),
    ("move_a_seat", 60, "The south has too many doors for ten people, and no list changes that."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="hand_over_some",
    statement="By 31 January one customer in twenty, each named on the list, and the accounts that never bought change "
    "sellers; each customer gets a joint visit within 30 days, and both sellers earn on it for two quarters.",
    reasons=(
        "One person wanted nothing to move at first, nobody does now. Two of eighteen picked one in twenty before the "
        "charts and nine after, since beyond it the balance hardly gains once potential is taken for the guess that it "
        "is. Four of six in sales would still move no customer, and three in product would move more. Against it speak "
        "four handovers told in the room, after which orders stopped or halved; the two told as joint visits went "
        "well, but nobody has counted such visits. Eleven of eighteen chose it."
    ),
    owner="Rosa Montalbán",
    confidence=60,
    figure="moved_reached",
    expects=0.55,
    objective=2,
    actions=(
        SampleAction(
            "Read the list with each seller who gives an account; strike only with a fact", "Rosa Montalbán", 15
        ),
        SampleAction("Put dates of the joint visits into both calendars", "Hana Sedláčková", 30),
        SampleAction("Agree the double commission for two quarters with finance", "Ada Thomsen", 21),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "A brewery of eleven years was gone in one winter. The map will be more even and the year shorter.",
            is_named=True,
        ),
        SampleDissent("mara", "We shift names between ten people in a region that needs twelve."),
    ),
    chances=(55, 35, 50, 75, 45, 45, 60, 55, 50, 60, 70, 45, 60, 55, 45, 65, 70, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": (ROUND_1, SURE_1, REASONS_1), "2": (ROUND_2, SURE_2, REASONS_2)}
    return only(
        content,
        {
            round_: choices([SCENARIOS[letter] for letter in letters.replace(" ", "")], sure, reasons)
            for round_, (letters, sure, reasons) in rounds.items()
        },
    )
