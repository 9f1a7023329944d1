"""What the sample room answers in 3.6: what was claimed here where an outside source found 100, by kind of figure.

Planted: agreement that our own share is claimed about right; two camps over the size of markets that stay (sales near
100, product near 130, later 105 and 120); two people, one from marketing and one from product, say 100 of growth from
the start (a bold minority), where most say 140 and come down to 110 after the evidence (a change of mind); some know
no claim and cannot tell; two keep each of their ranges.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import kept, told_anew
from workshops.sample.shares import at_item, fractions, ranges
from workshops.sample.sheets import Payload, only

EXERCISE = "3.6"

# Claimed where 100 was found; sales, marketing, product, in the order of PARTICIPANTS; 0 for "cannot tell".
ROUND_1 = {
    "market_size_meur": (100, 95, 100, 105, 90, 100, 115, 110, 120, 115, 105, 120, 135, 130, 125, 140, 130, 120),
    "market_growth_pct": (140, 150, 135, 145, 130, 140, 140, 150, 100, 130, 145, 140, 150, 160, 140, 0, 100, 135),
    "our_share_pct": (100, 105, 100, 100, 110, 100, 95, 100, 100, 105, 100, 0, 100, 95, 0, 100, 105, 100),
}
ROUND_2 = {
    "market_size_meur": (105, 100, 105, 110, 100, 105, 115, 110, 115, 115, 110, 115, 125, 120, 120, 125, 120, 115),
    "market_growth_pct": (110, 115, 110, 110, 105, 110, 105, 115, 100, 110, 110, 105, 110, 120, 110, 0, 100, 110),
    "our_share_pct": (100, 105, 100, 100, 105, 100, 100, 100, 105, 105, 100, 0, 105, 100, 0, 100, 105, 100),
}
REACH = {"1": 15, "2": 25}
"""Percent from the likely value to each end."""

SIZE, GROWTH, SHARE = ROUND_1

# A claim that each person remembers, and what was found later.
CLAIMS_1 = (
    (
        SIZE,
        "Water utilities at 240 million in the tender plan of 2024; the federation has the same, to the million.",
    ),
    (GROWTH, "Chemicals was to grow by five per cent; the yearbook of the next winter said three."),
    (SHARE, "Five per cent of chemicals, said in spring 2025, and five point three in the yearbook."),
    (GROWTH, "Four per cent in machine building over 2024, and our own orders from there were flat."),
    (SIZE, "Food and beverage at 265 million in a budget of 2024; 295 were found, so we had been modest."),
    (SIZE, "Life sciences at 400 million, against 410 a year later."),
    (GROWTH, "Life sciences by nine per cent on our own fair wall; six in the yearbook."),
    (GROWTH, "The growth of dairies for 2025 came out of an article that quoted our own letter."),
    (
        GROWTH,
        "Three per cent for water utilities in 2025, and two point eight found; small figures are told carefully.",
    ),
    (SIZE, "Machine building at 220 million on a slide of 2023; without the service contracts it was 185."),
    (GROWTH, "Food by seven per cent, announced for a campaign in 2024; four and a half it was."),
    (SIZE, "Biotechnology alone at 250 million in a brochure of 2025, which is more than half of all life sciences."),
    (
        SIZE,
        "For the spectrometer a market of 560 million in 2023; the laboratories that could use one make up some 400.",
    ),
    (SIZE, "The cloud was planned on 300 million in food plants, of which a third had no network."),
    (GROWTH, "Five per cent for chemicals again and again since 2023; the yearbook has never had four."),
    (SIZE, "The water analyser: 330 million in the plan of 2024, and 240 found when we asked who may buy one."),
    (GROWTH, "Six per cent in life sciences, written for the coating line in 2025; the yearbook said six point two."),
    (SIZE, "None that I could give with its year, but each request for a new housing came with a larger number."),
)
CLAIMS_2 = {
    "goran": (GROWTH, "Five was claimed and three found there, and then I saw that most others had been near."),
    "omar": (GROWTH, "The dairies were one article; in the envelope the rest lies within a tenth."),
    "ana": (SIZE, "220 with service, 185 without: half of our quarrel is what had been counted."),
    "iris": (SIZE, "The brochure added up three reports that count the same buyers."),
    "emre": (SIZE, "The 300 million for the cloud came from the same pen as two others that were a third too high."),
    "kofi": (SIZE, "Ours was 330 against 240, but I have now read seven claims that were not off at all."),
}
"""What those say who think of another claim, or otherwise of the same one, once the envelope is open."""

UNMOVED = ("jonas", "mara")
"""Who leaves all ranges as they were, the envelope open."""

CLOSING = (
    ("correct_by_claimant", 60, "Then my own figures stay as they are, and I no longer pay for somebody else's."),
    ("correct_by_claimant", 65, "It ends the haggling in November over each single million."),
    ("plan_on_range", 60, "A stock for the low end I can sell in any year."),
    ("correct_by_claimant", 60, "Most of us are near; divide where it is not so, and be done."),
    ("take_as_stated", 55, "Food was higher than we had said, and nobody would have divided upwards."),
    ("correct_by_claimant", 65, "A rule for a year beats a feeling for each slide."),
    ("correct_by_claimant", 60, "I would rather be divided than doubted."),
    ("second_source", 65, "One yearbook is one opinion, and half of the articles live off it."),
    ("correct_by_claimant", 75, "If small figures are told carefully, the factor will say so and leave them alone."),
    ("plan_on_range", 55, "As long as service is sometimes in it I want two ends and not a factor."),
    ("correct_by_claimant", 60, "Our seven for food would have been five and a half, which is what a campaign needs."),
    ("no_source_no_figure", 60, "Three reports that count the same buyers should not have got in at all."),
    ("correct_by_claimant", 70, "I have built for 560 million once, and the shelves are still full."),
    ("correct_by_claimant", 70, "Two of three that hurt us came from one function; that can be divided."),
    ("plan_on_range", 60, "Nobody builds on the middle; build on the low end and be glad later."),
    ("correct_by_claimant", 65, "With 240 in the plan the analyser would have had one line instead of two."),
    ("second_source", 55, "Before we order moulds I would pay for a second count, whoever has claimed."),
    ("correct_by_claimant", 60, "Each request would come with its divisor, and the numbers would stop growing."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="correct_by_claimant",
    statement="For twelve months from 1 January finance divides each market size by the factor of the function that "
    "claims it before it enters a plan; the life sciences claim goes in first, as a range with two ends.",
    reasons=(
        "Before the envelopes the room believed that growth had been claimed at 140 where 100 was found, afterwards "
        "110; two people had said 100 from the start. Of sizes sales say 105 and product 120, so neither half of the "
        "room trusts the other's figure. What hurt, people told of few claims, and more than one of them came from the "
        "same function. Against a factor speaks that a right claim is cut as well, and that some claims counted "
        "service and the yearbook did not. Eleven of eighteen chose it, three would only commit at the low end."
    ),
    owner="Ulla Brandt",
    confidence=60,
    figure="range_miss",
    named="market_size_meur",
    expects=0.5,
    objective=3,
    actions=(
        SampleAction(
            "List all sizes in the current plan with function, month and what they include", "Ada Thomsen", 20
        ),
        SampleAction(
            "Give each function its own factor and the claims behind it, before anybody else", "Elif Aydemir", 28
        ),
        SampleAction("Ask the federation whether service is in its figures", "Quinn Ashdown", 35),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "Whoever is careful gets nothing for it, and whoever is divided will add a third. In two years all numbers "
            "are larger and none is better.",
            is_named=True,
        ),
        SampleDissent("omar", "We test everything against one yearbook that has not told us how it counts."),
    ),
    chances=(60, 60, 50, 65, 35, 60, 55, 40, 70, 50, 60, 45, 65, 70, 55, 60, 50, 60),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    given = (("1", ROUND_1, CLAIMS_1), ("2", ROUND_2, told_anew(CLAIMS_1, CLAIMS_2)))
    first, then = (
        ranges(
            content,
            "stated",
            fractions(likely),
            dict.fromkeys(likely, REACH[at] / 100),
            at_item(said, likely),
            least=0.1,
        )
        for at, likely, said in given
    )
    return only(content, {"1": first, "2": kept(first, then, UNMOVED)})
