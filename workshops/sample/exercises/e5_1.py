"""What the sample room answers in 5.1: low, likely and high of the win rate against each rival.

Planted: most put the rival they meet most lowest and Aldermark in the middle; ranges far too narrow, so that fewer than
half hold the data; after the evidence most put Aldermark lowest and widen; two people from sales say Aldermark from the
start (a bold minority); product says of Optivale that it cannot tell.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "5.1"

# Likely wins of 100 in each round, sales, marketing, product, in the order of PARTICIPANTS; 0 for "cannot tell".
ROUND_1 = {
    "Veltronik": (18, 15, 20, 12, 22, 20, 15, 12, 18, 20, 15, 18, 20, 15, 12, 18, 22, 15),
    "Kessmar Messtechnik": (25, 28, 22, 30, 25, 30, 20, 25, 28, 22, 30, 25, 22, 25, 30, 28, 25, 22),
    "Akiba Sensing": (30, 35, 28, 32, 30, 25, 30, 28, 35, 30, 32, 30, 35, 30, 28, 30, 32, 30),
    "Aldermark": (28, 12, 30, 10, 26, 30, 28, 30, 32, 26, 30, 28, 30, 28, 26, 30, 28, 32),
    "Lumenor Systems": (35, 30, 32, 35, 30, 28, 35, 30, 32, 30, 28, 35, 30, 32, 35, 30, 28, 30),
    "Optivale": (40, 30, 35, 38, 30, 32, 30, 35, 30, 28, 35, 30, 0, 0, 0, 0, 0, 0),
}
ROUND_2 = {
    "Veltronik": (26, 24, 27, 22, 26, 28, 25, 24, 27, 26, 25, 26, 27, 25, 22, 26, 28, 25),
    "Kessmar Messtechnik": (24, 26, 23, 26, 25, 26, 23, 25, 25, 23, 26, 24, 23, 25, 26, 25, 24, 23),
    "Akiba Sensing": (28, 30, 28, 30, 29, 26, 29, 28, 31, 29, 30, 28, 31, 29, 28, 29, 30, 29),
    "Aldermark": (20, 14, 22, 12, 19, 24, 20, 21, 24, 19, 22, 20, 22, 19, 18, 22, 28, 20),
    "Lumenor Systems": (31, 30, 30, 32, 30, 28, 31, 30, 31, 30, 29, 32, 30, 31, 32, 30, 29, 30),
    "Optivale": (30, 28, 30, 31, 28, 29, 28, 30, 29, 28, 30, 29, 0, 0, 0, 0, 0, 0),
}
REACH = {"1": 4, "2": 7}  # points from the likely value to each end

# What each person says of the rival named, in both rounds.
REASONS = {
    "Aldermark": (
        "Two flow-meter bids to resin makers in May, both gone within a week of theirs.",
        "In March we lost a chemicals tender although our meter was the one that had been specified.",
        "I met them four times this year and won once, on a service plan.",
        "Since they opened the office on the river I have not won one chemicals plant from them.",
        "They are new to me; one bid in June, decided on the delivery date.",
        "One probe order in April went to them for a stock they keep nearby.",
        "They were at the spring fair with a stand half of ours.",
        "Two of our chemicals leads told us in July that they had already tried theirs.",
        "Their case studies are all flow meters; ours are spread over eight products.",
        "A buyer asked me in September why we answer in three weeks and they in one.",
        "I see their name in the chemicals press, hardly elsewhere.",
        "Nobody asked about them in the dairy webinar, four people did in the chemicals one.",
        "Their meter measures what ours does, and ships with the flange.",
        "We were compared with them in two requests since May, both for chemicals.",
        "They certify for chemicals what we certify for water.",
        "A customer sent us their manual in August and asked for the same.",
        "Of six comparisons I wrote this year one was against them.",
        "They quote from a table; we calculate.",
    ),
    "Veltronik": (
        "Half of my lost bids this year carry their name.",
        "They are in every tender; the October one we won.",
        "Five bids since January, three of them ours.",
        "At the June fair every second visitor mentioned them.",
        "We won the waterworks against them in February.",
        "Lost in May, won in August, the same buyer.",
        "Their name is the one our leads know.",
        "They outspend us three to one on the fairs.",
        "Every comparison page we have is against them.",
        "In April a dairy chose them after two years with us.",
        "They answer every tender, that is why we see them.",
        "Of ten survey answers seven name them.",
        "Our analyser was built to beat theirs, and does.",
        "Two service customers came back from them in summer.",
        "Their interface is the one we are asked to match.",
        "Won in March on the calibration range.",
        "They are large; that is not the same as good.",
        "Lost in June on a discount we could not match.",
    ),
}

CLOSING = (
    ("answer_the_cell", 75, "One sheet for flow meters in chemicals; I would use it this week."),
    ("answer_the_cell", 80, "It is where I lose, and it is one place."),
    ("learn_the_rival", 60, "We guess why; eight buyers could tell us."),
    ("answer_the_cell", 85, "A stock nearby and a week less, and we would win half of them."),
    ("keep_the_course", 50, "A third of my deals are against Veltronik, and those we win."),
    ("answer_the_cell", 65, "It costs three weeks of two people, no more."),
    ("learn_the_rival", 65, "I want to hear it from those who chose them."),
    ("answer_the_cell", 70, "Our campaigns can point at one segment for a quarter."),
    ("answer_the_cell", 60, "A reference in chemicals we have; nobody has written it down."),
    ("learn_the_rival", 55, "We have been wrong about every rival today."),
    ("answer_the_cell", 65, "It can be stopped after a quarter."),
    ("step_aside", 50, "Three wins in seventy-six bids; the hours are worth more elsewhere."),
    ("answer_the_cell", 75, "The flange is a catalogue part, we can ship it too."),
    ("answer_the_cell", 70, "I will write the comparison with what we know is true."),
    ("learn_the_rival", 60, "First the reasons, then a sheet."),
    ("answer_the_cell", 65, "One cell is the size of thing we finish."),
    ("keep_the_course", 55, "One cell of sixty has to be the lowest; I would wait a year."),
    ("answer_the_cell", 80, "Their manual shows exactly what we have to answer."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="answer_the_cell",
    statement="For a quarter each flow-meter bid in chemicals against {named} carries one sheet and a delivery date.",
    reasons=(
        "Against {named} we win less than against any other rival, and its whole interval lies under our own rate. The "
        "rival met most often is beaten as often as usual. In one cell of product and segment hardly a bid is won. "
        "Eleven of eighteen would answer there, in one place, and look again when the next sixty bids are decided."
    ),
    owner="Hana Sedláčková",
    confidence=70,
    figure="win_rate",
    factor=1.0,
    shift=0.05,
    objective=1,
    actions=(
        SampleAction("Write the sheet: reference, comparison, price range, delivery", "Mara Lindkvist", 21),
        SampleAction("Agree a stock of forty meters with the plant", "Dina Rautio", 30),
    ),
    dissents=(
        SampleDissent(
            "lena",
            "Of sixty combinations one has to come last. I would not put two people on it before it does so twice.",
            is_named=True,
        ),
        SampleDissent("quinn", "Seventy-six bids for three wins: I would have stopped bidding there, not bid better."),
    ),
    chances=(65, 70, 60, 75, 45, 60, 60, 65, 60, 50, 60, 40, 70, 65, 55, 60, 35, 70),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    """Rivals that the room does not know are left blank."""
    items = [item for item in items_of(content) if item in ROUND_1]
    rounds = {"1": ROUND_1, "2": ROUND_2}
    told = {
        name: [
            {item: estimate(likely[item][person], item, person, REACH[name]) for item in items} for person in range(18)
        ]
        for name, likely in rounds.items()
    }
    return only(content, told)


def estimate(likely: int, item: str, person: int, reach: int) -> dict[str, Any]:
    reason = REASONS[item][person] if item in REASONS else ""
    if not likely:
        return {"low": None, "likely": None, "high": None, "abstain": True, "reason": reason}
    low, high = max(likely - reach, 0), likely + reach
    return {"low": low / 100, "likely": likely / 100, "high": high / 100, "abstain": False, "reason": reason}
