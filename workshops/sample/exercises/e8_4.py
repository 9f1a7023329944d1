"""What the sample room answers in 8.4: who leaves, when a starter is full, and what each quarter brings of its target.

Planted: agreement that the first quarter is short by less than a tenth; two camps on the fourth quarter (sales trust
their autumn, product count people) that stay; two people who see the year a seventh short from the start (a bold
minority); most expect two or three leavers and a starter who is full in half a year, and hardly anybody afterwards (a
change of mind). Some never hired or lost a seller and cannot tell.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import at_item, fractions, ranges
from workshops.sample.sheets import Payload, together

EXERCISE = "8.4"
Numbers = Mapping[str, tuple[int, ...]]

LEAVE, FULL, FIRST_DAY = "Sellers who leave", "Months until a starter is full", "Months from a yes to the first day"

# People and months; 0 for "cannot tell". Sales, marketing, product, in the order of PARTICIPANTS.
FACTS_1: Numbers = {
    LEAVE: (3, 2, 5, 3, 2, 4, 2, 3, 0, 3, 4, 2, 6, 3, 0, 4, 3, 3),
    FULL: (8, 7, 9, 7, 6, 8, 4, 5, 5, 4, 6, 0, 6, 5, 5, 6, 0, 5),
    FIRST_DAY: (4, 4, 5, 3, 4, 4, 3, 2, 3, 3, 0, 3, 5, 0, 4, 3, 0, 4),
}
FACTS_2: Numbers = {
    LEAVE: (5, 4, 5, 5, 4, 5, 5, 5, 0, 5, 6, 4, 6, 5, 5, 6, 5, 5),
    FULL: (9, 8, 9, 8, 8, 9, 8, 8, 8, 7, 8, 0, 8, 8, 7, 8, 0, 8),
    FIRST_DAY: (5, 4, 5, 4, 4, 5, 4, 4, 4, 4, 0, 4, 5, 0, 5, 4, 0, 5),
}
FACTS_REACH = {LEAVE: 2, FULL: 3, FIRST_DAY: 2}

REACH_1: Numbers = {
    "First quarter": (96, 98, 90, 97, 100, 95, 98, 100, 96, 99, 94, 98, 91, 96, 95, 94, 97, 95),
    "Second quarter": (96, 97, 88, 96, 99, 94, 100, 102, 0, 100, 92, 99, 87, 95, 93, 90, 96, 94),
    "Third quarter": (90, 94, 84, 92, 95, 90, 97, 100, 0, 98, 90, 0, 84, 92, 90, 88, 94, 91),
    "Fourth quarter": (105, 108, 90, 106, 110, 102, 100, 103, 98, 101, 93, 100, 83, 92, 90, 86, 93, 90),
}
REACH_2: Numbers = {
    "First quarter": (93, 94, 90, 94, 95, 92, 93, 94, 92, 93, 91, 93, 91, 92, 92, 91, 93, 92),
    "Second quarter": (90, 91, 88, 91, 92, 89, 90, 91, 0, 90, 87, 91, 86, 88, 88, 86, 89, 88),
    "Third quarter": (84, 87, 84, 87, 88, 84, 86, 88, 0, 86, 83, 0, 81, 84, 83, 81, 85, 83),
    "Fourth quarter": (96, 98, 90, 96, 99, 95, 90, 91, 89, 90, 87, 90, 80, 83, 82, 79, 84, 82),
}
QUARTERS_REACH = {"First quarter": 6, "Second quarter": 8, "Third quarter": 10, "Fourth quarter": 12}

# What each person says once of a fact, and once of a quarter.
STARTS = (
    (FULL, "Eleven months, and in the twelfth the best month of the team."),
    (FULL, "Nine; chemicals buys once a year and it takes one round to be known."),
    (LEAVE, "The slowest good one needed ten months and left in the fifteenth."),
    (FIRST_DAY, "Half a year of notice before a start that then went well."),
    (FULL, "Eight, from another instrument maker."),
    (FULL, "Twelve; the first spectrometer order came in month seven."),
    (FULL, "Five until the first order that we had not brought them ourselves."),
    (LEAVE, "Seven months, counted by the visits that still needed two people."),
    (FULL, "I can only count until they stopped asking us for slides: six."),
    (LEAVE, "Six, and then a rival paid a fifth more."),
    (FULL, "Nine months with the partner list, three without."),
    (FIRST_DAY, "Four, of which two went on a contract that lay with the lawyers."),
    (LEAVE, "Ten; two who would have been as good gave up in month eight."),
    (FULL, "Seven until the first drawing request that we could use as it was."),
    (FIRST_DAY, "Five from the interview to the first day, and we had said two."),
    (FULL, "Eight months; the bench noticed when the trials got shorter."),
    (LEAVE, "I know one who needed a year and has stayed for nine."),
    (FULL, "Six, with an engineer beside on each visit."),
)
NOTICED = (
    ("Second quarter", "In May, by offers that go out a week later than promised."),
    ("Third quarter", "September, when the framework customers ask who their contact is."),
    ("First quarter", "As early as March: nobody has two days for a tender."),
    ("Fourth quarter", "November; until then the old hands cover it."),
    ("Third quarter", "In August, when one holiday empties a region."),
    ("Second quarter", "June, by trials that nobody comes to."),
    ("Second quarter", "April, after the fair: leads that are older than a week."),
    ("Third quarter", "By July the webinar names lie untouched."),
    ("First quarter", "In February I would see it in the answers to our own form."),
    ("Second quarter", "May; the calls after a campaign drop before anything else does."),
    ("Third quarter", "In October, too late, by the partners who ring us instead."),
    ("Fourth quarter", "December, when the plan is missed."),
    ("Second quarter", "In April, by requests for drawings that come without a site visit."),
    ("Third quarter", "September: the pilot customers have nobody to ring."),
    ("First quarter", "March, because certificates are asked for and nobody says for which bid."),
    ("Second quarter", "June, by benches that stand free although the pipeline is full."),
    ("Third quarter", "August, by service visits that turn into sales talks."),
    ("Fourth quarter", "In October; the year-end configurations come unchecked."),
)

CLOSING = (
    ("hire_by_date", 70, "A yes today is a first order in winter; each month of waiting asks for one more person."),
    (
        "keep_those_here",
        65,
        "I know two whom Aldermark rings, and no starter replaces either within a year.",
    ),
    ("hire_by_date", 75, "I had the year a seventh short before the tags were turned."),
    ("keep_those_here", 65, "Ask those past their second year first; it costs a month and no contract."),
    ("faster_start", 55, "Give me a starter for half a day a week, and he is full before summer ends."),
    ("hire_by_date", 65, "Six in April is what we can train without harming our own quarter."),
    ("hire_by_date", 60, "Leads that nobody calls are money that we have spent already."),
    ("deals_first", 60, "More sellers on the same number of enquiries means fewer for each."),
    ("hire_by_date", 60, "There is a last month for this, and it is not far off."),
    ("hire_by_date", 60, "With a date and a number personnel can begin on Monday."),
    ("hire_by_date", 65, "If four have not signed by the middle of February we take their part out, and that is fair."),
    ("deals_first", 55, "One more campaign brings in weeks what a starter brings in a year."),
    ("hire_by_date", 75, "Nobody in my plan had counted the ones who leave."),
    ("hire_by_date", 65, "The pilots need a person on their side from spring on."),
    ("keep_those_here", 60, "It was the good ones who went, and their customers still ring us."),
    ("hire_by_date", 70, "On paper all chairs are full; on the wall I counted fewer who sell than are paid for it."),
    ("faster_start", 55, "A starter with an engineer beside is worth two who are alone."),
    ("hire_by_date", 65, "I would rather find six chairs than tell the owners in autumn."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="hire_by_date",
    statement="Six sellers start on 1 April, with contracts signed by 15 February; for each seat that is open then "
    "its part comes out of the plan in the same week.",
    reasons=(
        "The room had put the leavers of a year at three in the middle and a full starter at six months; after "
        "the tags were turned it says five and eight. All but one lowered the third quarter, and in the middle it "
        "reaches 84 % of its target. The fourth is seen in two ways: sales put it at 96 in the middle, product at "
        "82. Against hiring speaks that three would first keep those who are here, and their talks begin in the "
        "same month. Eleven of eighteen chose a number and a day."
    ),
    owner="Hana Sedláčková",
    confidence=65,
    figure="chance_of_target",
    expects=0.6,
    objective=1,
    actions=(
        SampleAction("Open six posts, and report signatures every second Friday", "Ada Thomsen", 7),
        SampleAction("Name one senior for each starter, and take the time off the senior's quota", "Chidi Nwankwo", 60),
        SampleAction("Ask each seller past the second year what would make them go", "Rosa Montalbán", 28),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "We pay six strangers and let two of our best be rung up every week. One talk with each of them would have "
            "cost an afternoon.",
            is_named=True,
        ),
        SampleDissent("omar", "Nobody has shown me the enquiries from which six more people are to live."),
    ),
    chances=(60, 45, 60, 50, 55, 60, 55, 35, 55, 55, 60, 40, 65, 55, 45, 60, 50, 60),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    percents = {item: points / 100 for item, points in QUARTERS_REACH.items()}
    quarters = {"1": fractions(REACH_1), "2": fractions(REACH_2)}
    facts = {"1": known(FACTS_1), "2": known(FACTS_2)}
    return together(
        content,
        {
            "facts": {
                at: ranges(content, "facts", own, FACTS_REACH, at_item(STARTS, own)) for at, own in facts.items()
            },
            "reach": {
                at: ranges(content, "reach", own, percents, at_item(NOTICED, own)) for at, own in quarters.items()
            },
        },
    )


def known(numbers: Numbers) -> dict[str, list[float | None]]:
    return {item: [number or None for number in own] for item, own in numbers.items()}
