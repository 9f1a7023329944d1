"""What the sample room answers in 1.6: the width of the limits and the run that call a review.

Planted: agreement that one month alone should have to lie far out, once the die has been circled (most widen their
limits: a change of mind); two camps that stay (sales want long runs and few half-days, product short runs); two of
marketing who set the widest limits from the start and say that months as uneven as ours call nobody (a bold minority):
the vote follows them; three who do not move at all.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, only, settings

EXERCISE = "1.6"

# Width in steps of six hundredths from 1.64, and months; sales, marketing, product, in the order of PARTICIPANTS.
WIDTH_1 = (2.0, 1.82, 2.3, 2.0, 2.66, 1.88, 2.0, 3.2, 2.3, 2.0, 2.0, 3.08, 1.7, 1.64, 1.82, 2.0, 2.66, 1.7)
WIDTH_2 = (2.66, 2.48, 2.66, 2.6, 2.66, 2.6, 2.66, 3.2, 2.66, 2.48, 2.66, 3.08, 2.3, 2.0, 2.3, 2.66, 2.66, 2.42)
RUN_1 = (9, 10, 8, 9, 12, 8, 7, 9, 7, 8, 6, 8, 5, 4, 5, 6, 8, 5)
RUN_2 = (8, 9, 8, 9, 12, 8, 7, 8, 7, 8, 6, 8, 5, 5, 5, 6, 8, 6)

REVIEWS = (
    "The one of August 2025: eleven people heard that it had been August.",
    "March 2025, three hours, and the order came in on 2 April.",
    "May 2026 came too late; the list had been thin since the turn of the year.",
    "In July 2024 my region explained a month that a single signature would have mended.",
    "Every one of last year's four; nothing was decided that I had not begun.",
    "February 2026, on a Friday, about a tender that had only been moved.",
    "October 2024 found that leads were fewer, which was on our own page in June.",
    "November 2025 was celebrated for one framework order; the review of December then asked what had gone wrong.",
    "June 2025 found nothing, and cost us the week before the fair.",
    "April 2025 came late: three poor months stood behind it.",
    "The review of January 2026 asked for a plan, and February was good without it.",
    "September 2024, a month at half of its target beside one at double; I asked for the season and got a campaign.",
    "April 2026 came two months after our bench had run dry.",
    "Too late: December 2024, when the plant had already cut a shift.",
    "January 2025; the probes had been slow since October and somebody should have asked then.",
    "July 2025 called six of us for a late delivery, which I could have told by telephone.",
    "October 2025 found that a month has four weeks or five.",
    "March 2026: too late by a quarter for the calibrators.",
)

CLOSING = (
    ("by_the_calendar", 65, "Four dates I can plan, with lists, and no alarm after every poor August."),
    ("by_the_calendar", 60, "My orders come in lumps; a quarter has at least a few of them."),
    ("limit_and_run", 60, "Eight months on one side would have found the thin list, and no calendar did."),
    ("by_the_calendar", 70, "One signature is the difference between my good and my bad month."),
    ("by_the_calendar", 75, "If we must meet, then on a day that I know a year ahead."),
    ("mend_the_target", 60, "Our twelfths forget August and December, and the chart forgets it with them."),
    ("by_the_calendar", 60, "We bring the leads of the quarter anyway."),
    ("by_the_calendar", 80, "A rule wide enough not to cry wolf on our months would sleep through a fifth less."),
    ("limit_and_run", 55, "The rule is free as long as it is silent."),
    ("by_the_calendar", 60, "Thirteen weeks are the most that bad news can wait, and last time it waited longer."),
    ("by_the_calendar", 65, "February was good without our January plan; so much for being called."),
    ("mend_the_target", 70, "First targets by season, then limits round what is left."),
    ("by_the_calendar", 60, "I would rather have four fixed half-days than two that come too late."),
    ("limit_and_run", 65, "Five months on one side is when the plant begins to feel it."),
    ("limit_and_run", 60, "Nobody should need a date to ask why probes are slow."),
    ("by_the_calendar", 65, "A telephone call for the rest."),
    ("by_the_calendar", 70, "The widest of us and the narrowest would have met for the same noise."),
    ("mend_the_target", 55, "A framework order does not belong into one month; spread it, and the chart calms down."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="by_the_calendar",
    statement="Sales reviews are held on the second Thursday of January, April, July and October; until June 2027 no "
    "single month calls one, and the rule of 2.66 and a run of 8 watches in silence.",
    reasons=(
        "On the throws of a die we had circled months as readily as on our own. Fourteen then widened their limits; "
        "the median went from 2.0 to 2.66 with a run of 8; sales would wait for more than eight months on one side, "
        "product for five or six. Since 2024 that rule would have called one review for too little, in October 2024 "
        "after eight poor months, and two for months that were too good, the framework order among them; our months "
        "are so uneven that it would see a tenth less only after two years, which two had said at the start. So "
        "eleven chose fixed dates and four the rule all the same; against the dates speaks that bad news may wait "
        "thirteen weeks."
    ),
    owner="Goran Perišić",
    confidence=65,
    figure="natural_width",
    named="Nordhafen Instruments",
    factor=0.7,
    objective=1,
    actions=(
        SampleAction("Set monthly targets anew by season, with framework orders spread over their calls",
                     "Omar Benjelloun", 60),
        SampleAction("Fix the three lists of the first half-hour, and who ends it if they show nothing",
                     "Ines Carvalho", 21),
        SampleAction("Keep the silent rule's chart, and write down what each alarm would have found", "陈博", 30),
    ),
    dissents=(
        SampleDissent(
            "emre",
            "In December 2024 the plant had cut a shift before anyone met. A run of five would have called us in "
            "July, and one empty half-day is a fair price for a shift.",
            is_named=True,
        ),
        SampleDissent("iris", "Four dates a year round the same crooked targets. Mend those and ask again in spring."),
    ),
    chances=(55, 50, 50, 60, 55, 45, 50, 65, 45, 50, 60, 60, 50, 35, 40, 55, 60, 50),
)  # fmt: skip


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    return only(
        content,
        {
            "1": settings({"width": WIDTH_1, "run": RUN_1}, REVIEWS),
            "2": settings({"width": WIDTH_2, "run": RUN_2}),
        },
    )
