"""What the sample room answers in 1.4: points on five figures of the score, as relative sizes.

Planted: agreement that acquisition cost is given little; sales and marketing give win rate most at first, and move
points to coverage after the practice case of the twins (a change of mind); two camps over cycle length (product keeps
it high, sales low) that stay; three who give coverage half from the start (a bold minority).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import splits
from workshops.sample.sheets import Payload, only

EXERCISE = "1.4"

COST = "Customer acquisition cost (lower is better)"
WINS = "Win rate (higher is better)"
CYCLE = "Cycle length (shorter is better)"
DISCOUNT = "Discount on won deals (lower is better)"
COVERAGE = "Pipeline coverage of the next quarter (higher is better)"

# Points; sales, marketing, product, in the order of PARTICIPANTS.
ROUND_1 = {
    COST: (5, 0, 5, 10, 0, 5, 15, 15, 20, 10, 5, 10, 5, 10, 5, 10, 0, 10),
    WINS: (45, 40, 20, 40, 50, 35, 35, 30, 30, 40, 20, 35, 25, 30, 25, 20, 20, 30),
    CYCLE: (10, 15, 10, 10, 10, 10, 15, 20, 10, 15, 10, 15, 35, 30, 30, 35, 10, 30),
    DISCOUNT: (15, 15, 15, 20, 10, 20, 15, 15, 20, 15, 15, 20, 15, 15, 20, 15, 20, 15),
    COVERAGE: (25, 30, 50, 20, 30, 30, 20, 20, 20, 20, 50, 20, 20, 15, 20, 20, 50, 15),
}
ROUND_2 = {
    COST: (5, 0, 5, 5, 0, 5, 10, 5, 15, 5, 5, 5, 0, 5, 5, 5, 0, 5),
    WINS: (30, 30, 15, 25, 50, 25, 25, 20, 20, 30, 20, 25, 20, 20, 20, 15, 20, 20),
    CYCLE: (10, 10, 10, 10, 10, 10, 15, 15, 10, 15, 10, 10, 35, 30, 25, 30, 10, 30),
    DISCOUNT: (5, 10, 10, 20, 10, 10, 10, 10, 10, 10, 10, 15, 10, 10, 10, 10, 20, 10),
    COVERAGE: (50, 50, 60, 40, 30, 50, 40, 50, 45, 40, 55, 45, 35, 35, 40, 40, 50, 35),
}

EARLY = (
    "Win rate: down in the second quarter of 2025, and the autumn was short.",
    "Win rate, in the spring of 2024, when we lost three tenders and then the half-year.",
    "Coverage: it stood low in the first quarter of 2025, and three months later nothing was left to close.",
    "Win rate, since the second quarter of last year looked fine by every other figure.",
    "Cannot tell; I gave it to what I am asked about every Monday.",
    "Win rate in the fourth quarter, two points under, and January was bare.",
    "Win rate; in the summer of 2025 our leads were as many as ever and fewer were won.",
    "Cannot tell: acquisition cost I know by heart, and it has never warned me.",
    "Win rate, in the third quarter of 2024, before the weak Christmas.",
    "Win rate of life sciences in early 2026, and in summer the orders followed.",
    "Coverage at the end of 2024: I wrote to three people that spring would be thin, and it was.",
    "Win rate; the last quarter of 2025 was carried by one order, and this showed it.",
    "Cycle: since the second quarter of 2025 the analysers take longer, and their orders slipped into the new year.",
    "Cycle, in the first quarter of 2026, when every bid waited for us and then for the customer.",
    "Cycle: it went up in the summer of 2024 and the plant stood idle in November.",
    "Cycle in late 2025, eight weeks before the revenue of calibrators came too late.",
    "Coverage; the one quarter in which I read it, the first of 2026, it was right by a tenth.",
    "Cannot tell from memory; long cycles were what customers complained of all year.",
)

CLOSING = (
    ("score_for_a_year", 60, "Thirteen quarters decide nothing; write the points down and let four more speak."),
    ("score_for_a_year", 65, "I moved twenty points in an hour, so next month I would move them back."),
    ("reweight", 65, "Coverage told me in time, and I want it to count before the next thin spring."),
    ("guard_rails", 55, "The discount needs a limit, not fifteen points that a good quarter hides."),
    ("score_for_a_year", 55, "Whatever is read aloud, let it be the same thing twice."),
    ("score_for_a_year", 60, "If it is frozen nobody haggles for points in March."),
    ("guard_rails", 60, "A limit per figure gets me a call; a score gets me a colour."),
    ("score_for_a_year", 60, "My cost figure has had four definitions in three years, so give it one first."),
    ("reweight", 55, "We know enough to take the cost off; why collect it for a year."),
    ("score_for_a_year", 65, "Five figures and thirteen quarters, that fits whatever one likes."),
    ("two_figures", 60, "Coverage and win rate side by side, and no adding up of things that pull apart."),
    ("score_for_a_year", 60, "It costs a year of patience and saves a quarrel per quarter."),
    ("score_for_a_year", 70, "Cycle has points on the frozen list, and the year will show whether it earns them."),
    ("score_for_a_year", 60, "I would like to be proved wrong with numbers from after today."),
    ("two_figures", 55, "One colour for the board hid the idle plant of that November."),
    ("score_for_a_year", 65, "Every weight today is an opinion about three years we all remember."),
    ("reweight", 70, "One figure was right in the quarter I looked; start with that one."),
    ("score_for_a_year", 60, "Freeze it, and put the cheapest way to cheat beside each figure."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="score_for_a_year",
    statement="The score is frozen at coverage 45, win rate 25, cycle 15, discount 10 and acquisition cost 5 until the "
    "end of 2027; nobody moves a point before four more quarters are in.",
    reasons=(
        "Ten gave win rate most at first; sixteen now give it to coverage, whose mean rose from 26 to 44 points, while "
        "discount and win rate lost what they took from each other. Product holds cycle length at 27 points where "
        "sales give it 10, and both can name a quarter. Acquisition cost had 8 points and has 5. Thirteen quarters "
        "can be held against revenue, too few to tell weights from luck, so eleven of eighteen froze the new ones. "
        "Against it speaks a year in which the score can be neither defended nor refuted."
    ),
    owner="Quinn Ashdown",
    confidence=65,
    figure="dilution_chosen",
    factor=0.75,
    objective=1,
    actions=(
        SampleAction("Write one definition of each figure, with the day from which it holds", "Quinn Ashdown", 14),
        SampleAction("Set a limit for the discount on won deals, outside the score", "Rosa Montalbán", 30),
        SampleAction("Ask three sellers for the cheapest way to raise each figure by Friday", "Ines Carvalho", 21),
    ),
    dissents=(
        SampleDissent(
            "chidi",
            "Coverage was low in time for anybody who looked. To give it forty-five points and then wait a year before "
            "trusting it is to have it both ways.",
            is_named=True,
        ),
        SampleDissent("priya", "A score, frozen or not, lets a deep discount hide behind a good win rate."),
    ),
    chances=(50, 55, 60, 40, 50, 55, 45, 50, 55, 50, 45, 55, 45, 50, 40, 50, 60, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    return only(
        content, {"1": splits(content, "points", ROUND_1, EARLY), "2": splits(content, "points", ROUND_2, EARLY)}
    )
