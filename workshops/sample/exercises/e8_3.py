"""What the sample room answers in 8.3: how far each step of the forecast and each assumption lies from what came.

First the last twelve months, in the second round the twelve to come. Planted: agreement that discount and the worth of
a deal are as assumed; two camps on the days to close (sales see them longer, product as planned) that come nearer and
stay apart; two people who trust the statistical model and see the managers' step too high from the start (a bold
minority); most think that each step improves the figure, and after the evidence that the managers' does not (a change
of mind). Some cannot tell.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import at_item, fractions, ranges
from workshops.sample.sheets import Payload, together

EXERCISE = "8.3"
Percents = Mapping[str, tuple[int, ...]]

RATE = "We win this share of the deals that close"
LIFE = "In life sciences we win this share"
DAYS = "Half of the deals close within so many days"
DISCOUNT = "The mean discount of deals won stays here"
WORTH = "A deal won is worth this in the middle"
BEGUN = "So many deals begin in a year"

# Percent of what came, or of what the plan assumes; 0 for "cannot tell". Sales, marketing, product, in the order of
# PARTICIPANTS.
STEPS_1: Percents = {
    "statistical model": (88, 85, 90, 86, 92, 99, 90, 94, 0, 92, 101, 0, 95, 0, 96, 94, 0, 95),
    "sales managers": (100, 102, 101, 98, 100, 112, 104, 0, 103, 105, 114, 0, 106, 104, 107, 0, 108, 105),
    "final": (101, 100, 102, 100, 99, 108, 102, 103, 101, 104, 109, 102, 107, 106, 108, 106, 107, 108),
}
STEPS_2: Percents = {
    "statistical model": (98, 95, 100, 96, 98, 100, 99, 101, 100, 99, 101, 98, 100, 99, 101, 100, 0, 100),
    "sales managers": (107, 104, 110, 105, 103, 112, 109, 110, 111, 108, 113, 0, 112, 110, 112, 111, 110, 112),
    "final": (103, 102, 104, 103, 101, 105, 104, 103, 105, 104, 106, 103, 105, 104, 106, 104, 105, 105),
}
ASSUMED_1: Percents = {
    RATE: (92, 95, 90, 94, 93, 80, 96, 95, 98, 94, 85, 97, 90, 92, 88, 91, 93, 90),
    LIFE: (100, 98, 102, 96, 100, 92, 104, 100, 102, 98, 96, 103, 97, 0, 95, 98, 0, 96),
    DAYS: (125, 130, 120, 135, 128, 132, 105, 110, 100, 108, 118, 104, 98, 100, 104, 96, 100, 102),
    DISCOUNT: (102, 104, 103, 105, 102, 103, 100, 0, 0, 101, 102, 0, 100, 101, 100, 0, 102, 100),
    WORTH: (98, 100, 97, 99, 101, 98, 100, 100, 99, 98, 97, 100, 99, 100, 98, 97, 99, 100),
    BEGUN: (94, 92, 95, 90, 96, 95, 104, 106, 102, 105, 100, 106, 98, 0, 97, 0, 0, 99),
}
ASSUMED_2: Percents = {
    RATE: (80, 85, 78, 82, 80, 77, 82, 80, 84, 80, 78, 83, 78, 80, 77, 79, 80, 78),
    LIFE: (86, 88, 84, 85, 86, 82, 88, 85, 87, 84, 82, 88, 83, 85, 82, 84, 0, 83),
    DAYS: (130, 132, 128, 135, 130, 133, 122, 124, 120, 122, 128, 121, 112, 110, 116, 108, 112, 114),
    DISCOUNT: (101, 102, 101, 103, 101, 101, 100, 100, 0, 100, 101, 0, 100, 100, 100, 100, 101, 100),
    WORTH: (99, 100, 98, 99, 100, 99, 100, 100, 99, 99, 98, 100, 99, 100, 99, 98, 99, 100),
    BEGUN: (97, 96, 98, 95, 98, 98, 101, 103, 100, 102, 100, 103, 99, 0, 98, 0, 0, 99),
}
REACH = {
    "statistical model": 6, "sales managers": 5, "final": 5, RATE: 8, LIFE: 10, DAYS: 12, DISCOUNT: 8, WORTH: 6,
    BEGUN: 9,
}  # fmt: skip
"""Points from the likely value to either end."""

# What each person says once of a step, and once of an assumption.
HEARD = (
    ("sales managers", "“There is still December to come in.”"),
    ("final", "“The board has seen twelve; we cannot show nine.”"),
    ("statistical model", "“It does not know my customers.”"),
    ("sales managers", "“Put the harbour order in, it is as good as signed.”"),
    ("final", "“Let us leave a little for the plan to breathe.”"),
    ("sales managers", "“Add what always comes late.”"),
    ("final", "“Round it up, the campaign starts in May.”"),
    ("final", "“Is that with or without the fair?”"),
    ("sales managers", "“My region has never missed two quarters running.”"),
    ("final", "“Nobody gets more people for a number like that.”"),
    ("statistical model", "“Nice curve, but who signs for it?”"),
    ("final", "“Take the old one, it looked better.”"),
    ("final", "“Production needs a figure by noon, so take the higher.”"),
    ("sales managers", "“With the new analyser it will be more.”"),
    ("final", "“Split the difference.”"),
    ("statistical model", "“That is only last year drawn on.”"),
    ("sales managers", "“They told me yes on the phone.”"),
    ("final", "“We said so in September, so it stays.”"),
)
ACTED = (
    (DAYS, "In June I told a dairy eleven weeks where the plan has less than seven."),
    (DISCOUNT, "I asked for two points more than the plan has, three times since summer."),
    (RATE, "I began six bids to win two, not three."),
    (DAYS, "My own calendar has one quarter more for each spectrometer."),
    (BEGUN, "In August I rang old customers because new enquiries were short."),
    (RATE, "In my list I count one in four, and did so when the plan was signed."),
    (BEGUN, "We bought a second webinar in spring since the number of enquiries looked easy to beat."),
    (BEGUN, "I planned the hall for a tenth more visitors than the plan."),
    (LIFE, "I wrote the life sciences page as if we won every second one."),
    (WORTH, "The small loggers had no place in my budget; nobody gets rich on them."),
    (RATE, "For the case studies I reckoned with a quarter fewer wins, and had enough."),
    (LIFE, "I ordered samples for fifty laboratories and needed thirty."),
    (RATE, "I ordered housings for fewer meters than planned, and none stood about."),
    (WORTH, "My spare parts follow the middle order, and they were right."),
    (RATE, "In March I took a tenth off the plan before I told the foundry."),
    (DAYS, "I kept the bench free from week seven on, as planned, and it stood empty until week ten."),
    (DISCOUNT, "I set the service price as if it stayed, and it did."),
    (RATE, "I staffed the commissioning for three wins in ten, whatever was written."),
)

CLOSING = (
    ("stop_the_step", 65, "I shall write mine into the note; I want to see how often I would have been right."),
    ("subtract_the_lean", 55, "Take the lean off and let us keep our say."),
    ("stop_the_step", 75, "Seven of us had the managers nearer to the truth than the curve, and it was the reverse."),
    ("state_a_range", 60, "No figure of mine is a point, so give the board three."),
    ("subtract_the_lean", 55, "I know what I leave out of the model, and it is more than a curve can see."),
    ("stop_the_step", 80, "I have said since spring that the step adds hope and no orders."),
    ("stop_the_step", 60, "I book halls on this number, and the hall is always too large."),
    ("reopen_the_plan", 60, "If the win rate of the plan is wrong, everything below it is."),
    ("stop_the_step", 65, "The sealed note takes nobody's knowledge away; it only dates it."),
    ("reopen_the_plan", 55, "I would rather mend the plan than the way in which we miss it."),
    ("stop_the_step", 75, "The curve that nobody signs for was the best of the three."),
    ("stop_the_step", 60, "A step that makes it worse needs a reason to stay, and none was offered."),
    ("stop_the_step", 70, "Each point too high is a pallet of housings for me."),
    ("reopen_the_plan", 60, "The days to close decide what we build, and they are wrong in the plan itself."),
    ("stop_the_step", 70, "Then I need no secret tenth of my own any more."),
    ("state_a_range", 55, "On the low end I can plan a bench; on a point I cannot."),
    ("stop_the_step", 65, "Two quarters of notes will tell us if we lost anything."),
    ("stop_the_step", 70, "It costs nothing to read the earlier figure, and it can be undone in a day."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="stop_the_step",
    statement="From the January quarter on the statistical model's figure is read as the forecast; managers write "
    "theirs into a sealed note that is opened with the quarter, and the plan's win rate and days to close take the "
    "values of the last twelve months.",
    reasons=(
        "In the first answer seven of the twelve who could tell of both had the managers nearer to what came than the "
        "model; two had the model within a point. For the year to come all seventeen who answered expect the managers' "
        "sum to be too high, and sixteen of seventeen the model within four points. On the win rate everybody went "
        "down; on the days to close sales still expect more than product do. Against it speaks the quarter in which a "
        "manager knows of an order that no curve shows: the note will say how often that is."
    ),
    owner="Ada Thomsen",
    confidence=70,
    figure="bias",
    expects=0.02,
    objective=1,
    actions=(
        SampleAction("Send the model's figure alone, and collect the sealed notes", "Ada Thomsen", 35),
        SampleAction(
            "Write the new win rate and days into the plan, and list what was signed on the old ones",
            "Priya Venkatesan",
            28,
        ),
        SampleAction("Count what the lower plan means for housings and benches", "Dina Rautio", 42),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "The curve has never met a customer. Subtract my lean, and I am as good as it is, with the one order in it "
            "that it cannot see.",
            is_named=True,
        ),
        SampleDissent("omar", "We mend the thermometer and leave the plan as hot as it was for all but two lines."),
    ),
    chances=(60, 50, 70, 55, 45, 75, 65, 55, 65, 50, 70, 60, 65, 55, 70, 55, 60, 70),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    reach = {item: points / 100 for item, points in REACH.items()}
    asked = {"leaning": (STEPS_1, STEPS_2, HEARD), "assumed": (ASSUMED_1, ASSUMED_2, ACTED)}
    return together(
        content,
        {
            key: {
                at: ranges(content, key, fractions(own), reach, at_item(said, own))
                for at, own in (("1", first), ("2", then))
            }
            for key, (first, then, said) in asked.items()
        },
    )
