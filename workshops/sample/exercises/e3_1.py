"""What the sample room answers in 3.1: an order of the segments per person, and why the first is first.

Planted: sales and product begin with the segments they know best (two camps: Chemicals, Machine building); marketing is
spread; two people name Life sciences from the start; after the evidence most put it first, and three do not.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import orders
from workshops.sample.sheets import Payload, instrument_of, only

EXERCISE = "3.1"

SEGMENTS = {
    "C": "Chemicals",
    "F": "Food and beverage",
    "L": "Life sciences",
    "M": "Machine building",
    "W": "Water utilities",
}

# Sales, marketing, product; one order per person, in the order of PARTICIPANTS.
ROUND_1 = (
    "CMFLW", "CFMWL", "CMLFW", "MCFLW", "CFMLW", "LCMFW",
    "FCWML", "WFCLM", "CFLMW", "FMCWL", "LFCMW", "CWFML",
    "MCFWL", "MFCLW", "CMWFL", "MCLFW", "MWCFL", "MCFLW",
)  # fmt: skip
ROUND_2 = (
    "LCMFW", "CLFMW", "LCMFW", "LMCFW", "LCFMW", "LCMFW",
    "LFCMW", "LCWFM", "LCFMW", "FLMCW", "LFCMW", "LCMFW",
    "LMCFW", "LMFCW", "LCMFW", "MLCFW", "LCMWF", "LMCFW",
)  # fmt: skip

REASONS_1 = (
    "Half of my pipeline is chemicals, and the last two tenders there went our way.",
    "Chemicals pays on time and buys again; nothing else here does both.",
    "Two resin makers bought within a quarter; I have not seen that before.",
    "Machine building is where our meters are built in, not just bought.",
    "The chemicals plants near the river all renew in the same two years, and this is one of them.",
    "I closed four biologics deals since spring, and each of them called us first.",
    "Food has the most visitors on our pages by far.",
    "Water is where public money is going; the tenders are only starting.",
    "Most of our case studies, and most of the calls they bring, are in chemicals.",
    "The dairies answer every campaign we send.",
    "In the spring webinar a third of the questions came from vaccine makers; a year ago there were none.",
    "Chemicals is the largest pool, and a small rise there is worth most.",
    "Our new flow meter was made for machine builders, and they notice.",
    "The drives people asked for our interface three times this year.",
    "The requests for special coatings all come from chemicals.",
    "Machine builders order in series; one win there is ten.",
    "The integrators we like best work for machine builders.",
    "Nine of ten feature requests I read come from machine building.",
)
REASONS_2 = (
    "Life sciences rose in nearly every quarter, and none of the others did.",
    "I see the rise, but a large segment that stays good is worth more to me than a small one that gets better.",
    "Chemicals is good and flat; the question was who rises.",
    "My machine builders are where they were two years ago; life sciences is not.",
    "The interval of life sciences is clear of nothing; the others all touch it.",
    "It is what I said, and now there are four hundred deals behind it.",
    "Visitors are not wins: food wins what it always won.",
    "The water tenders may come, but they are not in the figures yet.",
    "Our campaigns went to chemicals, and the wins came from life sciences.",
    "One good year in one segment; I would like to see two more quarters before I move people.",
    "The webinar was a sign, and the win rate is the proof.",
    "A rise of that size is worth more than a small one in the largest pool.",
    "The deals are there without a feature of their own; think what one would do.",
    "I had not looked at life sciences at all.",
    "The special coatings are requests; the vaccines are orders.",
    "Series orders are not in a win rate; I keep machine building first.",
    "Nothing else moves by more than chance.",
    "I counted feature requests, which is counting who shouts.",
)

CLOSING = (
    ("move_time", 70, "Two days a week from people who know plants; I will give one of mine."),
    ("ask_buyers", 60, "Before anyone leaves a customer I want to hear from eight buyers what changed."),
    ("move_time", 75, "The rise holds over eight quarters; waiting for a ninth costs more than being wrong."),
    ("keep_the_mix", 50, "My region has hardly any of them, and the machine builders would notice at once."),
    ("move_time", 65, "The lower limit of what it is worth is still more than two sellers cost."),
    ("move_time", 85, "I have seen it in my own deals since spring."),
    ("move_time", 70, "We can point the next two campaigns at the same segment without new money."),
    ("buy_demand", 55, "There are too few requests to fill more selling days; first bring the requests."),
    ("move_time", 65, "It is the only segment whose interval stays above zero."),
    ("ask_buyers", 55, "A rise that nobody can explain may go as it came; six weeks is a fair price."),
    ("move_time", 80, "The questions in our webinar turned into orders; I would follow them."),
    ("move_time", 70, "From which segment they come is the real question, and water can spare them."),
    ("move_time", 60, "The trend allows for all five segments and is still there."),
    (
        "keep_the_mix",
        50,
        "Half of product works for machine builders this year; more bids elsewhere would find us busy.",
    ),
    ("move_time", 75, "The figures show it by quarter of closing and by quarter of creation alike."),
    ("ask_buyers", 60, "I would like to know first whether our new probe or their new plants did it."),
    ("move_time", 70, "If it turns, the tripwire tells us within two quarters."),
    ("buy_demand", 60, "Sellers without leads do not sell; put the money there first."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="move_time",
    statement="Four sellers give {named} two days a week for two quarters; the days come from water utilities.",
    reasons=(
        "The rise of {named} stays above zero over its whole interval, and its share of new deals won has risen "
        "too. The lower limit of what the rise is worth in a year is more than four sellers cost for two days a "
        "week. Fifteen of eighteen put it first in the second answer; five of them had put it last in the first."
    ),
    owner="Omar Benjelloun",
    confidence=70,
    figure="rise",
    factor=1.0,
    shift=0.0,
    objective=3,
    actions=(
        SampleAction("Name the four sellers, and tell their present customers who takes over", "Hana Sedláčková", 18),
        SampleAction("Point the next two campaigns at {named}", "Ana Figueira", 30),
    ),
    dissents=(
        SampleDissent(
            "ana",
            "One good year in one segment. I would have asked eight buyers first, for six weeks, and then moved "
            "the same people with a reason.",
            is_named=True,
        ),
    ),
    chances=(65, 40, 70, 35, 65, 80, 70, 50, 60, 40, 75, 70, 60, 35, 75, 50, 70, 55),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    """Segments that nobody in the room has named follow at the end, as they were asked."""
    key = instrument_of(content)["key"]
    rounds = {"1": (ROUND_1, REASONS_1), "2": (ROUND_2, REASONS_2)}
    return only(content, {at: orders(content, key, SEGMENTS, letters, why) for at, (letters, why) in rounds.items()})
