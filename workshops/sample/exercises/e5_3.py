"""What the sample room answers in 5.3: our days over the industry's, on a deal of the industry's own size.

Planted: agreement that food and beverage is our quickest segment; two people put it well under 1 from the start (a bold
minority), and nearly all follow; two camps over life sciences that stay (sales: slower than the industry, product:
not); a change of mind about water tenders, of which marketing cannot tell.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import fractions, ranges
from workshops.sample.sheets import Payload, only

EXERCISE = "5.3"

# Likely ratio in hundredths; sales, marketing, product, in the order of PARTICIPANTS; 0 for "cannot tell".
ROUND_1 = {
    "Food and beverage": (100, 105, 75, 110, 95, 100, 105, 100, 100, 95, 110, 100, 105, 95, 100, 70, 100, 95),
    "Life sciences": (140, 130, 135, 125, 130, 140, 120, 115, 125, 120, 110, 120, 90, 95, 100, 85, 90, 95),
    "Chemicals": (120, 125, 110, 120, 115, 125, 110, 115, 120, 110, 115, 120, 105, 110, 105, 95, 110, 105),
    "Machine building": (105, 110, 100, 100, 105, 110, 110, 105, 100, 110, 105, 100, 95, 100, 105, 85, 100, 105),
    "Water utilities": (140, 150, 135, 145, 160, 140, 0, 0, 120, 0, 0, 130, 115, 120, 125, 100, 110, 120),
}
ROUND_2 = {
    "Food and beverage": (80, 85, 75, 90, 80, 80, 80, 80, 80, 80, 85, 80, 80, 75, 80, 70, 85, 78),
    "Life sciences": (115, 110, 115, 110, 110, 120, 105, 100, 105, 100, 98, 100, 88, 90, 92, 85, 90, 92),
    "Chemicals": (95, 100, 90, 95, 95, 98, 92, 92, 95, 90, 92, 95, 90, 92, 90, 95, 95, 90),
    "Machine building": (88, 90, 85, 85, 88, 90, 88, 88, 85, 88, 88, 85, 84, 85, 86, 85, 90, 86),
    "Water utilities": (95, 105, 95, 100, 125, 98, 0, 0, 92, 0, 0, 95, 90, 92, 90, 100, 95, 90),
}
REACH = 0.18

# One deal of each person, told in both rounds.
REASONS = {
    "Food and beverage": (
        "A bottler, €28 k, first met on 4 February and signed on 30 March.",
        "",
        "Two dairies at 19 and 31 thousand, six weeks each from the first coffee to the order.",
        "€45 k for a brewery took from 9 January to 2 May because of one missing drawing.",
        "",
        "",
        "A mill came from our webinar in March and had ordered probes for €7 k by the end of April.",
        "",
        "A juice maker with €22 k: met on 12 May, signed on 8 July.",
        "",
        "",
        "A meat plant asked on 3 June and signed for €16 k in the week before August.",
        "",
        "Loggers for a cold store, €25 k, from 20 January to 3 March, trial included.",
        "",
        "I followed five of them last year, between 15 and 40 thousand, and none took fifty days.",
        "",
        "A sugar works, €34 k, first call on 1 September and signature on 25 October.",
    ),
    "Life sciences": (
        "€60 k for a vaccine maker, 14 January to 6 June, and validation had not even begun.",
        "A clinic laboratory with one analyser at 29 thousand: from 2 March until 19 July.",
        "",
        "",
        "Four signatures for €38 k; I met the first of the four on 10 February and the last on 28 May.",
        "Spectrometer for an institute, €47 k, met in November and signed in April.",
        "",
        "",
        "",
        "A biologics lead of ours became an order of €52 k, 5 May to 17 September.",
        "",
        "",
        "I wrote the test plan for a €50 k order on the ninth day, and on the sixtieth they had signed.",
        "",
        "A pharma line for 41 thousand ran from 11 March to 20 May; others ask for the same papers as we do.",
        "Two calibrators, €35 k, seven weeks; the long ones are the ones that people remember.",
        "",
        "Without the wait for our own drawing, €44 k would have been signed in May and not in June.",
    ),
    "Water utilities": (
        "",
        "A tender over €80 k, opened on 7 January, awarded on 14 July.",
        "",
        "",
        "€64 k for a waterworks took eight months, and the law gives them five of those.",
        "",
        "",
        "",
        "",
        "",
        "A small association, €12 k, 6 April to 30 June.",
        "",
        "",
        "",
        "",
        "",
        "Meters for two towns at €26 k: met on 3 May, signed on 12 July.",
        "",
    ),
}  # fmt: skip

CLOSING = (
    ("sell_the_speed", 60, "In food I can put a day into the offer tomorrow; nobody else there does."),
    (
        "shorten_one_segment",
        60,
        "Pharma buyers book five appointments if one asks them at the first, and we never ask.",
    ),
    ("sell_the_speed", 75, "Six weeks in a dairy is something that I already say aloud and never write."),
    ("sell_the_speed", 60, "A penalty of a thousand would have made the planner find that drawing."),
    ("buy_a_yardstick", 55, "Their tenders may not be in the count at all; ask them before we boast."),
    ("shorten_one_segment", 65, "I lose institutes in the fifth month, not bottlers in the second."),
    ("sell_the_speed", 65, "A named day of installation is a headline that I can stand behind."),
    ("buy_a_yardstick", 60, "One number for an industry of five segments is thin paper for a promise."),
    ("sell_the_speed", 60, "Food answers every mailing within days, so a date will be read there."),
    ("sell_the_speed", 55, "I would test it on one segment, and this is the one with room to spare."),
    ("buy_a_yardstick", 65, "The federation counts orders won, and half of our short ones are losses."),
    ("sell_the_speed", 60, "Sixteen of us were wrong about food in the same direction, and so are our buyers."),
    ("sell_the_speed", 65, "Probes and loggers are on the shelf; I can name a day without asking anyone."),
    ("sell_the_speed", 60, "The trial fits into six weeks when it is booked with the first meeting."),
    ("shorten_one_segment", 55, "Take the wait for our papers out of pharma first, then talk about speed."),
    ("sell_the_speed", 80, "Five of five under fifty days; I would sign the penalty myself."),
    ("buy_a_yardstick", 60, "My range for food moved by fifteen hundredths on one figure without an amount beside it."),
    ("sell_the_speed", 65, "A date in the offer also forces our drawing desk to keep it."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="sell_the_speed",
    statement="From 11 January each offer in {named} up to €50 k names the day of signature and of installation, and "
    "we pay €1 k for a day of installation that we miss.",
    reasons=(
        "The room had thought itself as slow as the industry in {named} and a fifth slower in life sciences; two of "
        "eighteen had said otherwise of {named}. After the evidence all eighteen put it under 1, fourteen at 0.80 "
        "or below. Life sciences stays open between those who sell there and those who build for it. Against it "
        "speaks that the federation gives days without amounts, and may count won orders alone: four would ask first."
    ),
    owner="Chidi Nwankwo",
    confidence=60,
    figure="adjusted_ratio",
    named="Food and beverage",
    expects=0.7,
    objective=1,
    actions=(
        SampleAction("Paragraph with both days and the penalty in the offer template for {named}", "Ana Figueira", 21),
        SampleAction("Keep four installation days a month free, and say who books them", "Kofi Mensah-Adu", 14),
        SampleAction("Ask the federation which day starts its count and whether losses are in", "Quinn Ashdown", 30),
    ),
    dissents=(
        SampleDissent(
            "quinn",
            "We compare all our deals with what may be their won ones. Until they answer, the promise rests on a "
            "mistake that I could name.",
            is_named=True,
        ),
        SampleDissent("bo", "You sell the days where we have them. I am waiting for help where we do not."),
    ),
    chances=(60, 50, 70, 45, 40, 40, 60, 45, 60, 55, 35, 60, 65, 60, 50, 80, 40, 60),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": ROUND_1, "2": ROUND_2}
    return only(
        content,
        {
            at: ranges(content, "like_for_like", fractions(given), dict.fromkeys(given, REACH), REASONS, least=0.3)
            for at, given in rounds.items()
        },
    )
